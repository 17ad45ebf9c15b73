package resume

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// builder makes a Resume of one CV.
type builder struct {
	d *document.Document
	// shown is what the CV says after corrections, read what the rules read.
	shown, read *cv.Parsed
	cover       cover
	// moved tells that the skills are in another order than the document's.
	moved bool
	// jobs and schools are where each entry of shown is in out, -1 for one that
	// was cleared.
	jobs, schools []int
	certs         []int
	out           Resume
}

// Of makes a Resume of what was read of a document. The values are those of p,
// which may be corrected by hand; what was cleared is left out. What no value
// has goes to the entry or section it stands in, so that every word of the
// document is in the Resume, but for: headers and footers, the titles and
// labels that the new form has itself, and small words between two values
// ("Engineer at Acme").
//
// Values that were read of another version of the document are written beside what
// it says itself. A nil document leaves the values alone.
func Of(d *document.Document, p *cv.Parsed) Resume {
	if d == nil {
		d = &document.Document{}
	}
	if p == nil {
		p = &cv.Parsed{}
	}
	read := structure.Parse(d)
	b := builder{d: d, shown: p, read: &read}
	b.moved = align(&read, p)
	b.cover = covered(d, p, &read)
	b.out.Language = p.Language
	if b.out.Language == "uz" && cyrillic(d.Plain()) {
		b.out.Language = "uz-Cyrl"
	}
	b.person()
	b.summary()
	b.experience()
	b.education()
	b.lists()
	b.sections()
	b.links()
	b.order()
	return b.out
}

func (b *builder) person() {
	p := b.shown.Personal
	b.out.Person = Person{
		Name: p.Name.Text, Headline: p.Title.Text, Email: p.Email.Text, Phone: p.Phone.Text,
		Location: b.address(p.Location), LinkedIn: p.LinkedIn.Text, GitHub: p.GitHub.Text,
	}
}

// address is a place with the street and the postal code that stand around it, so
// that an address is written in one piece.
func (b *builder) address(v cv.Value) string {
	if len(v.Spans) != 1 || !standsAt(b.d, v) {
		return v.Text
	}
	whole := structure.Address(b.d, v.Spans[0])
	for _, m := range b.cover.lines[whole.Line] {
		if m.of.role != isPerson && m.start < whole.End && whole.Start < m.end {
			return v.Text
		}
	}
	if whole != v.Spans[0] {
		b.cover.lines[whole.Line] = append(b.cover.lines[whole.Line], mark{whole.Start, whole.End, owner{role: isPerson}})
		b.cover.sort(whole.Line)
	}
	return b.d.Text(whole)
}

// summary keeps the paragraphs that the lines have.
func (b *builder) summary() {
	b.out.Summary = strings.Join(b.paragraphs(b.shown.Summary), "\n")
}

// paragraphs is a value cut where the document begins a new paragraph.
func (b *builder) paragraphs(v cv.Value) []string {
	if len(v.Spans) < 2 || !standsAt(b.d, v) {
		return strings.Split(v.Text, "\n")
	}
	var out []string
	for i, s := range v.Spans {
		text := b.d.Text(s)
		if i > 0 && b.d.Lines[s.Line].Block == b.d.Lines[v.Spans[i-1].Line].Block && !b.d.Lines[s.Line].Bullet {
			out[len(out)-1] += " " + text
			continue
		}
		out = append(out, text)
	}
	return out
}

func (b *builder) experience() {
	for i, e := range b.shown.Experience {
		b.jobs = append(b.jobs, -1)
		job := Job{Title: e.Title.Text, Company: e.Company.Text, Location: e.Location.Text}
		var was cv.Period
		if i < len(b.read.Experience) {
			was = b.read.Experience[i].Period
		}
		job.Period = period(e.Period, was)
		first := -1
		for _, a := range e.Achievements {
			if a.Empty() {
				continue
			}
			job.Achievements = append(job.Achievements, a.Text)
			if first < 0 && len(a.Spans) > 0 {
				first = a.Spans[0].Line
			}
		}
		before, behind := b.split(e.Description, first)
		job.Description = strings.Join(b.texts(before), "\n")
		job.Notes = b.texts(behind)
		if job.Title == "" && job.Company == "" && job.Location == "" && job.Period == (Period{}) && job.Description == "" && len(job.Achievements)+len(job.Notes) == 0 {
			continue
		}
		b.jobs[i] = len(b.out.Experience)
		b.out.Experience = append(b.out.Experience, job)
	}
}

// texts is a value's paragraphs, each with the label that stands before it.
func (b *builder) texts(v cv.Value) []string {
	if v.Empty() {
		return nil
	}
	out := b.paragraphs(v)
	if len(out) == 0 || !standsAt(b.d, v) {
		return out
	}
	if s := v.Spans[0]; s.Start > 0 {
		if before := b.d.Lines[s.Line].Text[:s.Start]; isLabel(before) {
			out[0] = before + out[0]
		}
	}
	return out
}

// split cuts a description where the list begins.
func (b *builder) split(v cv.Value, line int) (before, behind cv.Value) {
	if line < 0 || !standsAt(b.d, v) {
		return v, cv.Value{}
	}
	n := 0
	for n < len(v.Spans) && v.Spans[n].Line < line {
		n++
	}
	return b.value(v.Spans[:n]), b.value(v.Spans[n:])
}

// value is what stands at spans.
func (b *builder) value(spans []document.Span) cv.Value {
	out := cv.Value{Spans: spans, From: cv.FromText}
	for _, s := range spans {
		out.Text = strings.TrimPrefix(out.Text+" "+b.d.Text(s), " ")
	}
	return out
}

// period is one as it is written, unless its dates were corrected.
func period(p, was cv.Period) Period {
	out := Period{Text: p.Text, Start: p.Start, End: p.End, Current: p.Current}
	dates := p.Start != was.Start || p.End != was.End || p.Current != was.Current
	if p.From != cv.FromUser && p.Text == was.Text && dates {
		out.Text = ""
	}
	return out
}

func (b *builder) education() {
	for i, e := range b.shown.Education {
		b.schools = append(b.schools, -1)
		school := School{Degree: e.Degree.Text, Institution: e.Institution.Text, Location: e.Location.Text, GPA: e.GPA.Text}
		var was cv.Period
		if i < len(b.read.Education) {
			was = b.read.Education[i].Period
		}
		school.Period = period(e.Period, was)
		school.Grade = b.grade(i)
		if school.Degree == "" && school.Institution == "" && school.Location == "" && school.GPA == "" && school.Period == (Period{}) {
			continue
		}
		b.schools[i] = len(b.out.Education)
		b.out.Education = append(b.out.Education, school)
	}
}

// grade is what a school's grade is called, which stands before it.
func (b *builder) grade(i int) string {
	if i >= len(b.read.Education) || len(b.read.Education[i].GPA.Spans) == 0 {
		return ""
	}
	at := b.read.Education[i].GPA.Spans[0]
	start := 0
	for _, m := range b.cover.lines[at.Line] {
		if m.end <= at.Start {
			start = max(start, m.end)
		}
	}
	text := b.d.Lines[at.Line].Text[start:at.Start]
	if len(strings.Fields(text)) > 5 || !hasText(text) {
		return ""
	}
	b.cover.lines[at.Line] = append(b.cover.lines[at.Line], mark{start, at.Start, owner{isSchool, i}})
	b.cover.sort(at.Line)
	return bare(text)
}
