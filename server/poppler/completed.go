package poppler

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// beyond is how many letters' sizes a fragment's words may reach out of it:
	// a narrow letter that it lacks at its end.
	beyond = 0.5
	// narrowest letters are as wide, in parts of their size. What has more letters
	// than have room is not what a person sees.
	narrowest = 0.2
	// known is what part of a word's letters the fragment must have.
	known = 1.0 / 3
	// mostLost letters stand side by side: "ffi" is one sign in many fonts. More are
	// another text, as an address behind the name of a link.
	mostLost = 3
)

// completed is a fragment's text by the words that stand on it, if it is theirs
// but for letters here and there and for accents that are put on their letters.
// Words can be hidden, and replacement texts say anything: none may be in
// another's way, the most of all is seen, and there is room for the rest.
func completed(text string, words []word, box rectangle, size float64) (string, bool) {
	if len(words) == 0 || words[0].left < box.left-beyond*size || words[len(words)-1].right > box.right+beyond*size {
		return "", false
	}
	rest := bare(text)
	before := utf8.RuneCountInString(rest)
	var out []string
	after := 0
	for i, w := range words {
		letters := bare(w.text)
		n, found, lost := utf8.RuneCountInString(letters), 0, 0
		for _, c := range letters {
			if r, length := utf8.DecodeRuneInString(rest); length > 0 && r == c {
				rest, lost = rest[length:], 0
				found++
				continue
			}
			if lost++; lost > mostLost || !unicode.IsLetter(c) {
				return "", false
			}
		}
		if i > 0 && w.left < words[i-1].right-beyond*size ||
			float64(found) < known*float64(n) || found < n && w.right-w.left < narrowest*size*float64(n) {
			return "", false
		}
		after += n
		out = append(out, w.text)
	}
	if rest != "" || after == before && !overSpace.MatchString(text) {
		return "", false
	}
	return norm.NFC.String(strings.Join(out, " ")), true
}

// bare is a text without spaces and accents, and with ligatures taken apart.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Mn, unicode.Lm) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
}
