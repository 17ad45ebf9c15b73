// Package grade scores answers of mock interviews by a published rubric.
//
// A grader finds where an answer makes a question's points and has the parts
// of a well-built answer; Assess checks what it claims against the answer's own
// words and computes the score. Rules is the grader that needs no model.
package grade

import "github.com/interviewai-pro/interviewai/server/interview/bank"

// Rubric names the rules by which answers are scored. Results of different
// rubrics are not to be compared.
const Rubric = "rubric v1"

// Answer is an answer to be graded.
type Answer struct {
	Question *bank.Question
	// Language is one of the question's texts.
	Language string
	// Text is what was written or said. Answers to follow-up questions follow, each
	// after an empty line.
	Text string
	// First is how many bytes of Text answer the question itself, where answers to
	// follow-up questions are behind them; 0 for all. What is behind them was written
	// by somebody who may have read the sample answer, and its words count for nothing
	// there.
	First int
	// Texts is the language of what is said about the answer; empty for Language.
	Texts string
}

// Found is what a grader claims to have found in an answer. Nothing of it is
// believed without a quote that stands in the answer, letter by letter.
type Found struct {
	Points []FoundPoint
	Parts  []FoundPart
}

// FoundPoint is a point of the question that an answer makes.
type FoundPoint struct {
	ID     string
	Quotes []string
	// Partly is for a point that is touched on and not made.
	Partly bool
}

// FoundPart is a part of a well-built answer.
type FoundPart struct {
	// Part is one of the question's type's parts, such as Situation.
	Part  string
	Quote string
}

// The parts of an answer to a behavioral question.
const (
	Situation = "situation"
	Task      = "task"
	Action    = "action"
	Outcome   = "result"
)

// Result is how an answer was graded. Texts are in the language of Answer.Texts.
type Result struct {
	// Rubric is the constant of that name at the time.
	Rubric string `bson:"rubric"`
	// Model is the language model that looked for the points; empty for Rules.
	Model string `bson:"model,omitempty"`
	// Score is 0 to 10, with one decimal.
	Score float64 `bson:"score"`
	// Level is the anchored level that the score lies in, 1 to 5; LevelText says what
	// it means for this answer.
	Level     int    `bson:"level"`
	LevelText string `bson:"levelText,omitempty"`
	// Unfit says why an answer is not one, and has the lowest score: one of the
	// constants Empty to OtherLanguage; otherwise it is empty.
	Unfit string `bson:"unfit,omitempty"`
	// Dimensions are what the score is made of, in the rubric's order.
	Dimensions []Dimension `bson:"dimensions"`
	// Points are the question's points, in order.
	Points []Point `bson:"points"`
	// Parts are the parts of a well-built answer, in order; none where the type has
	// none.
	Parts []Part `bson:"parts,omitempty"`
	// Strengths each quote the answer; none for an answer that is unfit.
	Strengths []Remark `bson:"strengths"`
	// Improvements each say what to say instead, or give an example.
	Improvements []Improvement `bson:"improvements"`
	// Suggestions are what to do next time.
	Suggestions []string `bson:"suggestions"`
	// Example is a very good answer to the same question by somebody else.
	Example string `bson:"example"`
}

// Dimension is one side of an answer.
type Dimension struct {
	// Name is coverage, depth, structure or relevance.
	Name string `bson:"name"`
	// Level is 1 to 5; the rubric says what each means.
	Level int `bson:"level"`
	// Points are what it adds to the score, of Most.
	Points float64 `bson:"points"`
	Most   float64 `bson:"most"`
	// Why tells how the level came about.
	Why string `bson:"why"`
}

// Point is one of the question's points and whether the answer makes it.
type Point struct {
	ID      string `bson:"id"`
	Point   string `bson:"point"`
	Covered bool   `bson:"covered"`
	// Partly: the answer touches on the point, which counts half. It is not covered
	// then.
	Partly bool `bson:"partly,omitempty"`
	// Evidence is where the answer says so, letter by letter; at least one for a
	// point that is covered, or partly.
	Evidence []string `bson:"evidence,omitempty"`
}

// Part is a part of a well-built answer and where it stands.
type Part struct {
	Part string `bson:"part"`
	// Evidence is empty where the part is missing.
	Evidence string `bson:"evidence,omitempty"`
}

// Remark is something good about an answer.
type Remark struct {
	Text string `bson:"text"`
	// Quote stands in the answer, letter by letter.
	Quote string `bson:"quote"`
}

// Improvement is something to do better.
type Improvement struct {
	Text string `bson:"text"`
	// Say is what to say instead. One that is an Example names itself so: it is out of
	// somebody else's life, and not to be said as it stands.
	Say     string `bson:"say"`
	Example bool   `bson:"example,omitempty"`
}

// Why an answer is none.
const (
	// Empty: no words, or only words of silence.
	Empty = "empty"
	// TooShort: too few words to say anything.
	TooShort = "too_short"
	// Unknown: says that the speaker does not know it or that it never happened, and
	// little else.
	Unknown = "unknown"
	// Echo: the question's, the context's or the hints' own words.
	Echo = "echo"
	// Keywords: words without sentences, or the same ones again and again.
	Keywords = "keywords"
	// OffTopic: an answer to another question.
	OffTopic = "off_topic"
	// Instructions: talks to the grader and not to the interviewer.
	Instructions = "instructions"
	// OtherLanguage: in another language than the question.
	OtherLanguage = "language"
)
