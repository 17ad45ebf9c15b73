package feedback

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

const (
	// comparable is how many of the earlier interviews are compared with, the last
	// ones.
	comparable = 10
	// minEarlier is how many a verdict needs.
	minEarlier = 3
)

// The verdicts of comparisons.
const (
	// TooEarly: fewer than three earlier interviews to compare with, or answers
	// that are not scored yet.
	TooEarly = "too_early"
	// Usual: within the range in which nine of ten would lie if nothing changed.
	Usual = "usual"
	// Above and below that range.
	AboveUsual = "above"
	BelowUsual = "below"
)

// Previous compares an interview with earlier ones of its type, whose answers
// the same rubric and model graded; others are counted in Other, and no more.
type Previous struct {
	// Interviews are compared with: the last ones, at most ten.
	Interviews int `bson:"interviews"`
	// Other are those of the type that something else graded, or whose score is
	// provisional.
	Other int `bson:"other"`
	// Mean is their overall score and Change this one's distance from it; nil
	// without any.
	Mean   *float64 `bson:"mean,omitempty"`
	Change *float64 `bson:"change,omitempty"`
	// Low and High are the usual range; only with a verdict.
	Low  *float64 `bson:"low,omitempty"`
	High *float64 `bson:"high,omitempty"`
	// Verdict is one of the constants TooEarly to BelowUsual.
	Verdict string `bson:"verdict"`
	Text    string `bson:"text"`
}

// previous is called when the feedback's score and graders are known.
func (i *Interview) previous(f *Feedback) *Previous {
	p := Previous{Verdict: TooEarly}
	var scores []float64
	for _, e := range i.before() {
		if e.Provisional || f.Scored == 0 || f.Mixed || e.Rubric != f.Rubric || e.Model != f.Model {
			p.Other++
		} else {
			scores = append(scores, float64(e.OverallScore))
		}
	}
	if len(scores) == 0 && p.Other == 0 {
		return nil
	}
	scores = scores[max(0, len(scores)-comparable):]
	p.Interviews = len(scores)
	if p.Interviews > 0 && f.OverallScore != nil {
		sum := 0.0
		for _, s := range scores {
			sum += s
		}
		mean := tenth(sum / float64(len(scores)))
		change := tenth(float64(*f.OverallScore) - mean)
		p.Mean, p.Change = &mean, &change
		if p.Interviews >= minEarlier && !f.Provisional {
			p.judge(float64(*f.OverallScore), scores)
		}
	}
	p.Text = i.compared(&p)
	return &p
}

func (p *Previous) judge(score float64, scores []float64) {
	low, high := progress.Usual(scores, 100)
	low, high = tenth(low), tenth(high)
	p.Low, p.High = &low, &high
	switch {
	case score > high:
		p.Verdict = AboveUsual
	case score < low:
		p.Verdict = BelowUsual
	default:
		p.Verdict = Usual
	}
}

// before are the earlier interviews of the type, by time.
func (i *Interview) before() []Earlier {
	var out []Earlier
	for _, e := range i.Earlier {
		if e.Type == i.Type && e.ID != i.ID {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b Earlier) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return out
}

// compared is the comparison in words.
func (i *Interview) compared(p *Previous) string {
	var out []string
	if p.Mean != nil {
		sign := ""
		if *p.Change > 0 {
			sign = "+"
		}
		out = append(out, i.say("compared",
			"n", strconv.Itoa(p.Interviews), "mean", i.decimal(*p.Mean), "change", sign+i.decimal(*p.Change)))
	}
	if p.Low != nil {
		out = append(out, i.say("compared_"+p.Verdict, "low", i.decimal(*p.Low), "high", i.decimal(*p.High)))
	} else {
		out = append(out, i.say("compared_too_early"))
	}
	if p.Other > 0 {
		out = append(out, i.say("compared_other", "n", strconv.Itoa(p.Other)))
	}
	return i.sentences(out)
}
