package structure

import (
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
		cyrillic := false
		for _, r := range strings.ToLower(l.text) {
			for _, lang := range marks[r] {
				scores[lang] += 2
			}
			cyrillic = cyrillic || r >= 'а' && r <= 'я'
			if unicode.Is(unicode.Han, r) {
				scores["zh"] += 2
			}
		}
		if cyrillic {
			scores["ru"]++
		}
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
	for _, lang := range languages {
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
