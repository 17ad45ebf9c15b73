package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// before are earlier interviews with some scores, a day apart.
func before(scores ...int) []feedback.Earlier {
	var out []feedback.Earlier
	for i, s := range scores {
		out = append(out, feedback.Earlier{
			ID: fmt.Sprint("e", i), At: time.Date(2026, 3, 1+i, 9, 0, 0, 0, time.UTC),
			Type: bank.Technical, Rubric: grade.Rubric, OverallScore: s,
		})
	}
	return out
}

func TestPrevious(t *testing.T) {
	other := func(change func(*feedback.Earlier)) []feedback.Earlier {
		all := before(40, 50, 60, 90)
		change(&all[3])
		return all
	}
	for name, c := range map[string]struct {
		earlier []feedback.Earlier
		want    string
	}{
		"first":       {nil, "none"},
		"other types": {other(func(e *feedback.Earlier) { e.Type = bank.Behavioral })[3:], "none"},
		"itself":      {other(func(e *feedback.Earlier) { e.ID = "now" })[3:], "none"},
		"one":         {before(40), "too_early 1 mean 40 change 10 other 0"},
		"two":         {before(40, 45), "too_early 2 mean 42.5 change 7.5 other 0"},
		"usual":       {before(40, 50, 60), "usual 3 mean 50 change 0 other 0"},
		"above":       {before(20, 25, 22, 23), "above 4 mean 22.5 change 27.5 other 0"},
		"below":       {before(90, 88, 92, 91), "below 4 mean 90.3 change -40.3 other 0"},
		"the last":    {before(0, 0, 0, 50, 51, 49, 50, 51, 49, 50, 51, 49, 50), "usual 10 mean 50 change 0 other 0"},
		"rubric":      {other(func(e *feedback.Earlier) { e.Rubric = "rubric v0" }), "usual 3 mean 50 change 0 other 1"},
		"model":       {other(func(e *feedback.Earlier) { e.Model = "large" }), "usual 3 mean 50 change 0 other 1"},
		"provisional": {other(func(e *feedback.Earlier) { e.Provisional = true }), "usual 3 mean 50 change 0 other 1"},
		"only others": {other(func(e *feedback.Earlier) { e.Model = "large" })[3:], "too_early 0 other 1"},
	} {
		i := interview(answered("1", bank.Technical, "ABcd"))
		i.Earlier = c.earlier
		if got := shown(feedback.Of(i).Previous); got != c.want {
			t.Errorf("%s: %s instead of %s", name, got, c.want)
		}
	}
}

func shown(p *feedback.Previous) string {
	switch {
	case p == nil:
		return "none"
	case p.Mean == nil:
		return fmt.Sprintf("%s %d other %d", p.Verdict, p.Interviews, p.Other)
	}
	return fmt.Sprintf("%s %d mean %v change %v other %d", p.Verdict, p.Interviews, *p.Mean, *p.Change, p.Other)
}

// TestNothingIsComparedThatCannotBe: a score that may change gets no verdict,
// and answers of two graders are compared with nothing.
func TestNothingIsComparedThatCannotBe(t *testing.T) {
	provisional := interview(answered("1", bank.Technical, "ABcd"), waiting("2"))
	provisional.Earlier = before(10, 10, 10, 10)
	if got, want := shown(feedback.Of(provisional).Previous), "too_early 4 mean 10 change 40 other 0"; got != want {
		t.Errorf("provisional: %s", got)
	}
	mixed := interview(answered("1", bank.Technical, "ABcd"), answered("2", bank.Technical, "ABcd"))
	mixed.Questions[1].Result.Model = "large"
	mixed.Earlier = before(10, 10, 10, 10)
	if got, want := shown(feedback.Of(mixed).Previous), "too_early 0 other 4"; got != want {
		t.Errorf("mixed: %s", got)
	}
}

func TestPreviousText(t *testing.T) {
	for want, earlier := range map[string][]feedback.Earlier{
		"Earlier interviews of this type: 3, mean score 50. Difference this time: 0. That is within your usual range (16.3 to 83.7).":     before(40, 50, 60)[:3],
		"Earlier interviews of this type: 4, mean score 22.5. Difference this time: +27.5. That is above your usual range (9.3 to 35.7).": before(20, 25, 22, 23),
		"Earlier interviews of this type: 2, mean score 45. Difference this time: +5. It is too early to speak of a change.":              before(40, 50),
		"It is too early to speak of a change. Interviews that were graded differently, or not completely, and are not compared: 1.": {{
			ID: "e", Type: bank.Technical, Rubric: "rubric v0", OverallScore: 70,
		}},
	} {
		i := interview(answered("1", bank.Technical, "ABcd"))
		i.Earlier = earlier
		if got := feedback.Of(i).Previous.Text; got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

// TestOrderOfEarlier is nothing.
func TestOrderOfEarlier(t *testing.T) {
	i := interview(answered("1", bank.Technical, "ABcd"))
	i.Earlier = before(12, 90, 33, 47, 61, 58, 22, 71, 38, 80, 5, 44, 66)
	want := feedback.Of(i)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		rng.Shuffle(len(i.Earlier), func(a, b int) { i.Earlier[a], i.Earlier[b] = i.Earlier[b], i.Earlier[a] })
		if diff := cmp.Diff(want, feedback.Of(i)); diff != "" {
			t.Fatal(diff)
		}
	}
}
