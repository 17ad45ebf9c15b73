package turn

import (
	"strings"
	"unicode"
)

// Ending is what the end of a text says about more to come.
type Ending uint8

const (
	// Neutral tells nothing: a recogniser that writes no punctuation.
	Neutral Ending = iota
	// Complete ends like a sentence.
	Complete
	// Dangling breaks off: after a conjunction, an article, a filler.
	Dangling
)

// String returns the ending in lower case, for test failures.
func (e Ending) String() string { return [...]string{"neutral", "complete", "dangling"}[e] }

// Reading is what a text looks like.
type Reading struct {
	Ending Ending
	// Question means that it asks or requests something, by its punctuation or
	// by how it begins.
	Question bool
}

// questionWords is how many words a question without punctuation has at least:
// "what about" may still become anything.
const questionWords = 3

// Read judges a text by its last words, its punctuation and how its last
// sentence begins. Language is an ISO 639-1 code; of an unknown one only the
// punctuation counts. It takes microseconds and asks no model.
func Read(text, language string) Reading {
	text = strings.TrimSpace(text)
	words := wordsOf(text)
	if len(words) == 0 {
		return Reading{}
	}
	l := lexicons[base(language)]
	mark := lastMark(text)
	r := Reading{Ending: Neutral}
	switch {
	case mark == question:
		return Reading{Ending: Complete, Question: true}
	case mark == unfinished:
		r.Ending = Dangling
	case l.breaksOff(words, mark):
		r.Ending = Dangling
	case mark == stop:
		r.Ending = Complete
	}
	r.Question = l.asks(wordsOf(lastSentence(text)), len(words))
	return r
}

// SameWords reports whether two texts have the same words, case and
// punctuation aside.
func SameWords(a, b string) bool {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

// isPrefix reports whether a's words are the beginning of b's.
func isPrefix(a, b string) bool {
	x, y := wordsOf(a), wordsOf(b)
	return len(x) <= len(y) && SameWords(strings.Join(x, " "), strings.Join(y[:len(x)], " "))
}

func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// wordsOf splits a text into lower-case words without punctuation. Apostrophes
// vanish ("don't" is "dont", Uzbek "bo‘lsa" is "bolsa"), so that spelling them
// one way or the other makes no difference. Chinese characters are words each.
func wordsOf(text string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = word[:0]
		}
	}
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			end()
			words = append(words, string(r))
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && len(word) > 0:
			word = append(word, unicode.ToLower(r))
		case strings.ContainsRune("'’‘ʻʼ`", r):
		case strings.ContainsRune("+#", r) && len(word) > 0: // C++, C#
			word = append(word, r)
		default:
			end()
		}
	}
	end()
	return words
}

type mark uint8

const (
	none mark = iota
	stop
	question
	unfinished
)

// lastMark is the punctuation that a text ends with, quotes and brackets aside.
func lastMark(text string) mark {
	text = strings.TrimRight(text, " \t\n\"'”’»)]」』")
	switch {
	case strings.HasSuffix(text, "..."), strings.HasSuffix(text, "…"), strings.HasSuffix(text, "--"):
		return unfinished
	}
	runes := []rune(text)
	switch runes[len(runes)-1] {
	case '?', '？', '؟':
		return question
	case '.', '!', '。', '！', '۔':
		return stop
	case ',', '，', '、', '،', ';', '；', '؛', ':', '：', '-', '–', '—':
		return unfinished
	}
	return none
}

// lastSentence is what follows the last mark inside the text that ends a
// sentence.
func lastSentence(text string) string {
	text = strings.TrimRight(text, " .!?…。！？؟۔")
	runes := []rune(text)
	for i := len(runes) - 1; i >= 0; i-- {
		switch runes[i] {
		case '。', '！', '？', '؟', '۔':
			return string(runes[i+1:])
		case '.', '!', '?':
			if i+1 < len(runes) && unicode.IsSpace(runes[i+1]) {
				return string(runes[i+1:])
			}
		}
	}
	return text
}

func base(language string) string {
	code, _, _ := strings.Cut(strings.ToLower(language), "-")
	return code
}
