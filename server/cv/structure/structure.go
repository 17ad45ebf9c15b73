// Package structure finds what a CV says in the lines of its file: who it is
// about, where they worked and learned, what they can. It reads by rules and by
// words that are data, so the same lines give the same result always.
//
// The way: each line is cut into tokens; phrases of all languages, periods and
// addresses are found in it (line.go, period.go, contact.go); lines that are
// titles cut the CV into sections (title.go, sections.go); each section is read
// by what its kind is made of: entries around periods (entry.go) or lists.
package structure

import (
	"math"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Bounds of what is read: no CV has more, and hostile files shall cost little.
const (
	maxLines        = 3000
	maxEntries      = 80
	maxSkills       = 300
	maxList         = 60
	maxAchievements = 60
	maxText         = 120 // lines of a description or summary
)

// reader holds one CV while it is read.
type reader struct {
	d *document.Document
	// lines are those of the text, margins those of headers and footers.
	lines, margins []*line
	sections       []section
	// body is the usual size of letters, largest that of the largest.
	body, largest float64
	// experienced tells that some title is that of the jobs.
	experienced bool
	// named tells that a head was found.
	named bool
	out   cv.Parsed
}

// Parse reads a CV. It never fails: what is not understood is left out. Every
// value's text is what stands at its spans, joined by a space; only the address
// behind a link (a word that leads to LinkedIn) is not in the text, and its span
// is the link's.
func Parse(d *document.Document) cv.Parsed {
	if d == nil {
		return cv.Parsed{}
	}
	r := &reader{d: d}
	for i := range min(len(d.Lines), maxLines) {
		l := newLine(&d.Lines[i], i)
		if l.Margin {
			r.margins = append(r.margins, l)
			continue
		}
		l.order = len(r.lines)
		r.lines = append(r.lines, l)
	}
	r.listItems()
	for i, l := range r.lines[min(1, len(r.lines)):] {
		before := r.lines[i]
		l.item = !l.Bullet && before.Block == l.Block && (before.Bullet || before.item)
	}
	g := grammar{monthFirst: writesMonthFirst(r.lines)}
	for _, l := range r.lines {
		g.l = l
		l.periods = g.periods()
	}
	r.brokenMonths(g)
	r.continued(g)
	r.body = usualSize(r.lines)
	for _, l := range r.lines {
		r.largest = max(r.largest, l.Size)
	}
	r.out.Language = language(r.lines)
	r.prose()
	r.forms()
	r.split()
	r.personal()
	r.experience()
	r.education()
	r.lists()
	r.summary()
	r.report()
	return r.out
}

// usualSize is the size of most letters.
func usualSize(lines []*line) float64 {
	letters := map[float64]int{}
	best := 0.0
	for _, l := range lines {
		size := math.Round(l.Size*2) / 2
		letters[size] += len(l.text)
		if letters[size] > letters[best] || letters[size] == letters[best] && size < best {
			best = size
		}
	}
	return best
}

// report lists the sections.
func (r *reader) report() {
	for _, s := range r.sections {
		out := cv.Section{Kind: s.kinds[0], Title: s.title}
		if s.is(cv.SectionExperience) {
			out.Kind = cv.SectionExperience // "Projects & Experience"
		}
		switch {
		case s.from >= 0:
			out.First = r.lines[s.at].at
		case s.first < len(r.lines):
			out.First = r.lines[s.first].at
		default:
			out.First = r.lines[len(r.lines)-1].at + 1
		}
		out.Last = out.First
		if s.last > s.first {
			out.Last = r.lines[s.last-1].at + 1
		} else if s.from >= 0 {
			out.Last = out.First + 1
		}
		r.out.Sections = append(r.out.Sections, out)
	}
}

// row is a line, or what of it is looked at.
type row struct {
	l          *line
	start, end int
}

func (w row) value() cv.Value { return w.l.value(w.start, w.end) }

// rows are the lines of a section.
func (r *reader) rows(s section) []row {
	var out []row
	if s.from >= 0 {
		l := r.lines[s.at]
		out = append(out, row{l, s.from, len(l.text)})
	}
	for _, l := range r.lines[s.first:s.last] {
		out = append(out, row{l, 0, len(l.text)})
	}
	return out
}

// of returns the rows of all sections of a kind, a section an element.
func (r *reader) of(kind string) [][]row {
	var out [][]row
	for _, s := range r.sections {
		if s.is(kind) {
			if rows := r.rows(s); len(rows) > 0 {
				out = append(out, rows)
			}
		}
	}
	return out
}
