package proofread

import (
	"slices"
	"strings"
	"unicode"
)

// sparse are the languages whose dictionaries lack many right words: loan words
// and slang of the trade in Russian ("джун"), most forms in Uzbek. That a near
// word is known says little there.
var sparse = map[string]bool{"ru": true, "uz": true}

// Sure is the one text that can stand in the place of a word without asking its
// owner, of those that are suggested; false where there is none. It differs in
// accents alone, has two letters changed about or one doubled, or is, where
// dictionaries are rich, the only one.
func Sure(kind Kind, lang, word string, suggestions []string) (string, bool) {
	if kind == Spelling || kind == MissingAccent {
		for _, like := range []func(a, b []rune) bool{sameLetters, swapped, doubled} {
			near := slices.Collect(func(yield func(string) bool) {
				for _, s := range suggestions {
					if like(alike(word), alike(s)) && !yield(s) {
						return
					}
				}
			})
			if len(near) > 0 {
				return near[0], len(near) == 1
			}
		}
		if sparse[lang] {
			return "", false
		}
	}
	if len(suggestions) != 1 {
		return "", false
	}
	return suggestions[0], true
}

// Certain reports whether a problem is surely a mistake: a word that a sparse
// dictionary lacks may be right unless what is meant is clear.
func Certain(kind Kind, lang, word string, suggestions []string) bool {
	_, sure := Sure(kind, lang, word, suggestions)
	return sure || kind != Spelling || !sparse[lang]
}

// alike are a word's letters without capitals and accents; in Russian й is a letter
// of its own.
func alike(word string) []rune {
	if cyrillic(word) {
		return []rune(strings.ToLower(word))
	}
	return []rune(unaccent(word))
}

func sameLetters(a, b []rune) bool { return slices.Equal(a, b) }

// swapped reports whether two neighbouring letters are changed about; the
// apostrophe of "masʼul" is none.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && unicode.IsLetter(a[i]) && unicode.IsLetter(b[i]) && slices.Equal(a[i+2:], b[i+2:])
		}
	}
	return false
}

// doubled reports whether one has a letter twice that the other has once.
func doubled(a, b []rune) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) != len(b)+1 {
		return false
	}
	for i := range a {
		if i == len(b) || a[i] != b[i] {
			return i > 0 && a[i] == a[i-1] && slices.Equal(a[i+1:], b[i:])
		}
	}
	return false
}
