package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What of a text or a list is shown at most: answers of five minutes have a fifth
// of it. Texts come from people and models, and a report has to stay one.
const (
	maxText  = 20_000  // letters
	maxAll   = 600_000 // letters of all texts together
	maxShort = 160     // letters of names and headings
	maxItems = 30
	maxAsked = 50 // questions
)

// text is a cleaned text, as long as the report has room for it.
func (w words) text(s string) string {
	s = cleaned(clip(s, *w.room))
	*w.room -= utf8.RuneCountInString(s)
	return s
}

// cleaned is a text of several lines: in normal form C, without control characters,
// signs that have no shape or that turn the direction of others, spaces at its
// lines' ends, and more than one empty line in a row.
func cleaned(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(strings.ToValidUTF8(clip(s, maxText), ""))
	s = calm(norm.NFC.String(strings.Map(visible, s)))
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// flat is a text in one paragraph.
func flat(s string) string { return strings.Join(strings.Fields(cleaned(s)), " ") }

// short is a name.
func short(s string) string { return clip(flat(s), maxShort) }

// shown are the texts of a list that have something to read.
func (w words) shown(all []string) []string {
	var out []string
	for _, s := range atMost(all, maxItems) {
		if s = w.text(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// visible drops letters that cannot be seen.
func visible(r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\t':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Variation_Selector, r), r == unicode.ReplacementChar:
		return -1
	}
	return r
}

// calm drops accents beyond the fourth on one letter: no script has them, and they
// would climb into the lines above.
func calm(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) {
			marks = 0
			return r
		}
		if marks++; marks > 4 {
			return -1
		}
		return r
	}, s)
}

// clip cuts a text to so many letters, the last of which is an ellipsis then. A
// text for which there is no room at all is an ellipsis.
func clip(s string, most int) string {
	if most <= 0 && s != "" {
		return "…"
	}
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == most {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

func atMost[T any](all []T, most int) []T { return all[:min(len(all), most)] }
