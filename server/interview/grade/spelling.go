package grade

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Letters from which on a word may have one slip, and two.
const (
	oneSlip  = 5
	twoSlips = 8
	// longWord is in bytes: what is longer is no word.
	longWord = 40
)

// known is a word of a question, or its root, and the key that it counts by.
type known struct{ word, key string }

// vocabulary are a text's words of some length and their roots, each once, in
// order.
func (r *reading) vocabulary() []known {
	keys := map[string]string{}
	for _, u := range r.units {
		for _, word := range []string{r.words[u.first], root(r.lang, r.tokens[u.first].Stem)} {
			if utf8.RuneCountInString(word) >= oneSlip && len(word) <= longWord {
				keys[word] = u.key
			}
		}
	}
	out := make([]known, 0, len(keys))
	for _, word := range sorted(keys) {
		out = append(out, known{word, keys[word]})
	}
	return out
}

// spell takes words that neither the bank nor the question knows for those of the
// question that they are nearly like: "funcion", "paramaters". Slips are seldom in
// the first letter (Pollock and Zamora 1984).
func (ref *reference) spell(r *reading) {
	if r.lang == "zh" {
		return // nothing is spelled
	}
	meant := map[string]string{}
	for i, u := range r.units {
		if ref.topic[u.key] || common(ref.lang).with[u.key] > 0 || strings.ContainsAny(u.key, "0123456789") {
			continue
		}
		key, seen := meant[u.key]
		if !seen {
			key = cmp.Or(ref.nearly(r.words[u.first]), ref.nearly(u.key))
			meant[u.key] = key
		}
		if key != "" {
			r.units[i].key = key
		}
	}
}

// nearly is the key of the question's word that a word is most like, empty for
// none.
func (ref *reference) nearly(word string) string {
	var most int
	switch n := utf8.RuneCountInString(word); {
	case len(word) > longWord:
		return ""
	case n >= twoSlips:
		most = 2
	case n >= oneSlip:
		most = 1
	default:
		return ""
	}
	first, _ := utf8.DecodeRuneInString(word)
	best := ""
	for _, k := range ref.known {
		if c, _ := utf8.DecodeRuneInString(k.word); c != first {
			continue
		}
		if n := slips(word, k.word); n <= most {
			best, most = k.key, n-1
		}
	}
	return best
}

// slips is how many letters are to be added, left out, replaced or swapped with
// the next to make one word the other (optimal string alignment).
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(y)]
}
