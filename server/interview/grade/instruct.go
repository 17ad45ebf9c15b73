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
	for _, command := range x.commands {
		if command[0].anywhere(lower) {
			return true
		}
	}
	return false
}

// commanded tells whether a command stands in the text.
func (r *reading) commanded(x *lexicon) bool {
	for _, command := range x.commands {
		for i := range r.tokens {
			if n := command[0].at(r, i); n > 0 && r.follows(command[1:], []hit{{i, i + n - 1}}) {
				return true
			}
		}
	}
	return false
}

// follows tells whether a cue of each list stands near those found already, in
// their sentence, each apart from the others.
func (r *reading) follows(lists []*cues, found []hit) bool {
	if len(lists) == 0 {
		return true
	}
	first, last := found[0].first, found[0].last
	for _, h := range found {
		first, last = min(first, h.first), max(last, h.last)
	}
	for i := max(0, last-commandWords+1); i < min(len(r.tokens), first+commandWords); i++ {
		n := lists[0].at(r, i)
		if n == 0 || r.tokens[i].Sentence != r.tokens[first].Sentence || max(last, i+n-1)-min(first, i) >= commandWords {
			continue
		}
		apart := !slices.ContainsFunc(found, func(h hit) bool { return i <= h.last && i+n-1 >= h.first })
		if apart && r.follows(lists[1:], append(found[:len(found):len(found)], hit{i, i + n - 1})) {
			return true
		}
	}
	return false
}
