package tailor

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

var (
	// monthNumber is a month by its number, before or behind its year.
	monthNumber = regexp.MustCompile(`\b\d{1,2}(\s?[./\-]\s?)\d{4}\b|\b\d{4}(\s?[./\-]\s?)\d{1,2}\b`)
	// monthName is a month by its name before its year: "March 2021", "mars 2021",
	// "marzo de 2021". The year says that a word before it may be one.
	monthName = regexp.MustCompile(`\pL+\.?\s+(?:de\s+)?(\d{4})\b`)
)

// dates writes months as numbers where some are and some are not. Names are not
// made of numbers, as numbers are the same in each language. What is written stays
// but for the months; a period whose months are not found in it is left alone.
func (w *work) dates() {
	form, byName := "", false
	for _, e := range w.Parsed.Experience {
		switch {
		case e.Period.Empty():
		case monthNumber.MatchString(e.Period.Text):
			if form == "" {
				form = formOf(e.Period.Text)
			}
		default:
			byName = byName || len(monthsOf(e.Period)) > 0
		}
	}
	if form == "" || !byName {
		return
	}
	for i, e := range w.Parsed.Experience {
		w.date(fmt.Sprintf("experience[%d].period", i), e.Period, form)
	}
	for i, e := range w.Parsed.Education {
		w.date(fmt.Sprintf("education[%d].period", i), e.Period, form)
	}
}

func (w *work) date(path string, p cv.Period, form string) {
	if after := numbered(p, form); after != "" {
		w.edit(path, p.Text, Format, "Other months are written as numbers; one style is read more surely.", whole(p.Text, after))
	}
}

// formOf is how a text writes months: "%02[2]d/%04[1]d" with the month first.
func formOf(text string) string {
	m := monthNumber.FindStringSubmatch(text)
	if m[2] != "" {
		return "%04[1]d" + m[2] + "%02[2]d"
	}
	return "%02[2]d" + m[1] + "%04[1]d"
}

// month is one that stands by its name in a text, with its year, from start to
// before end.
type month struct {
	start, end int
	cv.Date
}

// monthsOf are a period's months that stand in it by name, in their order; none
// where its dates are not the ones that stand there.
func monthsOf(p cv.Period) []month {
	var dates []cv.Date
	for _, d := range []cv.Date{p.Start, p.End} {
		if !d.IsZero() {
			dates = append(dates, d)
		}
	}
	found := monthName.FindAllStringSubmatchIndex(p.Text, -1)
	if len(found) != len(dates) {
		return nil
	}
	var out []month
	for i, at := range found {
		if dates[i].Month == 0 || p.Text[at[2]:at[3]] != fmt.Sprint(dates[i].Year) {
			return nil
		}
		out = append(out, month{at[0], at[1], dates[i]})
	}
	return out
}

// numbered is a period with its months as numbers; empty where none stand in it
// by name.
func numbered(p cv.Period, form string) string {
	months := monthsOf(p)
	if len(months) == 0 {
		return ""
	}
	var out strings.Builder
	done := 0
	for _, m := range months {
		out.WriteString(p.Text[done:m.start])
		fmt.Fprintf(&out, form, m.Year, m.Month)
		done = m.end
	}
	out.WriteString(p.Text[done:])
	return out.String()
}
