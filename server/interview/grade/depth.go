package grade

import (
	"unicode"
	"unicode/utf8"
)

// depth is what an answer's depth is made of, with where it stands first.
type depth struct {
	reasons, tradeoffs, examples, numbers int
	// detail is how many content words the answer has, as a share of the sample's, 1
	// at most.
	detail float64
	// reasonAt and the others are pieces, -1 for none.
	reasonAt, numberAt, exampleAt int
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
	d := depth{reasonAt: -1, numberAt: -1, exampleAt: -1}
	var counted map[string]bool
	count := func(c *cues, n, at *int) {
		counted = map[string]bool{}
		for i, p := range r.pieces {
			for _, h := range c.find(r, p.first, p.last) {
				key := r.text[r.tokens[h.first].Start:r.tokens[h.last].End]
				if r.denied[h.first] || counted[key] {
					continue
				}
				counted[key] = true
				*n++
				if at != nil && *at < 0 {
					*at = i
				}
			}
		}
	}
	d.figures(ref, r)
	count(x.reasons, &d.reasons, &d.reasonAt)
	count(x.tradeoffs, &d.tradeoffs, nil)
	count(x.examples, &d.examples, &d.exampleAt)
	count(x.numbers, &d.numbers, &d.numberAt)
	if n := len(ref.sampleKeys); n > 0 {
		d.detail = min(1, float64(len(r.keys()))/float64(n))
	}
	return d
}

// figures counts numbers in digits that the question does not have.
func (d *depth) figures(ref *reference, r *reading) {
	seen := map[string]bool{}
	for i, t := range r.tokens {
		c, _ := utf8.DecodeRuneInString(r.words[i])
		if !unicode.IsDigit(c) || r.denied[i] || seen[t.Stem] || ref.askedKeys[t.Stem] {
			continue
		}
		seen[t.Stem] = true
		d.numbers++
		if d.numberAt < 0 {
			d.numberAt = r.pieceOf(i)
		}
	}
}

// share is how deep the answer is, 0 to 1. Figures tell most: of the labelled
// answers' tuning half, those of level 5 have five times as many as those of
// level 2, and as many reasons.
func (d depth) share(story bool) float64 {
	part := func(n, of int) float64 { return min(1, float64(n)/float64(of)) }
	reasons, examples := part(d.reasons, enoughReasons), part(d.tradeoffs+d.examples, enoughExamples)
	if story {
		return 0.55*part(d.numbers, enoughFigures) + 0.15*d.detail + 0.15*reasons + 0.15*examples
	}
	return 0.35*part(d.numbers, enoughNumbers) + 0.35*d.detail + 0.15*reasons + 0.15*examples
}
