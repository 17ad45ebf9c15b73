package grade

import (
	"slices"
	"sort"
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
// point to be made, or touched on: tuned on the labelled answers' tuning half,
// where 95 of 100 points of other questions have less than 0.5.
const (
	enough = 0.7
	some   = 0.33
	// awayFactor is how much more it takes where an answer is not like its question.
	awayFactor = 2
	// onWay is from what likeness on it is.
	onWay = 0.5
)

// find looks for every point.
func (ref *reference) find(r *reading) Found {
	var f Found
	factor := 1.0
	if ref.likeness(r) < onWay {
		factor = awayFactor
	}
	for i, e := range ref.points {
		pieces := ref.exact(e, r)
		if len(pieces) == 0 {
			pieces = ref.near(e, r)
		}
		partly := false
		if len(pieces) == 0 {
			var told float64
			pieces, told = ref.alike(e, r)
			partly = told < enough*factor
			if told < some*factor {
				continue
			}
		}
		f.Points = append(f.Points, FoundPoint{ID: ref.text.Points[i].ID, Quotes: r.quotes(pieces), Partly: partly})
	}
	return f
}

// exact are the pieces where an accepted phrase stands.
func (ref *reference) exact(e expected, r *reading) []int {
	var out []int
	for _, p := range e.says {
		for _, m := range r.doc.Matches(p) {
			if !r.deniedBetween(m.First, m.Last) {
				out = append(out, r.pieceOf(m.First), r.pieceOf(m.Last))
			}
		}
	}
	return out
}

// near are the pieces where an accepted phrase stands in other words: every
// content word of it, or a synonym, near the others.
func (ref *reference) near(e expected, r *reading) []int {
	for _, keys := range e.loose {
		for i, u := range r.units {
			if u.key != keys[0] || r.denied[u.first] {
				continue
			}
			first, last, ok := r.around(i, keys)
			if ok && !r.deniedBetween(first, last) {
				return []int{r.pieceOf(first), r.pieceOf(last)}
			}
		}
	}
	return nil
}

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

// alike is the piece, or the two, whose words tell most of a point, and how
// much.
func (ref *reference) alike(e expected, r *reading) ([]int, float64) {
	var best []int
	most := 0.0
	for i := range r.pieces {
		one := r.tells(e, r.pieces[i].first, r.pieces[i].last)
		if one > most {
			best, most = []int{i}, one
		}
		if i+1 == len(r.pieces) {
			break
		}
		if two := bothFactor * r.tells(e, r.pieces[i].first, r.pieces[i+1].last); two > most {
			best, most = []int{i, i + 1}, two
		}
	}
	return best, most
}

// bothFactor is less than one: two sentences have twice the words by chance.
const bothFactor = 0.85

// tells is how much the words of a range of tokens tell of a point.
func (r *reading) tells(e expected, first, last int) float64 {
	from := sort.Search(len(r.units), func(i int) bool { return r.units[i].first >= first })
	told := 0.0
	var seen []string
	for _, u := range r.units[from:] {
		if u.last > last {
			break
		}
		if w := e.weights[u.key]; w > 0 && !r.denied[u.first] && !slices.Contains(seen, u.key) {
			seen = append(seen, u.key)
			told += w
		}
	}
	return told
}

// quotes are pieces' texts, those side by side in one.
func (r *reading) quotes(pieces []int) []string {
	slices.Sort(pieces)
	pieces = slices.Compact(pieces)
	var out []string
	for i := 0; i < len(pieces) && len(out) < maxQuotes; {
		j := i
		for j+1 < len(pieces) && pieces[j+1] == pieces[j]+1 && r.pieces[pieces[j+1]].end-r.pieces[pieces[i]].start <= maxQuote {
			j++
		}
		out = append(out, r.text[r.pieces[pieces[i]].start:r.pieces[pieces[j]].end])
		i = j + 1
	}
	return out
}
