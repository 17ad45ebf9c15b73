package answer

import (
	"strings"
	"unicode"
)

// clean removes from outside text what a person cannot see but a model can:
// control and format characters, zero-width and direction marks, the Unicode
// tag block. Line breaks and tabs stay.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\u200c', r == '\u200d': // joiners are letters' shape in Arabic and Persian
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
}

// cutText bounds a text at a line's or word's end.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = strings.ToValidUTF8(s[:n], "")
	if i := strings.LastIndexAny(s, "\n "); i > n/2 {
		s = s[:i]
	}
	return s
}

// oneLine is for names: no line breaks, at most 200 bytes.
func oneLine(s string) string {
	return cutText(strings.Join(strings.Fields(clean(s)), " "), 200)
}
