// Package fold makes words alike that people write in different ways.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Apostrophes are those of Uzbek letters (oʻ, gʻ), of French articles and of
// Turkish endings.
const Apostrophes = "'’‘ʻʼ`´"

// plain are letters without their accents, for those that occur in the
// supported languages and in names.
var plain = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'ā': "a", 'ą': "a", 'ă': "a", 'æ': "ae",
	'ç': "c", 'ć': "c", 'č': "c", 'ď': "d", 'đ': "d", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e", 'ē': "e",
	'ę': "e", 'ě': "e", 'ğ': "g", 'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ī': "i", 'ı': "i", 'ł': "l",
	'ñ': "n", 'ń': "n", 'ň': "n", 'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o", 'ō': "o",
	'ő': "o", 'œ': "oe", 'ř': "r", 'ś': "s", 'š': "s", 'ş': "s", 'ș': "s", 'ß': "ss", 'ť': "t", 'ț': "t",
	'ţ': "t", 'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'ū': "u", 'ů': "u", 'ű': "u", 'ý': "y", 'ÿ': "y",
	'ź': "z", 'ż': "z", 'ž': "z", 'ё': "е", 'İ': "i",
}

// Text makes words alike that differ in capitals, accents and Apostrophes.
func Text(text string) string {
	simple := true
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '\'' || c == '`' {
			simple = false
			break
		}
	}
	if simple {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	for _, r := range text {
		if strings.ContainsRune(Apostrophes, r) || unicode.IsMark(r) {
			continue
		}
		lower := unicode.ToLower(r)
		if s, ok := plain[lower]; ok {
			out.WriteString(s)
		} else if s, ok := plain[r]; ok {
			out.WriteString(s)
		} else {
			out.WriteRune(lower)
		}
	}
	return out.String()
}
