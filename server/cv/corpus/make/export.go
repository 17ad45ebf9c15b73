package main

import (
	"fmt"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/export"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// exports are CVs that we wrote ourselves: people upload again what they
// downloaded here. Each template in both formats, each language at least once,
// short careers for one page and long ones for two.
func exports(lexicons map[string]*lexicon) []order {
	var all []order
	for i, template := range export.Templates() {
		for j, format := range []string{"docx", "pdf", "docx", "pdf"} {
			n := 4*i + j
			o := order{
				language: languages[n%len(languages)], page: template.ID, layout: "single", tool: "export", format: format,
				positions: []int{2, 7, 3, 5, 8}[n%5],
			}
			o.profession = professionOf(lexicons, o, n)
			all = append(all, o)
		}
	}
	return all
}

// exported writes what a file shows with one of our templates.
func (o order) exported(v *view) ([]byte, error) {
	write := export.PDF
	if o.format == "docx" {
		write = export.DOCX
	}
	data, err := write(meant(v), o.page)
	if err != nil {
		return nil, fmt.Errorf("export %s: %w", o.page, err)
	}
	return data, nil
}

// meant is what a file shows, as the exports take it.
func meant(v *view) resume.Resume {
	t, p := v.Truth, v.Truth.Personal
	r := resume.Resume{
		Language: t.Language, Summary: t.Summary,
		Person: resume.Person{Name: p.Name, Headline: p.Title, Email: p.Email, Phone: p.Phone, Location: p.Location, LinkedIn: p.LinkedIn, GitHub: p.GitHub},
	}
	for _, e := range t.Experience {
		r.Experience = append(r.Experience, resume.Job{
			Title: e.Title, Company: e.Company, Location: e.Location, Description: e.Description, Achievements: e.Achievements,
			Period: resume.Period{Start: cv.Date(e.Start), End: cv.Date(e.End), Current: e.Current},
		})
	}
	for _, e := range t.Education {
		r.Education = append(r.Education, resume.School{
			Degree: e.Degree, Institution: e.Institution, Location: e.Location, GPA: e.GPA,
			Period: resume.Period{Start: cv.Date(e.Start), End: cv.Date(e.End), Current: e.Current},
		})
	}
	for _, g := range v.Groups {
		group := resume.SkillGroup{Title: g.Name}
		for _, s := range g.Items {
			group.Skills = append(group.Skills, resume.Skill{Name: s})
		}
		r.Skills = append(r.Skills, group)
	}
	for i, s := range v.Spoken {
		r.Languages = append(r.Languages, resume.Spoken{Name: s.Name, Level: s.Level, Code: t.Languages[i].Code})
	}
	for _, name := range t.Certifications {
		r.Certifications = append(r.Certifications, resume.Certification{Name: name})
	}
	return r
}
