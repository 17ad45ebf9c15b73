package job_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

const backend = `Senior Go Developer

About us
We are a bank that loves PHP.

What you will do:
- Build services in Go and Kafka

Requirements
- 5+ years of experience
- Strong knowledge of Go and PostgreSQL
- Kafka or RabbitMQ
- Degree in computer science
- English B2 or higher
- You explain hard things to people who are not engineers

Nice to have
- Kubernetes, Terraform
- FooDB

We offer: salary and Java coffee`

const resume = `Anna Berg
Backend Engineer
anna@example.org

EXPERIENCE
Backend Engineer, Acme Bank
March 2018 – December 2022
• Built payment services in golang with RabbitMQ
• Explained hard things about payments to people in sales who are not engineers
• Never used Terraform

EDUCATION
BSc Computer Science, Test University, 2014 – 2018

SKILLS
postgres, Docker

LANGUAGES
English – C1`

func read(t testing.TB, text string) (*document.Document, cv.Parsed) {
	t.Helper()
	doc, err := txt.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc, structure.Parse(doc)
}

func parse(doc *document.Document) cv.Parsed { return structure.Parse(doc) }

var now = time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)

func fit(t testing.TB, text, description string) job.Match {
	t.Helper()
	doc, parsed := read(t, text)
	return job.Fit(doc, &parsed, job.Parse(description), now)
}

// shown is a requirement a line: what, must or nice, status, proof.
func shown(m job.Match) string {
	var b strings.Builder
	for _, item := range m.Items {
		kind := "nice"
		if item.Must {
			kind = "must"
		}
		fmt.Fprintf(&b, "%s %s %d: %s %d%% %q\n", kind, item.Text, item.Weight, item.Status, item.Credit, item.Quote)
	}
	return b.String()
}

func TestFit(t *testing.T) {
	m := fit(t, resume, backend)
	want := `must Go 7: met 100% "Built payment services in golang with RabbitMQ"
nice Apache Kafka 1: missing 0% ""
must 5+ years of experience 3: partial 50% "March 2018 – December 2022"
must PostgreSQL 4: met 80% "postgres, Docker"
must Apache Kafka / RabbitMQ 3: met 100% "Built payment services in golang with RabbitMQ"
must Degree in computer science 3: met 100% "BSc Computer Science, Test University, 2014 – 2018"
must English B2 or higher 3: met 100% "English – C1"
must You explain hard things to people who are not engineers 1: met 100% "Explained hard things about payments to people in sales who are not engineers"
nice Kubernetes 1: missing 0% ""
nice Terraform 1: missing 0% ""
nice FooDB 1: missing 0% ""
`
	if diff := cmp.Diff(want, shown(m)); diff != "" {
		t.Error(diff)
	}
	if m.Score != 78 || m.Must.Score != 90 || m.Nice.Score != 0 || m.Must.Met != 6 || m.Must.Partial != 1 || m.Nice.Missing != 4 {
		t.Errorf("score %d, must %+v, nice %+v", m.Score, m.Must, m.Nice)
	}
	if diff := cmp.Diff([]string{"Apache Kafka", "Kubernetes", "Terraform", "FooDB"}, m.Missing); diff != "" {
		t.Error(diff)
	}
}

// TestStuffing: naming a thing again, hiding it in a heap of names or pasting the
// description earns nothing.
func TestStuffing(t *testing.T) {
	plain := fit(t, resume, backend)
	again := fit(t, strings.Replace(resume, "postgres, Docker", "postgres, Docker, postgres, PostgreSQL, PostgreSQL, postgres", 1), backend)
	if again.Score != plain.Score {
		t.Errorf("named again: %d, before %d", again.Score, plain.Score)
	}
	pasted := fit(t, resume+"\n\nINTERESTS\n- You explain hard things to people who are not engineers and more of that kind\n", backend)
	if len(pasted.Pasted) != 1 || pasted.Score != plain.Score {
		t.Errorf("pasted: %d (%v), before %d", pasted.Score, pasted.Pasted, plain.Score)
	}
	heap := "Figma, Jira, Excel, Rust, Perl, Scala, Kotlin, Ruby, PHP, Java, Vue.js, Angular, "
	for i := range 50 {
		heap += fmt.Sprintf("Thing%c%c, ", 'a'+i/10, 'a'+i%10)
	}
	heaped := fit(t, strings.Replace(resume, "postgres, Docker", heap+"\npostgres, Kubernetes, Terraform", 1), backend)
	for _, item := range heaped.Items {
		if item.Text == "Kubernetes" && item.Credit != 40 {
			t.Errorf("in a heap: %d%%", item.Credit)
		}
	}
}

