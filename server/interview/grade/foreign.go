package grade

import (
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// How many of the words must be among another language's commonest, and how
// many times as many as among the own one's.
const (
	leastForeign = 0.15
	moreForeign  = 1.3
)

// foreign tells whether an answer is in another language than its question:
// in other letters, or with more of another language's commonest words.
func (r *reading) foreign(x *lexicon) bool {
	if len(r.words) < leastAnswer {
		return false
	}
	cyrillic, han, letters := 0, 0, 0
	for _, w := range r.words {
		c, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.Is(unicode.Cyrillic, c):
			cyrillic++
		case unicode.Is(unicode.Han, c):
			han++
		case !unicode.IsLetter(c):
			continue
		}
		letters++
	}
	if letters < leastAnswer {
		return false // figures and signs are of every language
	}
	share := func(n int) float64 { return float64(n) / float64(max(1, letters)) }
	switch r.lang {
	case "ru":
		if share(cyrillic) < 0.3 {
			return true
		}
	case "zh":
		if share(han) < 0.3 {
			return true
		}
	default:
		if share(cyrillic+han) > 0.5 {
			return true
		}
	}
	if r.lang == "ru" || r.lang == "zh" {
		return false
	}
	own := r.functionWords(x)
	for _, lang := range bank.Languages() {
		if lang == r.lang {
			continue
		}
		if other := r.functionWords(words(lang)); other >= leastForeign && other > moreForeign*own {
			return true
		}
	}
	return false
}

// functionWords is the share of words that are among a language's commonest. A
// single letter tells of none: e, o and y are words, and names in formulas.
func (r *reading) functionWords(x *lexicon) float64 {
	n := 0
	for _, w := range r.words {
		if x.function[w] && (len(w) > 1 || w == "a" || w == "i") {
			n++
		}
	}
	return float64(n) / float64(len(r.words))
}
