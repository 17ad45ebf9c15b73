package proofread

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// minLetters is of the shortest word whose spelling is judged: shorter ones are
// abbreviations too often.
const minLetters = 4

// doubt is a word that no dictionary knows.
type doubt struct {
	line int
	word word
}

// spelling judges the words. A line most of whose words are unknown is in a
// language that we do not know, or a list of names.
func (s *sheet) spelling() {
	right := map[string]bool{}
	named := 0
	for i := range s.lines {
		l := &s.lines[i]
		if l.silent || slices.Contains(s.report.Unchecked, l.lang) {
			continue
		}
		var doubts []doubt
		judged := 0
		for _, w := range l.words {
			if !s.judged(l, w) {
				continue
			}
			judged++
			key := l.lang + " " + w.text
			ok, seen := right[key]
			if !seen {
				ok = s.right(l, w.text)
				right[key] = ok
			}
			if !ok {
				doubts = append(doubts, doubt{i, w})
			}
		}
		s.report.Words += judged
		if len(doubts) > 2 && len(doubts)*2 > judged {
			continue
		}
		for _, d := range doubts {
			if named == maxSpelling {
				s.report.Truncated = true
				return
			}
			if s.doubtful(d) {
				named++
			}
		}
	}
}

// suggest asks for suggestions, as often as there is time for.
func (s *sheet) suggest(lang, word string) []string {
	key := lang + " " + word
	if all, seen := s.suggested[key]; seen {
		return slices.Clone(all)
	}
	if len(s.suggested) == maxLooks {
		s.report.Truncated = true
		return nil
	}
	s.suggested[key] = s.checker.speller.Suggest(lang, word)
	return slices.Clone(s.suggested[key])
}

// judged reports whether a word's spelling is judged at all.
func (s *sheet) judged(l *line, w word) bool {
	if w.technical || letters(w.text) < minLetters || l.skipped(w.start, w.end) || s.own[strings.ToLower(w.text)] {
		return false
	}
	switch shapeOf(w.text) {
	case other:
		return false
	case capitalised:
		// Names. A sentence's first word is none where there is a sentence.
		begins := w.first && (!l.goesOn || w.start > 0) && len(l.words) > 2
		if !l.prose || !begins && (l.lang != "de" || l.called(w)) {
			return false
		}
	}
	if jargon(l.lang, w.low) {
		return false
	}
	// Skills are known by their names whatever their accents.
	if l.skill(w) {
		return l.prose && accented[l.lang]
	}
	// Endings behind an apostrophe: "Python'da".
	if l.lang == "tr" && strings.ContainsAny(w.low, "'") {
		return false
	}
	return taxonomy.Canonical(w.text) == "" || accented[l.lang]
}

// called reports whether a person's name stands at a word: behind "Herrn".
func (l *line) called(w word) bool {
	for _, title := range []string{"Herr ", "Herrn ", "Frau ", "Dr. ", "Prof. ", "Familie ", "Firma "} {
		if strings.HasSuffix(l.text[:w.start], title) {
			return true
		}
	}
	return false
}

// accented are the languages whose words are told apart by accents.
var accented = map[string]bool{"es": true, "fr": true, "pt": true, "tr": true}

// right reports whether a dictionary of the line's language knows a word, or, if
// only its accents speak against it, one of the CV's other languages or English.
func (s *sheet) right(l *line, text string) bool {
	if s.knows(l.lang, text) {
		return true
	}
	others := s.report.Languages
	if !slices.Contains(others, "en") {
		others = append(slices.Clone(others), "en")
	}
	for _, lang := range others {
		if lang != l.lang && writes(lang, text) && s.knows(lang, text) {
			// "experience" is a word of English, and French without its accent.
			return lang != "en" || !l.prose || !accented[l.lang] || s.checker.speller.Accents(l.lang, text) == ""
		}
	}
	return !writes(l.lang, text) && !slices.ContainsFunc(others, func(lang string) bool { return writes(lang, text) && s.available(lang) })
}

func (s *sheet) available(lang string) bool {
	_, available := s.checker.speller.Check(lang, "a")
	return available
}

// knows reports whether a language knows a word, as a whole or without what
// stands before an apostrophe (French) or behind it (English).
func (s *sheet) knows(lang, text string) bool {
	check := func(word string) bool {
		ok, _ := s.checker.speller.Check(lang, word)
		return ok
	}
	if check(text) || jargon(lang, strings.ToLower(text)) {
		return true
	}
	if s.hard++; s.hard > maxHard {
		s.report.Truncated = true
		return true
	}
	first, size := utf8.DecodeRuneInString(text)
	if unicode.IsUpper(first) && check(string(unicode.ToLower(first))+text[size:]) {
		return true
	}
	if inflected(lang, strings.ToLower(text), check) {
		return true
	}
	switch at := strings.IndexAny(text, apostrophe); {
	case lang == "en":
		if at > 0 && strings.HasSuffix(strings.ToLower(text), "s") {
			return s.knows(lang, text[:at])
		}
		return slices.ContainsFunc(american(strings.ToLower(text)), check)
	case lang == "fr" && at > 0 && at < 4:
		_, size := utf8.DecodeRuneInString(text[at:])
		rest := text[at+size:]
		return letters(rest) < minLetters || shapeOf(rest) != small || s.knows(lang, rest)
	case lang == "de":
		return check(capital(text)) || german(text, check)
	case lang == "ru":
		return russian(strings.ToLower(text), check)
	}
	return false
}

// doubtful looks closely at a word that nothing knows, and puts it down if it is
// near to one that is known: then it is no word of the trade.
func (s *sheet) doubtful(d doubt) bool {
	l := &s.lines[d.line]
	lang := l.lang
	if !writes(lang, d.word.text) {
		at := slices.IndexFunc(s.report.Languages, func(other string) bool { return writes(other, d.word.text) })
		if at < 0 {
			return false
		}
		lang = s.report.Languages[at]
	}
	if with := contractions[d.word.low]; lang == "en" && with != "" {
		s.add(Apostrophe, d.line, d.word.start, d.word.end, "An apostrophe is missing.", cased(d.word.text, with))
		return true
	}
	all := s.suggest(lang, d.word.text)
	if len(all) == 0 && lang != "en" && !cyrillic(d.word.text) && !d.word.compound && slices.Contains(s.report.Languages, "en") {
		all = s.suggest("en", d.word.text)
	}
	if len(all) == 0 || d.word.compound && letters(d.word.text) < 6 {
		return false
	}
	for i := range all {
		all[i] = cased(d.word.text, all[i])
	}
	kind, message := Spelling, "This word is not in the dictionary."
	if unaccent(all[0]) == unaccent(d.word.text) {
		kind, message = MissingAccent, "The accents of this word are missing or wrong."
	}
	if kind == Spelling && (l.skill(d.word) || taxonomy.Canonical(d.word.text) != "") {
		return false
	}
	s.add(kind, d.line, d.word.start, d.word.end, message, slices.Compact(all)...)
	return true
}

// cased is a word with a capital where the word it replaces has one.
func cased(like, word string) string {
	if shapeOf(like) == capitalised {
		return capital(word)
	}
	return word
}

func capital(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	if r == 'i' && strings.ContainsAny(word, "ığş") {
		return "İ" + word[size:]
	}
	return string(unicode.ToUpper(r)) + word[size:]
}
