package memory_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

const cv = `Maria Gomez
Backend engineer with 7 years of experience.
Senior Engineer, Acme Payments, 2019 – 2023
Led a team of 5 building a payment gateway in Go and Kafka, cut settlement latency by 40%.
Developer at Beta Systems, 2016-2019
Python, Django, PostgreSQL, Kubernetes.`

func ask(m *memory.Memory, id, text string) {
	m.AddQuestion(id, question.Judge(text, "en", m.Context()))
}

func TestContradictions(t *testing.T) {
	for _, c := range []struct {
		name, earlier, said string
		rule                string
		words               []string // both sides are named
	}{
		{"years against the CV", "", "I have twelve years of experience in total.", "years_of_experience", []string{"twelve years", "7 years"}},
		{"rounded years agree", "", "I have about eight years of experience.", "", nil},
		{"russian years", "", "У меня 15 лет опыта.", "years_of_experience", []string{"15 лет", "7 years"}},
		{"german years", "", "Ich habe zwanzig Jahre Erfahrung, also 20 Jahre Erfahrung.", "years_of_experience", []string{"20 Jahre", "7 years"}},
		{"chinese years", "", "我有十五年经验。", "years_of_experience", []string{"十五年", "7 years"}},
		{"never used what the CV names", "", "i have never used kafka", "never_used_but_in_cv", []string{"Kafka"}},
		{"no experience, uzbek", "", "Kubernetes bilan hech qachon ishlamaganman.", "never_used_but_in_cv", []string{"Kubernetes"}},
		{"no experience, spanish", "", "Nunca he trabajado con Django.", "never_used_but_in_cv", []string{"Django"}},
		{"never used what it does not name", "", "I have never used Rust.", "", nil},
		{"years at an employer", "", "I worked at Acme for nine years.", "years_at_employer", []string{"nine years", "2019 – 2023"}},
		{"right years at an employer", "", "I worked at Acme for four years.", "", nil},
		{"team size against the CV", "", "I led a team of twelve there.", "team_size", []string{"twelve", "team of 5"}},
		{"same team size", "", "it was a team of five", "", nil},
		{"another number for the same result", "", "We cut settlement latency by 70 percent.", "different_number", []string{"70", "40%"}},
		{"earlier said otherwise", "I use Terraform every day.", "To be honest I never used Terraform.", "denied_but_used", []string{"every day", "never used"}},
		{"denied, then claimed", "I have never worked with Rust.", "I wrote two services in Rust.", "used_but_denied", []string{"never worked", "two services"}},
		{"years said twice", "I have six years of Python.", "I have twelve years of experience with Python.", "years_with_technology", []string{"six years", "twelve years"}},
		{"time ago is no length", "", "I moved here twenty years ago and have experience.", "", nil},
		{"go is no verb", "", "I never used to go there.", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := memory.New(cv)
			ask(m, "t1", "tell me about yourself")
			m.AddCandidate(c.earlier)
			found := m.AddCandidate(c.said)
			if c.rule == "" {
				if len(found) != 0 {
					t.Fatalf("found %+v", found)
				}
				return
			}
			i := slices.IndexFunc(found, func(x memory.Contradiction) bool { return x.Rule == c.rule })
			if i < 0 {
				t.Fatalf("%s not found in %+v", c.rule, found)
			}
			for _, w := range c.words {
				if !strings.Contains(found[i].Text, w) {
					t.Errorf("%q does not name %q", found[i].Text, w)
				}
			}
			if found[i].Clarify == "" {
				t.Error("no clarification suggested")
			}
		})
	}
}

func TestLastTenPairsAreKept(t *testing.T) {
	m := memory.New(cv)
	for i := range 14 {
		ask(m, fmt.Sprint("t", i), "what is a mutex")
		m.AddCandidate(fmt.Sprint("answer ", i))
		m.AddSuggestion(fmt.Sprint("t", i), fmt.Sprint("suggestion ", i))
	}
	p := m.Pairs()
	if len(p) != memory.MaxPairs || p[0].TurnID != "t4" || p[9].Said != "answer 13" || p[9].Suggestion != "suggestion 13" {
		t.Errorf("%+v", p)
	}
	if c := m.Context(); len(c.Turns) != 10 || c.Turns[9].ID != "t13" || c.Turns[9].Kind != question.Technical {
		t.Errorf("%+v", c)
	}
}

func TestWhatIsMentionedIsRemembered(t *testing.T) {
	m := memory.New(cv)
	ask(m, "t1", "Tell me about the payment gateway.")
	m.AddCandidate("at acme payments we built it in go with kafka")
	m.AddCandidate("and later we moved it to kubernetes")
	s := m.Snapshot()
	for _, w := range []string{"Go", "Kafka", "Kubernetes"} {
		if !slices.Contains(s.Skills, w) {
			t.Errorf("skills %v lack %s", s.Skills, w)
		}
	}
	if !slices.Contains(s.Topics, "payment") || !slices.Contains(s.Experiences, "Acme Payments") {
		t.Errorf("topics %v, experiences %v", s.Topics, s.Experiences)
	}
	if p := m.Pairs()[0]; !strings.Contains(p.Said, "kafka and later") {
		t.Errorf("said %q", p.Said)
	}
}

func TestALateTranscriptDoesNotAskTwice(t *testing.T) {
	m := memory.New(cv)
	ask(m, "t1", "what is a mutex")
	m.AddCandidate("a lock")
	ask(m, "t1", "what is a mutex and when do you use it")
	if p := m.Pairs(); len(p) != 1 || len(p[0].Questions) != 2 || p[0].Said != "a lock" {
		t.Errorf("%+v", p)
	}
}

func TestSnapshotRestores(t *testing.T) {
	m := memory.New(cv)
	ask(m, "t1", "what is a mutex")
	m.AddCandidate("I use Terraform every day at Acme.")
	data, err := json.Marshal(m.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var s memory.Snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	again := memory.Restore(s, cv)
	if d := cmp.Diff(m.Snapshot(), again.Snapshot()); d != "" {
		t.Error(d)
	}
	if found := again.AddCandidate("I never used Terraform."); len(found) != 1 {
		t.Errorf("a restored memory found %+v", found)
	}
	s.Pairs[0].Questions[0] = "changed"
	if again.Pairs()[0].Questions[0] == "changed" {
		t.Error("the memory shares its snapshot's questions")
	}
}

func FuzzFacts(f *testing.F) {
	f.Add(cv)
	f.Add("у меня пять лет опыта с Go. I led a team of 999999 people at")
	f.Add("100 % 2019 -- 2021 never used")
	f.Fuzz(func(t *testing.T, text string) {
		m := memory.New(text)
		for _, c := range m.AddCandidate(text) {
			if c.Text == "" || c.Rule == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
