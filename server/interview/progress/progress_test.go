package progress_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

var start = time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)

// one is the history of a question that was answered in some interviews, a day
// apart, beginning with the given one.
func one(question, category, kind string, first int, scores ...float64) practice.History {
	h := practice.History{ID: practice.HistoryID("ann", question), QuestionID: question, Domain: "backend", Category: category, Type: kind}
	for i, s := range scores {
		h.Record(fmt.Sprintf("i%02d", first+i), start.AddDate(0, 0, first+i), grade.Result{Rubric: grade.Rubric, Score: s})
	}
	return h
}

func after(days int) time.Time { return start.AddDate(0, 0, days) }

// many are answers to as many questions, one a day.
func many(scores ...float64) []practice.History {
	var all []practice.History
	for i, score := range scores {
		all = append(all, one(fmt.Sprint("q", i), "databases", bank.Technical, i, score))
	}
	return all
}

// The same question again and again shows one thing about somebody: the last of
// the answers counts.
func TestTheSameQuestionAgain(t *testing.T) {
	again := one("q", "databases", bank.Technical, 0, 9, 9, 9, 9, 8)
	if all := progress.Of([]practice.History{again}, after(20)).All; all.Verdict != progress.TooEarly || all.Answers != 1 || all.Mean != 8 {
		t.Errorf("five answers to one question: %+v", all)
	}
	all := progress.Of(append(many(9, 9, 9), one("q1", "databases", bank.Technical, 7, 2)), after(20)).All
	if all.Verdict != progress.TooEarly || all.Answers != 3 {
		t.Errorf("four answers to three questions: %+v", all)
	}
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		scores []float64
		want   progress.Verdict
	}{
		"none":                  {nil, progress.TooEarly},
		"three that agree":      {[]float64{9, 9, 9}, progress.TooEarly},
		"four that agree":       {[]float64{8, 8.2, 7.9, 8.1}, progress.Strong},
		"four that do not":      {[]float64{3, 9, 2, 8}, progress.Steady},
		"a little above good":   {[]float64{6.1, 6.2, 6.1, 6.2}, progress.Steady},
		"never acceptable":      {[]float64{2, 1.5, 2.2, 1.8, 2.1}, progress.Weak},
		"just below acceptable": {[]float64{3.9, 3.8, 3.9, 3.7}, progress.Steady},
		"better":                {[]float64{3, 3.5, 2.8, 6.8, 7.2, 7}, progress.Improving},
		"worse":                 {[]float64{7, 7.5, 6.8, 3.2, 2.9, 3.3}, progress.Declining},
		"better, and strong":    {[]float64{6.2, 6.4, 6.3, 9.6, 9.7, 9.8}, progress.Improving},
		"rising a little":       {[]float64{5, 4.2, 5.8, 5.1, 5.9, 5.2}, progress.Steady},
		"nothing answered":      {[]float64{0, 0, 0, 0}, progress.Weak},
	} {
		all := progress.Of(many(c.scores...), after(20)).All
		if all.Verdict != c.want || all.Answers != len(c.scores) {
			t.Errorf("%s: %+v instead of %s", name, all, c.want)
		}
	}
}

func TestSkills(t *testing.T) {
	all := []practice.History{
		one("q1", "databases", bank.Technical, 0, 4, 6),
		one("q2", "databases", bank.Technical, 1, 5, 8, 7),
		one("q3", "api design", bank.Technical, 1, 3),
		one("q4", "leadership", bank.Behavioral, 3, 9),
		one("never answered", "networking", bank.CaseStudy, 3),
	}
	p := progress.Of(all, after(5))
	var got []string
	for _, s := range append(p.Skills, p.Types...) {
		got = append(got, fmt.Sprintf("%s/%s/%s %d %.2f %s", s.Domain, s.Category, s.Type, s.Answers, s.Mean, s.Last.Format("02")))
	}
	want := []string{
		"backend/api design/ 1 3.00 03", "backend/databases/ 2 6.50 05", "backend/leadership/ 1 9.00 05",
		"//behavioral 1 9.00 05", "//technical 3 5.33 05",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var sessions []string
	for _, s := range p.Sessions {
		sessions = append(sessions, fmt.Sprintf("%s %s %d %.2f", s.Interview, s.At.Format("02"), s.Answers, s.Mean))
	}
	if diff := cmp.Diff([]string{"i00 02 1 4.00", "i01 03 3 4.67", "i02 04 1 8.00", "i03 05 2 8.00"}, sessions); diff != "" {
		t.Error(diff)
	}
	if api := p.Skills[0]; api.Low != 0 || api.High != 10 || api.Verdict != progress.TooEarly {
		t.Errorf("one answer says %+v", api)
	}
	if p.All.Answers != 4 || p.Rubric != grade.Rubric {
		t.Errorf("%+v", p)
	}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 0))
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(p, progress.Of(all, after(5))); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestNeverMixed: what another rubric or model graded, and what is long ago, is
// in no figure, and the first is counted.
func TestNeverMixed(t *testing.T) {
	var all []practice.History
	record := func(day int, rubric, model string, score float64) {
		h := practice.History{QuestionID: fmt.Sprint("q", day), Domain: "data", Category: "statistics", Type: bank.Technical}
		h.Record(fmt.Sprint("i", day), after(day), grade.Result{Rubric: rubric, Model: model, Score: score})
		all = append(all, h)
	}
	record(0, grade.Rubric, "large", 1)
	record(190, "rubric v0", "large", 2)
	record(191, grade.Rubric, "", 3)
	record(192, grade.Rubric, "large", 8)
	record(193, grade.Rubric, "large", 9)
	p := progress.Of(all, after(200))
	if p.Other != 2 || p.All.Answers != 2 || p.All.Mean != 8.5 || p.Model != "large" || len(p.Sessions) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestText(t *testing.T) {
	skills := []progress.Skill{
		progress.Of([]practice.History{one("q", "c", bank.Technical, 0, 5)}, after(1)).All,
		progress.Of(many(3, 3.5, 2.8, 6.8, 7.2, 7), after(9)).All,
		progress.Of(many(8, 8.2, 7.9, 8.1), after(9)).All,
	}
	for i, want := range []string{
		"Too early to say. Questions answered so far: 1; at least 4 are needed.",
		"Improving: from 3.1 to 7.0 of 10 on average.",
		"Strong: with 90 % certainty between 7.5 and 8.6 of 10.",
	} {
		if got := skills[i].Text("en"); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
	if got, want := skills[1].Text("de"), "Wird besser: im Mittel von 3,1 auf 7,0 von 10."; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	verdicts := []progress.Verdict{
		progress.TooEarly, progress.Improving, progress.Declining, progress.Strong, progress.Weak, progress.Steady,
	}
	var seen []string
	for _, lang := range bank.Languages() {
		for _, v := range verdicts {
			text := progress.Skill{Verdict: v}.Text(lang)
			if strings.ContainsAny(text, "{}") || slices.Contains(seen, text) || text == string(v) {
				t.Errorf("%s, %s: %s", lang, v, text)
			}
			seen = append(seen, text)
		}
	}
}
