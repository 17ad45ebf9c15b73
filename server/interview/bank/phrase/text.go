package phrase

import (
	"slices"
	"strings"
)

// maxMatches bounds the places that are told of one phrase. More say nothing
// new, and a text of one word a thousand times would have thousands.
const maxMatches = 16

// Text is what somebody said, ready to be looked through. It does not change
// and serves any number of goroutines.
type Text struct {
	tokens []Token
	at     map[string][]int
}

// Match is where a phrase stands: byte offsets in the text, its sentence, and
// the first and last of its tokens.
type Match struct {
	Start, End  int
	Sentence    int
	First, Last int
}

// Read makes a text of a language ready. Bounding its length is the caller's.
func Read(lang, text string) *Text {
	t := &Text{tokens: tokenize(lang, text), at: map[string][]int{}}
	for i, token := range t.tokens {
		t.at[token.Stem] = append(t.at[token.Stem], i)
	}
	return t
}

// Tokens are the text's words, in order. They are not to be changed.
func (t *Text) Tokens() []Token { return t.tokens }

// Has tells whether a phrase of the same language stands in the text.
func (t *Text) Has(p Phrase) bool { return len(t.find(p, 1)) > 0 }

// Matches are the places where a phrase of the same language stands, in order,
// sixteen at most.
func (t *Text) Matches(p Phrase) []Match { return t.find(p, maxMatches) }

// find puts the parts' places together: all of one sentence, within reach.
func (t *Text) find(p Phrase, most int) []Match {
	if len(p.parts) == 0 {
		return nil
	}
	if len(p.parts) == 1 {
		return t.places(p.parts[0], most)
	}
	others := make([][]Match, 0, len(p.parts)-1)
	for _, part := range p.parts[1:] {
		places := t.places(part, len(t.tokens))
		if len(places) == 0 {
			return nil
		}
		others = append(others, places)
	}
	var out []Match
	for _, m := range t.places(p.parts[0], len(t.tokens)) {
		if whole, ok := joined(m, others); ok {
			out = append(out, t.match(whole.First, whole.Last))
			if len(out) == most {
				break
			}
		}
	}
	return out
}

// joined widens a match by the nearest of each other part's places.
func joined(m Match, others [][]Match) (Match, bool) {
	whole := m
	for _, places := range others {
		best, found := Match{}, false
		// Places are in order: those before the match's sentence are skipped at once.
		from, _ := slices.BinarySearchFunc(places, m.First-reach, func(o Match, first int) int { return o.First - first })
		for _, o := range places[from:] {
			if o.First > m.Last+reach {
				break
			}
			apart := o.Last < m.First || o.First > m.Last
			if apart && o.Sentence == m.Sentence && (!found || distance(o, m) < distance(best, m)) {
				best, found = o, true
			}
		}
		if !found {
			return Match{}, false
		}
		whole.First, whole.Last = min(whole.First, best.First), max(whole.Last, best.Last)
	}
	return whole, whole.Last-whole.First <= 2*reach
}

func distance(a, b Match) int {
	if a.First < b.First {
		return b.First - a.Last
	}
	return a.First - b.Last
}

// places are where a part's words stand near each other.
func (t *Text) places(p part, most int) []Match {
	var out []Match
	for _, at := range t.at[p.words[0][0]] {
		if !t.stands(p.words[0], at) {
			continue
		}
		if first, last, ok := t.gather(p, []int{at}, at, at+len(p.words[0])-1); ok {
			out = append(out, t.match(first, last))
			if len(out) == most {
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return a.First - b.First })
	return out
}

// gather finds those of the part's words that are not taken yet round the
// tokens first..last; taken are the places of the words before them.
func (t *Text) gather(p part, taken []int, first, last int) (int, int, bool) {
	if len(taken) == len(p.words) {
		return first, last, true
	}
	word := p.words[len(taken)]
	positions := t.at[word[0]]
	from, _ := slices.BinarySearch(positions, last-p.window+1)
	for _, at := range positions[from:] {
		if at >= first+p.window {
			break
		}
		low, high := min(first, at), max(last, at+len(word)-1)
		// One token does not stand for the same word twice: one on one.
		if high-low >= p.window || slices.Contains(taken, at) || !t.stands(word, at) ||
			t.tokens[at].Sentence != t.tokens[first].Sentence {
			continue
		}
		if f, l, ok := t.gather(p, append(taken, at), low, high); ok {
			return f, l, true
		}
	}
	return 0, 0, false
}

// stands tells whether a word's pieces stand side by side from a token on.
func (t *Text) stands(word []string, at int) bool {
	if at+len(word) > len(t.tokens) {
		return false
	}
	for i, stem := range word {
		if t.tokens[at+i].Stem != stem || t.tokens[at+i].Sentence != t.tokens[at].Sentence {
			return false
		}
	}
	return true
}

func (t *Text) match(first, last int) Match {
	return Match{
		Start: t.tokens[first].Start, End: t.tokens[last].End,
		Sentence: t.tokens[first].Sentence, First: first, Last: last,
	}
}

func sorted(words []string, separator string) string {
	slices.Sort(words)
	return strings.Join(words, separator)
}
