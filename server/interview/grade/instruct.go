package grade

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// commandWords is how many words lie from the first to the last of a command's
// at most.
const commandWords = 10

// instructs tells whether somebody talks to the grader and not to the
// interviewer: in the answer's language, or in any other of the product's.
func (r *reading) instructs(x *lexicon) bool {
	if r.commanded(x) {
		return true
	}
	lower := strings.ToLower(r.text)
	for _, lang := range bank.Languages() {
		// Commands are words as they stand: they are found whatever language the text
		// was read in.
		if lang != r.lang && suspicious(lower, words(lang)) && r.commanded(words(lang)) {
			return true
		}
	}
	return false
}

// suspicious tells whether a text has letters that a command of a language
// begins with.
func suspicious(lower string, x *lexicon) bool {
	for _, command := range slices.Concat(x.commands, x.verdicts, x.imperatives) {
		if command[0].anywhere(lower) {
			return true
		}
	}
	return false
}

// commanded tells whether a command of a language stands in the text.
func (r *reading) commanded(x *lexicon) bool {
	for i := range r.tokens {
		for _, command := range x.commands {
			if r.begin(command, i, false) {
				return true
			}
		}
		for _, command := range x.verdicts {
			if r.begin(command, i, true) {
				return true
			}
		}
		// Where the verb ends the sentence, an imperative does.
		if x.verbLast || r.begins(i) {
			for _, command := range x.imperatives {
				if r.begin(command, i, false) {
					return true
				}
			}
		}
	}
	return false
}

// begins tells whether a token is near the beginning of its sentence, or of what
// stands behind a comma.
func (r *reading) begins(i int) bool {
	for n := i; n > i-imperativeWords; n-- {
		if n <= 0 || r.tokens[n-1].Sentence != r.tokens[n].Sentence || r.parted(n-1) {
			return true
		}
	}
	return false
}

// imperativeWords is among how many words at the beginning an
// imperative stands: "please", "and now" may be in front of it.
const imperativeWords = 3

// begin tells whether a command's first cue stands at a token, and the others
// near it; for one that closes, the last of them at the end of its clause: a
// grade that "should be ten" is one, and not "ten days".
func (r *reading) begin(command []*cues, i int, closes bool) bool {
	n := command[0].at(r, i)
	return n > 0 && r.follows(command[1:], []hit{{i, i + n - 1}}, closes)
}

// follows tells whether a cue of each list stands near those found already, in
// their sentence, each apart from the others.
func (r *reading) follows(lists []*cues, found []hit, closes bool) bool {
	first, last := found[0].first, found[0].last
	for _, h := range found {
		first, last = min(first, h.first), max(last, h.last)
	}
	if len(lists) == 0 {
		return !closes || r.parted(last) || r.tokens[last].Sentence != r.tokens[last+1].Sentence
	}
	for i := max(0, last-commandWords+1); i < min(len(r.tokens), first+commandWords); i++ {
		n := lists[0].at(r, i)
		if n == 0 || r.tokens[i].Sentence != r.tokens[first].Sentence || max(last, i+n-1)-min(first, i) >= commandWords {
			continue
		}
		apart := !slices.ContainsFunc(found, func(h hit) bool { return i <= h.last && i+n-1 >= h.first })
		if apart && r.follows(lists[1:], append(found[:len(found):len(found)], hit{i, i + n - 1}), closes) {
			return true
		}
	}
	return false
}
