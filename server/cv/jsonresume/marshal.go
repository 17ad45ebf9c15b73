package jsonresume

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// Marshal writes a CV as a JSON Resume document, indented. The same CV gives the
// same bytes.
func Marshal(r resume.Resume) ([]byte, error) {
	d := document{Schema: schemaURL, Basics: basicsOf(r), Meta: meta{Version: "v1.0.0", Language: r.Language}}
	for _, job := range r.Experience {
		d.Work = append(d.Work, work{
			Name: job.Company, Position: job.Title, Location: job.Location, StartDate: date(job.Period.Start), EndDate: date(job.Period.End),
			Summary: job.Description, Highlights: job.Achievements, Period: job.Period.Text, Length: job.Length, Notes: job.Notes,
		})
	}
	for _, s := range r.Education {
		d.Education = append(d.Education, education{
			Institution: s.Institution, StudyType: s.Degree, StartDate: date(s.Period.Start), EndDate: date(s.Period.End), Score: s.GPA, Grade: s.Grade,
			Location: s.Location, Period: s.Period.Text, Notes: s.Notes,
		})
	}
	for _, g := range r.Skills {
		d.Skills = append(d.Skills, skillsOf(g)...)
	}
	for _, s := range r.Languages {
		d.Languages = append(d.Languages, language{Language: s.Name, Fluency: s.Level})
	}
	for _, c := range r.Certifications {
		d.Certificates = append(d.Certificates, certificateOf(c))
	}
	for _, s := range r.Sections {
		d.section(s, r.Language)
	}
	var out bytes.Buffer
	w := json.NewEncoder(&out)
	w.SetEscapeHTML(false)
	w.SetIndent("", "  ")
	if err := w.Encode(d); err != nil {
		return nil, fmt.Errorf("write json resume: %w", err)
	}
	return out.Bytes(), nil
}

func basicsOf(r resume.Resume) basics {
	p := r.Person
	out := basics{Name: p.Name, Label: p.Headline, Email: p.Email, Phone: p.Phone, Summary: r.Summary, Details: p.Details}
	switch {
	case p.Location == "":
	case strings.ContainsAny(p.Location, ",0123456789"):
		out.Location = &place{Address: p.Location}
	default:
		out.Location = &place{City: p.Location}
	}
	if p.LinkedIn != "" {
		out.Profiles = append(out.Profiles, profile{Network: linkedIn, Username: username(p.LinkedIn), URL: full(p.LinkedIn)})
	}
	if p.GitHub != "" {
		out.Profiles = append(out.Profiles, profile{Network: gitHub, Username: username(p.GitHub), URL: full(p.GitHub)})
	}
	for i, address := range p.Links {
		u, err := url.Parse(full(address))
		switch {
		case err != nil:
			out.Details = append(out.Details, address)
		case i == 0 && strings.Trim(u.Path, "/") == "":
			out.URL = u.String()
		default:
			out.Profiles = append(out.Profiles, profile{Network: strings.TrimPrefix(u.Host, "www."), URL: u.String()})
		}
	}
	return out
}

const (
	linkedIn = "LinkedIn"
	gitHub   = "GitHub"
)

// full is an address with its scheme, which the schema wants.
func full(address string) string {
	if strings.Contains(address, "://") {
		return address
	}
	return "https://" + address
}

// username is the last part of a profile's address.
func username(address string) string {
	address = strings.TrimRight(address, "/")
	return address[strings.LastIndexByte(address, '/')+1:]
}

func date(d cv.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	default:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
}

// skillsOf is a group with its skills as keywords; skills without a group are
// entries each.
func skillsOf(g resume.SkillGroup) []skill {
	var out []skill
	for _, s := range g.Skills {
		if g.Title == "" {
			out = append(out, skill{Name: s.Name, Level: s.Note})
			continue
		}
		if len(out) == 0 {
			out = append(out, skill{Name: g.Title})
		}
		out[0].Keywords = append(out[0].Keywords, s.String())
	}
	return out
}
