package tidy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unspaced takes the spaces out of s p a c e d  l e t t e r s, as titles are set.
// Words are parted by wider gaps. Other texts are returned as they are.
func Unspaced(s string) string {
	if !strings.Contains(s, " ") || utf8.RuneCountInString(s) < 7 {
		return s
	}
	var words []string
	letters := 0
	for word := range strings.SplitSeq(strings.TrimSpace(s), "  ") {
		var b strings.Builder
		for letter := range strings.SplitSeq(strings.TrimSpace(word), " ") {
			r, size := utf8.DecodeRuneInString(letter)
			if size != len(letter) {
				return s
			}
			if unicode.IsLetter(r) {
				letters++
			}
			b.WriteString(letter)
		}
		if b.Len() > 0 {
			words = append(words, b.String())
		}
	}
	if letters < 4 {
		return s
	}
	return strings.Join(words, " ")
}
