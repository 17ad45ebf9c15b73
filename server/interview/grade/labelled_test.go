package grade_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

// TestAgreesWithPeople grades the half of the labelled answers that the rules
// may be tuned on; the other half is for the benchmark. Whoever was given level
// 3 or more is never told that it was no answer.
func TestAgreesWithPeople(t *testing.T) {
	all, err := labelled.All()
	if err != nil {
		t.Fatal(err)
	}
	tuning, _ := labelled.Split(all, labelled.Seed)
	index := bank.NewIndex(questions(t))
	pairs := make([]labelled.Pair, 0, len(tuning))
	for _, a := range tuning {
		q, ok := index.Question(a.Question)
		if !ok {
			t.Fatalf("no question %s", a.Question)
		}
		r, err := rules.Grade(t.Context(), grade.Answer{Question: q, Language: a.Language, Text: a.Text})
		if err != nil {
			t.Fatal(err)
		}
		quoted(t, a.Text, r)
		if a.Level >= 3 && r.Unfit != "" {
			t.Errorf("%s has level %d, and is %s", a.ID, a.Level, r.Unfit)
		}
		pairs = append(pairs, labelled.Pair{Label: a.Level, Grade: r.Level})
	}
	agreement := labelled.Agree(pairs)
	t.Log(agreement)
	if kappa := labelled.Kappa(pairs); kappa < 0.7 {
		t.Errorf("kappa is %.3f, was 0.78", kappa)
	}
}
