package tidy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines are not broken before they have some letters: below these sizes, in
// letters, a line ended because its writer wanted it to.
const (
	shortest = 24 // where the next line begins small
	shorter  = 36 // where only the line itself tells
)

// GoesOn reports whether the line under another is the rest of its sentence, by
// their words alone: it begins with a small letter, or the line above ends with a
// word or a sign after which more must come.
func GoesOn(above, next string) bool {
	letters := utf8.RuneCountInString(above)
	last, _ := utf8.DecodeLastRuneInString(above)
	if strings.ContainsRune(".;:!?。", last) {
		return false
	}
	open := EndsOnLink(above)
	if first, _ := utf8.DecodeRuneInString(next); unicode.IsLower(first) {
		return open || letters >= shortest
	}
	return letters >= shorter && (last == ',' || open || strings.Count(above, "(") > strings.Count(above, ")"))
}

// links are words after which a sentence goes on. Words of one or two letters all
// count as such.
var links = map[string]bool{
	"the": true, "and": true, "for": true, "from": true, "with": true, "und": true, "von": true, "mit": true, "für": true,
	"der": true, "die": true, "das": true, "des": true, "les": true, "aux": true, "sur": true, "par": true, "avec": true,
	"con": true, "del": true, "las": true, "los": true, "que": true, "por": true, "para": true, "com": true, "dos": true,
	"для": true, "при": true, "или": true, "над": true, "под": true, "ile": true, "bir": true, "için": true, "bilan": true,
}

// EndsOnLink reports whether the last word of a text makes one expect more. Units
// behind numbers do not.
func EndsOnLink(s string) bool {
	at := strings.LastIndexByte(s, ' ')
	word := s[at+1:]
	number, _ := utf8.DecodeLastRuneInString(s[:max(at, 0)])
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(first) && !unicode.IsDigit(number) && (links[word] || utf8.RuneCountInString(word) <= 2)
}
