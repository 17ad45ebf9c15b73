package grade

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

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
// one that is. Who says honestly not to know is told that, and not that the answer
// is too short or to another question.
func (ref *reference) unfit(r *reading, credit float64) string {
	why := ref.fault(r, credit)
	switch why {
	case Empty, TooShort, OffTopic:
		if slices.Contains(r.copied, true) {
			return Echo
		}
		if share := r.unknowing(); share >= leastUnknown || share > 0 && why != OffTopic {
			return Unknown
		}
	case "":
		if credit == 0 && r.unknowing() >= leastUnknown && (!ref.recalls || !ref.lived(r)) {
			return Unknown
		}
	case Echo, Keywords:
		if r.unknowing() >= leastUnknown {
			return Unknown
		}
	}
	return why
}

// leastUnknown is the share of the words that say what somebody does not know,
// from which an answer says that before all.
const leastUnknown = 0.2

// unknowing is the share of the words that the speaker says not to know.
func (r *reading) unknowing() float64 {
	n := 0
	for i, unknown := range r.unknown {
		if unknown && (r.copied == nil || !r.copied[i]) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(r.unknown)))
}

// fault is what makes an answer none.
func (ref *reference) fault(r *reading, credit float64) string {
	x := words(r.lang)
	said := r.said(x)
	switch {
	case said == 0:
		return Empty
	case r.instructs(x):
		return Instructions
	case r.foreign(x):
		return OtherLanguage
	case said < ref.least(r, leastAnswer, credit):
		return TooShort
	case ref.echoes(r) && (ref.brief == nil || credit == 0):
		return Echo
	case r.lists() && !ref.mayList(r):
		return Keywords
	case said < r.least(leastUseless) && (credit == 0 || ref.brief == nil && ref.tells(r) < leastTold):
		return TooShort
	case ref.strange(r) || ref.beside(r, credit):
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
		if !r.denied[i] && (!r.function[i] || !r.han(i) || len(r.tokens) >= leastUseless) {
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
	// leastTold is what the words of a short answer tell of the points together, below
	// which it is not about them.
	leastTold = 0.3
	// leastTopical is the share of an answer's words, by weight, that the question, its
	// points and its sample have, below which it is about something else whatever a
	// grader found in it: answers to other questions have half of that, good ones 0.25
	// and more. Stories have their own words, and so have answers to questions with
	// fewer words than topicUnits.
	leastTopical = 0.08
	topicUnits   = 40
	// noTopical is that for an answer that makes no point.
	noTopical = 0.12
)

// strange tells whether the text is another question's sample answer.
func (ref *reference) strange(r *reading) bool {
	if len(r.keys()) < leastUnits {
		return false
	}
	theirs := common(ref.lang).nearest(r.claimed(), ref.id)
	return theirs >= strangeShare && theirs-ref.topical(r) >= strangeMore
}

// beside tells whether an answer is about something else.
func (ref *reference) beside(r *reading, credit float64) bool {
	if len(r.keys()) < leastUnits {
		return false
	}
	unlike := credit == 0 && ref.likeness(r) < ref.offTopic()
	if ref.kind == bank.Behavioral {
		return unlike && !ref.lived(r) || credit == 0 && ref.elsewhere(r) >= farElsewhere
	}
	if unlike {
		return true
	}
	if ref.likeness(r) >= onTopic {
		return false // no other question is more like it
	}
	share := ref.topical(r)
	return credit == 0 && share < noTopical || len(ref.topic) >= topicUnits && share < leastTopical
}

// farElsewhere is how much more like another question a story is that is an
// answer to it: those of the tuning half that are not have 0.23 at most.
const farElsewhere = 0.25

// nearOther is the share of the words that another question's sample has, from
// which a story may be one of the bank's: those that people lived through have a
// third.
const nearOther = 0.5

// lived tells whether somebody tells in words of their own what they did: deeds
// in the first person, in a situation or with a result. Life has other words
// than the bank.
func (ref *reference) lived(r *reading) bool {
	return r.deeds() >= leastDeeds && len(ref.built(r)) >= leastParts && common(ref.lang).nearest(r.claimed(), ref.id) < nearOther
}

// What is a story at least: parts, and sentences in which the speaker does
// something.
const (
	leastParts = 2
	leastDeeds = 2
)

// tells is what a text's words tell of the points together.
func (ref *reference) tells(r *reading) float64 {
	sum := 0.0
	for _, e := range ref.points {
		sum += r.tells(e, 0, len(r.tokens)-1)
	}
	return sum
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
