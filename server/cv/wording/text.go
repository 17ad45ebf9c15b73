package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a text.
type word struct {
	start, end int
	// low is the word in small letters, with plain apostrophes.
	low string
	// open tells that something other than spaces stands before it: a comma, a
	// bracket, a dash; ends tells that a sentence ended there.
	open, ends bool
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'", "´", "'")

// split returns the words of a text: letters and digits, with apostrophes,
// hyphens, dots and slashes inside.
func split(text string, lower func(string) string) []word {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var words []word
	start, last := -1, 0
	flush := func(end int) {
		if start < 0 {
			return
		}
		for end > start && strings.ContainsRune("-./'’", lastRune(text[start:end])) {
			end -= utf8.RuneLen(lastRune(text[start:end]))
		}
		gap := text[last:start]
		words = append(words, word{
			start: start, end: end, low: apostrophes.Replace(lower(text[start:end])),
			open: strings.TrimSpace(gap) != "", ends: strings.ContainsAny(gap, ".!?;:•"),
		})
		last, start = end, -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && strings.ContainsRune("-./'’‘ʻʼ`´", r):
		default:
			flush(i)
		}
	}
	flush(len(text))
	return words
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// capital returns s with its first letter as a capital.
func (w *Words) capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return w.upper(string(r)) + s[size:]
}
