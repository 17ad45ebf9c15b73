package feedback_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// answered is a question with the points that its answer made written in
// capitals, "Ab", graded ten times the share of them.
func answered(id, kind, points string) feedback.Answered {
	r := grade.Result{Rubric: grade.Rubric, Example: "An example about " + id + "."}
	made := 0
	for _, p := range points {
		point := grade.Point{ID: strings.ToLower(string(p)), Point: "Point " + strings.ToLower(string(p))}
		if p < 'a' {
			made++
			point.Covered, point.Evidence = true, []string{"we did " + point.ID}
			r.Strengths = append(r.Strengths, grade.Remark{Text: "You say " + point.ID, Quote: "we did " + point.ID})
		}
		r.Points = append(r.Points, point)
	}
	share := float64(made) / float64(len(points))
	r.Score = 10 * share
	r.Level = min(5, 1+int(5*share))
	for _, d := range []struct {
		name string
		most float64
	}{{grade.Coverage, 5}, {grade.Depth, 2}, {grade.Structure, 2}, {grade.Relevance, 1}} {
		r.Dimensions = append(r.Dimensions, grade.Dimension{Name: d.name, Points: d.most * share, Most: d.most})
	}
	return feedback.Answered{
		QuestionID: id, Question: "Question " + id + "?", Type: kind, Domain: "backend", Category: "databases", Result: &r,
		Spent: time.Minute, Limit: 2 * time.Minute,
	}
}

func skip(id string) feedback.Answered {
	return feedback.Answered{QuestionID: id, Question: "Question " + id + "?", Type: bank.Technical, Skipped: true}
}

func waiting(id string) feedback.Answered {
	return feedback.Answered{QuestionID: id, Question: "Question " + id + "?", Type: bank.Technical, Unscored: true}
}

func untouched(id string) feedback.Answered {
	return feedback.Answered{QuestionID: id, Question: "Question " + id + "?", Type: bank.Technical}
}

func interview(questions ...feedback.Answered) feedback.Interview {
	return feedback.Interview{ID: "now", Language: "en", Type: bank.Technical, Questions: questions}
}

func TestOverallScore(t *testing.T) {
	for name, c := range map[string]struct {
		running     bool
		questions   []feedback.Answered
		want        string
		provisional bool
	}{
		"mean":                   {false, []feedback.Answered{answered("1", bank.Technical, "ABcd"), answered("2", bank.Technical, "A")}, "75", false},
		"rounded":                {false, []feedback.Answered{answered("1", bank.Technical, "ABc"), answered("2", bank.Technical, "A")}, "83", false},
		"skipped counts 0":       {false, []feedback.Answered{answered("1", bank.Technical, "A"), skip("2")}, "50", false},
		"all skipped":            {false, []feedback.Answered{skip("1"), skip("2")}, "0", false},
		"unscored is left out":   {false, []feedback.Answered{answered("1", bank.Technical, "Ab"), waiting("2")}, "50", true},
		"nothing scored":         {false, []feedback.Answered{waiting("1"), waiting("2")}, "none", true},
		"no questions":           {false, nil, "none", false},
		"untouched when over":    {false, []feedback.Answered{answered("1", bank.Technical, "A"), untouched("2")}, "50", false},
		"untouched when running": {true, []feedback.Answered{answered("1", bank.Technical, "A"), untouched("2")}, "100", true},
		"just begun":             {true, []feedback.Answered{untouched("1")}, "none", true},
	} {
		i := interview(c.questions...)
		i.Running = c.running
		f := feedback.Of(i)
		got := "none"
		if f.OverallScore != nil {
			got = fmt.Sprint(*f.OverallScore)
		}
		if got != c.want || f.Provisional != c.provisional {
			t.Errorf("%s: %s, provisional %v", name, got, f.Provisional)
		}
		if all := f.Scored + f.Skipped + f.Unscored + f.Open; all != len(c.questions) {
			t.Errorf("%s: %d of %d questions counted", name, all, len(c.questions))
		}
	}
}

