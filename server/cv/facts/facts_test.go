package facts_test

import (
	_ "embed"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/facts"
)

//go:embed testdata/cases.txt
var cases string

// TestCases has what people and models write, both ways.
func TestCases(t *testing.T) {
	n := map[bool]int{}
	for line := range strings.Lines(cases) {
		f := strings.Split(strings.TrimSpace(line), " | ")
		if strings.HasPrefix(line, "#") || len(f) != 4 {
			continue
		}
		known := facts.Of(nil, &cv.Parsed{Language: f[0]})
		got := known.Check(f[2], f[3])
		n[f[1] == "ok"]++
		if f[1] == "ok" {
			if len(got) > 0 {
				t.Errorf("%s: %q → %q: %v", f[0], f[2], f[3], got)
			}
			continue
		}
		if !slices.ContainsFunc(got, func(v facts.Violation) bool { return v.Kind == facts.Kind(f[1]) }) {
			t.Errorf("%s: %q → %q: %v, want %s", f[0], f[2], f[3], got, f[1])
		}
	}
	if n[true] < 40 || n[false] < 120 {
		t.Errorf("%d texts that may pass and %d that may not", n[true], n[false])
	}
}

// sources are sentences to put something invented into.
var sources = map[string][]string{
	"en": {"Developed a billing system for banks in Java", "Reduced costs by 20% with a team of 5 engineers", "Responsible for planning of 12 events at Acme"},
	"ru": {"Разработал сервис для банка на Java", "Снизил расходы на 20% с командой из 5 инженеров"},
	"uz": {"Java tilida bank xizmatini yaratdim", "Xarajatlarni 20 foizga kamaytirdim"},
	"es": {"Desarrollé un sistema para bancos en Java", "Reduje los costes un 20 % con 5 ingenieros"},
	"de": {"Entwicklung eines Systems für Banken in Java", "Senkung der Kosten um 20 % mit 5 Ingenieuren"},
	"fr": {"Développé un système pour les banques en Java", "Réduit les coûts de 20 % avec 5 ingénieurs"},
	"pt": {"Desenvolvi um sistema para bancos em Java", "Reduzi os custos em 20% com 5 engenheiros"},
	"tr": {"Bankalar için Java ile sistem geliştirdim", "5 mühendisle maliyetleri %20 düşürdüm"},
}

// TestInventionsAreCaught puts numbers, employers, technologies and instructions
// at every place of every sentence; and the sentences themselves pass.
func TestInventionsAreCaught(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a test that must run the same each time
	names := []string{"Google", "Sberbank", "Siemens AG", "Pfizer", "Yandex", "Stanford", "Deloitte"}
	skills := []string{"Kubernetes", "React", "Kafka", "TensorFlow", "Terraform", "SAP", "Photoshop"}
	n := 0
	for _, lang := range slices.Sorted(maps.Keys(sources)) {
		known := facts.Of(nil, &cv.Parsed{Language: lang})
		for _, source := range sources[lang] {
			if got := known.Check(source, source); len(got) > 0 {
				t.Errorf("%s: %q as it is: %v", lang, source, got)
			}
			words := strings.Fields(source)
			for at := range len(words) + 1 {
				for range 8 {
					number := strconv.Itoa(21 + r.IntN(5000))
					for _, invented := range []string{
						number, number + "%", "$" + number, "1" + number + "+", names[r.IntN(len(names))], skills[r.IntN(len(skills))],
						"https://x.example/" + number, "senior-" + names[r.IntN(len(names))],
					} {
						after := strings.Join(slices.Insert(slices.Clone(words), at, invented), " ")
						n++
						if len(known.Check(source, after)) == 0 {
							t.Errorf("%s: %q passed", lang, after)
						}
					}
				}
			}
		}
	}
	if n < 5_000 {
		t.Errorf("only %d inventions", n)
	}
}

func TestWhole(t *testing.T) {
	p := cv.Parsed{
		Language: "en",
		Personal: cv.Personal{Title: cv.Value{Text: "Backend Engineer"}},
		Experience: []cv.Experience{{
			Title: cv.Value{Text: "Backend Engineer"}, Company: cv.Value{Text: "Acme"},
			Achievements: []cv.Value{{Text: "Developed billing in Go for 3 banks"}, {Text: "Helped to lead the payments team"}, {Text: "No use of Kafka"}, {Text: "Wrote Java for 7 years"}},
		}, {Title: cv.Value{Text: "Trainee"}, Company: cv.Value{Text: "Initech"}}},
		Skills: []cv.Skill{{Value: cv.Value{Text: "PostgreSQL"}}},
	}
	known := facts.Of(nil, &p, "Trained 12 engineers")
	for _, c := range []struct {
		before, after string
		ok            bool
	}{
		{"", "Backend Engineer at Acme. Developed billing in Go for 3 banks. PostgreSQL.", true},
		{"", "Backend Engineer. Trained 12 engineers.", true},
		{"", "Backend Engineer, led the payments team", false},
		{"", "Backend Engineer with Kafka", false},
		{"", "Backend Engineer, developed billing for 12 banks", false},
		{"", "Senior Backend Engineer at Acme", false},
		{"", "Backend Engineer at Initech", false},
		{"", "Wrote PostgreSQL for 7 years", false},
		{"", "Wrote Java for 7 years", true},
		{"Developed billing in Go", "Developed billing in Go with PostgreSQL", false}, // listed, not proved there
		{"Developed billing in Go", "Developed billing in Go. Trained 12 engineers", true},
		{strings.Repeat("a ", 5000), "a", false},
	} {
		if got := known.Check(c.before, c.after); (len(got) == 0) != c.ok {
			t.Errorf("%q → %q: %v", c.before, c.after, got)
		}
	}
}

// TestHostileSizesAreBounded has a CV and a text that are as costly as can be.
func TestHostileSizesAreBounded(t *testing.T) {
	p := cv.Parsed{Language: "tr", Experience: []cv.Experience{{}}}
	for i := range 100 {
		line := strings.Repeat("Yönettim 5 Geliştirilmesinde Müdür lisans ", 40) + strconv.Itoa(i)
		p.Experience[0].Achievements = append(p.Experience[0].Achievements, cv.Value{Text: line})
	}
	text := strings.Repeat("Yönettim 5 Geliştirilmesinden Müdürü lisans ", 150)
	began := time.Now()
	known := facts.Of(nil, &p)
	for range 5 {
		known.CheckWhole("", text)
		known.Check(text, text)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func FuzzCheck(f *testing.F) {
	for line := range strings.Lines(cases) {
		if c := strings.Split(strings.TrimSpace(line), " | "); len(c) == 4 {
			f.Add(c[0], c[2], c[3])
		}
	}
	f.Add("en", "3D 2x 10-15 % 1.2.3 \xff", "''s %%")
	f.Fuzz(func(_ *testing.T, lang, before, after string) {
		facts.Of(nil, &cv.Parsed{Language: lang}).Check(before, after)
	})
}

func BenchmarkCheck(b *testing.B) {
	known := facts.Of(nil, &cv.Parsed{Language: "en"})
	for b.Loop() {
		known.Check("Responsible for managing a team of 5 engineers at Acme in Go", "Managed a team of 5 engineers at Acme in Go")
	}
}
