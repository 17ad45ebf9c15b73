package tidy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// keeping are first parts of words that are written with a hyphen, so that the
// one at a line's end is theirs.
var keeping = map[string]bool{
	"back": true, "cloud": true, "client": true, "co": true, "cross": true, "data": true, "decision": true,
	"e": true, "end": true, "ex": true, "fast": true, "front": true, "full": true, "half": true, "hands": true,
	"high": true, "in": true, "large": true, "long": true, "low": true, "mid": true, "mission": true,
	"multi": true, "non": true, "object": true, "off": true, "on": true, "open": true, "part": true,
	"problem": true, "real": true, "self": true, "semi": true, "server": true, "short": true, "small": true,
	"so": true, "test": true, "third": true, "time": true, "top": true, "two": true, "user": true, "well": true,
	"по": true, "кое": true, "бизнес": true, "онлайн": true, "веб": true, "интернет": true,
}

// Join puts a word together that was split at the end of a line: it returns
// what the first line becomes, and what is left of the second. A hyphen that
// the word has anyway stays; whole says whether a text occurs elsewhere as a
// word, and decides before rules of thumb do. ok is false when no word is split.
func Join(first, second string, whole func(string) bool) (head, rest string, ok bool) {
	hyphen, size := utf8.DecodeLastRuneInString(first)
	soft := hyphen == SoftHyphen
	if !soft && hyphen != '-' && hyphen != '\u2010' {
		return first, second, false
	}
	stem := first[:len(first)-size]
	before := stem[strings.LastIndexByte(stem, ' ')+1:]
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(second)
	if !unicode.IsLetter(last) || !unicode.IsLower(next) {
		return strings.TrimSuffix(first, string(SoftHyphen)), second, false
	}
	end := strings.IndexByte(second, ' ')
	if end < 0 {
		end = len(second)
	}
	after := second[:end]
	rest = strings.TrimLeft(second[end:], " ")
	if soft || !hyphenated(before, after, whole) {
		return stem + after, rest, true
	}
	return stem + "-" + after, rest, true
}

// hyphenated decides whether a word that was split at its hyphen keeps it.
func hyphenated(before, after string, whole func(string) bool) bool {
	// "linkedin.com/in/anna-" goes on as it is.
	if strings.ContainsAny(before, "/@._") || strings.Contains(before, "-") {
		return true
	}
	bare := strings.TrimRight(after, ".,;:!?)»”")
	word := strings.TrimLeft(before, "(«“\"'")
	if whole != nil {
		if whole(word + "-" + bare) {
			return true
		}
		if whole(word + bare) {
			return false
		}
	}
	return keeping[strings.ToLower(word)]
}
