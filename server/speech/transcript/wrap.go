package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap breaks text into lines of at most LineLength characters, between words.
// A word longer than a line is broken, and so is a script without spaces.
func wrap(text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for {
			joined := word
			if line != "" {
				joined = line + " " + word
			}
			if utf8.RuneCountInString(joined) <= LineLength {
				line = joined
				break
			}
			if line != "" && utf8.RuneCountInString(word) <= LineLength {
				lines, line = append(lines, line), ""
				continue
			}
			head, tail := cut(joined)
			lines, line, word = append(lines, head), "", tail
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut parts text after LineLength characters.
func cut(text string) (head, tail string) {
	n := 0
	for i := range text {
		if n == LineLength {
			return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i:])
		}
		n++
	}
	return text, ""
}

// unspaced reports a letter of a script that is written without spaces.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
