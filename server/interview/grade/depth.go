package grade

import (
	"unicode"
	"unicode/utf8"
)

// depth is what an answer's depth is made of, with where it stands first.
type depth struct {
	reasons, tradeoffs, examples, numbers, tools int
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
	enoughExamples = 2
	enoughTools    = 2
)

// deepness looks for reasons, trade-offs, examples, numbers and names in what
// is not denied.
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
	count(x.reasons, &d.reasons, &d.reasonAt)
	count(x.tradeoffs, &d.tradeoffs, nil)
	count(x.examples, &d.examples, &d.exampleAt)
	count(x.numbers, &d.numbers, &d.numberAt)
	d.figures(ref, r)
	if n := len(ref.sampleKeys); n > 0 {
		d.detail = min(1, float64(len(r.keys()))/float64(n))
	}
	return d
}

// figures counts numbers in digits, and names of tools: words with a capital
// inside, in capitals only, or with a digit, and the question's technologies.
func (d *depth) figures(ref *reference, r *reading) {
	seen := map[string]bool{}
	for i, t := range r.tokens {
		if r.denied[i] || seen[t.Stem] {
			continue
		}
		word := r.text[t.Start:t.End]
		c, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsDigit(c) && !ref.askedKeys[t.Stem]:
			d.numbers++
			if d.numberAt < 0 {
				d.numberAt = r.pieceOf(i)
			}
		case name(r.lang, word):
			d.tools++
		default:
			continue
		}
		seen[t.Stem] = true
	}
}

// name tells whether a word is written as products and protocols are: HTTP,
// PostgreSQL, p99; Latin letters in a Russian or Chinese sentence.
func name(lang, word string) bool {
	upper, digits, latin, n := 0, 0, 0, 0
	for i, c := range word {
		n++
		if i > 0 && unicode.IsUpper(c) {
			upper++
		}
		if unicode.IsDigit(c) {
			digits++
		}
		if c < 0x80 && unicode.IsLetter(c) {
			latin++
		}
	}
	if n < 2 || latin == 0 {
		return false
	}
	return upper > 0 || digits > 0 || latin == n && (lang == "ru" || lang == "zh")
}

// share is how deep the answer is, 0 to 1.
func (d depth) share() float64 {
	part := func(n, of int) float64 { return min(1, float64(n)/float64(of)) }
	return 0.35*part(d.numbers, enoughNumbers) + 0.35*d.detail +
		0.15*part(d.reasons, enoughReasons) + 0.15*part(d.tradeoffs+d.examples, enoughExamples)
}
