package grade

import (
	"strings"
	"unicode"
)

// Shares from which an answer is an echo.
const (
	// echoUnits is the share of content words that the question, its context and its
	// hints have (answers that are ones have half at most), echoRuns that of words within runs copied from those and from the
	// points.
	echoUnits = 0.67
	// wholeEcho is the share that is one whatever the rest tells of the points, which
	// echoTold is little: short answers repeat words of the question.
	wholeEcho = 0.9
	echoTold  = 0.6
	echoRuns  = 0.75
)

// echoes tells whether an answer repeats what the person was shown.
func (ref *reference) echoes(r *reading) bool {
	if len(r.units) == 0 {
		return false
	}
	asked := 0
	for _, u := range r.units {
		if ref.askedKeys[u.key] {
			asked++
		}
	}
	share := float64(asked) / float64(len(r.units))
	if share >= wholeEcho || share >= echoUnits && ref.tells(r) < echoTold {
		return true
	}
	n := r.least(runLength)
	copied := make([]bool, len(r.words))
	for i := 0; i+n <= len(r.words); i++ {
		if ref.told[strings.Join(r.words[i:i+n], " ")] {
			for j := range n {
				copied[i+j] = true
			}
		}
	}
	count := 0
	for _, c := range copied {
		if c {
			count++
		}
	}
	return float64(count) >= echoRuns*float64(len(r.words))
}

// Shares from which words are a list and no sentences.
const (
	// leastFunction is the share of words that stand in every sentence. Terse notes
	// that were labelled as good answers have 0.19, English samples 0.35 at least.
	leastFunction = 0.12
	// fewFunction is that for Uzbek and Turkish, whose endings do what elsewhere words
	// do: their samples have 0.15 at least.
	fewFunction = 0.08
	// itemWords is how long the items of a list are on average, of which so many are
	// one, with so few different words that stand in every sentence.
	itemWords     = 3.6
	leastItems    = 5
	fewItems      = 4
	fewWords      = 2.6
	listFunctions = 2
	// muchCode is the share of a program's signs that no sentences have, someCode with
	// fewer words of sentences than codeFunction. Good answers to technical questions
	// have up to 0.07.
	muchCode     = 0.12
	someCode     = 0.05
	codeFunction = 0.22
	codeCapitals = 0.37
	// leastDifferent is the share of words or sentences that must differ.
	leastDifferent = 0.34
	// turnUnits is among how many content words.
	turnUnits = 30
)

// lists tells whether an answer has words and no sentences, or the same ones
// again and again.
func (r *reading) lists() bool {
	n := len(r.tokens)
	function := 0
	different, functions := map[string]bool{}, map[string]bool{}
	for i, w := range r.words {
		if r.function[i] && !r.joins(i) {
			function++
			functions[w] = true
		}
		different[w] = true
	}
	if r.code(float64(function) / float64(n)) {
		return true
	}
	least := leastFunction
	switch {
	case verbLast(r.lang) && n < leastUseless:
		least = 0 // a sentence of ten words may have none
	case verbLast(r.lang):
		least = fewFunction
	}
	if float64(function) < least*float64(n) || float64(len(different)) < leastDifferent*float64(min(n, 30)) {
		return true
	}
	return r.repeats() || r.turns() || len(functions) <= listFunctions && r.items()
}

// code tells whether a text is a program: with its signs, and with few words of
// sentences or many in capitals.
func (r *reading) code(function float64) bool {
	letters, signs, capitals := 0, 0, 0
	for _, c := range r.text {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsSpace(c):
			letters++
		case strings.ContainsRune("(){}[]=<>;_*&|/\\", c):
			signs++
		}
	}
	for i, t := range r.tokens {
		word := r.text[t.Start:t.End]
		if len(word) > 1 && word == strings.ToUpper(word) && word != r.words[i] {
			capitals++
		}
	}
	share := float64(signs) / float64(max(1, letters+signs))
	return share > muchCode ||
		share > someCode && (function < codeFunction || float64(capitals) > codeCapitals*float64(len(r.tokens)))
}

// repeats tells whether most pieces were there before.
func (r *reading) repeats() bool {
	seen := map[string]bool{}
	for _, p := range r.pieces {
		seen[strings.Join(r.words[p.first:p.last+1], " ")] = true
	}
	return len(r.pieces) > 2 && float64(len(seen)) <= 0.5*float64(len(r.pieces))
}

// turns tells whether the text turns round few content words.
func (r *reading) turns() bool {
	first := r.units[:min(len(r.units), turnUnits)]
	seen := map[string]bool{}
	for _, u := range first {
		seen[u.key] = true
	}
	return len(first) >= leastUnits && float64(len(seen)) < leastDifferent*float64(len(first))
}

// items tells whether the text is short items between commas and the like.
func (r *reading) items() bool {
	items, length, total := 0, 0, 0
	for i := range r.tokens {
		length++
		if r.parted(i) || i+1 < len(r.tokens) && r.tokens[i].Sentence != r.tokens[i+1].Sentence || r.joins(i) {
			items++
			total += length
			length = 0
		}
	}
	long := itemWords
	if r.lang == "zh" {
		long *= 2
	}
	return items >= leastItems && float64(total) < long*float64(items) ||
		items >= fewItems && float64(total) < fewWords/itemWords*long*float64(items)
}

// joins tells whether a token is "and".
func (r *reading) joins(i int) bool {
	switch r.words[i] {
	case "and", "и", "va", "y", "und", "et", "e", "ve", "和":
		return true
	}
	return false
}
