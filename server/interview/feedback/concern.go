package feedback

import (
	"strconv"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// The codes of concerns, the gravest first.
const (
	// Unfit: answers that were none.
	Unfit = "unfit"
	// Skipped: questions passed over.
	Skipped = "skipped"
	// Below: answers that are not acceptable, by the rubric's levels.
	Below = "below_acceptable"
	// NoOutcome: stories that do not say how it ended.
	NoOutcome = "no_result"
	// FewPoints: fewer than half of all points were made; the questions are those
	// of which it is true.
	FewPoints = "few_points"
	// Overtime: answers longer than there was time.
	Overtime = "overtime"
)

// acceptable is the rubric's level 3.
const acceptable = 3

// concerns are what is wrong with the interview as a whole. That it was wrong
// once is a concern only where the answer or the question was lost by it.
func (i *Interview) concerns() []Concern {
	fit := func(a *Answered) bool { return i.state(a) == scored && a.Result.Unfit == "" }
	each := func(*Answered) bool { return true }
	stories := func(a *Answered) bool { return fit(a) && len(a.Result.Parts) > 0 }
	kinds := []struct {
		code string
		// of are the questions that it can be true of, most of which it has to hold.
		of, holds func(*Answered) bool
		least     int
	}{
		{Unfit, each, func(a *Answered) bool { return i.state(a) == scored && a.Result.Unfit != "" }, 1},
		{Skipped, each, func(a *Answered) bool { return i.state(a) == skipped }, 1},
		{Below, fit, func(a *Answered) bool { return a.Result.Level < acceptable }, 2},
		{NoOutcome, stories, func(a *Answered) bool { return lacks(a.Result, grade.Outcome) }, 2},
		{FewPoints, fit, func(a *Answered) bool { n, all := covered(a); return 2*n < all }, 2},
		{Overtime, fit, func(a *Answered) bool { return a.over() > 0 }, 2},
	}
	var out []Concern
	for _, k := range kinds {
		c := Concern{Code: k.code}
		all := 0
		for n := range i.Questions {
			a := &i.Questions[n]
			if !k.of(a) {
				continue
			}
			all++
			if k.holds(a) {
				c.Questions = append(c.Questions, a.QuestionID)
			}
		}
		if len(c.Questions) < k.least || len(out) == mostConcerns {
			continue
		}
		c.Text = i.say("concern_"+k.code, "n", strconv.Itoa(len(c.Questions)), "all", strconv.Itoa(all))
		out = append(out, c)
	}
	return out
}
