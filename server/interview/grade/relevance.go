package grade

import (
	"math"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// How much an answer is like its question, compared with the question of the
// bank that it is most like otherwise: answers to the point are like their own
// question most, answers to another one hardly. Measured on the labelled
// answers' tuning half: 95 of 100 answers of level 3 and more to technical
// questions are above 0.9, 95 of 100 to other questions below 0.35.
const (
	offTopic = 0.2
	onTopic  = 0.9
	// offStory is offTopic for stories, which have their own words.
	offStory = 0.05
)

// relevance is how far an answer speaks of what was asked, 0 to 1.
func (ref *reference) relevance(r *reading) float64 {
	off := ref.offTopic()
	return max(0, min(1, (ref.likeness(r)-off)/(onTopic-off)))
}

// offTopic is the likeness up to which an answer is about something else.
func (ref *reference) offTopic() float64 {
	if ref.kind == bank.Behavioral {
		return offStory
	}
	return offTopic
}

// likeness is how much more an answer is like its own question than like the
// bank's other ones.
func (ref *reference) likeness(r *reading) float64 {
	own, other := ref.cosines(r)
	return own / max(other, 1e-9)
}

// elsewhere is by how much an answer is more like another question of the bank
// than like its own one: below 0 where it is like its own most. Of the tuning
// half's stories of level 3 and more 90 of 100 have 0.09 at most, of answers to
// technical questions, taken for stories, 90 of 100 have 0.15 and more.
func (ref *reference) elsewhere(r *reading) float64 {
	own, other := ref.cosines(r)
	return other - own
}

// cosines are how much an answer is like its own question, and like the one of
// the bank's other ones that it is most like.
func (ref *reference) cosines(r *reading) (own, other float64) {
	b := common(ref.lang)
	keys := r.claimed()
	dot, size := 0.0, 0.0
	for _, key := range keys {
		w := b.weight(key)
		size += w * w
		if ref.topic[key] {
			dot += w * w
		}
	}
	return dot / ref.size / math.Sqrt(max(size, 1e-9)), b.likeness(keys, ref.id)
}

// topical is the share of an answer's words, by weight, that belong to the
// question.
func (ref *reference) topical(r *reading) float64 {
	b := common(ref.lang)
	total, own := 0.0, 0.0
	for _, key := range r.claimed() {
		w := b.weight(key)
		total += w
		if ref.topic[key] {
			own += w
		}
	}
	return own / max(total, 1e-9)
}
