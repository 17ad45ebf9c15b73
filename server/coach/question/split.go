package question

import (
	"strings"
	"unicode"
)

// maxClauses bounds the work on one turn; a longer one is not a turn of an
// interview, and its rest is judged as one clause.
const maxClauses = 40

// split cuts a turn into clauses.
func split(text, code string, r *rules) []clause {
	var out []clause
	pieces := sentences(text)
	for i, s := range pieces {
		if len(out) >= maxClauses {
			return append(out, newClause(strings.Join(pieces[i:], " "), r.unspaced))
		}
		if code != "en" {
			out = append(out, newClause(s, r.unspaced))
			continue
		}
		punctuated := strings.ContainsAny(text, ".?!,")
		for _, p := range splitEnglish(s, punctuated, r) {
			out = append(out, newClause(p, false))
		}
	}
	return out
}

type field struct {
	text string
	at   int
}

func fieldsWithOffsets(s string) []field {
	var out []field
	start := -1
	for i, r := range s {
		switch space := unicode.IsSpace(r); {
		case space && start >= 0:
			out = append(out, field{s[start:i], start})
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, field{s[start:], start})
	}
	return out
}

func trimmed(w string) string { return strings.TrimSpace(normal(w, false)) }

func commaBefore(s string, at int) bool {
	before := strings.TrimRight(s[:at], " ")
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, " –") || strings.HasSuffix(before, " -")
}

func cutAt(s string, cuts []int) []string {
	var out []string
	from := 0
	for _, at := range cuts {
		if at > from {
			out = append(out, strings.TrimSpace(s[from:at]))
			from = at
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

// choose picks the rules: the language given, or the one that the script and
// the commonest words suggest.
func choose(text, lang string) (string, *rules) {
	lang, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(lang)), "-")
	if r, ok := tables[lang]; ok {
		return lang, r
	}
	code := guess(text)
	return code, tables[code]
}

// guess names the language of a text by its script, then by how many of a
// language's phrases it holds; English when nothing speaks for another.
func guess(text string) string {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			return "zh"
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		case unicode.Is(unicode.Cyrillic, r):
			return "ru"
		}
	}
	best, most := "en", 0
	for _, code := range Languages() {
		r := tables[code]
		c := newClause(text, false)
		n := 0
		for _, phrases := range [][]string{r.fillers, r.openers, r.requests, r.you, r.dangling} {
			for _, p := range phrases {
				if strings.Contains(c.norm, pattern(p, false)) {
					n++
				}
			}
		}
		if n > most {
			best, most = code, n
		}
	}
	return best
}
