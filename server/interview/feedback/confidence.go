package feedback

import (
	"strconv"
	"time"
)

// Delivery is how an answer was said.
type Delivery struct {
	// Spoken is the time from the first word to the last, pauses included.
	Spoken         time.Duration
	WordsPerMinute float64
	// PaceFrom and PaceTo are the band for the answer's language; zero for none.
	PaceFrom, PaceTo float64
	FillersPerMinute float64
	// LongPauses are those over 1.2 s.
	LongPauses int
}

// shortest is what must have been spoken for a rate by the minute to say anything.
const shortest = 10 * time.Second

// What sounds unsure takes points away from ten, each side at most mostLost: a
// tenth of the pace outside its band takes one; so do two fillers a minute more
// than the four, and a long pause more than the three, that fluent speakers have
// too (conversation has five to seven fillers in a hundred words; prepared talk
// about half of that or less).
const (
	mostLost       = 4
	paceStep       = 0.1
	freeFillers    = 4
	fillerStep     = 2
	freeLongPauses = 3
)

// confidence is the mean over the spoken answers, weighted by their time. It is
// nil where nothing was spoken for long enough.
func (i *Interview) confidence() *Rating {
	r := Rating{Delivery: true}
	sum, weight := 0.0, 0.0
	for n := range i.Questions {
		a := &i.Questions[n]
		if !a.Spoken || a.Delivery == nil || a.Delivery.Spoken < shortest {
			continue
		}
		w := a.Delivery.Spoken.Minutes()
		sum += w * a.Delivery.steadiness()
		weight += w
		r.Questions = append(r.Questions, a.QuestionID)
	}
	if weight == 0 {
		return nil
	}
	r.Score = tenth(sum / weight)
	r.Basis = i.say("basis_delivery", "n", strconv.Itoa(len(r.Questions)))
	return &r
}

// steadiness is 0 to 10.
func (d *Delivery) steadiness() float64 {
	pace := 0.0
	switch {
	case d.WordsPerMinute < d.PaceFrom:
		pace = (d.PaceFrom - d.WordsPerMinute) / d.PaceFrom
	case d.PaceTo > 0 && d.WordsPerMinute > d.PaceTo:
		pace = (d.WordsPerMinute - d.PaceTo) / d.PaceTo
	}
	lost := lost(pace/paceStep) +
		lost((d.FillersPerMinute-freeFillers)/fillerStep) +
		lost(float64(d.LongPauses)/d.Spoken.Minutes()-freeLongPauses)
	return max(0, 10-lost)
}

func lost(points float64) float64 { return min(max(points, 0), mostLost) }
