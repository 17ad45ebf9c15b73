package resume

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// separators stand between values and mean nothing alone.
const separators = " ,;:|•·–—−-*▪/\u00a0\t●◦¦‖=_⋄◇◆♦"

func hasText(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// bare is a piece without separators around it and without the half of a pair of
// brackets whose other half stood elsewhere.
func bare(s string) string {
	for {
		cut := strings.Trim(s, separators)
		switch {
		case strings.HasPrefix(cut, "(") && strings.HasSuffix(cut, ")") && strings.Count(cut, "(") == 1:
			cut = cut[1 : len(cut)-1]
		case strings.HasPrefix(cut, ")"), strings.HasPrefix(cut, "]"), strings.HasPrefix(cut, "("), strings.HasPrefix(cut, "["):
			if balanced(cut) {
				return cut
			}
			cut = cut[1:]
		case strings.HasSuffix(cut, "("), strings.HasSuffix(cut, "["), strings.HasSuffix(cut, ")") && !balanced(cut):
			cut = cut[:len(cut)-1]
		}
		if cut == s {
			return s
		}
		s = cut
	}
}

func balanced(s string) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// isLabel reports whether a piece only says what follows: "E-mail:".
func isLabel(s string) bool {
	s = strings.TrimRight(s, " ")
	return (strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")) && len(strings.Fields(s)) <= 7
}

// joins reports whether a piece between two values is a word of the grammar:
// "at", "bei", "в". Longer words and names say something.
func joins(s string) bool {
	s = strings.Trim(s, separators+"()[].")
	if utf8.RuneCountInString(s) > 4 || strings.ContainsAny(s, " 0123456789") {
		return false
	}
	return strings.ToLower(s) == s
}

// isLength reports whether a piece of a job's head says how long it was: "2 years
// 4 months".
func isLength(s string) bool {
	return s[0] >= '0' && s[0] <= '9' && len(strings.Fields(s)) <= 5 && len(strings.Fields(s)) >= 2 && !strings.ContainsAny(s, "%,")
}

// Aside reports whether a note is a few words, no sentence and nothing with a
// label: it is written as a list item, because a reader takes such a line above
// the next entry for a part of that entry's head.
func Aside(note string) bool {
	return len(strings.Fields(note)) <= 12 && !strings.ContainsAny(note, ":：") && !strings.HasSuffix(note, ".")
}

// documentNames are what CVs call themselves; the file does not have to.
var documentNames = []string{
	"curriculum vitae", "cv", "resume", "résumé", "lebenslauf", "резюме", "özgeçmiş", "özgecmis", "currículum", "currículum vitae", "currículo",
	"rezyume", "резюмe", "hoja de vida", "europass", "europass cv", "europass curriculum vitae",
}

func namesDocument(s string) bool {
	s = strings.ToLower(strings.Trim(s, separators+"."))
	for _, name := range documentNames {
		if s == name {
			return true
		}
	}
	return false
}

// quiet is a title without the capitals of all its letters, so that it looks as
// the others do.
func quiet(title, code string) string {
	if strings.ToUpper(title) != title || utf8.RuneCountInString(title) < 4 {
		first, size := utf8.DecodeRuneInString(title)
		if !unicode.IsLower(first) {
			return title
		}
		return cases.Upper(language.Make(code)).String(title[:size]) + title[size:]
	}
	if code == "de" || code == "en" {
		return cases.Title(language.Make(code)).String(title)
	}
	_, size := utf8.DecodeRuneInString(title)
	return title[:size] + cases.Lower(language.Make(code)).String(title[size:])
}

// cyrillic reports whether most letters are.
func cyrillic(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			n++
		case unicode.IsLetter(r):
			n--
		}
	}
	return n > 0
}
