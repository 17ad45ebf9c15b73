package gaps

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// filler puts what was found into a CV.
type filler struct {
	doc *document.Document
	out cv.Parsed
	want
	// sections are the kinds of the lines' sections.
	sections []string
	taken    []placed
	filled   int
}

func newFiller(d *document.Document, p cv.Parsed, w want) *filler {
	f := &filler{doc: d, out: p, want: w, sections: make([]string, len(d.Lines)), taken: valuesOf(&p)}
	// What is changed below is not shared with p.
	f.out.Experience, f.out.Education = slices.Clone(p.Experience), slices.Clone(p.Education)
	f.out.Skills, f.out.Languages, f.out.Certifications = slices.Clone(p.Skills), slices.Clone(p.Languages), slices.Clone(p.Certifications)
	for _, s := range p.Sections {
		for i := max(s.First, 0); i < min(s.Last, len(f.sections)); i++ {
			f.sections[i] = s.Kind
		}
	}
	return f
}

func (f *filler) fill(finds []find) {
	for _, one := range finds {
		i := slices.IndexFunc(f.fields, func(w field) bool { return w.path == one.Field })
		switch {
		case i >= 0:
			f.one(f.fields[i], one)
		case one.Field == "skills" && f.skills:
			f.skill(one)
		case one.Field == "certifications" && f.certifications:
			if v, ok := f.take(one, certificate, 0, len(f.doc.Lines)); ok {
				f.out.Certifications = append(f.out.Certifications, v)
			}
		}
	}
	f.newJobs(finds)
	f.newSchools(finds)
	f.newLanguages(finds)
}

// one fills one field, unless an earlier find did.
func (f *filler) one(w field, from find) {
	last := w.last
	if last < 0 {
		last = len(f.doc.Lines)
	}
	if w.period != nil {
		if to := w.period(&f.out); missingPeriod(*to) {
			if p, ok := f.takePeriod(from, w.kind, w.first, last); ok {
				*to = p
			}
		}
		return
	}
	if to := w.value(&f.out); missing(*to) {
		if v, ok := f.take(from, w.kind, w.first, last); ok {
			*to = v
		}
	}
}

func (f *filler) skill(from find) {
	key := taxonomy.Key(from.Quote)
	if slices.ContainsFunc(f.out.Skills, func(s cv.Skill) bool { return taxonomy.Key(s.Text) == key }) {
		return
	}
	if v, ok := f.take(from, skill, 0, len(f.doc.Lines)); ok {
		f.out.Skills = append(f.out.Skills, cv.Skill{Value: v, Canonical: taxonomy.Canonical(v.Text)})
	}
}

// take makes a value of a find that begins in one of the lines from first to
// last, if it stands there, looks like its kind and nothing else stands there.
func (f *filler) take(from find, k kind, first, last int) (cv.Value, bool) {
	v, ok := f.locate(from, k, first, last)
	if ok {
		f.keep(v, k)
	}
	return v, ok
}

func (f *filler) keep(v cv.Value, k kind) {
	f.taken = append(f.taken, placed{value: v, kind: k})
	f.filled++
}

func (f *filler) locate(from find, k kind, first, last int) (cv.Value, bool) {
	line := from.Line - 1
	quote := strings.Join(strings.Fields(from.Quote), " ")
	if line < first || line > last || len(quote) > k.size().bytes {
		return cv.Value{}, false
	}
	for _, at := range places(f.doc, line, quote, k.size().lines) {
		if !free(f.taken, at, k) || k.alone() && !apart(f.doc, at) || slices.ContainsFunc(at, func(s document.Span) bool { return f.absent(k, s.Line) }) {
			continue
		}
		return cv.Value{Text: quote, Spans: at, From: cv.FromModel}, k.looksLike(quote)
	}
	return cv.Value{}, false
}

func (f *filler) takePeriod(from find, k kind, first, last int) (cv.Period, bool) {
	v, ok := f.locate(from, k, first, last)
	if !ok {
		return cv.Period{}, false
	}
	p, ok := periodOf(v, f.doc.Lines[v.Spans[0].Line].Text)
	if ok {
		f.keep(v, k)
	}
	return p, ok
}

// absent reports whether a value of this kind never stands in a line. Positions
// and education stand in no head where they have a section of their own: there,
// a sentence may name them to be read as one.
func (f *filler) absent(k kind, line int) bool {
	section := f.sections[line]
	if k.absentFrom(section) {
		return true
	}
	own := k.section()
	return own != "" && (section == cv.SectionHead || section == "") && slices.Contains(f.sections, own)
}
