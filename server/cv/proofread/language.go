package proofread

import (
	"slices"
	"strings"
	"unicode"
)

// order is that in which languages win when a line is as much one as another.
var order = []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr"}

// frequent are words that tell a line's language: short ones that nearly every
// line of running text has.
var frequent = map[string]map[string]bool{
	"en": set("the of and to in for with a on by from as an is are was were using that this into through across their its at per our over which while after before"),
	"ru": set("и в на с по для из от до не что как при над более также это лет или к у о за под через со во их работы опыт"),
	"uz": set("va bilan uchun bo'yicha bo'lgan ham hamda orqali asosida bir yil ish ishlab qilish olib yillik tajriba va ва билан учун бўйича ҳам ҳамда йил ишлаб олиб иш орқали асосида"),
	"es": set("de la el en y los las del con para por un una que al se como su más sobre entre mediante e años o"),
	"de": set("und der die das in von für mit zu im den des auf eine als bei zur sowie ist aus an durch nach über einer eines zum am ein dem"),
	"fr": set("de la le les et des en du pour un une dans avec sur par aux au à est ce qui ans auprès afin plus"),
	"pt": set("de da do em e para com os as dos das na no um uma que ao por como mais pela pelo sobre não anos através entre nas nos o a"),
	"tr": set("ve bir için ile olarak bu da de en yıllık yıl olan kadar daha gibi veya üzerinde üzerine tarafından göre sonra"),
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// languages finds the language of each line, and those of the CV. A line that
// does not tell has that of the line before, if that is a neighbour, else the
// CV's.
func (s *sheet) languages() {
	main := s.parsed.Language
	counts := map[string]int{main: 1}
	for i := range s.lines {
		l := &s.lines[i]
		l.lang = l.tells(main)
		if l.lang != "" {
			counts[l.lang]++
		}
	}
	// One line alone may be a title in a foreign language, or a coincidence.
	for _, lang := range order {
		if counts[lang] >= 2 || lang == main {
			s.report.Languages = append(s.report.Languages, lang)
		}
	}
	slices.SortStableFunc(s.report.Languages, func(a, b string) int { return counts[b] - counts[a] })
	for i := range s.lines {
		l := &s.lines[i]
		if l.lang == "" || counts[l.lang] < 2 && l.lang != main {
			l.lang = main
			if i > 0 && l.goesOn {
				l.lang = s.lines[i-1].lang
			}
		}
	}
	for _, lang := range s.report.Languages {
		if _, available := s.checker.speller.Check(lang, "a"); !available {
			s.report.Unchecked = append(s.report.Unchecked, lang)
		}
	}
}

// tells is the language that a line's frequent words tell: the CV's where they
// do not speak clearly for another, as those of Spanish and Portuguese are much
// the same; empty for a line without any.
func (l *line) tells(main string) string {
	best, most, mains := "", 0, 0
	for _, lang := range order {
		n := 0
		for _, w := range l.words {
			if frequent[lang][w.low] && shapeOf(w.text) != other {
				n++
			}
		}
		if n > most {
			best, most = lang, n
		}
		if lang == main {
			mains = n
		}
	}
	switch {
	case most >= 2 && most > mains+1:
		return best
	case mains > 0:
		return main
	}
	return ""
}

// cyrillic tells words in Cyrillic letters from Latin ones.
func cyrillic(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) >= 0
}

// writes reports whether a language is written in a word's letters.
func writes(lang, word string) bool {
	switch lang {
	case "uz":
		return true
	case "ru":
		return cyrillic(word)
	default:
		return !cyrillic(word)
	}
}
