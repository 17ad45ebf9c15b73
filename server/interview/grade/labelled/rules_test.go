package labelled_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

// graded is an answer with what a grader gave it.
type graded struct {
	labelled.Answer
	// kind is the question's type.
	kind string
	pair labelled.Pair
}

// byRules grades answers without a model.
func byRules(tb testing.TB, answers []labelled.Answer) []graded {
	tb.Helper()
	questions, err := bank.All()
	if err != nil {
		tb.Fatal(err)
	}
	byID := map[string]*bank.Question{}
	for i := range questions {
		byID[questions[i].ID] = &questions[i]
	}
	rules := grade.NewRules()
	out := make([]graded, len(answers))
	for i, a := range answers {
		q := byID[a.Question]
		r, err := rules.Grade(tb.Context(), grade.Answer{Question: q, Language: a.Language, Text: a.Text})
		if err != nil {
			tb.Fatalf("grade %s: %v", a.ID, err)
		}
		out[i] = graded{Answer: a, kind: q.Type, pair: labelled.Pair{Label: a.Level, Grade: r.Level}}
	}
	return out
}

// byLength grades answers by nothing but their length, with the bounds between
// levels that give the tuning half as many answers of each level as it has: what
// a grader must beat.
func byLength(tuning, answers []labelled.Answer) []labelled.Pair {
	length := func(a labelled.Answer) int { return utf8.RuneCountInString(a.Text) }
	var lengths, levels []int
	for _, a := range tuning {
		lengths, levels = append(lengths, length(a)), append(levels, a.Level)
	}
	slices.Sort(lengths)
	slices.Sort(levels)
	var out []labelled.Pair
	for _, a := range answers {
		at, _ := slices.BinarySearch(lengths, length(a))
		out = append(out, labelled.Pair{Label: a.Level, Grade: levels[min(at, len(levels)-1)]})
	}
	return out
}

func pairs(all []graded, want func(graded) bool) []labelled.Pair {
	var out []labelled.Pair
	for _, g := range all {
		if want(g) {
			out = append(out, g.pair)
		}
	}
	return out
}

func everything(graded) bool { return true }

// table is how far the grades agree with the labels, by language and type, and
// the confusion table.
func table(name string, all []graded) string {
	var b strings.Builder
	row := func(group string, p []labelled.Pair) {
		if len(p) > 0 {
			fmt.Fprintf(&b, "  %-12s %s\n", group, labelled.Agree(p))
		}
	}
	fmt.Fprintf(&b, "%s half\n", name)
	row("all", pairs(all, everything))
	for _, lang := range bank.Languages() {
		row(lang, pairs(all, func(g graded) bool { return g.Language == lang }))
	}
	for _, kind := range []string{bank.Technical, bank.Behavioral, bank.CaseStudy} {
		row(kind, pairs(all, func(g graded) bool { return g.kind == kind }))
	}
	b.WriteString(labelled.Tabulate(pairs(all, everything)).String())
	return b.String()
}

// byQuestion are the pairs of each question.
func byQuestion(all []graded) [][]labelled.Pair {
	at := map[string]int{}
	var out [][]labelled.Pair
	for _, g := range all {
		if _, ok := at[g.Question]; !ok {
			at[g.Question] = len(out)
			out = append(out, nil)
		}
		out[at[g.Question]] = append(out[at[g.Question]], g.pair)
	}
	return out
}

// least is the kappa on held-out answers that the product promises, of all and
// of each language with enough of them to tell.
const least = 0.6

// TestHeldOut holds the grader without a model to what the product promises, and
// to knowing more than how long an answer is.
func TestHeldOut(t *testing.T) {
	all, err := labelled.All()
	if err != nil {
		t.Fatal(err)
	}
	tuning, heldOut := labelled.Split(all, labelled.Seed)
	if len(heldOut) < 150 || len(all) < 300 {
		t.Errorf("%d of %d answers are held out", len(heldOut), len(all))
	}
	grades := byRules(t, heldOut)
	kappa := labelled.Kappa(pairs(grades, everything))
	if kappa < least {
		t.Errorf("kappa is %.3f, must be %.1f", kappa, least)
	}
	if length := labelled.Kappa(byLength(tuning, heldOut)); kappa < length+0.1 {
		t.Errorf("kappa is %.3f, and of length alone %.3f", kappa, length)
	}
	for _, lang := range []string{"en", "ru"} {
		if k := labelled.Kappa(pairs(grades, func(g graded) bool { return g.Language == lang })); k < least {
			t.Errorf("kappa in %s is %.3f, must be %.1f", lang, k, least)
		}
	}
	if t.Failed() {
		t.Log("\n" + table("held-out", grades))
	}
}

// BenchmarkHeldOut prints how far the grader without a model agrees with the
// labels of answers to questions that it was not tuned on, and for comparison of
// those that it was; and how long an answer takes.
func BenchmarkHeldOut(b *testing.B) {
	all, err := labelled.All()
	if err != nil {
		b.Fatal(err)
	}
	tuning, heldOut := labelled.Split(all, labelled.Seed)
	var grades []graded
	for b.Loop() {
		grades = byRules(b, heldOut)
	}
	low, high := labelled.Spread(byQuestion(grades), labelled.Seed)
	fmt.Printf("\n%s95%% of kappas with other questions: %.3f to %.3f\nby length alone: %s\n\n%s", table("held-out", grades),
		low, high, labelled.Agree(byLength(tuning, heldOut)), table("tuning", byRules(b, tuning)))
	agreement := labelled.Agree(pairs(grades, everything))
	b.ReportMetric(agreement.Quadratic, "kappa")
	b.ReportMetric(agreement.Error, "levels-off")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(heldOut)), "µs/answer")
}
