// Package progress says how a person's skills change over time, and how sure
// that is: few answers are too early to say anything from.
package progress

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/practice"
)

// Window is how far back answers count: what somebody could do a year ago says
// little about what they can do now.
const Window = 180 * 24 * time.Hour

// MinAnswers is how many questions must have been answered for a verdict.
const MinAnswers = 4

// The scores at which the published rubric's levels "good" and "acceptable" begin.
const (
	good       = 6
	acceptable = 4
)

// Verdict is what can be said about a skill; clients have words for each.
type Verdict string

// The verdicts. Each is only given where the intervals bear it out: a change
// comes before a level.
const (
	// TooEarly: fewer than MinAnswers questions were answered.
	TooEarly Verdict = "too_early"
	// Improving: the later half's interval lies above the earlier half's.
	Improving Verdict = "improving"
	// Declining: it lies below.
	Declining Verdict = "declining"
	// Strong: the whole interval is in the levels "good" and "excellent".
	Strong Verdict = "strong"
	// Weak: the whole interval is below "acceptable".
	Weak Verdict = "weak"
	// Steady: no change and no level that is certain.
	Steady Verdict = "steady"
)

// Progress is how a person's answers were graded over the last Window. Only
// answers that the same rubric and model graded are compared: the ones that
// graded the last answer.
type Progress struct {
	Rubric string
	// Model is empty where no model was used.
	Model string
	// Other counts answers of the time that something else graded, which are in
	// none of the figures.
	Other int
	// All is about all answers, Types about those to a type of question, Skills
	// about a category of a domain. Both are in alphabetical order.
	All    Skill
	Types  []Skill
	Skills []Skill
	// Sessions are the interviews, by time.
	Sessions []Session
}

// Skill is how well answers of a kind were graded: of each question the last one
// counts. Scores are 0 to 10.
type Skill struct {
	// Domain and Category are those of the questions, for skills; Type is theirs,
	// for types.
	Domain, Category, Type string
	// Answers are so many, each to another question.
	Answers int
	// Mean is that of the scores. With at least 90 % certainty the person's level
	// lies between Low and High: all that is possible, for a single answer.
	Mean, Low, High float64
	// Earlier and Later are the two halves of the answers by time; the middle one
	// of an odd number is in Later. Zero where the verdict is TooEarly.
	Earlier, Later Half
	Verdict        Verdict
	// Last is when the last answer was given.
	Last time.Time
}

// Half is one half of the answers, with its interval.
type Half struct {
	Answers         int
	Mean, Low, High float64
}

// Session is an interview with the mean of its answers that were graded.
type Session struct {
	Interview string
	// At is when its last answer was given.
	At      time.Time
	Answers int
	Mean    float64
}

// answer is a graded answer with what it belongs to.
type answer struct {
	practice.Score
	question, domain, category, kind string
}

// Of looks at a person's histories; their order does not matter.
func Of(all []practice.History, now time.Time) Progress {
	answers := within(all, now)
	if len(answers) == 0 {
		return Progress{All: skill(nil)}
	}
	last := answers[len(answers)-1]
	p := Progress{Rubric: last.Rubric, Model: last.Model}
	same := slices.DeleteFunc(answers, func(a *answer) bool { return a.Rubric != p.Rubric || a.Model != p.Model })
	p.Other = len(answers) - len(same)
	p.All = skill(same)
	for _, group := range groups(same, func(a *answer) string { return a.kind }) {
		s := skill(group)
		s.Type = group[0].kind
		p.Types = append(p.Types, s)
	}
	for _, group := range groups(same, func(a *answer) string { return a.domain + "\x00" + a.category }) {
		s := skill(group)
		s.Domain, s.Category = group[0].domain, group[0].category
		p.Skills = append(p.Skills, s)
	}
	for _, group := range groups(same, func(a *answer) string { return a.Interview }) {
		p.Sessions = append(p.Sessions, Session{
			Interview: group[0].Interview, At: group[len(group)-1].At, Answers: len(group), Mean: rounded(mean(scores(group))),
		})
	}
	slices.SortFunc(p.Sessions, func(a, b Session) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Interview, b.Interview))
	})
	return p
}

// within are the answers of the last Window, by time.
func within(all []practice.History, now time.Time) []*answer {
	var out []*answer
	for i := range all {
		h := &all[i]
		for _, s := range h.Scores {
			if now.Sub(s.At) <= Window {
				out = append(out, &answer{s, h.QuestionID, h.Domain, h.Category, h.Type})
			}
		}
	}
	slices.SortFunc(out, func(a, b *answer) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Interview, b.Interview), cmp.Compare(a.question, b.question))
	})
	return out
}

// groups are the answers by key, in the keys' order, each by time.
func groups(answers []*answer, key func(*answer) string) [][]*answer {
	byKey := map[string][]*answer{}
	for _, a := range answers {
		k := key(a)
		byKey[k] = append(byKey[k], a)
	}
	out := make([][]*answer, 0, len(byKey))
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		out = append(out, byKey[k])
	}
	return out
}

func scores(answers []*answer) []float64 {
	out := make([]float64, len(answers))
	for i, a := range answers {
		out[i] = a.Score.Score
	}
	return out
}

// rounded has two decimals, so that clients need not cut figures off.
func rounded(x float64) float64 { return math.Round(x*100) / 100 }
