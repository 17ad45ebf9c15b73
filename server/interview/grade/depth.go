package grade

import (
	"unicode"
	"unicode/utf8"
)

// depth is what an answer's depth is made of.
type depth struct {
	reasons, tradeoffs, examples, numbers int
	// detail is how many content words the answer has, as a share of the sample's, 1
	// at most.
	detail float64
}

// What makes an answer deep: that many of each are enough.
const (
	enoughReasons  = 3
	enoughNumbers  = 4
	enoughFigures  = 6 // of a story
	enoughExamples = 2
)

// deepness looks for reasons, trade-offs, examples and numbers in what is not
// denied. Names of tools are not counted: weak answers have as many as good ones.
func (ref *reference) deepness(r *reading) depth {
	x := words(r.lang)
	var d depth
	var counted map[string]bool
	count := func(c *cues, n *int) {
		counted = map[string]bool{}
		for _, p := range r.pieces {
			for _, h := range c.find(r, p.first, p.last) {
				key := r.text[r.tokens[h.first].Start:r.tokens[h.last].End]
				if r.denied[h.first] || counted[key] {
					continue
				}
				counted[key] = true
				*n++
			}
		}
	}
	d.figures(ref, r)
	count(x.reasons, &d.reasons)
	count(x.tradeoffs, &d.tradeoffs)
	count(x.examples, &d.examples)
	count(x.numbers, &d.numbers)
	if n := len(ref.sampleKeys); n > 0 {
		d.detail = min(1, float64(len(r.ownKeys()))/float64(n))
	}
	return d
}

// figures counts numbers in digits that the question does not have, and that are
// no years.
func (d *depth) figures(ref *reference, r *reading) {
	seen := map[string]bool{}
	for i, t := range r.tokens {
		c, _ := utf8.DecodeRuneInString(r.words[i])
		if !unicode.IsDigit(c) || r.denied[i] || r.year(i) || seen[t.Stem] || ref.askedKeys[t.Stem] {
			continue
		}
		seen[t.Stem] = true
		d.numbers++
	}
}

// What each part of depth is worth where the question does not ask for a story.
const (
	numbersShare  = 0.35
	detailShare   = 0.35
	reasonsShare  = 0.15
	examplesShare = 0.15
)

// share is how deep the answer is, 0 to 1. Figures tell most: of the labelled
// answers' tuning half, those of level 5 have five times as many as those of
// level 2, and as many reasons.
func (d depth) share(story bool) float64 {
	part := func(n, of int) float64 { return min(1, float64(n)/float64(of)) }
	reasons, examples := part(d.reasons, enoughReasons), part(d.tradeoffs+d.examples, enoughExamples)
	if story {
		return 0.55*part(d.numbers, enoughFigures) + 0.15*d.detail + 0.15*reasons + 0.15*examples
	}
	return numbersShare*part(d.numbers, enoughNumbers) + detailShare*d.detail + reasonsShare*reasons + examplesShare*examples
}
