package structure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// tokenKind is what a token is made of.
type tokenKind uint8

const (
	word tokenKind = iota
	number
	mark
)

// token is a word, a number or a single sign of a line.
type token struct {
	// fold is the text without capitals, accents and apostrophes.
	fold       string
	start, end int
	kind       tokenKind
	// capital tells that it begins with a capital letter, caps that it has no
	// small ones.
	capital, caps bool
	// spaced tells that a space stands before it.
	spaced bool
	// apart tells that a wide gap stands before it.
	apart bool
	// masked tells that it is inside an address or a phone number, where nothing
	// else is looked for.
	masked bool
}

// in reports whether the token is one of some signs.
func (t token) in(signs string) bool { return t.kind == mark && strings.Contains(signs, t.fold) }

// maxTokens of a line: no line that a person wrote has more.
const maxTokens = 600

// tokens cuts a text. Letters and digits are cut apart, so that "2021г" and
// "Q1" are two tokens each.
func tokens(text string) []token {
	out := make([]token, 0, 16)
	spaced := false
	for i := 0; i < len(text) && len(out) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i += size
			continue
		case unicode.IsDigit(r):
			end := i + run(text[i:], unicode.IsDigit)
			out = append(out, token{fold: text[i:end], start: i, end: end, kind: number, spaced: spaced})
			i = end
		case unicode.IsLetter(r):
			end := i + wordEnd(text[i:])
			out = append(out, wordToken(text[i:end], i, spaced))
			i = end
		default:
			out = append(out, token{fold: text[i : i+size], start: i, end: i + size, kind: mark, spaced: spaced})
			i += size
		}
		spaced = false
	}
	return out
}

func wordToken(text string, start int, spaced bool) token {
	first, _ := utf8.DecodeRuneInString(text)
	return token{
		fold: fold.Text(text), start: start, end: start + len(text), kind: word, spaced: spaced,
		capital: unicode.IsUpper(first), caps: text == strings.ToUpper(text) && text != strings.ToLower(text),
	}
}

func run(text string, is func(rune) bool) int {
	for i, r := range text {
		if !is(r) {
			return i
		}
	}
	return len(text)
}

// wordEnd is where a word ends. An apostrophe belongs to it (oʻzbek, taʼlim)
// unless what stands before is an article (l'école, d'ingénieur).
func wordEnd(text string) int {
	letters := 0
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
		case strings.ContainsRune(fold.Apostrophes, r):
			next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			if !unicode.IsLetter(next) || letters == 1 && strings.ContainsRune("dlnsjcmDLNSJCM", rune(text[0])) {
				return i
			}
		default:
			return i
		}
	}
	return len(text)
}
