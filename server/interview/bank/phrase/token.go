package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// Token is a word, or a Han character, of a text.
type Token struct {
	// Stem is the word without its ending, accents and capitals.
	Stem string
	// Start and End are byte offsets: the first of the word, and the one behind it.
	Start, End int
	// Sentence is the number of the sentence, from 0.
	Sentence int
}

// tokenize cuts a text into words and numbers its sentences. A sentence ends
// at a stop that a space or nothing follows (so 99.9 and Node.js do not end
// one), at a Chinese stop, and at the end of a line that ends a paragraph or
// an entry of a list.
func tokenize(lang, text string) []Token {
	var out []Token
	sentence, start := 0, -1
	ended := true
	flush := func(end int) {
		if start < 0 {
			return
		}
		word := text[start:end]
		for _, piece := range pieces(lang, word) {
			if ended && len(out) > 0 {
				sentence++
			}
			ended = false
			out = append(out, Token{
				Stem: Stem(lang, piece.text), Start: start + piece.at, End: start + piece.at + len(piece.text), Sentence: sentence,
			})
		}
		start = -1
	}
	var size int
	for i := 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case unicode.Is(unicode.Han, r):
			flush(i)
			start = i
			flush(i + size)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && strings.ContainsRune(fold.Apostrophes, r) && unicode.IsLetter(next):
		case start >= 0 && (r == '#' || r == '+') && !unicode.IsLetter(next):
		default:
			flush(i)
			if ends(r, next, i+size == len(text)) {
				ended = true
			}
		}
	}
	flush(len(text))
	return out
}

// ends tells whether a sentence ends with a sign before another.
func ends(r, next rune, last bool) bool {
	switch r {
	case '.', '!', '?', ';', '…':
		return last || unicode.IsSpace(next) || next == '"' || next == '»' || next == ')'
	case '。', '！', '？', '；':
		return true
	case '\n':
		return strings.ContainsRune("\n\r-*•", next)
	}
	return false
}

type piece struct {
	text string
	at   int
}

// pieces are the words round an apostrophe. In English it belongs to the word
// (don't), in Uzbek to the letter; elsewhere it parts two: l'index, Docker'da.
func pieces(lang, word string) []piece {
	if lang == "en" || lang == "uz" || !strings.ContainsAny(word, fold.Apostrophes) {
		return []piece{{word, 0}}
	}
	var out []piece
	at := 0
	for at < len(word) {
		end := strings.IndexAny(word[at:], fold.Apostrophes)
		if end < 0 {
			end = len(word) - at
		}
		if end > 0 {
			out = append(out, piece{word[at : at+end], at})
		}
		at += end
		if at < len(word) {
			_, size := utf8.DecodeRuneInString(word[at:])
			at += size
		}
	}
	return out
}
