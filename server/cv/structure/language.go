package structure

import (
	"slices"
	"strings"
	"unicode"
)

// languages in the order in which they win when nothing tells them apart.
var languages = []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh"}

// marks are letters that only some languages write.
var marks = map[rune][]string{
	'ў': {"uz"}, 'қ': {"uz"}, 'ғ': {"uz"}, 'ҳ': {"uz"}, 'ы': {"ru"}, 'щ': {"ru"},
	'ß': {"de"}, 'ä': {"de"}, 'ñ': {"es"}, '¿': {"es"}, 'ã': {"pt"}, 'õ': {"pt"},
	'ğ': {"tr"}, 'ş': {"tr"}, 'ı': {"tr"}, 'è': {"fr"}, 'ê': {"fr"}, 'œ': {"fr"}, 'ù': {"fr"},
	'ü': {"de", "tr"}, 'ö': {"de", "tr"}, 'ç': {"fr", "pt", "tr"}, 'ó': {"es", "pt"}, 'é': {"fr", "es", "pt"},
	'ʻ': {"uz"},
}

// unread are the languages that are recognised so that nobody takes a CV in them
// for one in a language that is read: in the order in which they win.
var unread = []string{
	"it", "nl", "pl", "uk", "be", "kk", "ky", "tg", "az", "ro", "cs", "sk", "hu", "sv", "no", "da", "fi", "id", "vi", "ca", "hr",
	"el", "ar", "he", "hi", "ko", "ja", "th", "ka", "hy",
}

// Reads reports whether CVs in a language (ISO 639-1) are read. What is read of
// others, and every count of it, says little about them.
func Reads(language string) bool { return slices.Contains(languages, language) }

// unreadMarks are letters that only languages write that are not read.
var unreadMarks = map[rune][]string{
	'ł': {"pl"}, 'ą': {"pl"}, 'ę': {"pl"}, 'ż': {"pl"}, 'ř': {"cs"}, 'ů': {"cs"}, 'ě': {"cs"}, 'ľ': {"sk"}, 'ő': {"hu"}, 'ű': {"hu"},
	'ț': {"ro"}, 'ș': {"ro"}, 'ă': {"ro"}, 'å': {"sv", "no", "da"}, 'ø': {"no", "da"}, 'ə': {"az"}, 'ư': {"vi"}, 'ơ': {"vi"},
	'ї': {"uk"}, 'є': {"uk"}, 'ґ': {"uk"}, 'і': {"uk", "be"}, 'ә': {"kk"}, 'ұ': {"kk"}, 'ң': {"kk", "ky"}, 'ө': {"kk", "ky"}, 'ҷ': {"tg"}, 'ӣ': {"tg"}, 'ӯ': {"tg"},
}

// scripts are those of one language that is not read, or of the one most write
// in them.
var scripts = []struct {
	lang  string
	table *unicode.RangeTable
}{
	{"el", unicode.Greek},
	{"ar", unicode.Arabic},
	{"he", unicode.Hebrew},
	{"hi", unicode.Devanagari},
	{"ko", unicode.Hangul},
	{"ja", unicode.Hiragana},
	{"ja", unicode.Katakana},
	{"th", unicode.Thai},
	{"ka", unicode.Georgian},
	{"hy", unicode.Armenian},
}

// countLetters adds what letters tell of a line's language.
func countLetters(text string, scores map[string]int) {
	cyrillic := false
	for _, r := range strings.ToLower(text) {
		for _, lang := range marks[r] {
			scores[lang] += 2
		}
		for _, lang := range unreadMarks[r] {
			scores[lang]++
		}
		cyrillic = cyrillic || r >= 'а' && r <= 'я'
		if unicode.Is(unicode.Han, r) {
			scores["zh"] += 2
		}
		if r < 0x370 || cyrillic {
			continue
		}
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				scores[s.lang] += 2
			}
		}
	}
	if cyrillic {
		scores["ru"]++
	}
}

// language is that of most of the text: stop words count most, since names,
// skills and titles of jobs are often English in all CVs. Sections' titles tell it
// where there is little text; the person's name does not.
func language(lines []*line) string {
	scores := map[string]int{}
	for _, l := range lines {
		if l.order < 3 && nameScore(piece{l: l, end: len(l.text)}) >= fullName {
			continue // "Juan de la Torre y García"
		}
		if lang := l.titleLanguage(); lang != "" {
			scores[lang] += 3
		}
		countLetters(l.text, scores)
		for _, h := range l.hits {
			switch {
			case h.kind == kindStop && !l.inName(h):
				scores[h.lang] += 2
			case h.kind == kindStop, h.kind == kindPresent:
				scores[h.lang]++
			}
		}
		scores["uz"] += 3 * (strings.Count(l.text, "o'") + strings.Count(l.text, "g'") + strings.Count(l.text, "o‘") + strings.Count(l.text, "g‘") + strings.Count(l.text, "oʻ"))
	}
	best := ""
	for _, lang := range slices.Concat(languages, unread) {
		if scores[lang] > scores[best] {
			best = lang
		}
	}
	return best
}

// inName reports whether a word joins others that have capitals: "Universidad
// Complutense de Madrid" stands in CVs of all languages.
func (l *line) inName(h hit) bool {
	capital := func(i int) bool { return i >= 0 && i < len(l.tokens) && l.tokens[i].capital }
	return !l.tokens[h.first].capital && capital(h.first-1) && capital(h.last)
}

// titleLanguage is the only language in which a line is a section's title.
func (l *line) titleLanguage() string {
	if l.count == 0 || l.count > maxUnknown || l.tokens[0].kind == mark {
		return ""
	}
	lang := ""
	words().starting(l.tokens[0].fold, func(p phrase) {
		if last, ok := l.matches(p, 0); !ok || p.kind != kindSection || l.countIn(l.tokens[last-1].end, len(l.text)) > 0 {
			return
		}
		if lang != "" && lang != p.lang {
			lang = severalLanguages
			return
		}
		lang = p.lang
	})
	if lang == severalLanguages {
		return ""
	}
	return lang
}

// severalLanguages have the same title.
const severalLanguages = "mul"
