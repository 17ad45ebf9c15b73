package structure_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// draft writes what is read where no expectation stands yet; a person reads and
// corrects it then.
var draft = flag.Bool("draft", false, "write missing expectations")

// expected is what stands in a CV, as short as a reader wants it.
type expected struct {
	Language       string            `json:"language"`
	Personal       map[string]string `json:"personal"`
	Summary        string            `json:"summary,omitempty"`
	Experience     []job             `json:"experience,omitempty"`
	Education      []school          `json:"education,omitempty"`
	Skills         []string          `json:"skills,omitempty"`
	Languages      []string          `json:"languages,omitempty"`
	Certifications []string          `json:"certifications,omitempty"`
	Links          []string          `json:"links,omitempty"`
	Sections       []string          `json:"sections,omitempty"`
}

type job struct {
	Title        string   `json:"title"`
	Company      string   `json:"company"`
	Location     string   `json:"location,omitempty"`
	Period       string   `json:"period"`
	Description  string   `json:"description,omitempty"`
	Achievements []string `json:"achievements,omitempty"`
}

type school struct {
	Degree      string `json:"degree"`
	Institution string `json:"institution"`
	Location    string `json:"location,omitempty"`
	Period      string `json:"period"`
	GPA         string `json:"gpa,omitempty"`
}

// short is a CV as the expectations have it.
func short(p cv.Parsed) expected {
	e := expected{Language: p.Language, Personal: map[string]string{}, Summary: p.Summary.Text}
	for name, v := range map[string]cv.Value{
		"name": p.Personal.Name, "title": p.Personal.Title, "email": p.Personal.Email, "phone": p.Personal.Phone,
		"location": p.Personal.Location, "linkedin": p.Personal.LinkedIn, "github": p.Personal.GitHub,
	} {
		if !v.Empty() {
			e.Personal[name] = v.Text
		}
	}
	for _, x := range p.Experience {
		e.Experience = append(e.Experience, job{x.Title.Text, x.Company.Text, x.Location.Text, dates(x.Period), x.Description.Text, texts(x.Achievements)})
	}
	for _, x := range p.Education {
		e.Education = append(e.Education, school{x.Degree.Text, x.Institution.Text, x.Location.Text, dates(x.Period), x.GPA.Text})
	}
	for _, s := range p.Skills {
		e.Skills = append(e.Skills, strings.TrimSuffix(s.Text+" = "+s.Canonical, " = "))
	}
	for _, s := range p.Languages {
		e.Languages = append(e.Languages, strings.Join([]string{s.Text, s.Code, s.Level.Text, s.CEFR}, " | "))
	}
	e.Certifications, e.Links = texts(p.Certifications), texts(p.Links)
	for _, s := range p.Sections {
		e.Sections = append(e.Sections, s.Kind+": "+s.Title.Text)
	}
	return e
}

// dates writes "2021-03 2023-06", "2020 present", "- 2019".
func dates(p cv.Period) string {
	end := date(p.End)
	if p.Current {
		end = "present"
	}
	return date(p.Start) + " " + end
}

func date(d cv.Date) string {
	switch {
	case d.IsZero():
		return "-"
	case d.Month == 0:
		return fmt.Sprint(d.Year)
	default:
		return fmt.Sprintf("%d-%02d", d.Year, d.Month)
	}
}

func texts(values []cv.Value) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.Text)
	}
	return out
}

// fields are an expectation's single values by their place, so that each counts.
func fields(e expected) map[string]string {
	out := map[string]string{"language": e.Language}
	set := func(value string, path ...any) {
		if value != "" {
			out[fmt.Sprint(path...)] = value
		}
	}
	for name, v := range e.Personal {
		set(v, name)
	}
	set(e.Summary, "summary")
	for i, j := range e.Experience {
		set(j.Title, "job ", i, " title")
		set(j.Company, "job ", i, " company")
		set(j.Location, "job ", i, " location")
		set(j.Period, "job ", i, " period")
		set(j.Description, "job ", i, " description")
		for n, a := range j.Achievements {
			set(a, "job ", i, " achievement ", n)
		}
	}
	for i, s := range e.Education {
		set(s.Degree, "school ", i, " degree")
		set(s.Institution, "school ", i, " institution")
		set(s.Location, "school ", i, " location")
		set(s.Period, "school ", i, " period")
		set(s.GPA, "school ", i, " gpa")
	}
	for name, list := range map[string][]string{"skill": e.Skills, "spoken": e.Languages, "certification": e.Certifications, "link": e.Links, "section": e.Sections} {
		for i, v := range list {
			if name == "section" {
				set(v, name, " ", i)
			} else {
				set(v, name, " ", v)
			}
		}
	}
	return out
}

// TestVectors reads every CV of testdata and compares each value with what a
// person found in it.
func TestVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	right, wrong := map[string]int{}, map[string]int{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := fromText(string(text))
			parsed := structure.Parse(d)
			checkSpans(t, d, parsed)
			got := short(parsed)
			truth := strings.TrimSuffix(file, ".txt") + ".json"
			raw, err := os.ReadFile(truth)
			if err != nil {
				if *draft {
					out, _ := json.MarshalIndent(got, "", "  ")
					if err := os.WriteFile(truth, append(out, '\n'), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				t.Fatalf("nothing says what stands in %s", file)
			}
			var want expected
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			a, b := fields(want), fields(got)
			for _, name := range slices.Sorted(maps.Keys(a)) {
				if a[name] == b[name] {
					right[want.Language]++
					continue
				}
				wrong[want.Language]++
				t.Errorf("%s: read %q, want %q", name, b[name], a[name])
			}
			for _, name := range slices.Sorted(maps.Keys(b)) {
				if _, ok := a[name]; !ok {
					wrong[want.Language]++
					t.Errorf("%s: read %q, want nothing", name, b[name])
				}
			}
		})
	}
	for _, lang := range slices.Sorted(maps.Keys(right)) {
		t.Logf("%s: %d values right, %d wrong", lang, right[lang], wrong[lang])
	}
}
