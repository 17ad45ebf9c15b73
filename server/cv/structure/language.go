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
// skills and titles of jobs are often English in all CVs.
func language(lines []*line) string {
	scores := map[string]int{}
	for _, l := range lines {
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
			if h.kind == kindStop {
				scores[h.lang] += 2
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