func TestRatings(t *testing.T) {
	f := feedback.Of(interview(
		answered("t", bank.Technical, "ABcd"), answered("c", bank.CaseStudy, "ABCD"), answered("b", bank.Behavioral, "abcd"),
		skip("s"), waiting("w"),
	))
	for name, c := range map[string]struct {
		rating    *feedback.Rating
		score     float64
		questions string
	}{
		"technical accuracy":  {f.Ratings.TechnicalAccuracy, 7.5, "[t c]"},
		"communication":       {f.Ratings.Communication, 5, "[t c b]"},
		"structured thinking": {f.Ratings.StructuredThinking, 5, "[t c b]"},
		"problem solving":     {f.Ratings.ProblemSolving, 7.5, "[t c]"},
	} {
		if c.rating == nil || c.rating.Score != c.score || fmt.Sprint(c.rating.Questions) != c.questions || c.rating.Delivery {
			t.Errorf("%s: %+v", name, c.rating)
		}
	}
	if r := f.Ratings.Communication; r.TooEarly || r.Basis != "Based on structure; relevance. Answers: 3." || !f.Ratings.ProblemSolving.TooEarly {
		t.Errorf("three answers are too few, or two are not: %+v", f.Ratings)
	}
	if f.Ratings.Confidence != nil {
		t.Errorf("confidence of typed answers: %+v", f.Ratings.Confidence)
	}
	if got, want := f.Ratings.ProblemSolving.Basis, "Based on key points; depth. Answers: 2. That is too few answers to rely on it."; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	f = feedback.Of(interview(answered("b", bank.Behavioral, "Ab")))
	if f.Ratings.TechnicalAccuracy != nil || f.Ratings.ProblemSolving != nil || f.Ratings.Communication == nil {
		t.Errorf("a story says %+v", f.Ratings)
	}
	bare := answered("x", bank.Technical, "A")
	bare.Result.Dimensions = nil
	if r := feedback.Of(interview(answered("t", bank.Technical, "A"), bare)).Ratings.TechnicalAccuracy; fmt.Sprint(r.Questions) != "[t]" {
		t.Errorf("a rating of what shows nothing: %+v", r)
	}
	if empty := feedback.Of(interview(skip("s"), waiting("w"))).Ratings; empty != (feedback.Ratings{}) {
		t.Errorf("no answer says %+v", empty)
	}
}

func TestTimeUse(t *testing.T) {
	long, quick, free := answered("long", bank.Technical, "ABCd"), answered("quick", bank.Technical, "Abcd"), answered("free", bank.Technical, "A")
	long.Spent, quick.Spent, free.Spent, free.Limit = 125*time.Second, 20*time.Second, 10*time.Minute, 0
	use := feedback.Of(interview(long, quick, free)).TimeUse
	want := feedback.TimeUse{
		Questions: []feedback.QuestionTime{
			{QuestionID: "long", Spent: 125 * time.Second, Limit: 2 * time.Minute, Over: 5 * time.Second},
			{QuestionID: "quick", Spent: 20 * time.Second, Limit: 2 * time.Minute},
			{QuestionID: "free", Spent: 10 * time.Minute},
		},
		Spent: 745 * time.Second, Limit: 4 * time.Minute,
		Remarks: []string{
			"“Question long?” took 2:05 of 2:00 minutes.",
			"“Question quick?” took only 0:20 of 2:00 minutes; there was time for what was left out.",
		},
	}
	if diff := cmp.Diff(want, use); diff != "" {
		t.Error(diff)
	}
}

func TestIdeal(t *testing.T) {
	f := feedback.Of(interview(answered("1", bank.Technical, "AbCd"), skip("2"), answered("3", bank.Technical, "AB")))
	want := []feedback.Ideal{
		{
			QuestionID: "1", Covered: 2, All: 4, Missed: []string{"Point b", "Point d"}, Example: "An example about 1.",
			Text: "Key points made: 2 of 4. A very good answer also says: Point b; Point d.",
		},
		{QuestionID: "3", Covered: 2, All: 2, Example: "An example about 3.", Text: "Key points made: 2 of 2."},
	}
	if diff := cmp.Diff(want, f.Ideal); diff != "" {
		t.Error(diff)
	}
}

func TestGraders(t *testing.T) {
	one, other := answered("1", bank.Technical, "A"), answered("2", bank.Technical, "A")
	one.Result.Model = "large"
	if f := feedback.Of(interview(one)); f.Rubric != grade.Rubric || f.Model != "large" || f.Mixed {
		t.Errorf("%s, %s, mixed %v", f.Rubric, f.Model, f.Mixed)
	}
	if f := feedback.Of(interview(one, other)); !f.Mixed {
		t.Error("two graders are one")
	}
}
