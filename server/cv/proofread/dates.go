package proofread

import (
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// dateForm is how a period's months are written.
type dateForm int

const (
	noMonths dateForm = iota
	numbers           // 03/2020, 03.2020, 2020-03
	names             // March 2020, Mar 2020
)

// dates finds periods whose months are written otherwise than the others'.
func (s *sheet) dates() {
	var all [3][]cv.Period
	add := func(p cv.Period) {
		if len(p.Spans) != 1 || p.Start.Month == 0 && p.End.Month == 0 {
			return
		}
		form := formOf(p)
		all[form] = append(all[form], p)
	}
	for _, e := range s.parsed.Experience {
		add(e.Period)
	}
	for _, e := range s.parsed.Education {
		add(e.Period)
	}
	few, many := all[numbers], all[names]
	if len(few) > len(many) {
		few, many = many, few
	}
	if len(few) == 0 || len(many) < 2 || len(few) == len(many) {
		return
	}
	for _, p := range few {
		if at := p.Spans[0]; s.line(at) != nil {
			s.add(DateFormat, at.Line, at.Start, at.End, "Months are written as names in some places and as numbers in others.")
		}
	}
}

// formOf is how a period writes its months: a period with letters beside its
// numbers may only have "present" there.
func formOf(p cv.Period) dateForm {
	digits, months := 0, 0
	for _, r := range p.Text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	for _, d := range []cv.Date{p.Start, p.End} {
		switch {
		case d.Month > 0:
			months++
			digits -= 5
		case d.Year > 0:
			digits -= 4
		}
	}
	switch {
	case months == 0:
		return noMonths
	case digits >= 0:
		return numbers
	case digits <= -months:
		return names
	}
	return noMonths
}
