package mail

import (
	"regexp"
	"strings"
	"unicode"
)

// maxName is how many characters of a stranger's text a letter shows: two names
// of 50 and a space.
const maxName = 101

// linkLike is text that mail programs turn into links, or that reads as one.
var linkLike = regexp.MustCompile(`(?i)://|www[.。．｡]|[@＠]|[\p{L}\p{N}][.。．｡]\p{L}{2,}`)

// harmless returns text that somebody else chose (a name, a browser's own name)
// so that it fits a greeting, or nothing when it looks like an advertisement:
// whoever registers somebody else's address chooses the name in the letter.
func harmless(text string) string {
	text = oneLine(text)
	if linkLike.MatchString(text) {
		return ""
	}
	if runes := []rune(text); len(runes) > maxName {
		text = strings.TrimSpace(string(runes[:maxName])) + "…"
	}
	return text
}

// oneLine makes every kind of white space and control character one space and
// drops what turns the direction of the text around it (Unicode TR 9, explicit
// formatting): neither headers nor sentences can be broken by it.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r), r == '\uFEFF':
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	// "=?…?=" in a header would be read as an encoded word (RFC 2047 §2), and so
	// become any character after all.
	return strings.ReplaceAll(text, "=?", "= ?")
}
