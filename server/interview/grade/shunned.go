package grade

import "slices"

// negationWords is among how many words at the beginning of a point a negation
// stands that is about the whole of it.
const negationWords = 3

// shunned are the words of what a point says not to do: those behind a negation
// at its beginning, up to the end of the clause. Where the verb ends the
// sentence, so does its negation, and none are known.
func shunned(r *reading) map[string]bool {
	if verbLast(r.lang) || len(r.tokens) < 2 {
		return nil
	}
	hits := words(r.lang).not.find(r, 0, min(negationWords, len(r.tokens))-1)
	if len(hits) == 0 {
		return nil
	}
	_, last := r.segment(words(r.lang), hits[0])
	out := map[string]bool{}
	for _, u := range r.units {
		if u.first > hits[0].last && u.last <= last {
			out[u.key] = true
		}
	}
	return out
}

// shuns tells whether words name what is not to be done.
func (e expected) shuns(keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return e.shunned[key] })
}

// refuses tells whether somebody says no between two tokens: with a negation or
// with a word of refusal.
func (r *reading) refuses(first, last int) bool {
	x := words(r.lang)
	return x.not.in(r, first, last) || x.refused.in(r, first, last)
}

// holds tells whether a range of tokens may stand for a phrase: what was not done
// stands for none, unless that is the point.
func (r *reading) holds(s accepted, first, last int) bool {
	if !s.shunned {
		return s.negates || !r.deniedBetween(first, last)
	}
	from, to := r.pieces[r.pieceOf(first)].first, r.pieces[r.pieceOf(last)].last
	return r.refuses(from, to) && !r.unknown[first]
}
