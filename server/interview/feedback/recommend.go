package feedback

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// mostRecommendations is how many there are at most: more are not followed.
const mostRecommendations = 5

// again is how many questions are recommended to be answered again.
const again = 2

// harder is the overall score from which the next interview may be harder: the
// rubric's level "excellent" begins there.
const harder = 80

// The codes of recommendations.
const (
	// AnswerAgain: the question, saying what was left out, and clearly what was not
	// clear.
	AnswerAgain = "answer_again"
	// AnswerSkipped: a question that was passed over.
	AnswerSkipped = "answer_skipped"
	// SayPart: a part of a story that is missing in most; Part names it.
	SayPart = "say_part"
	// GiveReasons: points are named, not explained.
	GiveReasons = "give_reasons"
	// Shorten: answers took longer than there was time.
	Shorten = "shorten"
	// Harder: this went well; the next interview may be harder.
	Harder = "harder"
)

// Recommendation is what to practise next.
type Recommendation struct {
	// Code is one of the constants AnswerAgain to Harder.
	Code string `bson:"code"`
	Text string `bson:"text"`
	// QuestionID is the one to answer, where it is one.
	QuestionID string `bson:"questionId,omitempty"`
	// Points are the ids of the points to say, Part is one of grade's parts.
	Points []string `bson:"points,omitempty"`
	Part   string   `bson:"part,omitempty"`
}

// parts in the order in which they help most when they are missing.
var parts = []string{grade.Outcome, grade.Action, grade.Situation, grade.Task}

// recommendations is called when the feedback's score is known.
func (i *Interview) recommendations(f *Feedback) []Recommendation {
	var out []Recommendation
	ranked := i.ranked()
	for _, a := range slices.Backward(ranked) {
		if a.Result.Level >= excellent || len(out) == again {
			break // what is ranked higher is so, too
		}
		missed, unclear := opened(a.Result)
		if text := i.open("again", a, missed, unclear); text != "" {
			out = append(out, Recommendation{
				Code: AnswerAgain, QuestionID: a.QuestionID, Points: slices.Concat(missed.ids, unclear.ids), Text: text,
			})
		}
	}
	for n := range i.Questions {
		if a := &i.Questions[n]; i.state(a) == skipped {
			out = append(out, Recommendation{
				Code: AnswerSkipped, QuestionID: a.QuestionID, Text: i.say("answer_skipped", "question", short(a.Question)),
			})
			break
		}
	}
	if part := i.missingPart(); part != "" {
		out = append(out, Recommendation{Code: SayPart, Part: part, Text: i.say("say_part_" + part)})
	}
	share, _ := i.share(nil, []string{grade.Depth})
	if slices.ContainsFunc(ranked, func(a *Answered) bool { return a.Result.Unfit == "" }) && share < 0.5 {
		out = append(out, Recommendation{Code: GiveReasons, Text: i.say("give_reasons")})
	}
	if slices.ContainsFunc(ranked, func(a *Answered) bool { return a.over() > 0 }) {
		out = append(out, Recommendation{Code: Shorten, Text: i.say("shorten")})
	}
	if f.OverallScore != nil && *f.OverallScore >= harder && !f.Provisional {
		out = append(out, Recommendation{Code: Harder, Text: i.say("harder")})
	}
	return out[:min(len(out), mostRecommendations)]
}

// missingPart is the part that at least half of the stories lack, or none.
func (i *Interview) missingPart() string {
	for _, part := range parts {
		stories, without := 0, 0
		for n := range i.Questions {
			a := &i.Questions[n]
			if i.state(a) != scored || a.Result.Unfit != "" || len(a.Result.Parts) == 0 {
				continue
			}
			stories++
			if lacks(a.Result, part) {
				without++
			}
		}
		if without > 0 && 2*without >= stories {
			return part
		}
	}
	return ""
}

// lacks tells whether a well-built answer would have a part and this one has not.
func lacks(r *grade.Result, part string) bool {
	return slices.ContainsFunc(r.Parts, func(p grade.Part) bool { return p.Part == part && p.Evidence == "" })
}
