package resume

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// sections walks the lines and gives what no value has to what it stands in.
func (b *builder) sections() {
	all := b.read.Sections
	for i, s := range all {
		last := min(s.Last, len(b.d.Lines))
		if i+1 < len(all) {
			last = max(last, min(all[i+1].First, len(b.d.Lines)))
		}
		b.section(s, max(0, s.First), last)
	}
	if len(all) == 0 {
		b.raw(cv.Section{Kind: cv.SectionOther}, 0, len(b.d.Lines))
	}
}

func (b *builder) section(s cv.Section, first, last int) {
	switch {
	case s.Kind == cv.SectionProjects, s.Kind == cv.SectionOther, s.Kind != cv.SectionHead && !b.understood(first, last):
		b.raw(s, first, last)
		return
	}
	into := owner{role: isPerson}
	if s.Kind != cv.SectionHead {
		into = b.ahead(first, last)
	}
	for i := first; i < last; i++ {
		if found, ok := b.cover.first(i, isJob, isSchool, isSpoken, isCertification); ok {
			into = found
		}
		if _, ok := b.cover.first(i, isSkill); ok || b.d.Lines[i].Margin {
			continue // skills took it
		}
		b.line(i, s.Kind, into)
	}
}

// understood reports whether some value was read in lines.
func (b *builder) understood(first, last int) bool {
	for i := first; i < last; i++ {
		if _, ok := b.cover.first(i, isPerson, isSummary, isJob, isSchool, isSkill, isSpoken, isCertification); ok {
			return true
		}
	}
	return false
}

// ahead is the first entry in lines, which what stands above it belongs to.
func (b *builder) ahead(first, last int) owner {
	for i := first; i < last; i++ {
		if found, ok := b.cover.first(i, isJob, isSchool, isSpoken, isCertification); ok {
			return found
		}
	}
	return owner{role: isSummary}
}

// line gives away what of a line no value has.
func (b *builder) line(at int, kind string, into owner) {
	l := b.d.Lines[at]
	gaps := b.cover.gaps(at, l.Text, true)
	if len(gaps) == 0 {
		return
	}
	if len(b.cover.lines[at]) == 0 {
		if !b.heads(at) {
			b.give(at, kind, into, l.Text, true)
		}
		return
	}
	for _, g := range gaps {
		text := l.Text[g.start:g.end]
		if isLabel(text) && g.after >= 0 || g.before >= 0 && g.after >= 0 && joins(text) {
			continue
		}
		if text = bare(text); hasText(text) && !joins(text) {
			b.give(at, kind, into, text, false)
		}
	}
}

// heads reports whether a line is the title of a list in an entry, which the
// marks of the list stand for.
func (b *builder) heads(at int) bool {
	if namesDocument(b.d.Lines[at].Text) {
		return true
	}
	return isLabel(b.d.Lines[at].Text) && at+1 < len(b.d.Lines) && len(b.cover.lines[at+1]) > 0 && b.cover.lines[at+1][0].start == 0
}

// give puts a text where it belongs: a whole line where whole is set, else a
// piece of one.
func (b *builder) give(at int, kind string, into owner, text string, whole bool) {
	switch {
	case into.role == isPerson:
		b.out.Person.Details = append(b.out.Person.Details, text)
	case into.role == isJob && into.index < len(b.jobs):
		if to := b.jobs[into.index]; to >= 0 {
			if job := &b.out.Experience[to]; job.Length == "" && b.ofHead(at, into.index) && isLength(text) {
				job.Length = text
				return
			}
			b.out.Experience[to].Notes = append(b.out.Experience[to].Notes, text)
		}
	case into.role == isSchool && into.index < len(b.schools):
		if to := b.schools[into.index]; to >= 0 {
			b.out.Education[to].Notes = append(b.out.Education[to].Notes, text)
		}
	case into.role == isCertification && !whole && into.index < len(b.certs):
		if to := b.certs[into.index]; to >= 0 {
			one := &b.out.Certifications[to]
			one.Detail = strings.TrimPrefix(one.Detail+", "+text, ", ")
		}
	case into.role == isSummary && kind == cv.SectionSummary:
		b.out.Summary = strings.TrimPrefix(b.out.Summary+"\n"+text, "\n")
	default:
		b.further(kind, Line{Text: text, Bullet: b.d.Lines[at].Bullet, Level: b.d.Lines[at].Level})
	}
}

// ofHead reports whether a line stands above a job's text.
func (b *builder) ofHead(at, job int) bool {
	if job >= len(b.read.Experience) {
		return false
	}
	e := b.read.Experience[job]
	for _, v := range append([]cv.Value{e.Description}, e.Achievements...) {
		if len(v.Spans) > 0 && v.Spans[0].Line <= at {
			return false
		}
	}
	return true
}

// further keeps a line beside the values of a section.
func (b *builder) further(kind string, l Line) {
	i := slices.IndexFunc(b.out.Sections, func(s Section) bool { return s.Kind == kind && slices.Contains(listed, kind) })
	if i < 0 {
		b.out.Sections = append(b.out.Sections, Section{Kind: kind})
		i = len(b.out.Sections) - 1
	}
	b.out.Sections[i].Lines = append(b.out.Sections[i].Lines, l)
}

// raw keeps all lines of a section but those that only hold values written
// elsewhere.
func (b *builder) raw(s cv.Section, first, last int) {
	out := Section{Kind: s.Kind, Title: quiet(s.Title.Text, b.out.Language)}
	for i := first; i < last; i++ {
		l := b.d.Lines[i]
		if l.Margin || len(b.cover.gaps(i, l.Text, false)) == 0 {
			continue
		}
		start := 0
		if m := b.cover.lines[i]; len(m) > 0 && m[0].of.role == isTitle {
			start = len(l.Text) - len(strings.TrimLeft(l.Text[m[0].end:], " :："))
		}
		line := Line{Text: l.Text[start:], Strong: (l.Bold || l.Heading > 0) && !l.Bullet, Bullet: l.Bullet, Level: l.Level}
		for _, k := range l.Links {
			if k.Start >= start && k.End <= len(l.Text) && k.Start < k.End {
				line.Links = append(line.Links, Link{URL: k.URL, Start: k.Start - start, End: k.End - start})
			}
		}
		if n := len(out.Lines); n > 0 && i > first && l.Block == b.d.Lines[i-1].Block && !l.Bullet && out.Lines[n-1].Strong == line.Strong {
			out.Lines[n-1].join(line)
			continue
		}
		out.Lines = append(out.Lines, line)
	}
	if len(out.Lines) > 0 {
		b.out.Sections = append(b.out.Sections, out)
	}
}

// join appends a line that goes on with the same paragraph.
func (l *Line) join(next Line) {
	at := len(l.Text) + 1
	l.Text += " " + next.Text
	for _, k := range next.Links {
		l.Links = append(l.Links, Link{URL: k.URL, Start: k.Start + at, End: k.End + at})
	}
}

// links are those that are in no line that is kept as it stood.
func (b *builder) links() {
	var kept strings.Builder
	for _, s := range b.out.Sections {
		for _, l := range s.Lines {
			kept.WriteString(l.Text + "\n")
			for _, k := range l.Links {
				kept.WriteString(k.URL + "\n")
			}
		}
	}
	for _, job := range b.out.Experience {
		kept.WriteString(strings.Join(append(append([]string{job.Description}, job.Achievements...), job.Notes...), "\n"))
	}
	kept.WriteString(b.out.Summary)
	for _, v := range b.shown.Links {
		if !v.Empty() && !strings.Contains(kept.String(), v.Text) {
			b.out.Person.Links = append(b.out.Person.Links, v.Text)
		}
	}
}

// order is that of the document where it has one column; beside a sidebar it
// only tells whether education stands before experience.
func (b *builder) order() {
	columns := false
	for _, l := range b.d.Lines {
		columns = columns || l.Region > 0 && !l.Margin
	}
	b.out.Order = append(b.out.Order, Part{Kind: cv.SectionSummary})
	own := 0
	for _, s := range b.read.Sections {
		switch {
		case s.Kind == cv.SectionHead, s.Kind == cv.SectionSummary:
		case slices.Contains(listed, s.Kind):
			if !columns || s.Kind == cv.SectionExperience || s.Kind == cv.SectionEducation {
				b.out.Order = append(b.out.Order, Part{Kind: s.Kind})
			}
		case !columns:
			for own < len(b.out.Sections) && slices.Contains(listed, b.out.Sections[own].Kind) {
				own++
			}
			if own < len(b.out.Sections) && b.out.Sections[own].Title == quiet(s.Title.Text, b.out.Language) {
				b.out.Order = append(b.out.Order, Part{Kind: s.Kind, Section: own})
				own++
			}
		}
	}
}
