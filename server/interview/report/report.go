// Package report writes what came of a mock interview as an A4 PDF file and as a
// page to be shared. Both are made of the same words and numbers, formatted once.
// The same Report gives the same bytes.
package report

import "time"

// What became of a question.
const (
	// Scored: answered, and the answer has a score.
	Scored = "scored"
	// Skipped: passed over, and not scored.
	Skipped = "skipped"
	// Waiting: answered, and not scored yet.
	Waiting = "waiting"
)

// Report is an interview as it is told to people. Texts are plain text in any
// script; what they have of markup is shown as it stands, and control characters
// are left out. Texts longer than any of ours are cut, with an ellipsis, and lists
// have an end: 30 items, 50 questions.
type Report struct {
	// Language is one of the product's; English words stand in for any other.
	Language string
	// Title is what the interview is called.
	Title string
	// Person is the name of whose interview it was; empty unless that person wants
	// it shown. Nothing else in a Report tells who it was.
	Person string
	// Type and Domain are what the questions' type and their domain are called.
	// Difficulty is the bank's value; another is shown as it is. Empty ones are not
	// shown.
	Type, Difficulty, Domain string
	// Started and Completed are shown in the zone that they have; zero ones not.
	Started, Completed time.Time
	// Duration is the time without pauses.
	Duration time.Duration
	// Score is 0 to 100; nil without any answer that is scored.
	Score *float64
	// Provisional says that answers still wait for their scores.
	Provisional bool
	Ratings     []Rating
	Summary     Summary
	Questions   []Question
	// Delivery is of the whole interview; nil when nothing was spoken.
	Delivery *Delivery
	// WithAnswers shows what was answered, whole. Quotes are shown always.
	WithAnswers bool
	// Grader names the rules of the scores, and the model if there was one:
	// "rubric v1, model X".
	Grader string
	// Earlier are the overall scores of interviews before this one, oldest first;
	// the chart has the last eleven of them and this one.
	Earlier []Earlier
	// Made is the day in the footer.
	Made time.Time
}

// Rating is one side of an interview.
type Rating struct {
	Name string
	// Value is 0 to 10; nil when there is too little to say.
	Value *float64
	// Answers are how many it is based on; TooEarly says that these are too few to
	// show it, Unspoken that it is of spoken answers, and there were none.
	Answers            int
	TooEarly, Unspoken bool
}

// Summary is the interview in words.
type Summary struct {
	Text                                             string
	Strengths, Weaknesses, Concerns, Recommendations []string
}

// Question is one question and what was made of it.
type Question struct {
	// Number is from 1 on.
	Number         int
	Text, Category string
	// Status is Scored, Skipped or Waiting. Only a question that is Scored has
	// Score to Example.
	Status string
	// Score is 0 to 10, Level 1 to 5.
	Score        float64
	Level        int
	Dimensions   []Dimension
	Points       []Point
	Strengths    []Strength
	Improvements []Improvement
	// Example is a very good answer by somebody else, and is marked as that.
	Example string
	// Spent is the time the answer took, of Limit; a zero Limit is not shown.
	Spent, Limit time.Duration
	// Answer is what was answered; shown by Report.WithAnswers.
	Answer string
	// Delivery is nil for an answer that was typed.
	Delivery *Delivery
}

// Dimension is a part of a score.
type Dimension struct {
	// Name is the rubric's: coverage, depth, structure, relevance; another one is
	// shown as it is.
	Name string
	// Level is 1 to 5.
	Level int
	// Points of Most.
	Points, Most float64
}

// Point is something that a good answer says.
type Point struct {
	Text    string
	Covered bool
	// Partly: the answer touches on it, and is to say it more clearly.
	Partly bool
	// Quotes are where the answer says it, or touches on it.
	Quotes []string
}

// Strength is something good, with the words of the answer.
type Strength struct{ Text, Quote string }

// Improvement is something to do better; Say is what to say instead, or names
// itself an Example.
type Improvement struct {
	Text, Say string
	Example   bool
}

// Delivery is how something was said. It is no part of any score.
type Delivery struct {
	Figures []Figure
	// Advice is one piece of it.
	Advice string
}

// Figure is something that was measured, in words: "Pace", "183 words a minute",
// and the band that it should be in; an empty one is not shown.
type Figure struct{ Name, Value, Band string }

// Earlier is the overall score, 0 to 100, of an earlier interview.
type Earlier struct {
	Completed time.Time
	Score     float64
}
