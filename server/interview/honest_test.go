package interview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// TestTheSampleInAFollowUp: who has the sample from elsewhere and pastes it as the
// answer to a follow-up question gains no point by it.
func TestTheSampleInAFollowUp(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	q := v.Questions[at]
	v = r.write(v.ID, q.ID, answer)
	first := *v.Questions[at].Answer.Result
	v = r.write(v.ID, v.Questions[at].FollowUp().ID, q.Text().Sample)
	last := *v.Questions[at].Answer.Result
	for i, p := range last.Points {
		if p.Covered && !first.Points[i].Covered {
			t.Errorf("the sample makes the point %q", p.Point)
		}
	}
}

// TestFeedbackSpeaksTheInterviewsLanguage, also of a question that is not translated
// into it: it is asked and answered in English.
func TestFeedbackSpeaksTheInterviewsLanguage(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(func(w *interview.Wish) { w.Language, w.Number = "uz", bank.MaxNumber })
	at := slices.IndexFunc(v.Questions, func(q interview.Question) bool { return q.Language == "en" })
	if at < 0 {
		t.Fatal("all questions are translated: the test needs one that is not")
	}
	v = r.write(v.ID, v.Questions[at].ID, v.Questions[at].Text().Sample)
	res := v.Questions[at].Answer.Result
	if len(res.Strengths) == 0 || !strings.HasPrefix(res.Strengths[0].Text, "Bu bandni aytdingiz") || !strings.Contains(res.Dimensions[0].Why, "band") {
		t.Errorf("%+v, %q", res.Strengths, res.Dimensions[0].Why)
	}
}

// TestReportsSayWhatTheyAreOf: the category in the report's language, how many answers
// a rating is of, and that nothing was spoken.
func TestReportsSayWhatTheyAreOf(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(func(w *interview.Wish) { w.Language, w.Type, w.Domain, w.Difficulty = "ru", bank.Behavioral, "", "" })
	v = r.write(v.ID, v.Questions[0].ID, v.Questions[0].Text().Sample)
	v, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	rep, err := r.Report(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	for i, q := range rep.Questions {
		if want := interview.Category("ru", v.Questions[i].Asked.Category); q.Category != want || q.Category == v.Questions[i].Asked.Category {
			t.Errorf("category %q", q.Category)
		}
	}
	for _, one := range rep.Ratings {
		spoken := strings.Contains(one.Name, "Уверенность")
		if one.Unspoken != spoken || one.Value != nil && (one.Answers != 1 || !one.TooEarly) {
			t.Errorf("%+v", one)
		}
	}
}
