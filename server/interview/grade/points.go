package grade

import (
	"slices"
	"sort"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// Bounds of what is told of a point.
const (
	// maxQuotes is how many quotes a point has at most.
	maxQuotes = 3
)

// nearWords is how many words lie between words of a phrase that is found by
// synonyms at most.
const nearWords = 10

// How much of what tells of a point must stand in one or two sentences for the
// point to be made, or touched on.
const (
	// madeShare and touchedShare are of what the point's own words tell of it; words of
	// its phrases count as well. Tuned on answers to exam questions.
	madeShare    = 0.7
	touchedShare = 0.2
	// enough and some are the same for stories and cases, which have words of their own:
	// what a word or two tell. Tuned on the labelled answers' tuning half, where 95 of 100
	// points of other questions have less than 0.5.
	enough = 1.0
	some   = 0.33
	// awayFactor is how much more it takes where an answer is not like its question;
	// to touch on a point a story takes no more, which is seldom like it.
	awayFactor = 2
	// onWay is from what likeness on it is.
	onWay = 0.5
)

// find looks for every point.
func (ref *reference) find(r *reading) Found {
	var f Found
	factor := 1.0
	if ref.brief == nil && ref.likeness(r) < onWay {
		factor = awayFactor
	}
	made, touches := enough*factor, some*factor
	switch {
	case ref.byShare():
		made, touches = madeShare*factor, touchedShare*factor
	case ref.recalls && ref.elsewhere(r) < hereWholly:
		touches = some
	}
	alike := ref.alike(r)
	for i, e := range ref.points {
		found := FoundPoint{ID: ref.text.Points[i].ID}
		pieces := ref.exact(e, r)
		if len(pieces) == 0 {
			pieces = ref.near(e, r)
			found.Partly = len(pieces) > 0 && alike[i].told < made
		}
		if len(pieces) == 0 && alike[i].told >= touches {
			pieces = []span{alike[i].at}
			found.Partly = alike[i].told < made
		}
		if len(pieces) > 0 {
			found.Quotes = r.quotes(pieces)
			f.Points = append(f.Points, found)
		}
	}
	return f
}

// exact are the pieces where an accepted phrase stands.
func (ref *reference) exact(e expected, r *reading) []span {
	var out []span
	for _, s := range e.says {
		for _, m := range r.doc.Matches(s.phrase) {
			if r.holds(s, m.First, m.Last) {
				out = append(out, span{r.pieceOf(m.First), r.pieceOf(m.Last)})
			}
		}
	}
	return out
}

// near are the pieces where an accepted phrase stands in other words: every
// content word of it, or a synonym, near the others.
func (ref *reference) near(e expected, r *reading) []span {
	for _, keys := range e.loose {
		if e.shuns(keys) || len(keys) == 1 && !ref.byWord() {
			continue
		}
		for i, u := range r.units {
			if u.key != keys[0] || r.denied[u.first] {
				continue
			}
			first, last, ok := r.around(i, keys)
			if ok && !r.deniedBetween(first, last) {
				return []span{{r.pieceOf(first), r.pieceOf(last)}}
			}
		}
	}
	return nil
}

// byWord tells whether a phrase of one word may stand in other words: what is said
// in a sentence is said in few. Two Chinese characters are no word.
func (ref *reference) byWord() bool { return ref.brief != nil && ref.lang != "zh" }

// around finds words near the unit i, in its sentence.
func (r *reading) around(i int, keys []string) (int, int, bool) {
	first, last := r.units[i].first, r.units[i].last
	for _, key := range keys {
		at := -1
		for j := max(0, i-nearWords); j < min(len(r.units), i+nearWords+1); j++ {
			u := r.units[j]
			if u.key == key && r.tokens[u.first].Sentence == r.tokens[r.units[i].first].Sentence &&
				u.last <= r.units[i].first+nearWords && u.first >= r.units[i].first-nearWords {
				at = j
				break
			}
		}
		if at < 0 {
			return 0, 0, false
		}
		first, last = min(first, r.units[at].first), max(last, r.units[at].last)
	}
	return first, last, true
}

// byShare tells whether a point is made by a share of its words: one that is rare
// tells as much as a point with many ways of saying it needs, and of a point with
// few words it is not enough.
func (ref *reference) byShare() bool { return ref.brief != nil || ref.kind == bank.Technical }

// likest is where the words tell most of a point, and how much, by share where
// points are made by it.
type likest struct {
	at   span
	told float64
}

const (
	// bothFactor is less than one: two sentences have twice the words by chance.
	bothFactor = 0.85
	// nextTo is how much of what a sentence tells of its likest point it must tell of
	// another one to count for that, too: points of one question share their words.
	nextTo = 0.6
)

// alike looks, for every point, for the piece, or the two, whose words tell most
// of it.
func (ref *reference) alike(r *reading) []likest {
	out := make([]likest, len(ref.points))
	told := make([]float64, len(ref.points))
	consider := func(factor float64, at span) {
		most := 0.0
		for i, e := range ref.points {
			told[i] = factor * r.tells(e, r.pieces[at.from].first, r.pieces[at.to].last)
			if ref.byShare() {
				told[i] /= e.whole
			}
			most = max(most, told[i])
		}
		for i := range told {
			if told[i] > out[i].told && told[i] >= nextTo*most {
				out[i] = likest{at, told[i]}
			}
		}
	}
	for i := range r.pieces {
		consider(1, span{i, i})
		if i+1 < len(r.pieces) {
			consider(bothFactor, span{i, i + 1})
		}
	}
	return out
}

// tells is how much the words of a range of tokens tell of a point.
func (r *reading) tells(e expected, first, last int) float64 {
	from := sort.Search(len(r.units), func(i int) bool { return r.units[i].first >= first })
	told := 0.0
	var seen []string
	shuns := len(e.shunned) > 0
	refuses := shuns && r.refuses(first, last)
	for _, u := range r.units[from:] {
		if u.last > last {
			break
		}
		if shuns && e.shunned[u.key] && !refuses {
			continue
		}
		if w := e.weights[u.key]; w > 0 && !r.denied[u.first] && !slices.Contains(seen, u.key) {
			seen = append(seen, u.key)
			told += w
		}
	}
	return told
}

// span is pieces from one to another, both counted.
type span struct{ from, to int }

// quotes are spans' texts: the shortest first, none that overlaps another.
func (r *reading) quotes(spans []span) []string {
	slices.SortStableFunc(spans, func(a, b span) int { return (a.to - a.from) - (b.to - b.from) })
	var chosen []span
	var out []string
	for _, s := range spans {
		overlaps := slices.ContainsFunc(chosen, func(c span) bool { return s.from <= c.to && s.to >= c.from })
		if overlaps || len(out) == maxQuotes {
			continue
		}
		chosen = append(chosen, s)
		out = append(out, r.text[r.pieces[s.from].start:r.pieces[s.to].end])
	}
	return out
}
