package bank_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

var now = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// made is a bank of n questions over types, categories and difficulties.
func made(n int) []bank.Question {
	types := []struct{ kind, domain string }{
		{bank.Technical, "backend"}, {bank.Technical, "data"}, {bank.Behavioral, "behavioral"}, {bank.CaseStudy, "case"},
	}
	levels := []string{bank.Junior, bank.Mid, bank.Senior}
	technologies := [][]string{nil, {"go"}, {"java", "kafka"}}
	out := make([]bank.Question, 0, n)
	for i := range n {
		t := types[i%len(types)]
		texts := map[string]bank.Text{"en": {Question: fmt.Sprint("Question ", i, "?")}}
		if i%5 == 0 {
			texts["uz"] = bank.Text{Question: fmt.Sprint("Savol ", i, "?")}
		}
		out = append(out, bank.Question{
			ID: fmt.Sprintf("%s-%d", t.domain, i), Type: t.kind, Domain: t.domain, Category: fmt.Sprint("category ", i/7%6),
			Difficulty: levels[i/3%3], Technologies: technologies[i/2%3], Texts: texts,
		})
	}
	return out
}

func ids(picked []bank.Picked) []string {
	var out []string
	for _, p := range picked {
		out = append(out, p.Question.ID)
	}
	return out
}

func pick(t *testing.T, questions []bank.Question, w bank.Wanted) []bank.Picked {
	t.Helper()
	if w.Now.IsZero() {
		w.Now = now
	}
	picked, err := bank.NewIndex(questions).Select(w)
	if err != nil {
		t.Fatal(err)
	}
	return picked
}

func has(p bank.Picked, code bank.Code) bool {
	return slices.ContainsFunc(p.Why, func(r bank.Reason) bool { return r.Code == code })
}

func TestSeedDecides(t *testing.T) {
	questions := made(400)
	w := bank.Wanted{Type: bank.Technical, Domain: "backend", Number: 8, Seed: 5}
	first := ids(pick(t, questions, w))
	if again := ids(pick(t, questions, w)); !slices.Equal(first, again) {
		t.Errorf("the same seed picks %v, then %v", first, again)
	}
	w.Seed = 6
	if other := ids(pick(t, questions, w)); slices.Equal(first, other) {
		t.Errorf("another seed picks the same: %v", other)
	}
	slices.Reverse(questions)
	w.Seed = 5
	if turned := ids(pick(t, questions, w)); !slices.Equal(first, turned) {
		t.Errorf("the order of the bank matters: %v, then %v", first, turned)
	}
}

func TestCategoriesMix(t *testing.T) {
	count := map[string]int{}
	for _, p := range pick(t, made(400), bank.Wanted{Type: bank.Technical, Domain: "data", Number: 12, Seed: 1}) {
		if p.Question.Domain != "data" || !has(p, bank.NeverAsked) {
			t.Errorf("picked %s for %v", p.Question.ID, p.Why)
		}
		count[p.Question.Category]++
	}
	for category, n := range count {
		if n != 2 {
			t.Errorf("%d of 12 questions are of %q, want two of each of six", n, category)
		}
	}
}

func TestTypesMix(t *testing.T) {
	for _, test := range []struct {
		name string
		mix  []bank.Share
		want map[string]int
	}{
		{"usual", nil, map[string]int{bank.Technical: 6, bank.Behavioral: 3, bank.CaseStudy: 1}},
		{"configured", []bank.Share{{bank.Behavioral, 1}, {bank.CaseStudy, 1}}, map[string]int{bank.Behavioral: 5, bank.CaseStudy: 5}},
		{"remainder", []bank.Share{{bank.Technical, 2}, {bank.Behavioral, 1}}, map[string]int{bank.Technical: 7, bank.Behavioral: 3}},
		{"without weight", []bank.Share{{bank.Technical, 1}, {bank.Behavioral, 0}}, map[string]int{bank.Technical: 10}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := map[string]int{}
			for _, p := range pick(t, made(200), bank.Wanted{Mix: test.mix, Domain: "backend", Number: 10}) {
				got[p.Question.Type]++
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("types are %v, want %v", got, test.want)
			}
		})
	}
	short := []bank.Question{
		{ID: "case-a", Type: bank.CaseStudy}, {ID: "backend-a", Type: bank.Technical}, {ID: "backend-b", Type: bank.Technical},
	}
	if got := ids(pick(t, short, bank.Wanted{Number: 5, Mix: []bank.Share{{bank.CaseStudy, 4}, {bank.Technical, 1}}})); len(got) != 3 {
		t.Errorf("what one type lacks is not filled by another: %v", got)
	}
}

func TestAskedRest(t *testing.T) {
	questions := made(40)
	asked := map[string]time.Time{}
	var free []string
	for i, q := range questions {
		switch {
		case q.Type != bank.Behavioral:
		case i < 20:
			asked[q.ID] = now.AddDate(0, 0, -3)
		default:
			free = append(free, q.ID)
		}
	}
	asked[free[0]] = now.AddDate(0, -2, 0)
	picked := pick(t, questions, bank.Wanted{Type: bank.Behavioral, Number: len(free) + 1, Asked: asked})
	if got := ids(picked); !slices.Contains(got[:len(free)], free[0]) || slices.Contains(free, got[len(free)]) {
		t.Errorf("picked %v, want %v before one asked lately", got, free)
	}
	if last := picked[len(free)]; !has(last, bank.Lately) {
		t.Errorf("why the last: %v", last.Why)
	}
}

