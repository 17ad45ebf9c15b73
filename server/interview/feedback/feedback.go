// Package feedback says what came of a whole interview: its score, what it was
// good at and what not in the person's own words, what to practise next, how
// the time was used, and how it compares with earlier ones. It computes only
// from what is passed in: the same interview gives the same feedback.
package feedback

import (
	"math"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// Interview is an interview, mostly one that is over.
type Interview struct {
	ID string
	// Running: questions may still be answered. Those that are neither answered nor
	// skipped are in no figure then, and count as skipped otherwise.
	Running bool
	// Language is that of the texts; English for one that is not the product's.
	Language string
	// Type is technical, behavioral, case_study or mixed.
	Type      string
	Questions []Answered
	// Earlier are the person's other interviews that are over, in any order.
	Earlier []Earlier
}

// Answered is a question of the interview and what became of it.
type Answered struct {
	QuestionID string
	// Question is its text as it was asked.
	Question               string
	Type, Category, Domain string
	// Result is nil for an answer that is skipped or not scored yet.
	Result *grade.Result
	// Unscored: answered, but the grader was down. Skipped: passed over.
	Skipped, Unscored bool
	// Spent is the time by the server's clock, Limit what there was; zero for none.
	Spent, Limit time.Duration
	// Delivery is how it was said; nil for an answer that was typed.
	Delivery *delivery.Figures
}

// Earlier is the outcome of an interview before this one.
type Earlier struct {
	ID string
	At time.Time
	// Type, Rubric and Model are as in Interview and grade.Result.
	Type, Rubric, Model string
	// OverallScore is 0 to 100.
	OverallScore int
	// Provisional ones are not compared with.
	Provisional bool
}

// Feedback is what is said about an interview. Texts are in its language.
type Feedback struct {
	// Rubric and Model graded the answers. Mixed says that not all of them were
	// graded by the same; these are then the first one's.
	Rubric string `bson:"rubric,omitempty"`
	Model  string `bson:"model,omitempty"`
	Mixed  bool   `bson:"mixed,omitempty"`
	// OverallScore is 0 to 100: ten times the mean of the answers' scores, with 0
	// for each question that was skipped. Nil while no answer is scored and none
	// skipped.
	OverallScore *int `bson:"overallScore,omitempty"`
	// Provisional: the interview goes on, or there are answers that are not scored
	// yet. They are in no figure.
	Provisional bool `bson:"provisional,omitempty"`
	// Scored, Skipped, Unscored and Open count the questions.
	Scored   int `bson:"scored"`
	Skipped  int `bson:"skipped"`
	Unscored int `bson:"unscored"`
	Open     int `bson:"open"`

	Ratings         Ratings          `bson:"ratings"`
	Summary         Summary          `bson:"summary"`
	Recommendations []Recommendation `bson:"recommendations"`
	TimeUse         TimeUse          `bson:"timeUse"`
	// Ideal compares each answer that is scored with what a very good one says.
	Ideal []Ideal `bson:"ideal"`
	// Previous is nil for a first interview.
	Previous *Previous `bson:"comparisonWithPreviousSessions,omitempty"`
}

// Ratings are sides of the interview, nil for a side that no answer shows.
type Ratings struct {
	TechnicalAccuracy  *Rating `bson:"technicalAccuracy,omitempty"`
	Communication      *Rating `bson:"communication,omitempty"`
	StructuredThinking *Rating `bson:"structuredThinking,omitempty"`
	// Confidence is how steady the spoken answers sounded. It is about delivery
	// only, and is part of no score.
	Confidence     *Rating `bson:"confidence,omitempty"`
	ProblemSolving *Rating `bson:"problemSolving,omitempty"`
}

// Rating is one side and what it is based on.
type Rating struct {
	// Score is 0 to 10, with one decimal.
	Score float64 `bson:"score"`
	// Questions are the ids of those whose answers it is based on.
	Questions []string `bson:"questions"`
	// Dimensions are the rubric's that it is made of; none for Delivery.
	Dimensions []string `bson:"dimensions,omitempty"`
	// Delivery: made of how something was said and not of what was said.
	Delivery bool `bson:"delivery,omitempty"`
	// TooEarly: too few answers to rely on it.
	TooEarly bool `bson:"tooEarly,omitempty"`
	// Basis says the same in words.
	Basis string `bson:"basis"`
}

// Of makes the feedback of an interview.
func Of(i Interview) Feedback {
	f := Feedback{Ideal: i.ideal(), TimeUse: i.timeUse()}
	for n := range i.Questions {
		a := &i.Questions[n]
		switch i.state(a) {
		case scored:
			f.Scored++
			f.label(a.Result)
		case unscored:
			f.Unscored++
		case skipped:
			f.Skipped++
		case open:
			f.Open++
		}
	}
	f.Provisional = i.Running || f.Unscored > 0
	f.OverallScore = i.overall(f.Scored + f.Skipped)
	f.Ratings = i.ratings()
	f.Summary = i.summary(&f)
	f.Recommendations = i.recommendations(&f)
	f.Previous = i.previous(&f)
	return f
}

// label notes what graded an answer.
func (f *Feedback) label(r *grade.Result) {
	if f.Scored == 1 {
		f.Rubric, f.Model = r.Rubric, r.Model
	}
	f.Mixed = f.Mixed || f.Rubric != r.Rubric || f.Model != r.Model
}

// overall is nil where no question counts.
func (i *Interview) overall(count int) *int {
	if count == 0 {
		return nil
	}
	sum := 0.0
	for n := range i.Questions {
		if a := &i.Questions[n]; i.state(a) == scored {
			sum += a.Result.Score
		}
	}
	score := int(math.Round(10 * sum / float64(count)))
	return &score
}

// state is what became of a question.
type state int

const (
	skipped state = iota
	unscored
	scored
	open
)

func (i *Interview) state(a *Answered) state {
	switch {
	case a.Unscored:
		return unscored
	case a.Skipped:
		return skipped
	case a.Result != nil:
		return scored
	case i.Running:
		return open
	}
	return skipped
}

// tenth has one decimal, halves away from zero.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }
