package feedback

import (
	"slices"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// ratings are the shares that answers reached of what their dimensions give.
// A skipped question shows nothing about any side: it is in the score only.
func (i *Interview) ratings() Ratings {
	return Ratings{
		TechnicalAccuracy:  i.rating([]string{bank.Technical, bank.CaseStudy}, grade.Coverage),
		Communication:      i.rating(nil, grade.Structure, grade.Relevance),
		StructuredThinking: i.rating(nil, grade.Structure),
		ProblemSolving:     i.rating([]string{bank.Technical, bank.CaseStudy}, grade.Coverage, grade.Depth),
		Confidence:         i.confidence(),
	}
}

// rating is about the answers to questions of some types, or of all (nil).
func (i *Interview) rating(types []string, dimensions ...string) *Rating {
	share, questions := i.share(types, dimensions)
	if len(questions) == 0 {
		return nil
	}
	names := make([]string, len(dimensions))
	for n, d := range dimensions {
		names[n] = i.say(d)
	}
	return i.based(&Rating{
		Score: tenth(10 * share), Questions: questions, Dimensions: dimensions,
		Basis: i.say("basis", "sides", i.list(names), "n", strconv.Itoa(len(questions))),
	})
}

// enoughAnswers is from how many answers on a rating is one: of two, one good day
// decides.
const enoughAnswers = 3

// based says of a rating that is of few answers that it is.
func (i *Interview) based(r *Rating) *Rating {
	if len(r.Questions) < enoughAnswers {
		r.TooEarly = true
		r.Basis = i.sentences([]string{r.Basis, i.say("basis_early")})
	}
	return r
}

// share is what answers got of what some dimensions give, 0 to 1, and the ids of
// their questions.
func (i *Interview) share(types, dimensions []string) (share float64, questions []string) {
	got, most := 0.0, 0.0
	for n := range i.Questions {
		a := &i.Questions[n]
		if i.state(a) != scored || types != nil && !slices.Contains(types, a.Type) {
			continue
		}
		counts := false
		for _, d := range a.Result.Dimensions {
			if slices.Contains(dimensions, d.Name) {
				got += d.Points
				most += d.Most
				counts = true
			}
		}
		if counts {
			questions = append(questions, a.QuestionID)
		}
	}
	if most == 0 {
		return 0, nil
	}
	return got / most, questions
}
