package interview

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// Repeatable tells whether its answer may be given once more: it was none, such as
// a word that was sent by mistake.
func (q *Question) Repeatable() bool {
	a := q.Answer
	return a != nil && !q.Repeated && len(q.FollowUps) == 0 && a.State == Scored && a.Result != nil && a.Result.Unfit != ""
}

// HeldBack says why it is not shown yet what a good answer to an answered question
// says; empty when it is. Whoever can still add to an answer could copy it.
func (v *Interview) HeldBack(q *Question) string {
	key := ""
	switch {
	case v.Status.Over() || !q.Answered():
	case q.FollowUp() != nil:
		key = "held_follow_up"
	case q.Answer.waits():
		key = "held_scoring"
	case q.Repeatable():
		key = "held_repeat"
	}
	if key == "" {
		return ""
	}
	return catalogue().In(v.Language, key)
}

// Known tells whether its owner may know what a good answer to a question says: it
// has been dealt with, and nothing can be added any more. A skipped question can
// still be answered, and one whose recording could not be read.
func (v *Interview) Known(q *Question) bool {
	return v.Status.Over() || q.Answered() && v.HeldBack(q) == ""
}

// holds tells whether it asks a question of the bank of whose points its owner may
// not know yet.
func (v *Interview) holds(question string) bool {
	return slices.ContainsFunc(v.Questions, func(q Question) bool { return q.Asked.ID == question && !v.Known(&q) })
}

// Result is how an answer was graded, as far as its owner may know: of points that
// are not made, of what to say instead and of the example nothing is left while
// HeldBack says why. Nil without an answer that was scored.
func (v *Interview) Result(q *Question) *grade.Result {
	if q.Answer == nil {
		return nil
	}
	r := q.Answer.Result
	if r == nil || v.HeldBack(q) == "" {
		return r
	}
	shown := *r
	shown.Improvements, shown.Example, shown.Points = nil, "", nil
	for _, p := range r.Points {
		if !p.Covered {
			p = grade.Point{} // that there is one is no secret
		}
		shown.Points = append(shown.Points, p)
	}
	return &shown
}
