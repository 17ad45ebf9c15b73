package grade

import "slices"

// reachUndone is how many words behind "did not" it denies.
const reachUndone = 5

// reachClause is how many words a clause has on either side at most: speech
// that was written down without commas is one endless clause.
const reachClause = 30

// deny marks what the speaker says not to know and not to have done: "I never
// used indexes" speaks of indexes and covers nothing. Other negations stay:
// "I would not store money as a float" makes a point.
func (r *reading) deny(x *lexicon) {
	if len(r.tokens) == 0 {
		return
	}
	all := len(r.tokens) - 1
	for _, h := range x.ignorance.find(r, 0, all) {
		first, last := r.clause(x, h)
		first = max(first, h.first-r.reachBack())
		r.mark(first, last)
		for i := first; i <= last; i++ {
			r.unknown[i] = true
		}
	}
	for _, h := range x.undone.find(r, 0, all) {
		first, last := r.segment(x, h)
		if verbLast(r.lang) {
			r.mark(max(first, h.first-r.reachBack()), h.last)
			continue
		}
		r.mark(h.first, min(last, h.last+reachUndone))
	}
}

// reachBack is how many words in front of it a denial reaches within its
// clause.
func (r *reading) reachBack() int {
	if verbLast(r.lang) {
		return 8
	}
	return 4
}

func (r *reading) mark(first, last int) {
	for i := first; i <= last; i++ {
		r.denied[i] = true
	}
}

// verbLast tells whether a language's verb, with its negation, ends the
// sentence.
func verbLast(lang string) bool { return lang == "tr" || lang == "uz" }

// segment is what lies between commas and words of contrast round a cue.
func (r *reading) segment(x *lexicon, h hit) (int, int) {
	first, last := h.first, h.last
	for first > 0 && h.first-first < reachClause && r.tokens[first-1].Sentence == r.tokens[h.first].Sentence && !r.parted(first-1) && x.contrast.at(r, first-1) == 0 {
		first--
	}
	for last+1 < len(r.tokens) && last-h.last < reachClause && r.tokens[last+1].Sentence == r.tokens[h.first].Sentence && !r.parted(last) && x.contrast.at(r, last+1) == 0 {
		last++
	}
	return first, last
}

// clause widens a segment by what hangs on the denial: "I don't know, what an
// index is", "I never used indexes, partitions, views", "What an index is, I
// don't know".
func (r *reading) clause(x *lexicon, h hit) (int, int) {
	first, last := r.segment(x, h)
	for last-h.last < reachClause && last+1 < len(r.tokens) && r.tokens[last+1].Sentence == r.tokens[last].Sentence && r.parted(last) {
		next := last + 1
		_, end := r.segment(x, hit{next, next})
		item := end-next < 3 && !x.self.in(r, next, end)
		if x.contrast.at(r, next) > 0 || !item && x.relative.at(r, next) == 0 {
			break
		}
		last = end
	}
	if first > 0 && r.tokens[first-1].Sentence == r.tokens[h.first].Sentence && last-first <= h.last-h.first+2 {
		before, _ := r.segment(x, hit{first - 1, first - 1})
		if x.relative.at(r, before) > 0 {
			first = before
		}
	}
	return first, last
}

// deniedBetween tells whether anything that stands between two tokens is
// denied.
func (r *reading) deniedBetween(first, last int) bool {
	return slices.Contains(r.denied[first:last+1], true)
}

// negates tells whether a text has a negation.
func (r *reading) negates() bool {
	return len(r.tokens) > 0 && words(r.lang).not.in(r, 0, len(r.tokens)-1)
}
