package export_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/corpus"
	"github.com/interviewai-pro/interviewai/server/cv/export"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/poppler"
)

// reader reads files as uploads are read.
func reader(tb testing.TB) *read.Reader {
	tb.Helper()
	pdf := poppler.New(poppler.Options{})
	if err := pdf.Available(); err != nil {
		tb.Fatalf("tools/install.sh test installs what reads PDF files: %v", err)
	}
	return read.New(pdf)
}

// resumes are made of what is read of the corpus, and of what stands in it, by
// file name, in order.
func resumes(tb testing.TB) (names []string, asRead, asMeant []resume.Resume) {
	tb.Helper()
	files, err := corpus.Files(os.DirFS("../corpus/testdata"))
	if err != nil {
		tb.Fatal(err)
	}
	r := reader(tb)
	for _, file := range files {
		d, err := r.Read(tb.Context(), file.Data)
		if err != nil {
			tb.Fatalf("read %s: %v", file.Name, err)
		}
		p := structure.Parse(d)
		names = append(names, file.Name)
		asRead = append(asRead, resume.Of(d, &p))
		asMeant = append(asMeant, meant(file.Truth))
	}
	return names, asRead, asMeant
}

// meant is what stands in a CV of the corpus.
func meant(t corpus.Truth) resume.Resume {
	p := t.Personal
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
	group := resume.SkillGroup{}
	for _, s := range t.Skills {
		group.Skills = append(group.Skills, resume.Skill{Name: s})
	}
	r.Skills = append(r.Skills, group)
	for _, l := range t.Languages {
		level := at(l.Levels, 0)
		if level == "native" {
			level = native[t.Language]
		}
		r.Languages = append(r.Languages, resume.Spoken{Name: l.Name, Level: level, Code: l.Code, CEFR: at(l.Levels, 0)})
	}
	for _, name := range t.Certifications {
		r.Certifications = append(r.Certifications, resume.Certification{Name: name})
	}
	return r
}

// native is how each language of the corpus calls the mother tongue.
var native = map[string]string{
	"en": "native", "ru": "родной", "uz": "ona tili", "es": "nativo", "de": "Muttersprache", "fr": "langue maternelle", "pt": "nativo", "tr": "ana dili",
}

// comparison counts fields that came back as they went in, and keeps the others.
type comparison struct {
	same, all int
	losses    []string
}

func (c *comparison) field(name, want, got string) {
	if want == "" && got == "" {
		return
	}
	c.all++
	if alike(want) == alike(got) {
		c.same++
		return
	}
	c.losses = append(c.losses, fmt.Sprintf("%s: wrote %q, read %q", name, want, got))
}

// alike leaves only what a line's end may change out.
func alike(text string) string {
	return strings.NewReplacer("\u00a0", "", " ", "", "-", "", "\n", "", "\u2011", "").Replace(text)
}

// at is an item of a list, or an empty one behind its end.
func at[T any](all []T, i int) (out T) {
	if i < len(all) {
		out = all[i]
	}
	return out
}

func (c *comparison) list(name string, want, got []string) {
	for i := range max(len(want), len(got)) {
		c.field(fmt.Sprintf("%s %d", name, i), at(want, i), at(got, i))
	}
}

// compare says what of a Resume a reader finds in a file made of it.
func compare(want resume.Resume, got cv.Parsed) *comparison {
	c := &comparison{}
	p, q := want.Person, got.Personal
	c.field("name", p.Name, q.Name.Text)
	c.field("headline", p.Headline, q.Title.Text)
	c.field("email", p.Email, q.Email.Text)
	c.field("phone", p.Phone, q.Phone.Text)
	c.field("location", p.Location, q.Location.Text)
	c.field("linkedin", p.LinkedIn, q.LinkedIn.Text)
	c.field("github", p.GitHub, q.GitHub.Text)
	c.field("summary", want.Summary, got.Summary.Text)
	for i := range max(len(want.Experience), len(got.Experience)) {
		w, g := at(want.Experience, i), at(got.Experience, i)
		name := fmt.Sprintf("experience %d ", i)
		c.field(name+"title", w.Title, g.Title.Text)
		c.field(name+"company", w.Company, g.Company.Text)
		c.field(name+"location", w.Location, g.Location.Text)
		c.field(name+"dates", dates(w.Period.Start, w.Period.End, w.Period.Current), dates(g.Period.Start, g.Period.End, g.Period.Current))
		if w.Period.Text != "" {
			c.field(name+"period", w.Period.Text, g.Period.Text)
		}
		items, text := slices.Clone(w.Achievements), w.Description
		for _, note := range w.Notes {
			if resume.Aside(note) {
				items = append(items, note)
			} else {
				text += "\n" + note
			}
		}
		if _, unlabelled, ok := strings.Cut(text, ": "); ok && unlabelled == g.Description.Text {
			text = unlabelled // a reader drops "Duties:"
		}
		c.field(name+"description", text, g.Description.Text)
		var achievements []string
		for _, a := range g.Achievements {
			achievements = append(achievements, a.Text)
		}
		c.list(name+"achievement", items, achievements)
	}
	for i := range max(len(want.Education), len(got.Education)) {
		w, g := at(want.Education, i), at(got.Education, i)
		name := fmt.Sprintf("education %d ", i)
		c.field(name+"degree", w.Degree, g.Degree.Text)
		c.field(name+"institution", w.Institution, g.Institution.Text)
		c.field(name+"location", w.Location, g.Location.Text)
		c.field(name+"dates", dates(w.Period.Start, w.Period.End, w.Period.Current), dates(g.Period.Start, g.Period.End, g.Period.Current))
		c.field(name+"gpa", w.GPA, g.GPA.Text)
	}
	c.lists(want, got)
	return c
}

