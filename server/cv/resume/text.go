package resume

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// Text is the CV as plain text: titled sections with an empty line between them,
// list items behind "• ". It is read back as it was written.
func (r Resume) Text() string {
	var w writer
	capitals := cases.Upper(language.Make(r.Language))
	w.head(r.Person)
	for _, p := range r.Parts() {
		w.blank()
		w.line(capitals.String(r.Title(p)))
		w.part(r, p)
	}
	return w.String()
}

type writer struct{ strings.Builder }

// line writes what of some texts is there, with a separator between them.
func (w *writer) line(parts ...string) { w.joined(" | ", parts...) }

func (w *writer) joined(sep string, parts ...string) {
	n := 0
	for _, part := range parts {
		if part == "" {
			continue
		}
		if n++; n > 1 {
			w.WriteString(sep)
		}
		w.WriteString(part)
	}
	if n > 0 {
		w.WriteByte('\n')
	}
}

func (w *writer) blank() {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
}

func (w *writer) items(items []string) {
	for _, item := range items {
		w.WriteString("• " + strings.ReplaceAll(item, "\n", " ") + "\n")
	}
}

func (w *writer) head(p Person) {
	w.line(p.Name)
	w.line(p.Headline)
	w.line(append([]string{p.Location, p.Email, p.Phone, p.LinkedIn, p.GitHub}, p.Links...)...)
	w.line(p.Details...)
}

func (w *writer) part(r Resume, p Part) {
	switch p.Kind {
	case cv.SectionSummary:
		w.line(r.Summary)
	case cv.SectionExperience:
		for i, job := range r.Experience {
			if i > 0 {
				w.blank()
			}
			w.job(job, r.Language)
		}
	case cv.SectionEducation:
		for i, s := range r.Education {
			if i > 0 {
				w.blank()
			}
			w.line(s.Degree, s.Institution, s.Location, s.Period.In(r.Language), s.Graded())
			w.notes(s.Notes)
		}
	case cv.SectionSkills:
		for _, g := range r.Skills {
			w.line(g.String())
		}
	case cv.SectionLanguages:
		for _, s := range r.Languages {
			w.line(s.String())
		}
	case cv.SectionCertifications:
		for _, c := range r.Certifications {
			w.items([]string{c.String()})
		}
	default:
		w.lines(r.Sections[p.Section].Lines)
		return
	}
	w.lines(r.Further(p.Kind))
}

func (w *writer) job(job Job, code string) {
	w.line(job.Title, job.Company, job.Location, job.When(code))
	w.line(job.Description)
	w.items(job.Achievements)
	w.notes(job.Notes)
}

// notes writes list items before paragraphs: they go on with the list.
func (w *writer) notes(all []string) {
	for _, note := range all {
		if Aside(note) {
			w.items([]string{note})
		}
	}
	for _, note := range all {
		if !Aside(note) {
			w.line(note)
		}
	}
}

func (w *writer) lines(all []Line) {
	for _, l := range all {
		if l.Bullet {
			w.WriteString(strings.Repeat("  ", min(l.Level, 8)))
			w.items([]string{l.Text})
			continue
		}
		w.line(l.Text)
	}
}

// String is the group in a line: "Databases: PostgreSQL, Redis".
func (g SkillGroup) String() string {
	all := make([]string, 0, len(g.Skills))
	for _, s := range g.Skills {
		all = append(all, s.String())
	}
	text := strings.Join(all, ", ")
	if g.Title == "" {
		return text
	}
	return g.Title + ": " + text
}

// String is the skill with its note.
func (s Skill) String() string {
	if s.Note == "" {
		return s.Name
	}
	return s.Name + " (" + s.Note + ")"
}

// String is the language with its level.
func (s Spoken) String() string {
	if s.Level == "" {
		return s.Name
	}
	return s.Name + " — " + s.Level
}

// String is the certificate with what stands beside it.
func (c Certification) String() string {
	if c.Detail == "" {
		return c.Name
	}
	return c.Name + ", " + c.Detail
}

// Graded is the grade behind what it is called: "GPA 3.8/4.0".
func (s School) Graded() string {
	switch {
	case s.GPA == "":
		return ""
	case s.Grade == "":
		return "GPA " + s.GPA
	default:
		return s.Grade + " " + s.GPA
	}
}
