package grade

import "github.com/interviewai-pro/interviewai/server/interview/bank"

// Answers in words of their own make points that nobody finds by words. A full
// one counts as if wholeShare of its points were made, a less full one as much
// less. Of technical questions the words are known, and no answer counts so.
// Tuned on the labelled answers' tuning half.
const (
	wholeShare = 0.6
	// wholeParts, wholeDeeds and wholeFigures are enough for a story.
	wholeParts   = 3
	wholeDeeds   = 3
	wholeFigures = 5
	// planSentences, planSteps and planFigures are enough for what one would do.
	planSentences = 5
	planSteps     = 5
	planFigures   = 6
)

// whole is how full an answer is, whatever points were found, 0 to 1: a story by
// its parts, deeds and figures, what one would do by its order and figures as
// far as it is on the topic.
func (a *assessed) whole() float64 {
	part := func(n, of int) float64 { return min(1, float64(n)/float64(of)) }
	switch {
	case a.ref.kind == bank.Technical:
		return 0
	case !a.ref.recalls:
		return a.here() * a.topical * part(a.order.sentences, planSentences) * part(a.order.steps, planSteps) * part(a.deep.numbers, planFigures)
	case a.found() < leastParts:
		return 0
	}
	return a.here() * a.r.happened() * part(a.found(), wholeParts) * part(a.r.deeds(), wholeDeeds) * part(a.deep.numbers, wholeFigures)
}

// How much more like another question than like its own one an answer may be to
// count as a whole, and from where on nothing of it does.
const (
	hereWholly = 0.12
	hereNot    = 0.17
)

// here is how far an answer is none to another question, 1 to 0.
func (a *assessed) here() float64 {
	return max(0, min(1, (hereNot-a.ref.elsewhere(a.r))/(hereNot-hereWholly)))
}

// happened is how far a text tells what happened, and not what one does in
// general, 1 to 0: wholly where a sixth of its pieces at most speaks of habits,
// not at all where half of them do.
func (r *reading) happened() float64 {
	habits := 0
	for _, p := range r.pieces {
		if words(r.lang).habits.in(r, p.first, p.last) {
			habits++
		}
	}
	return max(0, min(1, 1.5-3*float64(habits)/float64(max(1, len(r.pieces)))))
}

// story is how well the answer is built as a story.
func (a *assessed) story() float64 {
	return 0.5*float64(a.found())/float64(len(a.result.Parts)) + 0.5*min(1, float64(a.r.deeds())/enoughDeeds)
}

// found is how many parts of a story are proved.
func (a *assessed) found() int {
	n := 0
	for _, p := range a.result.Parts {
		if p.Evidence != "" {
			n++
		}
	}
	return n
}

// touched is how many points the answer makes or touches on, each with evidence.
func (a *assessed) touched() int {
	n := 0
	for _, p := range a.result.Points {
		if p.Covered || p.Partly {
			n++
		}
	}
	return n
}

// mostTouched is the highest score of an answer that touches on none of the
// question's points, and of one that touches on one: however well a story is
// told, that it answers the question is shown by its points alone. The levels
// "weak" and "acceptable" end there.
var mostTouched = [...]float64{3.8, 5.8}

// bound takes from depth and structure what is above the highest score of an answer
// that touches on so many of the points.
func bound(shares, most map[string]float64, touched, points int) {
	if touched >= min(len(mostTouched), points) {
		return
	}
	fixed := shares[Coverage]*most[Coverage] + shares[Relevance]*most[Relevance]
	loose := shares[Depth]*most[Depth] + shares[Structure]*most[Structure]
	if room := max(0, mostTouched[touched]-fixed); loose > room {
		shares[Depth] *= room / loose
		shares[Structure] *= room / loose
	}
}