func TestLanguages(t *testing.T) {
	for name, c := range map[string]struct{ description, must, nice string }{
		"ru":  {"Требования:\n— Опыт работы от 3 лет\n— Go, PostgreSQL\n— Английский не ниже B2\nБудет плюсом:\n— Kubernetes\nУсловия:\n— ДМС, Java-кофе", "Опыт работы от 3 лет|Go|PostgreSQL|Английский не ниже B2", "Kubernetes"},
		"de":  {"Ihr Profil\n• 3 Jahre Erfahrung mit Python\n• Abgeschlossenes Studium\nVon Vorteil\n• Docker\nWir bieten\n• Obst", "Python|3 Jahre Erfahrung mit Python|Abgeschlossenes Studium", "Docker"},
		"uz":  {"Talablar:\n- Kamida 2 yil tajriba\n- Python va Django\nAfzallik:\n- Docker", "Kamida 2 yil tajriba|Python|Django", "Docker"},
		"es":  {"Requisitos:\n- Java y Spring Boot\n- Inglés avanzado\nSe valorará:\n- Kafka", "Java|Spring Boot|Inglés avanzado", "Apache Kafka"},
		"fr":  {"Profil recherché :\n- 3 ans d'expérience\n- React\nUn plus :\n- Figma", "3 ans d'expérience|React", "Figma"},
		"pt":  {"Requisitos:\n- SQL\n- Ensino superior completo\nDiferenciais:\n- Power BI", "SQL|Ensino superior completo", "Power BI"},
		"tr":  {"Aranan nitelikler:\n- En az 3 yıl deneyim\n- Java\nTercihen:\n- Docker", "En az 3 yıl deneyim|Java", "Docker"},
		"one": {"Go, PostgreSQL; Kafka is a plus", "Go|PostgreSQL", "Apache Kafka"},
	} {
		var must, nice []string
		for _, r := range job.Parse(c.description).Requirements {
			if r.Must {
				must = append(must, r.Text)
			} else {
				nice = append(nice, r.Text)
			}
		}
		if diff := cmp.Diff(c.must+" + "+c.nice, strings.Join(must, "|")+" + "+strings.Join(nice, "|")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestEmpty: nothing is asked for, nothing is there.
func TestEmpty(t *testing.T) {
	for _, nothing := range []string{"", "banana banana"} {
		if m := fit(t, resume, nothing); m.Score != 0 || m.Understood() {
			t.Errorf("nothing asked for: %+v", m)
		}
	}
	if m := fit(t, resume, "Required: Rust."); m.Score != 0 || !m.Understood() || m.Missing[0] != "Rust" {
		t.Errorf("Rust: %+v", m)
	}
	doc, parsed := read(t, "x")
	if m := job.Fit(doc, &parsed, job.Parse(backend), now); m.Score != 0 {
		t.Errorf("an empty CV: %d\n%s", m.Score, shown(m))
	}
}

// TestHostile: descriptions made to take long do not.
func TestHostile(t *testing.T) {
	for _, piece := range []string{"degree x ", "degree in Java ", "BSc in nursing or ", "english fluent ", "C, R or ", "is a plus, ", "<li", "no experience with Java, ", "Zoho or Qqqq "} {
		begun := time.Now()
		fit(t, resume+"\n"+strings.Repeat(piece, 20_000/len(piece)), strings.Repeat(piece, 20_000/len(piece)))
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%q: %v", piece, took)
		}
	}
}

// TestLongSentences: what a sentence takes grows with its length, not with the
// square; counted in what is allocated, which is the same on each machine.
func TestLongSentences(t *testing.T) {
	for _, piece := range []string{"degree x ", "degree in Java ", "BSc in nursing or ", "5 years in Java, "} {
		took := func(bytes int) float64 {
			text := strings.Repeat(piece, bytes/len(piece))
			return testing.AllocsPerRun(1, func() { job.Parse(text) })
		}
		if half, whole := took(950), took(1900); whole > half*2.5 {
			t.Errorf("%q: %.0f, twice of it %.0f", piece, half, whole)
		}
	}
	subjects := []string{"nursing", "accounting", "mathematics", "physics", "biology", "law", "marketing", "computer science", "architecture", "chemistry", "psychology"}
	degrees := 0
	for _, r := range job.Parse("Requirements\n- Degree in " + strings.Join(subjects, ", degree in ")).Requirements {
		if r.Kind == job.KindDegree {
			degrees++
		}
	}
	if degrees != 8 {
		t.Errorf("%d degrees of one sentence", degrees)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(backend)
	f.Add("Требования: Go или Python, 3+ лет")
	f.Add("Requirements: native English and C1 German\nR, C++ or Go; Kotlin (basic)\n<li>5 &amp; 6 years")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := txt.Read([]byte(resume + "\n" + strings.ToValidUTF8(text, "")))
		if err != nil {
			return // no text
		}
		parsed := structure.Parse(doc)
		for _, item := range job.Fit(doc, &parsed, job.Parse(text), now).Items {
			if item.Proof.Line >= 0 && doc.Text(item.Proof) == "" {
				t.Fatalf("%+v", item)
			}
		}
		for _, r := range job.Parse(text).Requirements {
			if r.Weight < 1 || r.Text == "" {
				t.Fatalf("%+v", r)
			}
		}
	})
}

func BenchmarkFit(b *testing.B) {
	doc, parsed := read(b, resume)
	for b.Loop() {
		job.Fit(doc, &parsed, job.Parse(backend), now)
	}
}

// BenchmarkParse reads a description of a usual length.
func BenchmarkParse(b *testing.B) {
	p := postings(b, "postings")
	for i := 0; b.Loop(); i++ {
		job.Parse(p[i%len(p)].text)
	}
}
