package proofread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// form finds spaces that are too many or missing, and sentences that begin
// small.
func (s *sheet) form(i int) {
	l := &s.lines[i]
	if l.silent {
		return
	}
	for n, w := range l.words {
		s.spaces(i, w)
		if n > 0 {
			s.sentence(i, l.words[n-1], w)
		}
	}
}

// spaces looks at what stands behind a word.
func (s *sheet) spaces(i int, w word) {
	l := &s.lines[i]
	rest := l.text[w.end:]
	if w.technical && !strings.HasPrefix(rest, ",") || l.skipped(w.start, w.end+1) {
		return
	}
	if len(rest) > 1 && rest[0] == ' ' {
		sign := rest[1]
		alone := len(rest) == 2 || rest[2] == ' '
		// French has a space before : ; ! ?; " .NET" and " :)" are something else.
		if alone && (sign == ',' || sign == '.' && len(rest) == 2 && l.prose || l.lang != "fr" && sign == ';') {
			s.add(SpaceBefore, i, w.end, w.end+2, "There is no space before this sign.", string(sign))
		}
		return
	}
	if strings.HasPrefix(rest, ",") && letters(w.text) > 2 && !strings.ContainsAny(w.text, apostrophe) && l.prose {
		next, _ := utf8.DecodeRuneInString(rest[1:])
		if unicode.IsLower(next) && shapeOf(w.text) == small && !l.skipped(w.end+1, w.end+2) {
			s.add(MissingSpace, i, w.end, w.end+1, "A space is missing behind this sign.", ", ")
		}
	}
}

// sentence finds one that begins small: behind a full stop that ends a word
// which is no abbreviation.
func (s *sheet) sentence(i int, before, w word) {
	l := &s.lines[i]
	if !l.prose || l.text[before.end:w.start] != ". " || w.technical || before.technical || shapeOf(w.text) != small ||
		letters(w.text) < 2 || l.skipped(w.start, w.end) {
		return
	}
	if letters(before.text) < 5 || shapeOf(before.text) == other || !s.knows(l.lang, before.text) || abbreviations[before.low] {
		return
	}
	s.add(Capital, i, w.start, w.end, "A sentence begins with a capital letter.", capitalOf(l.lang, w.text))
}

// capitalOf is a word with a capital, by a language's rules.
func capitalOf(lang, word string) string {
	if lang == "tr" && strings.HasPrefix(word, "i") {
		return "İ" + word[1:]
	}
	return capital(word)
}

var abbreviations = set("approx incl excl dept corp univ prof bzgl inkl exkl ungef sogen включ соотв прибл aprox depto")
