package phrase

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/turkish"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// maxWord is the longest word in bytes that is cut: what is longer is no word,
// and stemmers take time by length.
const maxWord = 100

// stemmers are the Snowball project's algorithms.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"en": english.Stem, "ru": russian.Stem, "es": spanish.Stem, "de": german.Stem,
	"fr": french.Stem, "pt": portuguese.Stem, "tr": turkish.Stem,
}

// apostrophes makes one sign of all, the one that the English stemmer knows.
var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'", "´", "'")

// Stem is a word without its ending, accents and capitals. Latin words in
// Russian and Chinese are taken for English ones. A language without a
// stemmer leaves words whole.
func Stem(lang, word string) string {
	if len(word) > maxWord {
		return fold.Text(word[:maxWord])
	}
	if strings.IndexFunc(word, unicode.IsDigit) >= 0 {
		return fold.Text(word)
	}
	lower := lowered(lang, word)
	switch {
	case lang == "uz":
		return uzbek.cut(fold.Text(lower))
	case lang == "ru":
		lower = strings.ReplaceAll(lower, "ё", "е")
		if lower[0] < 0x80 {
			lang = "en"
		}
	case lang == "zh" && lower[0] < 0x80:
		lang = "en"
	}
	stemmer, ok := stemmers[lang]
	if !ok {
		return fold.Text(lower)
	}
	env := snowballstem.NewEnv(lower)
	stemmer(env)
	stem := fold.Text(env.Current())
	if lang == "tr" {
		return turkishVerbs.cut(stem)
	}
	return stem
}

// lowered knows that the Turkish capital I has no dot, and İ has one.
func lowered(lang, word string) string {
	if lang == "tr" {
		return strings.ToLowerSpecial(unicode.TurkishCase, word)
	}
	return strings.ToLower(apostrophes.Replace(word))
}
