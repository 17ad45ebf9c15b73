package tailored

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// languages are the product's, as a model is told to write them.
var languages = map[string]string{
	"en": "English", "ru": "Russian", "uz": "Uzbek, in Latin letters", "es": "Spanish", "de": "German", "fr": "French", "pt": "Portuguese",
	"tr": "Turkish", "zh": "Chinese, in simplified characters",
}

// scripts are the letters of the languages that are not written in Latin ones.
var scripts = map[string]*unicode.RangeTable{"ru": unicode.Cyrillic, "zh": unicode.Han}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence refuses what a person is not to be shown: a length outside
// characters, links and markup, another script than the language's.
func sentence(s, lang string, least, most int) error {
	n := utf8.RuneCountInString(s)
	if lang == "zh" {
		least = (least + 2) / 3
	}
	switch {
	case n < least:
		return errors.New("a text is too short")
	case n > most:
		return errors.New("a text is too long")
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || r == utf8.RuneError }):
		return errors.New("a text has signs that nobody can see")
	case strings.Contains(s, "://") || strings.Contains(strings.ToLower(s), "www.") || strings.Contains(s, "](") || strings.Contains(s, "</") || strings.Contains(s, "**"):
		return errors.New("a text has a link or markup")
	case !inScript(s, lang):
		return errors.New("it is in another language than " + languages[lang])
	}
	return nil
}

// inScript tells whether the letters are the language's. Names of technologies
// are Latin in every language.
func inScript(s, lang string) bool {
	own, letters := 0, 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		table, other := scripts[lang]
		if other && unicode.Is(table, r) || !other && unicode.Is(unicode.Latin, r) {
			own++
		}
	}
	// A question about four Latin names has hardly a third of its letters in
	// Cyrillic, a fifth in Han.
	return map[string]int{"ru": 3, "zh": 5}[lang]*own >= letters || 2*own >= letters
}
