package grade

import "strings"

// Bounds of an answer that is one.
const (
	// leastAnswer are the words below which nothing can be said; in Chinese
	// characters twice that.
	leastAnswer = 4
	// leastUseless are the words below which an answer that makes no point is too
	// short, rather than beside the question.
	leastUseless = 12
)

// unfit is why an answer is none, of whose points so many were proved; empty for
// one that is.
func (ref *reference) unfit(r *reading, credit float64) string {
	x := words(r.lang)
	said := r.said(x)
	switch {
	case said == 0:
		return Empty
	case r.instructs(x):
		return Instructions
	case r.foreign(x):
		return OtherLanguage
	case said < r.least(leastAnswer):
		return TooShort
	case ref.echoes(r):
		return Echo
	case r.lists():
		return Keywords
	case ref.strange(r):
		return OffTopic
	case credit > 0:
		return ""
	case said < r.least(leastUseless):
		return TooShort
	case ref.likeness(r) < offTopic:
		return OffTopic
	}
	return ""
}

// least is a number of words, in Chinese characters.
func (r *reading) least(words int) int {
	if r.lang == "zh" {
		return 2 * words
	}
	return words
}

// said counts the words that are neither denied nor say nothing.
func (r *reading) said(x *lexicon) int {
	n := 0
	for i := 0; i < len(r.tokens); i++ {
		if k := x.void.at(r, i); k > 0 {
			i += k - 1
			continue
		}
		if !r.denied[i] && !(r.function[i] && len(r.tokens) < leastUseless && r.han(i)) {
			n++
		}
	}
	return n
}

// Another question's answer.
const (
	// strangeShare is the share of the words that another question's sample has, and
	// strangeMore how much more that is than what the own sample has.
	strangeShare = 0.65
	strangeMore  = 0.2
	// leastUnits are content words below which shares say nothing.
	leastUnits = 8
)

// strange tells whether the text is another question's sample answer.
func (ref *reference) strange(r *reading) bool {
	if len(r.keys()) < leastUnits {
		return false
	}
	theirs := common(ref.lang).nearest(r.claimed(), ref.id)
	return theirs >= strangeShare && theirs-ref.topical(r) >= strangeMore
}

// runLength is how many words side by side are no accident.
const runLength = 4

// runs adds every run of a text's words to a set.
func runs(r *reading, into map[string]bool) {
	n := r.least(runLength)
	for i := 0; i+n <= len(r.words); i++ {
		into[strings.Join(r.words[i:i+n], " ")] = true
	}
}
