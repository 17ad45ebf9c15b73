package grade

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nearMeasure is how many words behind a number what it counts stands at most.
const nearMeasure = 2

// figure is whether a piece has a number that backs something up: one that counts
// or measures, in digits or in words. Years, ordinals, codes ("201 Created") and
// names ("Explorer 9") measure nothing.
func (ref *reference) figure(r *reading, p piece) bool {
	x := words(r.lang)
	for i := p.first; i <= p.last; i++ {
		if !r.denied[i] && !ref.askedKeys[r.tokens[i].Stem] && r.measures(x, i) {
			return true
		}
	}
	return false
}

// measures tells whether a token is a number that measures.
func (r *reading) measures(x *lexicon, i int) bool {
	c, size := utf8.DecodeRuneInString(r.words[i])
	if !unicode.IsDigit(c) {
		n := x.numbers.at(r, i)
		if n == 0 || i > 0 && r.words[i-1] == "第" {
			return false
		}
		// "Half" and "per cent" are measures themselves.
		return r.measured(x, i, n) || x.measures.at(r, i) > 0
	}
	switch {
	case r.year(i):
		return false
	case r.measured(x, i, 1) || strings.ContainsFunc(r.words[i][size:], unicode.IsLetter):
		return true
	}
	return !r.numbered(i)
}

// measured tells whether what a number counts stands behind it, or its sign.
func (r *reading) measured(x *lexicon, i, n int) bool {
	if strings.HasPrefix(strings.TrimLeft(r.text[r.tokens[i].End:], " \u00a0"), "%") {
		return true
	}
	for j := i + n; j < min(len(r.tokens), i+n+nearMeasure); j++ {
		if r.tokens[j].Sentence != r.tokens[i].Sentence || r.parted(j-1) {
			return false
		}
		if x.measures.at(r, j) > 0 {
			return true
		}
	}
	return false
}

// year tells whether a token is one of our years.
func (r *reading) year(i int) bool {
	n, err := strconv.Atoi(r.words[i])
	return err == nil && len(r.words[i]) == 4 && n >= 1900 && n < 2100
}

// numbered tells whether a number belongs to the name in front of it or behind it,
// or begins its sentence as that of a list does.
func (r *reading) numbered(i int) bool {
	capital := func(j int) bool {
		c, _ := utf8.DecodeRuneInString(r.text[r.tokens[j].Start:])
		return unicode.IsUpper(c)
	}
	begins := i == 0 || r.tokens[i-1].Sentence != r.tokens[i].Sentence
	switch {
	case begins && r.parted(i):
		return true
	case i+1 < len(r.tokens) && r.tokens[i+1].Sentence == r.tokens[i].Sentence && len(r.words[i]) == 3 && capital(i+1):
		return true
	case begins:
		return false
	}
	first := i == 1 || r.tokens[i-2].Sentence != r.tokens[i].Sentence
	return !first && capital(i-1) && !r.parted(i-1)
}
