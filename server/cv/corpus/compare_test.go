package corpus

import (
	"os"
	"slices"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
)

func truthForTests() Truth {
	return Truth{
		Language: "de",
		Personal: Personal{Name: "Jörg Weiß", Title: "Ingenieur", Email: "j@example.com", Phone: "+49 30 1", Location: "Berlin", LinkedIn: "linkedin.com/in/j", GitHub: "github.com/j"},
		Summary:  "Ein Ingenieur, der gern misst",
		Experience: []Role{
			{Title: "Leiter", Company: "Nord GmbH", Location: "Kiel", Start: Date{2021, 3}, Current: true, Description: "Betrieb der Werke", Achievements: []string{"Kosten um ein Zehntel gesenkt", "Zwei Werke eröffnet"}},
			{Title: "Ingenieur", Company: "Nord GmbH", Location: "Kiel", Start: Date{2018, 1}, End: Date{2021, 2}, Achievements: []string{"Anlage gebaut"}},
			{Title: "Praktikant", Company: "Süd AG", Start: Date{2016, 0}, End: Date{2017, 0}},
		},
		Education:      []School{{Degree: "B.Sc. Physik", Institution: "Uni Kiel", Start: Date{2012, 9}, End: Date{2016, 6}, GPA: "1,3"}},
		Skills:         []string{"Go", "PostgreSQL", "C++"},
		Languages:      []Language{{Name: "Deutsch", Code: "de", Levels: []string{"native"}}, {Name: "Englisch", Code: "en", Levels: []string{"C1", "C2"}}},
		Certifications: []string{"Certified Kubernetes Administrator"},
	}
}

func TestComparePerfect(t *testing.T) {
	truth := truthForTests()
	parsed := perfect(truth)
	parsed.Personal.Name.Text = "JÖRG WEISS"
	parsed.Personal.LinkedIn.Text = "https://www.linkedin.com/in/j/"
	parsed.Personal.Phone.Text = "+49 (30) 1"
	parsed.Skills[1] = cv.Skill{Value: cv.Value{Text: "postgres"}, Canonical: "PostgreSQL"}
	parsed.Languages[1].CEFR = "C2"
	slices.Reverse(parsed.Skills)
	score := Compare(truth, parsed)
	if all := score.All(); all.F1() != 1 || score.InOrder() != 1 || score.Exact() != 1 || len(score.Misses) != 0 {
		t.Errorf("F1 %v, order %v, dates %v, misses %+v", all.F1(), score.InOrder(), score.Exact(), score.Misses)
	}
}

