package gaps

import (
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// kind is what a value is. The same words are never two kinds at once, but for
// skills, which may be named in prose.
type kind int

const (
	heading kind = iota
	name
	headline
	email
	phone
	home
	link
	summary
	jobTitle
	company
	workplace
	workTime
	prose // descriptions and achievements
	degree
	school
	campus
	studyTime
	grade
	skill
	language
	level
	certificate
)

// shared kinds may be the same words for several entries: two positions at one
// company.
func (k kind) shared() bool {
	return k == company || k == workplace || k == school || k == campus
}

// placed is a value with its kind and the entry it belongs to.
type placed struct {
	value cv.Value
	kind  kind
	list  string
	index int
}

// valuesOf are all values that stand in a text.
func valuesOf(p *cv.Parsed) []placed {
	all := []placed{
		{value: p.Personal.Name, kind: name},
		{value: p.Personal.Title, kind: headline},
		{value: p.Personal.Email, kind: email},
		{value: p.Personal.Phone, kind: phone},
		{value: p.Personal.Location, kind: home},
		{value: p.Personal.LinkedIn, kind: link},
		{value: p.Personal.GitHub, kind: link},
		{value: p.Summary, kind: summary},
	}
	for i, e := range p.Experience {
		for _, v := range []placed{
			{value: e.Title, kind: jobTitle},
			{value: e.Company, kind: company},
			{value: e.Location, kind: workplace},
			{value: e.Period.Value, kind: workTime},
			{value: e.Description, kind: prose},
		} {
			all = append(all, placed{v.value, v.kind, "experience", i})
		}
		for _, a := range e.Achievements {
			all = append(all, placed{a, prose, "experience", i})
		}
	}
	for i, e := range p.Education {
		for _, v := range []placed{
			{value: e.Degree, kind: degree},
			{value: e.Institution, kind: school},
			{value: e.Location, kind: campus},
			{value: e.Period.Value, kind: studyTime},
			{value: e.GPA, kind: grade},
		} {
			all = append(all, placed{v.value, v.kind, "education", i})
		}
	}
	for _, s := range p.Skills {
		all = append(all, placed{value: s.Value, kind: skill})
	}
	for _, s := range p.Languages {
		all = append(all, placed{value: s.Value, kind: language}, placed{value: s.Level, kind: level})
	}
	for _, v := range p.Certifications {
		all = append(all, placed{value: v, kind: certificate})
	}
	for _, v := range p.Links {
		all = append(all, placed{value: v, kind: link})
	}
	for _, s := range p.Sections {
		all = append(all, placed{value: s.Title, kind: heading})
	}
	return all
}

// free reports whether a value of this kind may stand at the spans, given what
// stands there already.
func free(taken []placed, spans []document.Span, k kind) bool {
	for _, t := range taken {
		if k == skill && (t.kind == prose || t.kind == summary) || k == t.kind && k.shared() {
			continue
		}
		for _, a := range t.value.Spans {
			for _, b := range spans {
				if a.Line == b.Line && a.Start < b.End && b.Start < a.End {
					return false
				}
			}
		}
	}
	return true
}

// absentFrom reports whether a value of this kind never stands in such a section.
func (k kind) absentFrom(section string) bool {
	switch k {
	case name, headline, summary:
		return section == cv.SectionExperience || section == cv.SectionEducation || isList(section)
	case home:
		return section == cv.SectionExperience || section == cv.SectionEducation
	case jobTitle, company, workplace, workTime:
		return section == cv.SectionEducation || section == cv.SectionSummary || isList(section)
	case degree, school, campus, studyTime:
		return section == cv.SectionExperience || section == cv.SectionSummary || isList(section)
	case certificate:
		return section == cv.SectionExperience || section == cv.SectionSummary || section == cv.SectionLanguages
	}
	return false
}

func isList(section string) bool {
	return section == cv.SectionSkills || section == cv.SectionLanguages || section == cv.SectionCertifications
}

// section is where positions and education stand; empty for other kinds.
func (k kind) section() string {
	switch k {
	case jobTitle, company, workplace, workTime:
		return cv.SectionExperience
	case degree, school, campus, studyTime:
		return cv.SectionEducation
	}
	return ""
}

// alone reports whether a kind stands apart from other words.
func (k kind) alone() bool { return k == name || k == headline || k == home }
