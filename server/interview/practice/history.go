// Package practice remembers which points of which questions a person missed,
// and when to practise them again (spaced repetition): a day after the miss,
// then three, seven and sixteen days after each answer that makes the point.
package practice

import (
	"cmp"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// Kept is how many of the last interviews a History has one by one. What was
// before them is only in the cards.
const Kept = 20

// History is what a person did with a question, in all their interviews.
type History struct {
	// ID is made by HistoryID.
	ID         string `bson:"_id"`
	UserID     string `bson:"userId"`
	QuestionID string `bson:"questionId"`
	Domain     string `bson:"domain"`
	Category   string `bson:"category"`
	Type       string `bson:"type"`
	// LastAsked is when the question was asked last, whether answered or not.
	LastAsked time.Time `bson:"lastAsked"`
	// Asked is in how many interviews.
	Asked int `bson:"asked"`
	// AskedIn are the last of them, at most Kept.
	AskedIn []string `bson:"askedIn"`
	// Scores are the answers that were graded, by time, at most Kept.
	Scores []Score `bson:"scores"`
	// Points are the question's points as the last answer left them.
	Points []Card `bson:"points"`
	// Due is the first of the points' times; zero and not stored where there is
	// nothing to practise.
	Due time.Time `bson:"due,omitempty"`
	// Base are the points before the first of Scores, and BaseAt is when the last
	// answer that went into them was given.
	Base   []Card    `bson:"base,omitempty"`
	BaseAt time.Time `bson:"baseAt,omitempty"`
}

// Score is how the question was answered in one interview.
type Score struct {
	Interview string    `bson:"interviewId"`
	At        time.Time `bson:"at"`
	// Rubric and Model are what graded the answer, as in grade.Result.
	Rubric string `bson:"rubric"`
	Model  string `bson:"model,omitempty"`
	// Score is 0 to 10.
	Score float64 `bson:"score"`
	// Covered and Missed are ids of points; an answer that was unfit missed all.
	Covered []string `bson:"covered,omitempty"`
	Missed  []string `bson:"missed,omitempty"`
}

// HistoryID is the id of a person's history with a question.
func HistoryID(user, question string) string { return user + "/" + question }

// Ask notes that an interview asked the question, whatever became of it. Asking
// again in the same interview changes nothing.
func (h *History) Ask(interview string, at time.Time) {
	at = stored(at)
	if at.After(h.LastAsked) {
		h.LastAsked = at
	}
	if slices.Contains(h.AskedIn, interview) {
		return
	}
	h.Asked++
	h.AskedIn = append(h.AskedIn, interview)
	h.AskedIn = h.AskedIn[max(0, len(h.AskedIn)-Kept):]
}

// Record notes how an answer was graded, and that the question was asked. at is
// when the answer was given. Recorded again for the same interview, the new
// result stands in the place and at the time of the former one: so an answer
// graded anew after a follow-up counts once, and an answer whose grader was down
// for a day counts on the day on which it was given.
func (h *History) Record(interview string, at time.Time, r grade.Result) {
	h.Ask(interview, at)
	s := score(interview, stored(at), r)
	if i := slices.IndexFunc(h.Scores, func(s Score) bool { return s.Interview == interview }); i >= 0 {
		s.At = h.Scores[i].At
		h.Scores[i] = s
	} else if s.At.After(h.BaseAt) {
		h.Scores = append(h.Scores, s)
	}
	slices.SortFunc(h.Scores, func(a, b Score) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Interview, b.Interview))
	})
	for len(h.Scores) > Kept {
		h.Base, h.BaseAt = after(h.Base, h.Scores[0]), h.Scores[0].At
		h.Scores = h.Scores[1:]
	}
	h.replay()
}

// replay makes the points anew. An answer in the middle may have been graded
// late or again, and the days of a point hang on all answers since it was missed.
func (h *History) replay() {
	h.Points = slices.Clone(h.Base)
	for _, s := range h.Scores {
		h.Points = after(h.Points, s)
	}
	h.Due = time.Time{}
	for _, c := range h.Points {
		if !c.Due.IsZero() && (h.Due.IsZero() || c.Due.Before(h.Due)) {
			h.Due = c.Due
		}
	}
}

func score(interview string, at time.Time, r grade.Result) Score {
	s := Score{Interview: interview, At: at, Rubric: r.Rubric, Model: r.Model, Score: r.Score}
	for _, p := range r.Points {
		if p.Covered && r.Unfit == "" {
			s.Covered = append(s.Covered, p.ID)
		} else {
			s.Missed = append(s.Missed, p.ID)
		}
	}
	return s
}

// stored is a time as it comes back from a store, which keeps milliseconds.
func stored(at time.Time) time.Time { return at.UTC().Truncate(time.Millisecond) }
