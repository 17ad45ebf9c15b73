package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// period is a stretch of time in a line.
type period struct {
	// start and end are its bytes; outer ones take in brackets around it and the
	// duration behind it.
	start, end           int
	outerStart, outerEnd int
	from, to             cv.Date
	current              bool
	// single tells that it is one date and not two, bare that this is a year
	// without anything that says it is one.
	single, bare bool
	// expected tells that the date is of an end.
	expected bool
	// open tells that a dash stands behind it and the end is on the next line.
	open bool
	// next is the line in which it ends, and where.
	next               *line
	nextStart, nextEnd int
}

// grammar reads the dates of a line.
type grammar struct {
	l *line
	// monthFirst tells that the CV writes 12/31/2020.
	monthFirst bool
}

// maxPeriods of a line.
const maxPeriods = 8

// periods finds all periods of a line.
func (g grammar) periods() []period {
	if !hasDigit(g.l.text) {
		return nil
	}
	var out []period
	for i := 0; i < len(g.l.tokens) && len(out) < maxPeriods; {
		p, next, ok := g.period(i)
		if !ok {
			i++
			continue
		}
		g.widen(&p, next)
		out = append(out, p)
		i = next
	}
	return out
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// period reads one at a token.
func (g grammar) period(i int) (period, int, bool) {
	first := i
	var p period
	if h, ok := g.l.hit(kindExpected, i); ok {
		if _, next, ok := g.point(g.skip(h.last, ":")); ok && next > 0 {
			i, p.expected = g.skip(h.last, ":"), true
		}
	}
	since, until := false, false
	if !p.expected {
		if h, ok := g.l.hit(kindSince, i); ok && g.dateAt(h.last) {
			i, since = h.last, true
		} else if h, ok := g.l.hit(kindUntil, i); ok && g.dateAt(h.last) {
			i, until = h.last, true
		}
	}
	a, next, ok := g.point(i)
	if !ok {
		if p, next, ok := g.sharedYear(i); ok {
			p.start = g.l.tokens[first].start
			return p, next, true
		}
		return p, 0, false
	}
	p.start, p.end, p.from = g.l.tokens[first].start, g.l.tokens[next-1].end, a.date
	if _, _, more := g.end(next, a); p.expected && more {
		p.expected = false // "Expected May – October 2016"
	}
	if p.expected || until {
		p.from, p.to, p.single, p.expected = cv.Date{}, a.date, true, true
		return p, next, true
	}
	if end, last, ok := g.end(next, a); ok {
		p.to, p.current = end.date, end.date.IsZero()
		p.end = g.l.tokens[last-1].end
		return p, last, true
	}
	if last, ok := g.trailing(next, kindSince); ok {
		since, next = true, last
		p.end = g.l.tokens[next-1].end
	}
	p.current = since
	p.single, p.bare = !since, a.bare && !since
	if last, ok := g.unknownEnd(next, a); ok && !since {
		p.current, p.single, p.bare = true, false, false
		p.end = g.l.tokens[last-1].end
		return p, last, true
	}
	if !since && next < len(g.l.tokens) && g.dash(next) && (next+1 == len(g.l.tokens) || g.dots(next+1)) {
		p.open, p.current, p.single, p.bare = true, true, false, false
		next = len(g.l.tokens)
		p.end = g.l.tokens[next-1].end
	}
	return p, next, true
}

// dots reports whether nothing but points follow: "2025 – ...".
func (g grammar) dots(i int) bool {
	for ; i < len(g.l.tokens); i++ {
		if t := g.l.tokens[i].fold; t != "." && t != "…" {
			return false
		}
	}
	return true
}

// end reads what follows a start: a separator and a date, or that it goes on.
func (g grammar) end(i int, a point) (point, int, bool) {
	after, separated := g.separator(i)
	if h, ok := g.l.hit(kindPresent, after); ok {
		return point{}, g.abbreviated(h.last), true
	}
	// "2019-yildan 2021-yilgacha" has endings instead of a dash.
	if !separated && !a.since {
		return point{}, 0, false
	}
	if h, ok := g.l.hit(kindExpected, after); ok && separated {
		after = h.last // "April 2022 – voraussichtlich Juli 2023"
	}
	b, last, ok := g.point(after)
	if !ok {
		b, last, ok = g.shortYear(after, a)
	}
	if !ok || before(b.date, a.date) {
		return point{}, 0, false
	}
	if q, ok := quarterEnd[b.season]; ok {
		b.date.Month = q
	}
	return b, last, true
}

// unknownEnd reads what stands behind a month and a dash at the end of a line
// when it is one to three small words that nobody listed: in any language they
// say that it goes on.
func (g grammar) unknownEnd(i int, a point) (int, bool) {
	if a.bare || i >= len(g.l.tokens) || !g.dash(i) || !g.l.tokens[i].spaced {
		return i, false
	}
	words := 0
	for _, t := range g.l.tokens[i+1:] {
		if t.kind == number || t.capital || t.kind == mark && t.fold != "." {
			return i, false
		}
		words += flag(t.kind == word)
	}
	return len(g.l.tokens), words > 0 && words <= 3
}

// quarterEnd is the last month of a quarter that begins with a month.
var quarterEnd = map[string]int{"1": 3, "4": 6, "7": 9, "10": 12}

// separator skips what stands between start and end.
func (g grammar) separator(i int) (int, bool) {
	found := false
	for n := 0; n < 4 && i < len(g.l.tokens); n++ {
		if g.dash(i) {
			found = true
			i++
			continue
		}
		if _, ok := g.l.hit(kindPresent, i); ok {
			break
		}
		h, ok := g.l.hit(kindTo, i)
		if !ok {
			break
		}
		found = true
		i = h.last
	}
	return i, found
}

const dashes = "-‐‑‒–—―−~→➔>～"

// dash reports whether a token may stand between two dates.
func (g grammar) dash(i int) bool {
	t := g.l.tokens[i]
	if t.masked {
		return false
	}
	if t.fold == "/" {
		return i > 0 && i+1 < len(g.l.tokens) && g.l.tokens[i-1].kind == number && len(g.l.tokens[i-1].fold) == 4
	}
	return t.in(dashes)
}

// trailing skips a word of a kind right behind, such as Uzbek "beri".
func (g grammar) trailing(i int, k kind) (int, bool) {
	h, ok := g.l.hit(k, i)
	if !ok || h.lang != "uz" && h.lang != "tr" {
		return i, false
	}
	return h.last, true
}

// abbreviated takes the dot behind "н.в." in.
func (g grammar) abbreviated(i int) int {
	if i < len(g.l.tokens) && g.l.tokens[i].fold == "." && !g.l.tokens[i].spaced && i >= 2 && g.l.tokens[i-2].fold == "." {
		return i + 1
	}
	return i
}

func (g grammar) skip(i int, signs string) int {
	for i < len(g.l.tokens) && g.l.tokens[i].kind == mark && strings.Contains(signs, g.l.tokens[i].fold) {
		i++
	}
	return i
}

func (g grammar) dateAt(i int) bool {
	_, _, ok := g.point(i)
	if !ok {
		_, _, ok = g.sharedYear(i)
	}
	return ok
}

// before reports whether an end is earlier than a start.
func before(end, start cv.Date) bool {
	if end.Year != start.Year {
		return end.Year < start.Year
	}
	return end.Month != 0 && start.Month != 0 && end.Month < start.Month
}

// widen takes in the brackets around a period and the duration behind it.
func (g grammar) widen(p *period, next int) {
	p.outerStart, p.outerEnd = p.start, p.end
	i := g.skip(next, "·•,|")
	open := i < len(g.l.tokens) && g.l.tokens[i].fold == "("
	if open {
		i++
	}
	if last, ok := duration(g.l, i); ok {
		if open && last < len(g.l.tokens) && g.l.tokens[last].fold == ")" {
			last++
		}
		next = last
		p.outerEnd = g.l.tokens[next-1].end
	}
	first := 0
	for first < len(g.l.tokens) && g.l.tokens[first].start < p.start {
		first++
	}
	if first > 0 && next < len(g.l.tokens) && g.l.tokens[first-1].in("([") && g.l.tokens[next].in(")]") {
		p.outerStart, p.outerEnd = g.l.tokens[first-1].start, g.l.tokens[next].end
	}
}

// duration reads "2 yrs 3 mos".
func duration(l *line, i int) (int, bool) {
	found := false
	for n := 0; n < 2; n++ {
		j := i
		if n > 0 && j < len(l.tokens) && l.tokens[j].fold == "," {
			j++
		}
		if j+1 >= len(l.tokens) || l.tokens[j].kind != number || len(l.tokens[j].fold) > 2 {
			break
		}
		if j+3 < len(l.tokens) && l.tokens[j+1].in(".,") && l.tokens[j+2].kind == number && !l.tokens[j+2].spaced {
			j += 2 // "2.5 years"
		}
		h, ok := l.hit(kindUnit, j+1)
		if !ok {
			break
		}
		found = true
		i = h.last
		if i < len(l.tokens) && l.tokens[i].fold == "." {
			i++
		}
	}
	return i, found
}
