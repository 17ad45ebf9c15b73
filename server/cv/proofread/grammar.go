package proofread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// twice are words that may stand twice in a row, by language.
var twice = map[string]map[string]bool{
	"en": set("had that"),
	"de": set("die das der den dem sie"),
	"es": set("nos poco"),
	"fr": set("nous vous"),
	"pt": set("logo quase"),
	"ru": set("чуть еле так очень"),
}

// onlyTwice are the words that may not, where doubling is part of the language
// ("zaman zaman", "asta asta"): there everything else may.
var onlyTwice = map[string]map[string]bool{
	"tr": set("ve veya ile için olarak ama fakat da de bu"),
	"uz": set("va bilan uchun hamda yoki ham ва билан учун ҳамда ёки ҳам"),
}

// grammar finds doubled words, small I, and a for an.
func (s *sheet) grammar(i int) {
	l := &s.lines[i]
	if l.silent {
		return
	}
	for n, w := range l.words {
		if w.technical || l.skipped(w.start, w.end) {
			continue
		}
		if n > 0 {
			s.doubled(i, l.words[n-1], w)
		} else if i > 0 && l.goesOn && l.prose {
			s.doubledOver(i, w)
		}
		if l.lang == "en" && !w.compound && n+1 < len(l.words) {
			s.english(i, w, l.words[n+1])
		}
	}
}

// doubled finds a word that stands twice.
func (s *sheet) doubled(i int, before, w word) {
	l := &s.lines[i]
	if l.text[before.end:w.start] != " " || !s.mayNotDouble(l, before, w) {
		return
	}
	s.add(RepeatedWord, i, before.start, w.end, "A word stands twice.", before.text)
}

// doubledOver finds one at a line's end and the next one's start.
func (s *sheet) doubledOver(i int, w word) {
	before := &s.lines[i-1]
	if len(before.words) == 0 || w.start != 0 || before.silent {
		return
	}
	last := before.words[len(before.words)-1]
	if last.end != len(before.text) || !s.mayNotDouble(&s.lines[i], last, w) {
		return
	}
	end := w.end
	if end < len(s.lines[i].text) {
		end++ // the space too
	}
	s.add(RepeatedWord, i, 0, end, "A word stands at the end of one line and again at the start of the next.", "")
}

func (s *sheet) mayNotDouble(l *line, before, w word) bool {
	if before.low != w.low || before.technical || before.compound || w.compound || letters(w.text) < 2 && w.low != "a" || twice[l.lang][w.low] {
		return false
	}
	if only, ok := onlyTwice[l.lang]; ok && !only[w.low] {
		return false
	}
	// "Baden Baden" is a name; "The the" is not.
	return shapeOf(w.text) == small
}

// english finds what only English has.
func (s *sheet) english(i int, w, next word) {
	l := &s.lines[i]
	if l.text[w.end:next.start] != " " || next.technical {
		return
	}
	if w.text == "i" && letters(next.text) > 1 && shapeOf(next.text) == small && !strings.HasSuffix(l.text[:w.start], "(") {
		s.add(LowercaseI, i, w.start, w.end, "The pronoun I is a capital letter.", "I")
		return
	}
	if w.text != "a" && w.text != "an" && (!w.first || w.text != "A" && w.text != "An") {
		return
	}
	if shapeOf(next.text) == other || next.compound && letters(next.text) < 2 || letters(next.text) < 2 || l.skipped(next.start, next.end) && shapeOf(next.text) != small {
		return
	}
	switch vowel, sure := soundsVowel(next.low); {
	case !sure:
	case vowel && len(w.text) == 1:
		s.add(Article, i, w.start, w.end, "Before a vowel it is an.", w.text+"n")
	case !vowel && len(w.text) == 2:
		s.add(Article, i, w.start, w.end, "Before a consonant it is a.", w.text[:1])
	}
}

// soundsVowel reports whether a word begins with a vowel as it is spoken, and
// whether that is sure.
func soundsVowel(low string) (vowel, sure bool) {
	starts := func(beginnings ...string) bool {
		for _, b := range beginnings {
			if strings.HasPrefix(low, b) {
				return true
			}
		}
		return false
	}
	r, _ := utf8.DecodeRuneInString(low)
	switch {
	case r > unicode.MaxASCII || len(low) < 3:
		return false, false
	case starts("hour", "honest", "honor", "honour", "heir"):
		return true, true
	case starts("historic", "herb", "hotel", "sql", "url", "ux", "uk"):
		return false, false
	case starts("unin", "unim", "unid"):
		return true, true
	case starts("uni", "use", "usual", "usab", "util", "eu", "one", "once", "ubiq", "uran", "ukr", "ura", "uto"):
		return false, true
	}
	return strings.ContainsRune("aeiou", r), true
}
