package ats

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

//go:embed numbers.txt
var numberData string

// numberWords are numbers that are written out, from two on, and words such as
// "doubled", by language, made alike.
var numberWords = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(numberData) {
		lang, words, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if out[lang] == nil {
			out[lang] = map[string]bool{}
		}
		for word := range strings.FieldsSeq(words) {
			out[lang][fold.Text(word)] = true
		}
	}
	return out
})

var (
	number = regexp.MustCompile(`\d+(?:[.,]\d+|[\s'’]\d{3}\b)*`)
	year   = regexp.MustCompile(`^(19|20)\d\d$`)
	// date is a day, a month with its year, or a year with the next one's end.
	date = regexp.MustCompile(`\b(?:\d{1,2}[./\-]){1,2}(?:19|20)\d\d\b|\b(?:19|20)\d\d[./\-–—]\d{1,4}\b|\b24/7\b`)
	// norm is what stands before a number that is a name's part: "ISO 27001",
	// "version 2", "§ 5".
	norm = regexp.MustCompile(`(?:\b\p{Lu}{2,5}[ -]|(?i:\b(?:version|v\.|ver\.|release|versión|versão|версия|версии|versiyon|sürüm|no\.|nr\.|paragraph|art\.|article) ?)|[§№#] ?)$`)
	sum  = regexp.MustCompile(`(?:EUR|USD|GBP|CHF|RUB|UZS|BRL|TRY|MXN|ARS|KPI|ROI|NPS|SLA|MRR|ARR) $`)
	unit = regexp.MustCompile(`^(?:%|\+| %|[kKmM]\b)`)
)

// maxNorm is how many bytes before a number are looked at.
const maxNorm = 24

// figure reports whether a text has a number that counts something, in digits or
// written out: no year or date, no part of a name ("EC2", "HTML5", "Python 3",
// "ISO 27001"). Numbers are written out in English or the CV's language.
func figure(text, lang string) bool {
	hits := taxonomy.Find(text)
	dates := date.FindAllStringIndex(text, -1)
	for _, at := range number.FindAllStringIndex(text, -1) {
		inDate := slices.ContainsFunc(dates, func(d []int) bool { return d[0] <= at[0] && at[0] < d[1] })
		if !inDate && !year.MatchString(text[at[0]:at[1]]) && !named(text, at, hits) {
			return true
		}
	}
	for _, word := range strings.FieldsFunc(fold.Text(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if numberWords()[lang][word] || numberWords()["en"][word] {
			return true
		}
	}
	return false
}

// named reports whether a number is a part of a name.
func named(text string, at []int, hits []taxonomy.Hit) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
	rest := text[at[1]:]
	if unit.MatchString(rest) {
		return false
	}
	near := text[max(0, at[0]-maxNorm):at[0]]
	if unicode.IsLetter(before) || norm.MatchString(near) && !sum.MatchString(near) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return slices.ContainsFunc(hits, func(h taxonomy.Hit) bool {
		return h.Start <= at[0] && at[0] < h.End || h.End+1 == at[0] && before == ' ' && !unicode.IsLetter(next) // "React 18,"
	})
}
