package comment

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// markup is what plain prose has not: tags, Markdown, addresses.
var markup = regexp.MustCompile("[<>*`|{}\\[\\]\\\\^~@]|__|^#|://|(?i:www\\.|mailto:|javascript:|&[a-z#0-9]+;)")

// addressForm is a word with a point inside, as addresses have it.
var addressForm = regexp.MustCompile(`[\p{L}\p{N}_-]+\.\p{L}{2,}`)

// numberForm is a number, with a sign for per cent or its like behind it.
var numberForm = regexp.MustCompile(`\p{N}+(?:[.,:'’]?\p{N}+)*(?: ?[%‰]| ?/ ?\p{N}+)?`)

var digits = regexp.MustCompile(`\p{N}+`)

// ratingForm is a word for a judgement in figures, in the languages we read. It
// is never allowed: a CV that has the word may have it to order a score.
var ratingForm = regexp.MustCompile(`(?i)\b(?:scor(?:e|es|ed|ing)|ratings?|out of (?:five|ten|(?:a |one )?hundred)|percent|punktzahl|prozent|puntuaci[oó]n|pontua[cç][aã]o|puan[ıi]?|ball|sur (?:dix|cent))\b|балл|рейтинг|процент`)

// plain reports whether a text is prose that shows as it reads.
func plain(text string) bool {
	return !markup.MatchString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		joiner := r == '\u200c' || r == '\u200d'
		return r == unicode.ReplacementChar || !joiner && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
	})
}

// known are the numbers and the words with points that a CV has.
type known struct{ numbers, addresses map[string]bool }

func knownOf(d *document.Document) known {
	k := known{numbers: map[string]bool{}, addresses: map[string]bool{}}
	for _, l := range d.Lines {
		for _, n := range numbersOf(l.Text) {
			k.numbers[n] = true
		}
		for _, n := range digits.FindAllString(l.Text, -1) { // the year of "03/2019"
			k.numbers[n] = true
		}
		for _, a := range addressesOf(l.Text) {
			k.addresses[a] = true
		}
	}
	return k
}

// allows reports whether a text says no number, address or rating of its own.
func (k known) allows(text string) bool {
	for _, n := range numbersOf(text) {
		if !k.numbers[n] {
			return false
		}
	}
	for _, a := range addressesOf(text) {
		if !k.addresses[a] {
			return false
		}
	}
	return !ratingForm.MatchString(text)
}

func numbersOf(text string) []string {
	all := numberForm.FindAllString(text, -1)
	for i, n := range all {
		all[i] = strings.ReplaceAll(n, " ", "")
	}
	return all
}

func addressesOf(text string) []string {
	return addressForm.FindAllString(strings.ToLower(text), -1)
}

// quoted is where a quote stands in a line, not within a word; false when
// nowhere.
func quoted(line, quote string) (start int, ok bool) {
	for from := 0; ; {
		at := strings.Index(line[from:], quote)
		if at < 0 {
			return 0, false
		}
		start, end := from+at, from+at+len(quote)
		if !joined(line, start) && !joined(line, end) {
			return start, true
		}
		_, size := utf8.DecodeRuneInString(line[start:])
		from = start + size
	}
}

// joined reports whether letters or digits meet at a byte position.
func joined(line string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	after, _ := utf8.DecodeRuneInString(line[at:])
	letter := func(r rune) bool {
		return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
	}
	return letter(before) && letter(after)
}