func TestWeakPointsFirst(t *testing.T) {
	questions := made(400)
	weak := map[string][]string{"backend-40": {"plan", "index"}, "backend-44": {"verify"}}
	asked := map[string]time.Time{"backend-40": now.Add(-26 * time.Hour), "backend-44": now.Add(-2 * time.Hour)}
	picked := pick(t, questions, bank.Wanted{Type: bank.Technical, Domain: "backend", Number: 10, Weak: weak, Asked: asked})
	if first := picked[0]; first.Question.ID != "backend-40" || first.Why[0] != (bank.Reason{Code: bank.WeakPoint, Detail: "plan, index"}) {
		t.Errorf("first is %s for %v", first.Question.ID, first.Why)
	}
	if slices.Contains(ids(picked), "backend-44") {
		t.Error("a question asked two hours ago is back")
	}
	if second := picked[1]; !has(second, bank.WeakCategory) {
		t.Errorf("second is %s for %v, want one of a weak category", second.Question.ID, second.Why)
	}
}

func TestPreferences(t *testing.T) {
	questions := made(400)
	for _, p := range pick(t, questions, bank.Wanted{
		Type: bank.Technical, Number: 5, Difficulty: bank.Senior, Technologies: []string{"Kafka"}, Language: "uz",
	}) {
		q := p.Question
		if q.Difficulty != bank.Senior || !slices.Contains(q.Technologies, "kafka") && len(q.Technologies) > 0 || p.Language != "uz" {
			t.Errorf("%s is %s about %v in %s: %v", q.ID, q.Difficulty, q.Technologies, p.Language, p.Why)
		}
	}
	one := questions[1:2]
	p := pick(t, one, bank.Wanted{Number: 3, Difficulty: bank.Senior, Technologies: []string{"rust"}, Language: "uz"})[0]
	if p.Language != "en" || !has(p, bank.OtherDifficulty) || !has(p, bank.Untranslated) {
		t.Errorf("the only one is asked in %s for %v", p.Language, p.Why)
	}
}

// Somebody who practises for a senior's interview gets a senior's questions again
// before a junior's.
func TestDifficultyBeforeRest(t *testing.T) {
	questions := made(400)
	asked := map[string]time.Time{}
	seniors := 0
	for _, q := range questions {
		if q.Difficulty == bank.Senior && q.Domain == "backend" {
			asked[q.ID] = now.Add(-time.Hour)
			seniors++
		}
	}
	if seniors < 12 {
		t.Fatalf("%d seniors' questions", seniors)
	}
	for _, p := range pick(t, questions, bank.Wanted{Type: bank.Technical, Domain: "backend", Number: 12, Difficulty: bank.Senior, Asked: asked}) {
		if p.Question.Difficulty != bank.Senior || !has(p, bank.Lately) {
			t.Errorf("%s is for %s: %v", p.Question.ID, p.Question.Difficulty, p.Why)
		}
	}
}

// A wish that no question answers is held against none.
func TestAbout(t *testing.T) {
	index := bank.NewIndex(made(400))
	technical := bank.Wanted{Type: bank.Technical, Domain: "backend", Number: 5}
	for _, test := range []struct {
		w          bank.Wanted
		technology string
		want       bool
	}{
		{technical, "kafka", true},
		{technical, "rust", false},
		{bank.Wanted{Type: bank.Technical, Domain: "law"}, "kafka", false},
		{bank.Wanted{Domain: "law", Mix: []bank.Share{{bank.Technical, 1}, {bank.Behavioral, 0}}}, "kafka", false},
		{bank.Wanted{Mix: []bank.Share{{bank.Technical, 1}}}, "go", true},
	} {
		if got := index.About(test.w, test.technology); got != test.want {
			t.Errorf("%+v about %s: %t", test.w, test.technology, got)
		}
	}
	plain := ids(pick(t, made(400), technical))
	technical.Technologies = []string{"rust"}
	for _, p := range pick(t, made(400), technical) {
		if has(p, bank.OtherTechnology) || !slices.Contains(plain, p.Question.ID) {
			t.Errorf("%s for %v", p.Question.ID, p.Why)
		}
	}
}

func TestSelectRefuses(t *testing.T) {
	for _, test := range []struct {
		w    bank.Wanted
		want error
	}{
		{bank.Wanted{Number: 0}, bank.ErrNumber},
		{bank.Wanted{Number: 21}, bank.ErrNumber},
		{bank.Wanted{Number: 5, Type: bank.Technical, Domain: "law"}, bank.ErrNoQuestions},
	} {
		if _, err := bank.NewIndex(made(40)).Select(test.w); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.w, err, test.want)
		}
	}
}

// BenchmarkSelect tells the 95th percentile at 50,000 questions and 10,000
// answers; 10 ms are promised.
func BenchmarkSelect(b *testing.B) {
	questions := made(50_000)
	asked, weak := map[string]time.Time{}, map[string][]string{}
	for i := range 10_000 {
		id := questions[i*5].ID
		asked[id] = now.Add(-time.Duration(i) * time.Hour)
		if i%4 == 0 {
			weak[id] = []string{"plan"}
		}
	}
	index := bank.NewIndex(questions)
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		_, err := index.Select(bank.Wanted{
			Number: 20, Difficulty: bank.Mid, Technologies: []string{"go", "kafka"}, Seed: uint64(len(took)), Language: "ru",
			Now: now, Asked: asked, Weak: weak,
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
