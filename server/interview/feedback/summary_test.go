package feedback_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// unfit makes an answer none.
func unfit(a feedback.Answered, why string) feedback.Answered {
	r := *a.Result
	r.Unfit, r.Score, r.Level = why, 0, 1
	a.Result = &r
	return a
}

// story is an answer that has the parts written in capitals of "star".
func story(id, parts string) feedback.Answered {
	a := answered(id, bank.Behavioral, "AB")
	for i, part := range []string{grade.Situation, grade.Task, grade.Action, grade.Outcome} {
		p := grade.Part{Part: part}
		if parts[i] < 'a' {
			p.Evidence = "we did " + part
		}
		a.Result.Parts = append(a.Result.Parts, p)
	}
	return a
}

func TestSummaryText(t *testing.T) {
	for want, questions := range map[string][]feedback.Answered{
		"Overall score: 75 of 100. Questions answered: 2 of 2. Key points made: 6 of 8. " +
			"Best answer: “Question 2?” (10 of 10). Start practising with: “Question 1?” (5 of 10).": {
			answered("1", bank.Technical, "ABcd"), answered("2", bank.Technical, "ABCD"),
		},
		"Score so far: 25 of 100. Answers not scored yet and left out of it: 1. Questions answered: 2 of 3. " +
			"Skipped: 1; each counts as 0. Key points made: 1 of 2.": {answered("1", bank.Technical, "Ab"), waiting("2"), skip("3")},
		"Your answers are not scored yet. Questions answered: 1 of 1.":                       {waiting("1")},
		"Overall score: 0 of 100. Questions answered: 0 of 1. Skipped: 1; each counts as 0.": {skip("1")},
	} {
		if got := feedback.Of(interview(questions...)).Summary.Text; got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestStrengthsGoRound(t *testing.T) {
	f := feedback.Of(interview(
		answered("poor", bank.Technical, "Abcd"), answered("best", bank.Technical, "ABCD"),
		unfit(answered("stuffed", bank.Technical, "ABCD"), grade.Keywords), answered("fair", bank.Technical, "ABcd"),
	))
	var got []string
	for _, s := range f.Summary.Strengths {
		got = append(got, s.QuestionID+": "+s.Quote)
	}
	want := []string{"best: we did a", "fair: we did a", "poor: we did a", "best: we did b", "fair: we did b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := f.Summary.Strengths[0].Remark; got != "You say a" {
		t.Error(got)
	}
	if got, want := f.Summary.Strengths[0].Text, "You say a. Your words: “we did a”"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}

// TestLongQuote: what is cut off a quote leaves the answer's own words.
func TestLongQuote(t *testing.T) {
	a := answered("1", bank.Technical, "A")
	long := strings.Repeat("we measured it twice ", 30)
	a.Result.Strengths[0].Quote = long
	s := feedback.Of(interview(a)).Summary.Strengths[0]
	if !strings.Contains(long, s.Quote) || len(s.Quote) > 160 || long[len(s.Quote)] != ' ' || !strings.Contains(s.Text, s.Quote+"…”") {
		t.Errorf("%+v", s)
	}
	a.Result.Strengths[0].Quote = strings.Repeat("我们测量了两次", 60)
	if s := feedback.Of(interview(a)).Summary.Strengths[0]; !strings.HasPrefix(a.Result.Strengths[0].Quote, s.Quote) || len([]rune(s.Quote)) != 160 {
		t.Errorf("%+v", s)
	}
}

func TestWeaknesses(t *testing.T) {
	f := feedback.Of(interview(
		answered("all", bank.Technical, "AB"), answered("half", bank.Technical, "Ab"), answered("few", bank.Technical, "Abcd"),
		unfit(answered("off", bank.Technical, "ab"), grade.OffTopic), unfit(answered("odd", bank.Technical, "aB"), "new"),
	))
	var got []string
	for _, w := range f.Summary.Weaknesses {
		got = append(got, fmt.Sprint(w.QuestionID, w.Missed, " ", w.Text))
	}
	want := []string{
		"odd[a b] “Question odd?” – There was no answer to it.",
		"off[a b] “Question off?” – The answer was about something else.",
		"few[b c d] “Question few?” – not recognised in your words: Point b; Point c; Point d.",
		"half[b] “Question half?” – not recognised in your words: Point b.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// touched makes points of an answer such that it touches on them.
func touched(a feedback.Answered, ids ...string) feedback.Answered {
	r := *a.Result
	r.Points = slices.Clone(r.Points)
	for i := range r.Points {
		if p := &r.Points[i]; slices.Contains(ids, p.ID) {
			p.Covered, p.Partly, p.Evidence = false, true, []string{"we did " + p.ID}
		}
	}
	a.Result = &r
	return a
}

// TestTouchedOn: what an answer touches on was not left out, but is to be said more
// clearly, and a good answer is not called weak for it.
func TestTouchedOn(t *testing.T) {
	f := feedback.Of(interview(
		touched(answered("both", bank.Technical, "Abcd"), "b"), touched(answered("vague", bank.Technical, "Ab"), "b"),
		touched(answered("good", bank.Technical, "ABc"), "c"), touched(answered("best", bank.Technical, "ABCD"), "d"),
	))
	var got []string
	for _, w := range f.Summary.Weaknesses {
		got = append(got, fmt.Sprint(w.QuestionID, w.Missed, w.Unclear, " ", w.Text))
	}
	for _, r := range f.Recommendations[:2] {
		got = append(got, fmt.Sprint(r.QuestionID, r.Points, " ", r.Text))
	}
	for _, i := range f.Ideal[:2] {
		got = append(got, i.Text)
	}
	want := []string{
		"both[c d] [b] “Question both?” – not recognised in your words: Point c; Point d. Say more clearly: Point b.",
		"vague[] [b] “Question vague?” – say more clearly: Point b.",
		"both[c d b] Answer “Question both?” again, and this time say: Point c; Point d. Say more clearly: Point b.",
		"vague[b] Answer “Question vague?” again, and say more clearly: Point b.",
		"Key points made: 1 of 4. A very good answer also says: Point c; Point d. It says more clearly: Point b.",
		"Key points made: 1 of 2. It says more clearly: Point b.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConcerns(t *testing.T) {
	over := answered("1", bank.Technical, "AB")
	over.Spent = 3 * time.Minute
	over2 := over
	over2.QuestionID = "2"
	for name, c := range map[string]struct {
		questions []feedback.Answered
		want      string
	}{
		"none":     {[]feedback.Answered{answered("1", bank.Technical, "AB"), answered("2", bank.Technical, "Ab")}, ""},
		"halves":   {[]feedback.Answered{answered("1", bank.Technical, "ABcd"), answered("2", bank.Technical, "ABcd")}, ""},
		"one poor": {[]feedback.Answered{answered("1", bank.Technical, "abcdefG")}, ""},
		"two poor": {
			[]feedback.Answered{answered("1", bank.Technical, "abcdefG"), answered("2", bank.Technical, "abcdefG")},
			"Answers below the level “acceptable”: 2 of the 2 that count.|Answers that make fewer than half of the key points: 2 of the 2 that count.",
		},
		"skipped":            {[]feedback.Answered{skip("1"), answered("2", bank.Technical, "A")}, "Questions skipped: 1 of 2."},
		"one over":           {[]feedback.Answered{over}, ""},
		"two over":           {[]feedback.Answered{over, over2}, "Answers that took longer than the time given: 2 of the 2 that count."},
		"without an outcome": {[]feedback.Answered{story("1", "STAr"), story("2", "STAr"), story("3", "STAR")}, "Stories that do not say how it ended: 2 of the 3 that count."},
		"everything": {
			[]feedback.Answered{
				skip("1"), unfit(answered("2", bank.Technical, "a"), grade.Empty), story("3", "STAr"), story("4", "STAr"), over, over2,
			},
			"Answers that could not count as answers: 1 of 6.|Questions skipped: 1 of 6.|Stories that do not say how it ended: 2 of the 2 that count.",
		},
	} {
		var got []string
		for _, concern := range feedback.Of(interview(c.questions...)).Summary.TopConcerns {
			got = append(got, concern.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestRecommendations(t *testing.T) {
	over := answered("2", bank.Technical, "ABCD")
	over.Spent = time.Hour
	for name, c := range map[string]struct {
		questions []feedback.Answered
		want      string
	}{
		"excellent":  {[]feedback.Answered{answered("1", bank.Technical, "AB"), answered("2", bank.Technical, "ABCDE")}, "[harder]"},
		"not scored": {[]feedback.Answered{waiting("1")}, "[]"},
		"all empty":  {[]feedback.Answered{unfit(answered("1", bank.Technical, "ab"), grade.Empty)}, "[answer_again 1[a b]]"},
		"mixed": {
			[]feedback.Answered{answered("1", bank.Technical, "ABcd"), over, skip("3"), skip("4"), story("5", "STAr")},
			"[answer_again 1[c d] answer_skipped 3 say_part result shorten]",
		},
		"shallow": {
			[]feedback.Answered{answered("1", bank.Technical, "Abc"), answered("2", bank.Technical, "abcD"), answered("3", bank.Technical, "Abcd")},
			"[answer_again 3[b c d] answer_again 2[a b c] give_reasons]",
		},
		"more to come":                {[]feedback.Answered{answered("1", bank.Technical, "AB"), waiting("2")}, "[]"},
		"every other story":           {[]feedback.Answered{story("1", "STAr"), story("2", "STAR")}, "[say_part result harder]"},
		"one story of three":          {[]feedback.Answered{story("1", "STAr"), story("2", "STAR"), story("3", "STAR")}, "[harder]"},
		"the outcome before the rest": {[]feedback.Answered{story("1", "star")}, "[say_part result harder]"},
	} {
		var got []string
		for _, r := range feedback.Of(interview(c.questions...)).Recommendations {
			s := strings.TrimSpace(r.Code + " " + r.QuestionID + r.Part)
			if r.Points != nil {
				s += fmt.Sprint(r.Points)
			}
			got = append(got, s)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	first := feedback.Of(interview(answered("1", bank.Technical, "ABcd"))).Recommendations[0].Text
	if want := "Answer “Question 1?” again, and this time say: Point c; Point d."; first != want {
		t.Errorf("%q instead of %q", first, want)
	}
}
