package proofread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a line: letters with apostrophes inside.
type word struct {
	start, end int
	text       string
	// low is in small letters, with plain apostrophes.
	low string
	// technical tells that it is part of something that is no word: an address, a
	// file, a number with letters, "C++".
	technical bool
	// compound tells that a hyphen joins it with another.
	compound bool
	// first tells that it begins a sentence or the line.
	first bool
}

// apostrophe are the signs inside words, those of Uzbek letters too.
const apostrophe = "'’‘ʻʼ`´"

var plainApostrophe = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'", "´", "'")

// split returns the words of a line.
func split(text string) []word {
	var words []word
	first := true
	for start := 0; start < len(text); {
		size := strings.IndexByte(text[start:], ' ')
		if size < 0 {
			size = len(text) - start
		}
		words = piece(words, text, start, start+size, first)
		if field := text[start : start+size]; field != "" {
			last, _ := utf8.DecodeLastRuneInString(field)
			first = strings.ContainsRune(".!?:;•|–—→()\"»“”", last) || first && !hasLetter(field)
		}
		start += size + 1
	}
	return words
}

// piece adds the words of what stands between two spaces.
func piece(words []word, text string, from, to int, first bool) []word {
	field := text[from:to]
	technical := technical(field)
	start := -1
	for i, r := range field + " " {
		inside := unicode.IsLetter(r) || unicode.IsMark(r) || start >= 0 && strings.ContainsRune(apostrophe, r) && followed(field[i+utf8.RuneLen(r):])
		if inside {
			if start < 0 {
				start = i
			}
			continue
		}
		if start < 0 {
			continue
		}
		one := field[start:i]
		words = append(words, word{
			start: from + start, end: from + i, text: one, low: plainApostrophe.Replace(strings.ToLower(one)), technical: technical,
			compound: i < len(field) && hyphen(r) || start > 0 && hyphen(before(field, start)),
			first:    first || start > 0 && strings.ContainsRune("(/\"«„“", before(field, start)),
		})
		first, start = false, -1
	}
	return words
}

func hyphen(r rune) bool { return r == '-' || r == '‑' || r == '–' }

func before(s string, i int) rune {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

// followed reports whether a letter comes next; the apostrophe of Uzbek ends
// words too: "ko‘", but so do quotes.
func followed(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// technical reports whether what stands between spaces is an address, a file's
// name, a number or the like.
func technical(field string) bool {
	if field == "" {
		return false
	}
	if strings.ContainsAny(field, "@_\\#+&=<>{}$%~^*0123456789…|[]") || strings.Contains(field, "://") {
		return true
	}
	if field[0] == '/' || field[0] == '.' {
		return true
	}
	inner := strings.TrimRight(field, ".,;:!?)»”\"")
	for i, r := range inner {
		if (r == '.' || r == ':') && i+1 < len(inner) {
			return true
		}
	}
	return false
}

// shape is how a word is written.
type shape int

const (
	small shape = iota
	capitalised
	// other is all capitals, or some inside.
	other
)

func shapeOf(text string) shape {
	first, size := utf8.DecodeRuneInString(text)
	rest := strings.IndexFunc(text[size:], unicode.IsUpper) >= 0
	switch {
	case rest:
		return other
	case unicode.IsUpper(first):
		return capitalised
	default:
		return small
	}
}

func letters(s string) int { return utf8.RuneCountInString(s) }
