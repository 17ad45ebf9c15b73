package cv

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// FieldSource is where one value of a parsed CV comes from.
type FieldSource struct {
	// Path of the value, as corrections name it.
	Path  string
	From  Source
	Spans []document.Span
}

// sources lists where each value comes from, in the order of the values.
func (p *Parsed) sources(corrections []Correction) []FieldSource {
	var all []FieldSource
	add := func(v Value, format string, at ...any) {
		if !v.Empty() {
			all = append(all, FieldSource{Path: fmt.Sprintf(format, at...), From: v.From, Spans: v.Spans})
		}
	}
	for _, name := range []string{"name", "title", "email", "phone", "location", "linkedin", "github"} {
		add(*p.Personal.field(name), "personalInfo.%s", name)
	}
	add(p.Summary, "summary")
	for i, e := range p.Experience {
		add(e.Title, "experience[%d].title", i)
		add(e.Company, "experience[%d].company", i)
		add(e.Location, "experience[%d].location", i)
		add(e.Period.Value, "experience[%d].period", i)
		add(e.Description, "experience[%d].description", i)
		for j, a := range e.Achievements {
			add(a, "experience[%d].achievements[%d]", i, j)
		}
	}
	for i, e := range p.Education {
		add(e.Degree, "education[%d].degree", i)
		add(e.Institution, "education[%d].institution", i)
		add(e.Location, "education[%d].location", i)
		add(e.Period.Value, "education[%d].period", i)
		add(e.GPA, "education[%d].gpa", i)
	}
	for i, v := range p.Skills {
		add(v.Value, "skills[%d]", i)
	}
	for i, v := range p.Languages {
		add(v.Value, "languages[%d]", i)
		add(v.Level, "languages[%d].level", i)
	}
	for i, v := range p.Certifications {
		add(v, "certifications[%d]", i)
	}
	for i, v := range p.Links {
		add(v, "links[%d]", i)
	}
	// Dates come from their period unless they were corrected themselves.
	for _, c := range corrections {
		dated := strings.HasSuffix(c.Path, "Date") || strings.HasSuffix(c.Path, ".current")
		if dated && !slices.ContainsFunc(all, func(f FieldSource) bool { return f.Path == c.Path }) {
			all = append(all, FieldSource{Path: c.Path, From: FromUser})
		}
	}
	return all
}
