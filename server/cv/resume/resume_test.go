package resume_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

// lost is a CV whose every part says something that no field is for.
const lost = `Jane Miller
Backend Engineer
jane@example.org | +44 7700 900667 | Leeds, UK
Date of birth: 1 May 1990

PROFILE
Engineer who likes payments.

EXPERIENCE
Senior Engineer, Acme Ltd, London
03/2019 - present
2 years 4 months
Builds the ledger.
- Cut latency by 40%
- Led a team of 5
Stack: Go, Kafka

Engineer, Beta Ltd, Leeds
01/2015 - 02/2019
- Wrote the billing

EDUCATION
BSc Computer Science, University of Leeds, 2011 - 2014
GPA: 3.8/4.0

SKILLS
Databases: PostgreSQL (5 years), Redis
Languages: Go, Python

LANGUAGES
English - native
German - B1

CERTIFICATIONS
- CKA, 2021

PROJECTS
Ledger for everybody
- 2,000 stars

INTERESTS
Sailing and chess
`

// parse reads a CV's text.
func parse(t testing.TB, text string) (*document.Document, cv.Parsed) {
	t.Helper()
	d, err := txt.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d, structure.Parse(d)
}

// TestTextHasWhatNoFieldHolds is the whole of a CV in the new form.
func TestTextHasWhatNoFieldHolds(t *testing.T) {
	d, p := parse(t, lost)
	want := `Jane Miller
Backend Engineer
Leeds, UK | jane@example.org | +44 7700 900667
Date of birth: 1 May 1990

SUMMARY
Engineer who likes payments.

WORK EXPERIENCE
Senior Engineer | Acme Ltd | London | 03/2019 - present (2 years 4 months)
Builds the ledger.
• Cut latency by 40%
• Led a team of 5
Stack: Go, Kafka

Engineer | Beta Ltd | Leeds | 01/2015 - 02/2019
• Wrote the billing

EDUCATION
BSc Computer Science | University of Leeds | 2011 - 2014 | GPA 3.8/4.0

SKILLS
Databases: PostgreSQL (5 years), Redis
Languages: Go, Python

LANGUAGES
English — native
German — B1

CERTIFICATIONS
• CKA, 2021

PROJECTS
Ledger for everybody
• 2,000 stars

INTERESTS
Sailing and chess
`
	if diff := cmp.Diff(want, resume.Of(d, &p).Text()); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// TestTextIsReadBack writes a CV as text and finds the same in it.
func TestTextIsReadBack(t *testing.T) {
	d, p := parse(t, lost)
	first := resume.Of(d, &p)
	d, p = parse(t, first.Text())
	second := resume.Of(d, &p)
	if diff := cmp.Diff(first.Text(), second.Text()); diff != "" {
		t.Errorf("first (-), second (+):\n%s", diff)
	}
}

// TestCorrectionsReplaceWhatWasRead has what somebody wrote, nothing of what it
// replaced, and nothing of what was cleared.
func TestCorrectionsReplaceWhatWasRead(t *testing.T) {
	d, p := parse(t, lost)
	by := func(text string) cv.Value { return cv.Value{Text: text, From: cv.FromUser} }
	p.Personal.Name = by("Jane Miller-Smith")
	p.Experience[0].Title = by("Staff Engineer")
	p.Experience[0].Period.Start = cv.Date{Year: 2020, Month: 5}
	p.Experience[0].Achievements[1] = by("")
	p.Experience[0].Description = by("Owns the ledger.\nAll of it.")
	p.Experience[1] = cv.Experience{}
	p.Education[0].Period.Value = by("2010 – 2014")
	p.Skills[1] = cv.Skill{Value: by("Valkey")}
	p.Skills = append(p.Skills, cv.Skill{Value: by("Rust")})
	p.Languages[1] = cv.Spoken{Value: by("")}
	p.Certifications[0] = by("Certified Kubernetes Administrator")
	p.Summary = by("")
	text := resume.Of(d, &p).Text()
	for _, want := range []string{
		"Jane Miller-Smith", "Staff Engineer | Acme Ltd | London | 05/2020 – present (2 years 4 months)", "Owns the ledger.\nAll of it.\n• Cut latency by 40%\n\n",
		"2010 – 2014", "Databases: PostgreSQL (5 years), Valkey", "Languages: Go, Python, Rust", "• Certified Kubernetes Administrator, 2021",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for _, gone := range []string{"Senior Engineer", "Builds", "Led a team", "Beta", "billing", "Redis", "German", "B1", "CKA", "likes payments", "SUMMARY", "03/2019", "Stack"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q is still in\n%s", gone, text)
		}
	}
}

// TestTitlesAreRead holds every language's titles to what package structure
// takes them for.
func TestTitlesAreRead(t *testing.T) {
	kinds := []string{cv.SectionSummary, cv.SectionExperience, cv.SectionEducation, cv.SectionSkills, cv.SectionLanguages, cv.SectionCertifications, cv.SectionProjects, cv.SectionOther}
	for _, code := range []string{"en", "ru", "uz", "uz-Cyrl", "es", "de", "fr", "pt", "tr"} {
		r := resume.Resume{
			Language: code, Person: resume.Person{Name: "Ada Byron"}, Summary: "Text.",
			Experience: []resume.Job{{Title: "Engineer"}}, Education: []resume.School{{Degree: "BSc"}}, Skills: []resume.SkillGroup{{Skills: []resume.Skill{{Name: "Go"}}}},
			Languages: []resume.Spoken{{Name: "Deutsch"}}, Certifications: []resume.Certification{{Name: "CKA"}},
			Sections: []resume.Section{{Kind: cv.SectionProjects, Lines: []resume.Line{{Text: "One"}}}, {Kind: cv.SectionOther, Lines: []resume.Line{{Text: "Two"}}}},
		}
		_, p := parse(t, r.Text())
		var got []string
		for _, s := range p.Sections[1:] {
			got = append(got, s.Kind)
		}
		if diff := cmp.Diff(kinds, got); diff != "" {
			t.Errorf("%s, wrote (-), read (+):\n%s\n%s", code, diff, r.Text())
		}
	}
}

// TestPartsKeepTheirOrder has sections in the order that is asked for, the others
// behind, none twice, and none that is empty or does not exist.
func TestPartsKeepTheirOrder(t *testing.T) {
	r := resume.Resume{
		Summary: "Text.", Education: []resume.School{{Degree: "BSc"}}, Experience: []resume.Job{{Title: "Engineer"}},
		Sections: []resume.Section{
			{Kind: cv.SectionOther, Title: "Awards", Lines: []resume.Line{{Text: "One"}}}, {Kind: cv.SectionProjects}, {Kind: cv.SectionSkills, Lines: []resume.Line{{Text: "Typing"}}},
		},
		Order: []resume.Part{{Kind: cv.SectionEducation}, {Kind: cv.SectionEducation}, {Kind: cv.SectionOther, Section: 7}, {Kind: cv.SectionOther}, {Kind: cv.SectionExperience}},
	}
	var got []string
	for _, p := range r.Parts() {
		got = append(got, r.Title(p))
	}
	want := []string{"Education", "Awards", "Work Experience", "Summary", "Skills"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

// TestPeriods writes periods of which only the dates are known.
func TestPeriods(t *testing.T) {
	march, year := cv.Date{Year: 2021, Month: 3}, cv.Date{Year: 2023}
	for _, c := range []struct {
		p              resume.Period
		language, want string
	}{
		{resume.Period{Text: "spring 2021", Start: march}, "en", "spring 2021"},
		{resume.Period{Start: march, End: year}, "en", "03/2021 – 2023"},
		{resume.Period{Start: march, Current: true}, "de", "03/2021 – heute"},
		{resume.Period{Start: march, Current: true}, "xx", "03/2021 – present"},
		{resume.Period{Start: year, End: year}, "en", "2023"},
		{resume.Period{End: year}, "en", "2023"},
		{resume.Period{Start: year}, "en", "2023"},
		{resume.Period{}, "en", ""},
	} {
		if got := c.p.In(c.language); got != c.want {
			t.Errorf("%+v in %s is %q, want %q", c.p, c.language, got, c.want)
		}
	}
}

// TestNothingReadIsKeptWhole has the lines of a document of which no rule
// understood anything, and of no document what the values say.
func TestNothingReadIsKeptWhole(t *testing.T) {
	d := &document.Document{Lines: []document.Line{{Text: "lorem ipsum dolor"}, {Text: "Page 1", Margin: true}}}
	r := resume.Of(d, nil)
	if text := r.Text(); !strings.Contains(text, "lorem ipsum dolor") || strings.Contains(text, "Page 1") {
		t.Errorf("got %q", text)
	}
	r = resume.Of(nil, &cv.Parsed{Personal: cv.Personal{Name: cv.Value{Text: "Ada Byron"}}, Links: []cv.Value{{Text: "ada.example"}}})
	if got := r.Text(); got != "Ada Byron\nada.example\n" {
		t.Errorf("got %q", got)
	}
}

// TestValuesOfAnotherDocument writes values whose spans are of another document
// as they are, and loses nothing of this one.
func TestValuesOfAnotherDocument(t *testing.T) {
	_, p := parse(t, lost)
	d, _ := parse(t, "Jane Miller\n\nEXPERIENCE\nNurse, Klinik, 2020 - 2021\n- Cared\n")
	text := resume.Of(d, &p).Text()
	for _, want := range []string{"Senior Engineer | Acme Ltd", "• Led a team of 5", "Builds the ledger. Stack: Go, Kafka", "PostgreSQL", "Nurse", "Klinik", "Cared"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}
