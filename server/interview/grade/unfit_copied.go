package grade

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// read makes an answer to the question ready.
func (ref *reference) read(a Answer) *reading {
	r := read(ref.lang, a.Text)
	ref.spell(r)
	if ref.kind == bank.Behavioral {
		r.disown(words(r.lang))
	}
	if a.First > 0 {
		r.first = a.First
		ref.uncount(r, a.First)
	}
	return r
}

// copiedRuns is how many runs of words of the sample one behind the other are
// copied: two people say four words alike, and not eight.
const copiedRuns = runLength + 1

// uncount takes from what stands behind the first bytes of an answer the words
// that are the sample's: it may have been read by then.
func (ref *reference) uncount(r *reading, first int) {
	theirs := map[string]bool{}
	runs(ref.sample, theirs)
	n := r.least(runLength)
	row := 0
	for i := 0; i+n <= len(r.words); i++ {
		if r.tokens[i].Start < first || !theirs[strings.Join(r.words[i:i+n], " ")] {
			row = 0
			continue
		}
		row++
		if row < r.least(copiedRuns) {
			continue
		}
		if r.copied == nil {
			r.copied = make([]bool, len(r.tokens))
		}
		for j := i - row + 1; j < i+n; j++ {
			r.copied[j], r.denied[j], r.unknown[j] = true, true, true
		}
	}
}

// ownKeys are the content words that are not copied, each once.
func (r *reading) ownKeys() map[string]bool {
	if r.copied == nil {
		return r.keys()
	}
	out := map[string]bool{}
	for _, u := range r.units {
		if !r.copied[u.first] {
			out[u.key] = true
		}
	}
	return out
}

// ownPieces are the pieces that do not begin with what is copied.
func (r *reading) ownPieces() []piece {
	if r.copied == nil {
		return r.pieces
	}
	return slices.DeleteFunc(slices.Clone(r.pieces), func(p piece) bool { return r.copied[p.first] })
}
