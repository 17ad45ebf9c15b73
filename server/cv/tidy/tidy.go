// Package tidy makes text of files the text of a document: one normal form, no
// ligatures, no characters that cannot be seen, bullets recognised, words that
// were split at a line's end put together. It is used for every format.
package tidy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// SoftHyphen stands where a word may be split.
const SoftHyphen = '\u00ad'

// Text is s in normal form C, without ligatures and presentation forms, control
// characters and what cannot be seen, with every white space one space. Soft
// hyphens are left out, but for one at the end (see Join). White space at both
// ends is kept as one space: a piece of a line may need it.
func Text(s string) string {
	if clean(s) {
		return s
	}
	s = strings.Map(corporate, s)
	var out strings.Builder
	out.Grow(len(s))
	space := false
	for i, r := range s {
		switch {
		case r == utf8.RuneError, hidden(r):
			continue
		case r == SoftHyphen:
			if strings.TrimSpace(s[i:]) != string(SoftHyphen) {
				continue
			}
		case unicode.IsSpace(r):
			space = true
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		if presentation(r) {
			out.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		out.WriteRune(r)
	}
	if space {
		out.WriteByte(' ')
	}
	return norm.NFC.String(out.String())
}

// clean reports whether s is plain ASCII that needs no work, as most text is.
func clean(s string) bool {
	space := false
	for i := range len(s) {
		c := s[i]
		if c >= 0x7f || c < ' ' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return true
}

// corporate puts Adobe's small capitals and old figures, which older fonts have
// in the private area (glyph list, "corporate use subarea"), back to letters.
func corporate(r rune) rune {
	if r >= 0xf730 && r <= 0xf739 || r >= 0xf761 && r <= 0xf77a || r >= 0xf7e0 && r <= 0xf7fe && r != 0xf7f7 {
		return r - 0xf700
	}
	return r
}

// hidden tells characters that are no text: controls, zero widths, marks of
// direction, tags (U+E0020 and following, which hide text in text), pictures of
// fonts of symbols, but for bullets. The joiners stay: Persian and Hindi spell with them.
func hidden(r rune) bool {
	switch {
	case r == SoftHyphen, r == '\u200c', r == '\u200d':
		return false
	case unicode.IsSpace(r):
		return false
	case unicode.In(r, unicode.Cc, unicode.Cf), unicode.Is(unicode.Co, r) && !strings.ContainsRune(bullets, r):
		return true
	case r >= 0xfe00 && r <= 0xfe0f, r == 0xfffc, r == 0xfffd, r >= 0xfff0 && r <= 0xfff8:
		return true
	default:
		return false
	}
}

// presentation tells characters that are only another shape of others: Latin
// and Armenian ligatures, the forms of Hebrew and Arabic, full width letters,
// the letters of mathematics (fonts called "bold" on web pages), figures in
// full width.
func presentation(r rune) bool {
	return r >= 0xfb00 && r <= 0xfdff && r != 0xfd3e && r != 0xfd3f ||
		r >= 0xfe70 && r <= 0xfefc || r >= 0xff01 && r <= 0xffee ||
		r >= 0x1d400 && r <= 0x1d7ff ||
		r >= 0x0132 && r <= 0x0133 || r >= 0x01c4 && r <= 0x01cc || r >= 0x01f1 && r <= 0x01f3
}

// Unreadable reports whether a text is mostly characters that mean nothing: of
// a font that does not say which letters its shapes are.
func Unreadable(s string) bool {
	bad, all := 0, 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		all++
		if r == utf8.RuneError || unicode.In(r, unicode.Co, unicode.Cc) || !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Cf) {
			bad++
		}
	}
	return all == 0 || bad*2 > all
}

// Dated reports whether a text has a number of four figures, as years have.
func Dated(s string) bool {
	figures := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			figures++
			continue
		}
		if figures == 4 {
			return true
		}
		figures = 0
	}
	return figures == 4
}
