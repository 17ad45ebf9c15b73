package structure

import (
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// point is one date.
type point struct {
	date cv.Date
	// bare tells that it is only a year.
	bare bool
	// since tells of a grammatical ending that means "from".
	since bool
	// season is the first month of a season or quarter.
	season string
}

// point reads a date at a token.
func (g grammar) point(i int) (point, int, bool) {
	if i >= len(g.l.tokens) || g.l.tokens[i].masked {
		return point{}, 0, false
	}
	if h, ok := g.l.hit(kindSeason, i); ok {
		if p, next, ok := g.yearAfter(h.last); ok {
			month, _ := strconv.Atoi(h.value)
			p.date.Month, p.season, p.bare = month, h.value, false
			return p, next, true
		}
	}
	if g.l.tokens[i].kind == number {
		return g.numeric(i)
	}
	if g.l.tokens[i].kind == mark {
		if p, next, ok := g.apostropheYear(i); ok {
			return p, next, true
		}
		return point{}, 0, false
	}
	return g.monthFirstDate(i)
}

// monthFirstDate reads "March 2021", "mar. de 2021" and "March 1, 2021".
func (g grammar) monthFirstDate(i int) (point, int, bool) {
	month, next, ok := g.month(i)
	if !ok {
		return point{}, 0, false
	}
	// In "Rio de Janeiro 09/2015" the word is a place's: the date has its month.
	if _, _, whole := g.numbers(next); whole {
		return point{}, 0, false
	}
	if p, last, ok := g.yearAfter(next); ok {
		p.date.Month, p.bare = month, false
		return p, last, true
	}
	if v, digits := g.number(next); digits > 0 && digits <= 2 && v <= 31 {
		if p, last, ok := g.yearAfter(next + 1); ok {
			p.date.Month, p.bare = month, false
			return p, last, true
		}
	}
	return point{}, 0, false
}

// month reads a month's name.
func (g grammar) month(i int) (month, next int, ok bool) {
	h, ok := g.l.hit(kindMonth, i)
	if !ok {
		return 0, 0, false
	}
	month, err := strconv.Atoi(h.value)
	return month, h.last, err == nil
}

// yearAfter reads the year behind a month, with what may stand between.
func (g grammar) yearAfter(i int) (point, int, bool) {
	for n := 0; n < 3 && i < len(g.l.tokens); n++ {
		t := g.l.tokens[i]
		if t.in(".,/-‑") || t.fold == "de" || t.fold == "del" || t.fold == "of" {
			i++
			continue
		}
		break
	}
	if p, next, ok := g.apostropheYear(i); ok {
		return p, next, true
	}
	if v, digits := g.number(i); digits == 4 && plausible(v) {
		return g.yearWord(point{date: cv.Date{Year: v}}, i+1)
	} else if digits == 2 && i > 0 && !g.l.tokens[i].spaced && g.l.tokens[i-1].kind == mark {
		return point{date: cv.Date{Year: century(v)}}, i + 1, true
	}
	return point{}, 0, false
}

// numeric reads a date that begins with a number.
func (g grammar) numeric(i int) (point, int, bool) {
	if i > 0 && !g.l.tokens[i].spaced && (g.l.tokens[i-1].kind == word || g.l.tokens[i-1].in("+:#№$€£.,%*=&")) {
		return point{}, 0, false
	}
	if p, next, ok := g.numbers(i); ok {
		return p, next, true
	}
	v, digits := g.number(i)
	if digits <= 2 && v >= 1 && v <= 31 {
		if p, next, ok := g.monthFirstDate(g.ordinal(i + 1)); ok {
			return p, next, true
		}
		return point{}, 0, false
	}
	if digits != 4 || !plausible(v) {
		return point{}, 0, false
	}
	p, next, _ := g.yearWord(point{date: cv.Date{Year: v}, bare: true}, i+1)
	if q, last, ok := g.monthAfter(p, next); ok {
		return q, last, true
	}
	if h, ok := g.l.hit(kindSeason, g.skip(next, ",/ ")); ok && next == i+1 {
		month, _ := strconv.Atoi(h.value)
		p.date.Month, p.season, p.bare = month, h.value, false
		return p, h.last, true
	}
	if next == i+1 && next < len(g.l.tokens) && !g.l.tokens[next].spaced && (g.l.tokens[next].kind == word || g.l.tokens[next].in("+%*=")) {
		return point{}, 0, false
	}
	return p, next, true
}

// ordinal skips what makes a day of a number: "1st", "1.", "1er", "1-mart".
func (g grammar) ordinal(i int) int {
	i = g.skip(i, ".-")
	if i < len(g.l.tokens) && !g.l.tokens[i].spaced {
		switch g.l.tokens[i].fold {
		case "st", "nd", "rd", "th", "er", "º":
			return i + 1
		}
	}
	if i < len(g.l.tokens) && g.l.tokens[i].fold == "de" {
		return i + 1
	}
	return i
}

// monthAfter reads the month behind a year: "2021-yil mart", "2021 March".
func (g grammar) monthAfter(p point, i int) (point, int, bool) {
	i = g.skip(i, ",")
	if _, digits := g.number(i); digits > 0 && digits <= 2 {
		if _, _, ok := g.month(g.skip(i+1, ".-")); ok {
			i = g.skip(i+1, ".-")
		}
	}
	month, next, ok := g.month(i)
	if !ok {
		return p, 0, false
	}
	// In "2021 March 2022" the month is the second year's.
	if _, _, taken := g.yearAfter(next); taken && p.bare {
		return p, 0, false
	}
	p.date.Month, p.bare = month, false
	p.since = g.ends(g.l.tokens[next-1].fold, "since")
	return p, next, true
}

// yearWord takes in "г.", "yil", "yılı" behind a year.
func (g grammar) yearWord(p point, i int) (point, int, bool) {
	j := i
	if j < len(g.l.tokens) && !g.l.tokens[j].spaced && g.l.tokens[j].in("-‑'’") {
		j++
	}
	h, ok := g.l.hit(kindYear, j)
	if !ok {
		return p, i, true
	}
	p.since = g.ends(g.l.tokens[h.last-1].fold, "since")
	p.bare = false
	i = h.last
	if i < len(g.l.tokens) && g.l.tokens[i].fold == "." && !g.l.tokens[i].spaced && len(g.l.tokens[i-1].fold) <= len("гг") {
		i++
	}
	return p, i, true
}

// ends reports whether a word has a grammatical ending of a meaning.
func (g grammar) ends(w, meaning string) bool {
	for _, e := range words().endings {
		if e.value == meaning && strings.HasSuffix(w, e.words[0]) && len(w) > len(e.words[0]) {
			return true
		}
	}
	return false
}

// number is a token's value and how many digits it has; none for other tokens.
func (g grammar) number(i int) (value, digits int) {
	if i >= len(g.l.tokens) || g.l.tokens[i].kind != number || len(g.l.tokens[i].fold) > 4 || g.l.tokens[i].masked {
		return 0, 0
	}
	v, err := strconv.Atoi(g.l.tokens[i].fold)
	if err != nil {
		return 0, 0
	}
	return v, len(g.l.tokens[i].fold)
}

// plausible tells years from other numbers.
func plausible(year int) bool { return year >= 1950 && year < 2050 }

// century completes a year of two digits.
func century(short int) int {
	if short >= 50 {
		return 1900 + short
	}
	return 2000 + short
}
