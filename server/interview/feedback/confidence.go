package feedback

import (
	"strconv"

	"github.com/interviewai-pro/interviewai/server/interview/delivery"
)

// What sounds unsure takes points away from ten, each side at most mostLost: a
// tenth of the pace outside its band takes one; so do two fillers a minute, and
// one long pause a minute, more than listeners take for fluent.
const (
	mostLost   = 4
	paceStep   = 0.1
	fillerStep = 2
	pauseStep  = 1
)

// confidence is the mean over the spoken answers, weighted by their time. It is
// nil where too little was spoken to be measured.
func (i *Interview) confidence() *Rating {
	r := Rating{Delivery: true}
	sum, weight := 0.0, 0.0
	for n := range i.Questions {
		a := &i.Questions[n]
		if a.Delivery == nil || !a.Delivery.Enough {
			continue
		}
		w := a.Delivery.Length.Seconds()
		sum += w * steadiness(a.Delivery)
		weight += w
		r.Questions = append(r.Questions, a.QuestionID)
	}
	if weight == 0 {
		return nil
	}
	r.Score = tenth(sum / weight)
	r.Basis = i.say("basis_delivery", "n", strconv.Itoa(len(r.Questions)))
	return i.based(&r)
}

// steadiness is 0 to 10, by the gauges that are outside their bands.
func steadiness(f *delivery.Figures) float64 {
	score := 10.0
	for _, g := range f.Gauges {
		if g.Verdict == delivery.In {
			continue
		}
		over := max(g.Value-g.High, g.Low-g.Value)
		switch g.Name {
		case delivery.Pace:
			score -= lost(over / (paceStep * g.Low))
		case delivery.Fillers:
			score -= lost(over / fillerStep)
		case delivery.Pauses:
			score -= lost(over / pauseStep)
		}
	}
	return max(0, score)
}

func lost(points float64) float64 { return min(max(points, 0), mostLost) }
