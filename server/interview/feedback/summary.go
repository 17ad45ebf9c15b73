package feedback

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// How many of each a summary has.
const (
	mostStrengths  = 5
	mostWeaknesses = 5
	mostConcerns   = 3
)

// Summary is the interview in words.
type Summary struct {
	Text string `bson:"text"`
	// Strengths are of the best answers, one each before there is a second.
	Strengths []Strength `bson:"strengths"`
	// Weaknesses are answers with points left out, or of level "acceptable" and below
	// with points that are not clear, the weakest first; excellent ones are none.
	Weaknesses []Weakness `bson:"weaknesses"`
	// TopConcerns are what went wrong more than once or weighs most.
	TopConcerns []Concern `bson:"topConcerns"`
}

// Strength is something good about an answer.
type Strength struct {
	QuestionID string `bson:"questionId"`
	// Text says it, with the quote; Remark without, for those who are not to see
	// the person's words.
	Text   string `bson:"text"`
	Remark string `bson:"remark"`
	// Quote stands in the answer, letter by letter. It may be the beginning of the
	// grader's quote.
	Quote string `bson:"quote"`
}

// Weakness is an answer that left something out.
type Weakness struct {
	QuestionID string `bson:"questionId"`
	Text       string `bson:"text"`
	// Missed are the ids of the points that it leaves out, Unclear of those that it
	// touches on.
	Missed  []string `bson:"missed,omitempty"`
	Unclear []string `bson:"unclear,omitempty"`
}

// Concern is something about several answers.
type Concern struct {
	// Code is one of the constants Unfit to Overtime.
	Code string `bson:"code"`
	Text string `bson:"text"`
	// Questions are the ids of those that it is about.
	Questions []string `bson:"questions"`
}

// summary is called when the feedback's counts and score are known.
func (i *Interview) summary(f *Feedback) Summary {
	ranked := i.ranked()
	return Summary{
		Text: i.text(f, ranked), Strengths: i.strengths(ranked), Weaknesses: i.weaknesses(ranked), TopConcerns: i.concerns(),
	}
}

// ranked are the answers that are scored, the best first.
func (i *Interview) ranked() []*Answered {
	var out []*Answered
	for n := range i.Questions {
		if a := &i.Questions[n]; i.state(a) == scored {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b *Answered) int { return cmp.Compare(b.Result.Score, a.Result.Score) })
	return out
}

func (i *Interview) text(f *Feedback, ranked []*Answered) string {
	var out []string
	all := len(i.Questions)
	switch {
	case f.OverallScore == nil && f.Unscored > 0:
		out = append(out, i.say("not_scored"))
	case f.OverallScore == nil:
	case f.Unscored > 0:
		out = append(out, i.say("score_so_far", "score", strconv.Itoa(*f.OverallScore), "n", strconv.Itoa(f.Unscored)))
	default:
		out = append(out, i.say("score", "score", strconv.Itoa(*f.OverallScore)))
	}
	out = append(out, i.say("answered", "n", strconv.Itoa(f.Scored+f.Unscored), "all", strconv.Itoa(all)))
	if f.Skipped > 0 {
		out = append(out, i.say("skipped", "n", strconv.Itoa(f.Skipped)))
	}
	if made, points := covered(ranked...); points > 0 {
		out = append(out, i.say("covered", "n", strconv.Itoa(made), "all", strconv.Itoa(points)))
	}
	if n := len(ranked); n > 1 && ranked[0].Result.Score > ranked[n-1].Result.Score {
		best, worst := ranked[0], ranked[n-1]
		out = append(out,
			i.say("best", "question", short(best.Question), "score", i.decimal(best.Result.Score)),
			i.say("worst", "question", short(worst.Question), "score", i.decimal(worst.Result.Score)))
	}
	return i.sentences(out)
}

// covered counts the points that answers make, and all.
func covered(answers ...*Answered) (made, all int) {
	for _, a := range answers {
		missed, unclear := opened(a.Result)
		all += len(a.Result.Points)
		made += len(a.Result.Points) - len(missed.ids) - len(unclear.ids)
	}
	return made, all
}

// strengths go round the answers, so that one answer does not fill the list.
func (i *Interview) strengths(ranked []*Answered) []Strength {
	var out []Strength
	for round, more := 0, true; more; round++ {
		more = false
		for _, a := range ranked {
			if a.Result.Unfit != "" || round >= len(a.Result.Strengths) {
				continue
			}
			more = true
			if len(out) == mostStrengths {
				return out
			}
			r := a.Result.Strengths[round]
			quote, cut := cutAt(r.Quote, mostQuote)
			shown := quote
			if cut {
				shown += "…"
			}
			out = append(out, Strength{
				QuestionID: a.QuestionID, Quote: quote, Remark: r.Text, Text: i.say("strength", "remark", i.stop(r.Text), "quote", shown),
			})
		}
	}
	return out
}

func (i *Interview) weaknesses(ranked []*Answered) []Weakness {
	var out []Weakness
	for _, a := range slices.Backward(ranked) {
		if len(out) == mostWeaknesses {
			break
		}
		missed, unclear := opened(a.Result)
		w := Weakness{QuestionID: a.QuestionID, Missed: missed.ids, Unclear: unclear.ids}
		switch {
		case a.Result.Unfit != "":
			w.Text = i.say("weak_unfit", "question", short(a.Question), "why", i.unfit(a.Result.Unfit))
		case a.Result.Level >= excellent || len(missed.ids) == 0 && a.Result.Level > acceptable:
			continue
		default:
			w.Text = i.open("weak", a, missed, unclear)
		}
		if w.Text != "" {
			out = append(out, w)
		}
	}
	return out
}

// excellent is the rubric's level 5.
const excellent = 5

// open names an answer's points that are left out and those that are not clear, by
// the texts of a kind; it is empty without either.
func (i *Interview) open(kind string, a *Answered, missed, unclear points) string {
	filled := []string{"question", short(a.Question), "points", i.list(missed.texts), "unclear", i.list(unclear.texts)}
	switch {
	case len(missed.ids) > 0 && len(unclear.ids) > 0:
		return i.say(kind+"_both", filled...)
	case len(missed.ids) > 0:
		return i.say(kind+"_points", filled...)
	case len(unclear.ids) > 0:
		return i.say(kind+"_unclear", filled...)
	}
	return ""
}

// unfit says why an answer was none.
func (i *Interview) unfit(why string) string {
	key := "unfit_" + why
	if text := i.say(key); text != key {
		return text
	}
	return i.say("unfit_other")
}

// points are some of a question's points, by their ids and texts.
type points struct{ ids, texts []string }

// opened are the points that an answer leaves out, and those that it touches on
// and does not say clearly.
func opened(r *grade.Result) (missed, unclear points) {
	for _, p := range r.Points {
		text := strings.TrimRight(p.Point, ". ")
		switch {
		case p.Covered && r.Unfit == "":
		case p.Partly && r.Unfit == "":
			unclear.ids, unclear.texts = append(unclear.ids, p.ID), append(unclear.texts, text)
		default:
			missed.ids, missed.texts = append(missed.ids, p.ID), append(missed.texts, text)
		}
	}
	return missed, unclear
}