// TestCompareDamage spoils one thing at a time and wants that, and nothing else,
// to show.
func TestCompareDamage(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(*cv.Parsed)
		field  Field
		counts Counts
		order  float64
		exact  float64
	}{
		{"wrong name", func(p *cv.Parsed) { p.Personal.Name.Text = "Lebenslauf" }, Name, Counts{0, 1, 1}, 1, 1},
		{"no email", func(p *cv.Parsed) { p.Personal.Email.Text = "" }, Email, Counts{0, 0, 1}, 1, 1},
		{"wrong phone", func(p *cv.Parsed) { p.Personal.Phone.Text = "2021" }, Phone, Counts{0, 1, 1}, 1, 1},
		{"cut summary", func(p *cv.Parsed) { p.Summary.Text = "Ein Ingenieur" }, Summary, Counts{0, 1, 1}, 1, 1},
		{"other language", func(p *cv.Parsed) { p.Language = "en" }, WrittenIn, Counts{0, 1, 1}, 1, 1},
		{"merged company", func(p *cv.Parsed) { p.Experience[0].Company.Text = "Nord GmbH Kiel" }, RoleCompany, Counts{2, 1, 1}, 1, 1},
		{"wrong title", func(p *cv.Parsed) { p.Experience[1].Title.Text = "Koch" }, RoleTitle, Counts{2, 1, 1}, 1, 1},
		{"invented place", func(p *cv.Parsed) { p.Experience[2].Location.Text = "Wien" }, RolePlace, Counts{2, 1, 0}, 1, 1},
		{"roles reversed", func(p *cv.Parsed) { slices.Reverse(p.Experience) }, RoleTitle, Counts{3, 0, 0}, 1. / 3, 1},
		{"wrong start", func(p *cv.Parsed) { p.Experience[1].Period.Start.Month = 2 }, RoleStart, Counts{2, 1, 1}, 1, 7. / 8},
		{"month of a year", func(p *cv.Parsed) { p.Experience[2].Period.End.Month = 1 }, RoleEnd, Counts{2, 1, 1}, 1, 7. / 8},
		{"no longer current", func(p *cv.Parsed) { p.Experience[0].Period.Current = false }, RoleEnd, Counts{2, 0, 1}, 1, 7. / 8},
		{"lost achievement", func(p *cv.Parsed) { p.Experience[0].Achievements = p.Experience[0].Achievements[1:] }, Achievement, Counts{2, 0, 1}, 1, 1},
		{"joined achievements", func(p *cv.Parsed) {
			a := p.Experience[0].Achievements
			p.Experience[0].Achievements = []cv.Value{{Text: a[0].Text + " " + a[1].Text}}
		}, Achievement, Counts{1, 1, 2}, 1, 1},
		{"lost text", func(p *cv.Parsed) { p.Experience[0].Description.Text = "" }, RoleText, Counts{0, 0, 1}, 1, 1},
		{"wrong degree", func(p *cv.Parsed) { p.Education[0].Degree.Text = "Physik" }, Degree, Counts{0, 1, 1}, 1, 1},
		{"wrong end of school", func(p *cv.Parsed) { p.Education[0].Period.End.Year++ }, SchoolEnd, Counts{0, 1, 1}, 1, 7. / 8},
		{"C is not C++", func(p *cv.Parsed) { p.Skills[2].Text = "C" }, Skill, Counts{2, 1, 1}, 1, 1},
		{"skill twice", func(p *cv.Parsed) { p.Skills = append(p.Skills, p.Skills[0]) }, Skill, Counts{3, 1, 0}, 1, 1},
		{"wrong level", func(p *cv.Parsed) { p.Languages[1].CEFR = "B1" }, LanguageLevel, Counts{1, 1, 1}, 1, 1},
		{"no certificates", func(p *cv.Parsed) { p.Certifications = nil }, Certification, Counts{0, 0, 1}, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			truth := truthForTests()
			parsed := perfect(truth)
			test.damage(&parsed)
			score := Compare(truth, parsed)
			if got := score.Fields[test.field]; got != test.counts {
				t.Errorf("%s: %+v, want %+v", test.field, got, test.counts)
			}
			for field, counts := range score.Fields {
				if field != test.field && counts.F1() != 1 {
					t.Errorf("%s suffered too: %+v", field, counts)
				}
			}
			if score.InOrder() != test.order || score.Exact() != test.exact {
				t.Errorf("order %v, dates %v, want %v, %v", score.InOrder(), score.Exact(), test.order, test.exact)
			}
		})
	}
}

func TestCompareRolesTooMany(t *testing.T) {
	truth := truthForTests()
	parsed := perfect(truth)
	parsed.Experience = append([]cv.Experience{{Title: cv.Value{Text: "Kontakt"}}}, parsed.Experience...)
	score := Compare(truth, parsed)
	if score.InOrder() != 0.75 || score.Fields[RoleTitle] != (Counts{3, 1, 0}) {
		t.Errorf("order %v, titles %+v", score.InOrder(), score.Fields[RoleTitle])
	}
}

func TestSimilarity(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"Kosten um 10 % gesenkt", "kosten um 10% gesenkt.", true},
		{"Kosten um 10 % gesenkt", "Kosten um 20 % gesenkt", false},
		{"Oʻzbek tili", "O'zbek tili", true},
		{"один два три четыре пять шесть семь восемь девять десять", "один два три четыре пять шесть семь восемь девять", true},
	} {
		if got := similar(test.a, test.b); got != test.want {
			t.Errorf("%q, %q: %v", test.a, test.b, got)
		}
	}
}

// TestFiles holds the corpus to what was promised of it.
func TestFiles(t *testing.T) {
	all, err := Files(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	count, holdouts, size := map[string]int{}, 0, 0
	for _, file := range all {
		for _, group := range []string{file.Truth.Group(), file.Truth.Layout, file.Truth.Tool, file.Truth.Format} {
			count[group]++
		}
		if file.Truth.Holdout {
			holdouts++
		}
		size += len(file.Data)
		parsed := perfect(file.Truth)
		score := Compare(file.Truth, parsed)
		if all := score.All(); all.F1() != 1 || score.InOrder() != 1 || score.Exact() != 1 {
			t.Errorf("%s: its own truth scores F1 %v, order %v, dates %v", file.Name, all.F1(), score.InOrder(), score.Exact())
		}
	}
	if len(all) < 72 || holdouts < 12 || size > 12<<20 {
		t.Errorf("%d files, %d holdouts, %d bytes", len(all), holdouts, size)
	}
	for _, language := range []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", MixedLanguage} {
		if count[language] < 8 {
			t.Errorf("%d files in %s", count[language], language)
		}
	}
	t.Log(count)
}
