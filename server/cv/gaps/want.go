package gaps

import (
	"fmt"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// around is how many lines before and behind what is known of an entry its
// missing parts may stand.
const around = 3

// want is what is missing.
type want struct {
	fields []field
	// Whether whole entries are missing, and the number the first of them gets.
	jobs, schools, skills, certifications, languages bool
	nextJob, nextSchool, nextLanguage                int
}

// field is one empty value.
type field struct {
	path string
	kind kind
	// first and last line where it may stand, for parts of an entry.
	first, last int
	value       func(*cv.Parsed) *cv.Value
	period      func(*cv.Parsed) *cv.Period
}

func (w want) none() bool {
	return len(w.fields) == 0 && !w.jobs && !w.schools && !w.skills && !w.certifications && !w.languages
}

// missing reports whether nothing was found. What its owner cleared is not
// missing.
func missing(v cv.Value) bool { return v.Empty() && v.From != cv.FromUser }

func missingPeriod(p cv.Period) bool {
	return missing(p.Value) && p.Start.IsZero() && p.End.IsZero() && !p.Current
}

// wanted lists what is missing, in the order of the values.
func wanted(d *document.Document, p *cv.Parsed) want {
	var w want
	one := func(path string, k kind, get func(*cv.Parsed) *cv.Value) {
		if missing(*get(p)) {
			w.fields = append(w.fields, field{path: path, kind: k, last: -1, value: get})
		}
	}
	one("personalInfo.name", name, func(p *cv.Parsed) *cv.Value { return &p.Personal.Name })
	one("personalInfo.title", headline, func(p *cv.Parsed) *cv.Value { return &p.Personal.Title })
	one("personalInfo.email", email, func(p *cv.Parsed) *cv.Value { return &p.Personal.Email })
	one("personalInfo.phone", phone, func(p *cv.Parsed) *cv.Value { return &p.Personal.Phone })
	one("personalInfo.location", home, func(p *cv.Parsed) *cv.Value { return &p.Personal.Location })
	one("summary", summary, func(p *cv.Parsed) *cv.Value { return &p.Summary })
	for i := range p.Experience {
		w.entry("experience", i, jobParts(i), p)
	}
	for i := range p.Education {
		w.entry("education", i, schoolParts(i), p)
	}
	unread := unreadSections(d, p)
	w.jobs = len(p.Experience) == 0 || unread[cv.SectionExperience]
	w.schools = len(p.Education) == 0 || unread[cv.SectionEducation]
	w.skills = len(p.Skills) == 0 || unread[cv.SectionSkills]
	w.certifications = len(p.Certifications) == 0 || unread[cv.SectionCertifications]
	w.languages = len(p.Languages) == 0 || unread[cv.SectionLanguages]
	w.nextJob, w.nextSchool, w.nextLanguage = len(p.Experience), len(p.Education), len(p.Languages)
	return w
}

// part is one value of an entry.
type part struct {
	name   string
	kind   kind
	value  func(*cv.Parsed) *cv.Value
	period func(*cv.Parsed) *cv.Period
}

func jobParts(i int) []part {
	return []part{
		{name: "title", kind: jobTitle, value: func(p *cv.Parsed) *cv.Value { return &p.Experience[i].Title }},
		{name: "company", kind: company, value: func(p *cv.Parsed) *cv.Value { return &p.Experience[i].Company }},
		{name: "location", kind: workplace, value: func(p *cv.Parsed) *cv.Value { return &p.Experience[i].Location }},
		{name: "period", kind: workTime, period: func(p *cv.Parsed) *cv.Period { return &p.Experience[i].Period }},
	}
}

func schoolParts(i int) []part {
	return []part{
		{name: "degree", kind: degree, value: func(p *cv.Parsed) *cv.Value { return &p.Education[i].Degree }},
		{name: "institution", kind: school, value: func(p *cv.Parsed) *cv.Value { return &p.Education[i].Institution }},
		{name: "location", kind: campus, value: func(p *cv.Parsed) *cv.Value { return &p.Education[i].Location }},
		{name: "period", kind: studyTime, period: func(p *cv.Parsed) *cv.Period { return &p.Education[i].Period }},
	}
}

// entry adds an entry's missing parts. Of an entry without any line nothing is
// asked: its owner cleared or wrote it.
func (w *want) entry(list string, i int, parts []part, p *cv.Parsed) {
	first, last := -1, -1
	for _, t := range valuesOf(p) {
		if t.list != list || t.index != i {
			continue
		}
		for _, s := range t.value.Spans {
			if first < 0 || s.Line < first {
				first = s.Line
			}
			last = max(last, s.Line)
		}
	}
	if first < 0 {
		return
	}
	for _, t := range parts {
		if t.value != nil && !missing(*t.value(p)) || t.period != nil && !missingPeriod(*t.period(p)) {
			continue
		}
		w.fields = append(w.fields, field{
			path: fmt.Sprintf("%s[%d].%s", list, i, t.name), kind: t.kind, value: t.value, period: t.period,
			first: max(first-around, 0), last: last + around,
		})
	}
}

// unreadSections are the kinds of sections with a line of which more than half
// is in no value.
func unreadSections(d *document.Document, p *cv.Parsed) map[string]bool {
	read := make([]int, len(d.Lines)) // bytes
	for _, t := range valuesOf(p) {
		for _, s := range t.value.Spans {
			if s.Line >= 0 && s.Line < len(read) {
				read[s.Line] += s.End - s.Start
			}
		}
	}
	kinds := map[string]bool{}
	for _, s := range p.Sections {
		for i := max(s.First, 0); i < min(s.Last, len(read)); i++ {
			if read[i]*2 < len(d.Lines[i].Text) {
				kinds[s.Kind] = true
			}
		}
	}
	return kinds
}
