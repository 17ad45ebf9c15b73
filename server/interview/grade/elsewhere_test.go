package grade_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

// mostElsewhere is the share of good answers to technical questions that may be
// taken for an acceptable story. It was 0.04, and 0.1 where nobody looked at what
// other question they are like.
const mostElsewhere = 0.07

// TestTechnicalAnswersAreNoStories gives good answers to technical questions, of
// the half that may be tuned on, to questions that ask for a story.
func TestTechnicalAnswersAreNoStories(t *testing.T) {
	answers, err := labelled.All()
	if err != nil {
		t.Fatal(err)
	}
	tuning, _ := labelled.Split(answers, labelled.Seed)
	all := questions(t)
	index := bank.NewIndex(all)
	asked, taken := 0, 0
	for n, a := range tuning {
		if own, _ := index.Question(a.Question); own.Type != bank.Technical || a.Level < 4 || a.Language != "en" {
			continue
		}
		for i := n % 3; i < len(all); i += 3 {
			if all[i].Type != bank.Behavioral || all[i].Domain != bank.Behavioral {
				continue
			}
			r, err := rules.Grade(t.Context(), grade.Answer{Question: &all[i], Language: "en", Text: a.Text})
			if err != nil {
				t.Fatal(err)
			}
			asked++
			if r.Level > 2 {
				taken++
			}
		}
	}
	t.Logf("%d of %d are taken for a story", taken, asked)
	if float64(taken) > mostElsewhere*float64(asked) {
		t.Errorf("%d of %d are taken for a story", taken, asked)
	}
}
