package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// numbers reads dates of numbers and signs: 01.09.2018, 03/2021, 2021-03.
func (g grammar) numbers(i int) (point, int, bool) {
	a, na := g.number(i)
	b, nb, sign, j := g.follower(i)
	if nb == 0 {
		return point{}, 0, false
	}
	if c, nc, second, k := g.follower(j); nc > 0 && second == sign {
		if d, ok := g.threeNumbers(a, na, b, nb, c, nc, sign); ok && !g.coded(i, k, nc) {
			p, next, _ := g.yearWord(point{date: d}, k+1)
			return p, next, true
		}
	}
	switch {
	case na <= 2 && a >= 1 && a <= 12 && nb == 4 && plausible(b):
		p, next, _ := g.yearWord(point{date: cv.Date{Year: b, Month: a}}, j+1)
		p.bare = false
		return p, next, true
	case na == 4 && plausible(a) && nb == 2 && b >= 1 && b <= 12 && (g.glued(j) || sign == "/" && g.l.tokens[j].spaced && g.l.tokens[j-1].spaced):
		return point{date: cv.Date{Year: a, Month: b}}, j + 1, true
	case na == 2 && a >= 1 && a <= 12 && nb == 2 && sign == "/" && g.glued(j) && g.rangeAround(i, j):
		return point{date: cv.Date{Year: century(b), Month: a}}, j + 1, true
	}
	return point{}, 0, false
}

// follower is the number behind a number and a sign.
func (g grammar) follower(i int) (value, digits int, sign string, at int) {
	if i+2 >= len(g.l.tokens) {
		return 0, 0, "", 0
	}
	s := g.l.tokens[i+1]
	if s.kind != mark || !s.in("./-‑") {
		return 0, 0, "", 0
	}
	// "01. 09. 2018" and "03 / 2021" have spaces; a dash with spaces is a range.
	if s.fold != "." && s.fold != "/" && !g.glued(i+2) {
		return 0, 0, "", 0
	}
	value, digits = g.number(i + 2)
	return value, digits, s.fold, i + 2
}

// coded reports whether three numbers of two figures stand alone in brackets, as
// the codes of subjects do in Russia: "(09.03.01)".
func (g grammar) coded(i, last, digits int) bool {
	return digits == 2 && i > 0 && last+1 < len(g.l.tokens) && g.l.tokens[i-1].fold == "(" && g.l.tokens[last+1].fold == ")"
}

// glued reports whether no space stands around the sign before a token.
func (g grammar) glued(j int) bool { return !g.l.tokens[j].spaced && !g.l.tokens[j-1].spaced }

// threeNumbers orders day, month and year.
func (g grammar) threeNumbers(a, na, b, nb, c, nc int, sign string) (cv.Date, bool) {
	switch {
	case na == 4 && plausible(a) && nb <= 2 && nc <= 2 && b >= 1 && b <= 12 && c >= 1 && c <= 31:
		return cv.Date{Year: a, Month: b}, true
	case na > 2 || nb > 2 || nc != 4 && nc != 2:
		return cv.Date{}, false
	}
	year := c
	if nc == 2 {
		year = century(c)
	}
	if !plausible(year) {
		return cv.Date{}, false
	}
	day, month := a, b
	if month > 12 || g.monthFirst && sign == "/" && day <= 12 {
		day, month = month, day
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return cv.Date{}, false
	}
	return cv.Date{Year: year, Month: month}, true
}

// rangeAround reports whether "03/21" stands beside a dash or "present", without
// which it may be anything.
func (g grammar) rangeAround(i, j int) bool {
	if i > 0 {
		if g.dash(i - 1) {
			return true
		}
		if _, ok := g.l.hit(kindTo, i-1); ok {
			return true
		}
	}
	if j+1 < len(g.l.tokens) {
		_, to := g.l.hit(kindTo, j+1)
		return to || g.dash(j+1)
	}
	return false
}

// apostropheYear reads "'19".
func (g grammar) apostropheYear(i int) (point, int, bool) {
	if i+1 >= len(g.l.tokens) || !g.l.tokens[i].in(fold.Apostrophes) || g.l.tokens[i+1].spaced {
		return point{}, 0, false
	}
	v, digits := g.number(i + 1)
	if digits != 2 {
		return point{}, 0, false
	}
	return point{date: cv.Date{Year: century(v)}, bare: true}, i + 2, true
}

// shortYear reads the end of "2019-21".
func (g grammar) shortYear(i int, a point) (point, int, bool) {
	v, digits := g.number(i)
	if digits != 2 || !a.bare || i+1 < len(g.l.tokens) && !g.l.tokens[i+1].spaced && g.l.tokens[i+1].kind != mark {
		return point{}, 0, false
	}
	return point{date: cv.Date{Year: century(v)}, bare: true}, i + 1, true
}

// sharedYear reads "Mar – Jun 2023" and "03–06/2023".
func (g grammar) sharedYear(i int) (period, int, bool) {
	if i >= len(g.l.tokens) || g.l.tokens[i].masked {
		return period{}, 0, false
	}
	month, next, ok := g.month(i)
	if ok {
		next = g.skip(next, ".")
	} else {
		v, digits := g.number(i)
		if digits == 0 || digits > 2 || v < 1 || v > 12 || i > 0 && !g.l.tokens[i].spaced {
			return period{}, 0, false
		}
		month, next = v, i+1
	}
	after, separated := g.separator(next)
	if !separated {
		return period{}, 0, false
	}
	b, last, ok := g.point(after)
	if end, digits := g.number(after); !ok && digits == 2 && end >= 1 && end <= 12 {
		// "08–09 2012"
		if year, digits := g.number(after + 1); digits == 4 && plausible(year) {
			b, last, ok = point{date: cv.Date{Year: year, Month: end}}, after+2, true
		}
	}
	if !ok || b.date.Month == 0 || b.date.Month < month {
		return period{}, 0, false
	}
	return period{
		start: g.l.tokens[i].start, end: g.l.tokens[last-1].end,
		from: cv.Date{Year: b.date.Year, Month: month}, to: b.date,
	}, last, true
}

// writesMonthFirst reports whether a CV writes the month before the day: some
// date in it cannot be read otherwise, and none speaks against it.
func writesMonthFirst(lines []*line) bool {
	first, second := 0, 0
	for _, l := range lines {
		if !strings.Contains(l.text, "/") {
			continue
		}
		g := grammar{l: l}
		for i := range l.tokens {
			a, na := g.number(i)
			b, nb, sign, j := g.follower(i)
			if na == 0 || nb == 0 || sign != "/" {
				continue
			}
			if _, nc, _, _ := g.follower(j); nc != 4 {
				continue
			}
			if b > 12 && a <= 12 {
				first++
			} else if a > 12 {
				second++
			}
		}
	}
	return first > 0 && second == 0
}
