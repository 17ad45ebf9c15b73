// Package question decides, by small explainable rules, whether a turn of the
// interviewer holds something for the candidate to answer, which questions
// these are, of what kind, and whether they follow up on an earlier turn. It
// is pure: no clock, no network, no model. Where its rules are not enough the
// verdict says so (Unsure), so that a model may be asked when that costs no
// waiting.
package question

// Kind sorts questions by how they are answered.
type Kind string

// The kinds; the empty Kind means that there is no question.
const (
	// General asks about the candidate ("tell me about yourself").
	General Kind = "general"
	// Behavioral asks about past behaviour; answered by the STAR method.
	Behavioral Kind = "behavioral"
	// Technical asks for knowledge or a program.
	Technical Kind = "technical"
	// CaseStudy gives a situation to think through.
	CaseStudy Kind = "case_study"
)

// Turn is an earlier turn of the interviewer that held questions.
type Turn struct {
	// ID names the turn in its session.
	ID string
	// Questions are what was asked, in order.
	Questions []string
	// Kind is how they were answered.
	Kind Kind
}

// Context is what the rules may know besides the words of the turn.
type Context struct {
	// Turns are the earlier turns that held questions, oldest first.
	Turns []Turn
	// CandidateName is the user's name as the interviewer may say it; empty
	// when unknown.
	CandidateName string
	// Colleagues are first names of other people known to be in the meeting.
	Colleagues []string
}

// Verdict is what the rules decided of one turn.
type Verdict struct {
	// ToAnswer says that the turn holds something for the candidate to answer.
	ToAnswer bool
	// Questions are the single questions of the turn, in the order asked,
	// without greetings and fillers around them.
	Questions []string
	// Kind is how the turn is best answered; empty when ToAnswer is false.
	Kind Kind
	// FollowUpOf is the id of the turn it follows up on; empty when it stands
	// alone or the context holds no earlier turn.
	FollowUpOf string
	// Complete says that the text does not end in the middle of a sentence.
	Complete bool
	// Unsure says that the rules are close to a coin's throw and a model's
	// verdict would help.
	Unsure bool
	// Rule names the rule that decided, in snake case, for explanation.
	Rule string
	// Language is the ISO 639-1 code of the rules that were used.
	Language string
}
