package question

import (
	"strings"
	"unicode"
)

// clause is a piece of a turn that is judged on its own.
type clause struct {
	// text is as it was said; norm is lower case, words only, with a space
	// before and after each word (none between the words of unspaced languages).
	text, norm string
	// asked says that a question mark ended it.
	asked bool
	// ended says that any punctuation ended it.
	ended bool
}

func newClause(text string, unspaced bool) clause {
	text = strings.TrimSpace(text)
	c := clause{text: text}
	if text != "" {
		last := []rune(text)
		end := last[len(last)-1]
		c.asked = strings.ContainsRune("?？؟", end)
		c.ended = strings.ContainsRune("?？؟.!。！", end)
	}
	c.norm = normal(text, unspaced)
	return c
}

// normal keeps letters, digits and what stands inside words, lower case.
func normal(text string, unspaced bool) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '+', r == '#':
			b.WriteRune(r)
		case r == '\'', r == '’', r == '‘', r == 'ʻ', r == 'ʼ', r == '`':
			b.WriteByte('\'')
		case unspaced:
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	if unspaced {
		return strings.Join(words, "")
	}
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ") + " "
}

func (c clause) words() []string { return strings.Fields(c.norm) }

// starts, has and stops report whether the clause begins with, holds or ends
// with one of the phrases.
func (c clause) starts(phrases []string, unspaced bool) bool {
	return c.prefix(phrases, unspaced) != ""
}

func (c clause) prefix(phrases []string, unspaced bool) string {
	longest := ""
	for _, p := range phrases {
		if strings.HasPrefix(c.norm, pattern(p, unspaced)) && len(p) > len(longest) {
			longest = p
		}
	}
	return longest
}

func (c clause) has(phrases []string, unspaced bool) bool {
	for _, p := range phrases {
		if strings.Contains(c.norm, pattern(p, unspaced)) {
			return true
		}
	}
	return false
}

func (c clause) stops(phrases []string, unspaced bool) bool {
	for _, p := range phrases {
		switch {
		case unspaced && strings.HasSuffix(c.norm, p):
			return true
		case strings.HasPrefix(p, "*") && strings.HasSuffix(c.norm, p[1:]+" "):
			return true
		case !unspaced && strings.HasSuffix(c.norm, " "+p+" "):
			return true
		}
	}
	return false
}

func (c clause) is(phrases []string, unspaced bool) bool {
	for _, p := range phrases {
		if (unspaced && c.norm == p) || (!unspaced && c.norm == " "+p+" ") {
			return true
		}
	}
	return false
}

func pattern(p string, unspaced bool) string {
	if unspaced {
		return p
	}
	if head, ok := strings.CutSuffix(p, "*"); ok {
		return " " + head
	}
	return " " + p + " "
}

// sentences splits at sentence ends; a period inside a number or a name such
// as "Node.js" ends nothing.
func sentences(text string) []string {
	var out []string
	start := 0
	runes := []rune(text)
	for i, r := range runes {
		end := false
		switch r {
		case '?', '!', '？', '！', '。', '؟', '\n':
			end = true
		case '.':
			end = i+1 == len(runes) || (unicode.IsSpace(runes[i+1]) && !abbreviation(runes[start:i]))
		case ';', '；':
			end = true
		}
		if end && i+1 < len(runes) && strings.ContainsRune("?!.？！。؟…", runes[i+1]) {
			continue // "?!" and "..." end once
		}
		if end {
			out = append(out, string(runes[start:i+1]))
			start = i + 1
		}
	}
	out = append(out, string(runes[start:]))
	kept := out[:0]
	for _, s := range out {
		if strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			kept = append(kept, strings.TrimSpace(s))
		}
	}
	return kept
}

// abbreviation says that a period belongs to "e.g", "Mr", "etc".
func abbreviation(before []rune) bool {
	words := strings.Fields(strings.ToLower(string(before)))
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "mr", "mrs", "ms", "dr", "e.g", "i.e", "vs", "z.b", "d.h", "т.е", "т.д", "sr", "sra":
		return true
	}
	return false
}

// cutFillers removes fillers from the clause's start, in both of its forms.
func (c clause) cutFillers(r *rules) clause {
	for range 8 {
		p := c.prefix(r.fillers, r.unspaced)
		if p == "" {
			return c
		}
		rest := cutWords(c.text, p, r.unspaced)
		if strings.TrimSpace(normal(rest, r.unspaced)) == "" {
			return c
		}
		next := newClause(rest, r.unspaced)
		c = next
	}
	return c
}

// cutWords removes as many words (unspaced: letters) as phrase has from the
// start of text, and the punctuation after them.
func cutWords(text, phrase string, unspaced bool) string {
	inWord := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’‘ʻʼ`+#", r)
	}
	left := len(strings.Fields(phrase))
	if unspaced {
		left = len([]rune(phrase))
	}
	word := false
	for i, r := range text {
		switch {
		case left == 0 && inWord(r) && (unspaced || !word):
			return text[i:]
		case unspaced && inWord(r):
			left--
		case !unspaced && word && !inWord(r):
			word = false
		case !unspaced && !word && inWord(r):
			word = true
			left--
		}
		if left < 0 {
			return text[i:]
		}
	}
	return ""
}
