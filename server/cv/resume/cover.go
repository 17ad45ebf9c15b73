package resume

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// role is what a piece of a line is for.
type role int

const (
	isTitle role = iota
	isPerson
	isLink
	isSummary
	isJob
	isSchool
	isSkill
	isSpoken
	isCertification
)

// owner is the value that a piece of a line belongs to.
type owner struct {
	role  role
	index int
}

// mark is a piece of a line that belongs to a value.
type mark struct {
	start, end int
	of         owner
}

// cover is which pieces of which lines belong to values, by line, in order.
type cover struct {
	d     *document.Document
	lines [][]mark
}

// covered marks what was read: of the CV as it is shown, and of the same CV as
// the rules read it. What a correction replaced is found through the latter.
func covered(d *document.Document, shown, read *cv.Parsed) cover {
	c := cover{d: d, lines: make([][]mark, len(d.Lines))}
	visit(shown, shown, c.add)
	if ofDocument(d, shown) {
		visit(read, shown, c.add)
	}
	for i := range c.lines {
		c.sort(i)
	}
	return c
}

// standsAt reports whether a value is what stands at its spans. One that was read
// of another version of the document, or by older rules, is not.
func standsAt(d *document.Document, v cv.Value) bool {
	parts := make([]string, 0, len(v.Spans))
	for _, s := range v.Spans {
		parts = append(parts, d.Text(s))
	}
	return len(parts) > 0 && strings.Join(parts, " ") == v.Text
}

func (c cover) sort(line int) {
	slices.SortStableFunc(c.lines[line], func(a, b mark) int { return cmp.Compare(a.start, b.start) })
}

// ofDocument reports whether most of what was read and not corrected stands in
// the document.
func ofDocument(d *document.Document, p *cv.Parsed) bool {
	stands, all := 0, 0
	visit(p, p, func(_ owner, values ...cv.Value) {
		for _, v := range values {
			if len(v.Spans) == 0 {
				continue
			}
			if all++; standsAt(d, v) || behind(d, v) {
				stands++
			}
		}
	})
	return 2*stands >= all
}

// visit gives each owner's values of p; of lists, of as many entries as shown
// has, so that nothing counts as covered that is not written.
func visit(p, shown *cv.Parsed, give func(owner, ...cv.Value)) {
	for _, s := range p.Sections {
		give(owner{role: isTitle}, s.Title)
	}
	who := p.Personal
	give(owner{role: isPerson}, who.Name, who.Title, who.Email, who.Phone, who.Location, who.LinkedIn, who.GitHub)
	give(owner{role: isSummary}, p.Summary)
	for i, e := range p.Experience[:min(len(p.Experience), len(shown.Experience))] {
		give(owner{isJob, i}, e.Title, e.Company, e.Location, e.Period.Value, e.Description)
		give(owner{isJob, i}, e.Achievements...)
	}
	for i, e := range p.Education[:min(len(p.Education), len(shown.Education))] {
		give(owner{isSchool, i}, e.Degree, e.Institution, e.Location, e.Period.Value, e.GPA)
	}
	for i, s := range p.Skills[:min(len(p.Skills), len(shown.Skills))] {
		give(owner{isSkill, i}, s.Value)
	}
	for i, s := range p.Languages[:min(len(p.Languages), len(shown.Languages))] {
		give(owner{isSpoken, i}, s.Value, s.Level)
	}
	for i, v := range p.Certifications[:min(len(p.Certifications), len(shown.Certifications))] {
		give(owner{isCertification, i}, v)
	}
	for i, v := range p.Links[:min(len(p.Links), len(shown.Links))] {
		give(owner{isLink, i}, v)
	}
}

// behind reports whether a value is an address behind the text at its span.
func behind(d *document.Document, v cv.Value) bool {
	if len(v.Spans) != 1 || d.Text(v.Spans[0]) == "" {
		return false
	}
	return slices.ContainsFunc(d.Lines[v.Spans[0].Line].Links, func(k document.Link) bool { return strings.Contains(k.URL, v.Text) })
}

// add marks values' spans, each piece for the value that has it first.
func (c cover) add(of owner, values ...cv.Value) {
	for _, v := range values {
		if !standsAt(c.d, v) && !behind(c.d, v) {
			continue
		}
		for _, s := range v.Spans {
			one := mark{s.Start, s.End, of}
			if c.d.Text(s) != "" && !slices.Contains(c.lines[s.Line], one) {
				c.lines[s.Line] = append(c.lines[s.Line], one)
			}
		}
	}
}

// gap is a piece of a line that belongs to no value.
type gap struct {
	start, end int
	// before and after are the marks it stands between, -1 for none.
	before, after int
}

// gaps are the pieces of a line that hold letters or digits and belong to no
// value. A link's text counts as its value only where links is set.
func (c cover) gaps(line int, text string, links bool) []gap {
	var out []gap
	at, before := 0, -1
	add := func(to, after int) {
		if to > at && hasText(text[at:to]) {
			out = append(out, gap{at, to, before, after})
		}
	}
	for i, m := range c.lines[line] {
		if m.of.role == isLink && !links {
			continue
		}
		start, end := min(m.start, len(text)), min(m.end, len(text))
		add(start, i)
		if end >= at {
			at, before = end, i
		}
	}
	add(len(text), -1)
	return out
}

// first is the first owner on a line that is one of some roles.
func (c cover) first(line int, roles ...role) (owner, bool) {
	for _, m := range c.lines[line] {
		if slices.Contains(roles, m.of.role) {
			return m.of, true
		}
	}
	return owner{}, false
}