func (c *comparison) lists(want resume.Resume, got cv.Parsed) {
	var wrote, found []string
	for _, g := range want.Skills {
		for _, s := range g.Skills {
			wrote = append(wrote, s.Name)
		}
	}
	for _, s := range got.Skills {
		found = append(found, s.Text)
	}
	c.list("skill", wrote, found)
	wrote, found = nil, nil
	for _, s := range want.Languages {
		wrote = append(wrote, s.Name+"|"+s.CEFR)
	}
	for _, s := range got.Languages {
		found = append(found, s.Text+"|"+s.CEFR)
	}
	c.list("language", wrote, found)
	wrote, found = nil, nil
	for _, s := range want.Certifications {
		wrote = append(wrote, s.Name)
	}
	for _, v := range got.Certifications {
		found = append(found, v.Text)
	}
	c.list("certification", wrote, found)
}

func dates(start, end cv.Date, current bool) string {
	if start.IsZero() && end.IsZero() && !current {
		return ""
	}
	return fmt.Sprintf("%04d/%02d-%04d/%02d %t", start.Year, start.Month, end.Year, end.Month, current)
}

// TestRoundTrip writes every CV of the corpus in every template and both formats,
// as it was read and as it was meant, and reads it back as an upload is read; -v
// prints what is lost. What was misread once is often misread again otherwise, so
// the floors of those are lower, and the layouts that no rule was made for (the
// holdout) are left to the second.
func TestRoundTrip(t *testing.T) {
	names, asRead, asMeant := resumes(t)
	formats := []struct {
		name        string
		write       func(resume.Resume, string) ([]byte, error)
		step        int // what takes long: each CV in one template
		read, meant float64
	}{{"docx", export.DOCX, 1, 99, 99.3}, {"pdf", export.PDF, len(export.Templates()), 98.5, 99}}
	for _, f := range formats {
		for shift, template := range export.Templates() {
			t.Run(f.name+"/"+template.ID, func(t *testing.T) {
				t.Parallel()
				for _, set := range []struct {
					name  string
					all   []resume.Resume
					least float64
				}{{"as read", asRead, f.read}, {"as meant", asMeant, f.meant}} {
					same, fields := 0, 0
					for i, want := range set.all {
						if i%f.step != shift%f.step || set.name == "as read" && strings.Contains(names[i], "holdout") {
							continue
						}
						c := roundTrip(t, names[i], want, template.ID, f.write)
						same, fields = same+c.same, fields+c.all
						for _, loss := range c.losses {
							t.Logf("%s, %s: %s", names[i], set.name, loss)
						}
					}
					share := 100 * float64(same) / float64(fields)
					t.Logf("%s: %.2f%% of %d fields came back", set.name, share, fields)
					if share < set.least {
						t.Errorf("%s: %.2f%% of the fields came back, want %.1f%%", set.name, share, set.least)
					}
				}
			})
		}
	}
}

func roundTrip(t *testing.T, name string, want resume.Resume, template string, write func(resume.Resume, string) ([]byte, error)) *comparison {
	t.Helper()
	file, err := write(want, template)
	if err != nil {
		t.Fatalf("write %s: %v", name, err)
	}
	d, err := reader(t).Read(t.Context(), file)
	if err != nil {
		t.Fatalf("read back %s: %v", name, err)
	}
	return compare(want, structure.Parse(d))
}
