package corpus

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// alike is the same answer for two texts that a reader would not tell apart: it
// keeps letters, digits, and the signs that make C++ and C# what they are.
func alike(text string) string { return strings.Join(tokens(text), "") }

// folding makes capitals and small letters meet where one letter's pair is two
// letters or another language's: ß and SS, Turkish ı and I.
var folding = strings.NewReplacer("ß", "ss", "ı", "i", "i\u0307", "i", "\u02bb", "", "\u02bc", "", "\u2018", "", "\u2019", "", "'", "", "\u00ad", "")

// tokens are the words of a text, made alike.
func tokens(text string) []string {
	return strings.FieldsFunc(folding.Replace(strings.ToLower(norm.NFC.String(text))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#' && !unicode.IsMark(r)
	})
}

// similarity is how many of both texts' words they have in common, 0 to 1; the
// order of words does not matter (a column may be read before its neighbour, but
// that shows in other figures).
func similarity(a, b string) float64 {
	left, right := tokens(a), tokens(b)
	if len(left)+len(right) == 0 {
		return 1
	}
	counts := map[string]int{}
	for _, token := range left {
		counts[token]++
	}
	common := 0
	for _, token := range right {
		if counts[token] > 0 {
			counts[token]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(left)+len(right))
}

// enough is the similarity from which two sentences are the same.
const enough = 0.9

// figures are the digits of a phone number.
func figures(phone string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, phone)
}

// address is a web address without what people leave out.
func address(url string) string {
	url = strings.ToLower(strings.TrimSpace(url))
	for _, prefix := range []string{"https://", "http://", "www."} {
		url = strings.TrimPrefix(url, prefix)
	}
	return strings.TrimSuffix(url, "/")
}
