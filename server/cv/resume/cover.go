package resume

import (
	"cmp"
	"slices"

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
type cover [][]mark

// covered marks what was read: of the CV as it is shown, and of the same CV as
// the rules read it. What a correction replaced is found through the latter.
func covered(d *document.Document, shown, read *cv.Parsed) cover {
	c := make(cover, len(d.Lines))
	c.parsed(shown, shown)
	c.parsed(read, shown)
	for i := range c {
		c.sort(i)
	}
	return c
}

func (c cover) sort(line int) {
	slices.SortStableFunc(c[line], func(a, b mark) int { return cmp.Compare(a.start, b.start) })
}

// parsed marks what p has; of lists, what shown has, too, so that nothing counts
// as covered that is not written.
func (c cover) parsed(p, shown *cv.Parsed) {
	for _, s := range p.Sections {
		c.add(owner{role: isTitle}, s.Title)
	}
	who := p.Personal
	c.add(owner{role: isPerson}, who.Name, who.Title, who.Email, who.Phone, who.Location, who.LinkedIn, who.GitHub)
	c.add(owner{role: isSummary}, p.Summary)
	for i, e := range p.Experience[:min(len(p.Experience), len(shown.Experience))] {
		c.add(owner{isJob, i}, e.Title, e.Company, e.Location, e.Period.Value, e.Description)
		c.add(owner{isJob, i}, e.Achievements...)
	}
	for i, e := range p.Education[:min(len(p.Education), len(shown.Education))] {
		c.add(owner{isSchool, i}, e.Degree, e.Institution, e.Location, e.Period.Value, e.GPA)
	}
	for i, s := range p.Skills[:min(len(p.Skills), len(shown.Skills))] {
		c.add(owner{isSkill, i}, s.Value)
	}
	for i, s := range p.Languages[:min(len(p.Languages), len(shown.Languages))] {
		c.add(owner{isSpoken, i}, s.Value, s.Level)
	}
	for i, v := range p.Certifications[:min(len(p.Certifications), len(shown.Certifications))] {
		c.add(owner{isCertification, i}, v)
	}
	for i, v := range p.Links[:min(len(p.Links), len(shown.Links))] {
		c.add(owner{isLink, i}, v)
	}
}

// add marks values' spans, each piece for the value that has it first.
func (c cover) add(of owner, values ...cv.Value) {
	for _, v := range values {
		for _, s := range v.Spans {
			if s.Line < 0 || s.Line >= len(c) || s.Start < 0 || s.End <= s.Start {
				continue
			}
			if !slices.Contains(c[s.Line], mark{s.Start, s.End, of}) {
				c[s.Line] = append(c[s.Line], mark{s.Start, s.End, of})
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
	for i, m := range c[line] {
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
	for _, m := range c[line] {
		if slices.Contains(roles, m.of.role) {
			return m.of, true
		}
	}
	return owner{}, false
}
