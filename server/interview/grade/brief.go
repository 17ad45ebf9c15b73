package grade

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// fullWords is how long a sample is at least that shows all that an interview
// answer can have: in words, in Chinese characters. Those of the bank are longer.
var fullWords = map[string]int{"en": 100, "ru": 80, "uz": 68, "tr": 68, "zh": 140}

// fullOther is that for the other languages.
const fullOther = 90

// leastOthers is how many words accepted phrases have at least that their point's
// text has not, to be ways of saying it: those of the bank have two and more, all
// but a few.
const leastOthers = 2

// brief is what is enough where a question is an exam's: its sample is a sentence
// or two, or is all that there is to hold answers against. An answer like it is a
// whole one, and has all that is asked for. Nil for an interview's question.
type brief struct {
	words int
	// listed: the sample is a list itself.
	listed bool
	deep   depth
	order  reasoning
}

// short is the reference's brief. Stories are none.
func (ref *reference) short() *brief {
	full, ok := fullWords[ref.lang]
	if !ok {
		full = fullOther
	}
	n := len(ref.sample.tokens)
	phrased := slices.ContainsFunc(ref.points, func(e expected) bool { return e.others >= leastOthers })
	if n == 0 || ref.kind == bank.Behavioral || n >= full && phrased {
		return nil
	}
	return &brief{words: n, listed: ref.sample.lists(), deep: ref.deepness(ref.sample), order: ref.sample.reasoning()}
}

// shares adds up what an answer has of what the sample has; what the sample does
// without counts for nothing.
type shares struct{ sum, of float64 }

func (s *shares) add(weight float64, n, sample, enough int) {
	if sample > 0 {
		s.sum += weight * min(1, float64(n)/float64(min(sample, enough)))
		s.of += weight
	}
}

// depth is depth.share, held against the sample.
func (b *brief) depth(d depth) float64 {
	s := shares{detailShare * d.detail, detailShare}
	s.add(numbersShare, d.numbers, b.deep.numbers, enoughNumbers)
	s.add(reasonsShare, d.reasons, b.deep.reasons, enoughReasons)
	s.add(examplesShare, d.tradeoffs+d.examples, b.deep.tradeoffs+b.deep.examples, enoughExamples)
	return s.sum / s.of
}

// structure is reasoning.share, held against the sample.
func (b *brief) structure(o reasoning) float64 {
	var s shares
	s.add(sentencesShare, o.sentences, b.order.sentences, enoughSentences)
	s.add(stepsShare, o.steps, b.order.steps, enoughSteps)
	if b.order.conclusion {
		s.of += conclusionShare
		if o.conclusion {
			s.sum += conclusionShare
		}
	}
	return s.sum / s.of
}

// What an answer has at least: a fifth of a short sample's words, and two that make
// a point.
const (
	leastFifth = 5
	leastMade  = 2
)

// least is a number of words that an answer has at least, of whose points so many
// were proved, in Chinese characters.
func (ref *reference) least(r *reading, words int, credit float64) int {
	n := r.least(words)
	if ref.brief == nil {
		return n
	}
	n = min(n, (ref.brief.words+leastFifth-1)/leastFifth)
	if credit > 0 {
		n = min(n, r.least(leastMade))
	}
	return n
}

// mayBeWord tells whether a quote of so many words is enough although it is short:
// of an answer to a question whose sample is short, two words or all that it has.
func (ref *reference) mayBeWord(r *reading, count int) bool {
	return ref.brief != nil && count >= min(leastWords, len(r.tokens))
}

// mayList tells whether words without sentences are an answer: where the sample is
// a list, or about as short.
func (ref *reference) mayList(r *reading) bool {
	return ref.brief != nil && (ref.brief.listed || len(r.tokens) <= 2*ref.brief.words)
}
