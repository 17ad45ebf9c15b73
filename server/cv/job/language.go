package job

import (
	"regexp"
	"strings"
)

// codes are the languages that are looked for.
var codes = []string{"en", "ru", "uz", "de", "fr", "es", "pt", "tr", "pl", "it", "zh", "ja", "ko", "ar", "kk", "uk", "nl", "hu"}

// levels of languages, the highest first.
var levels = []string{"native", "C2", "C1", "B2", "B1", "A2", "A1"}

var cefr = regexp.MustCompile(`^([abc][12])(?:[+\-].*)?$`)

// level is a level of a language, and where it stands.
type level struct {
	piece
	name string
}

func levelsIn(words []token) []level {
	var out []level
	for i, t := range words {
		if m := cefr.FindStringSubmatch(t.text); m != nil {
			out = append(out, level{piece{i, i + 1}, strings.ToUpper(m[1])})
		}
	}
	for _, name := range levels {
		for _, at := range find(words, name) {
			out = append(out, level{at, name})
		}
	}
	return out
}

// language takes the languages that a sentence asks for.
func (p *parser) language(a *asked) {
	levels := levelsIn(a.words)
	var all []piece
	for _, code := range codes {
		all = append(all, find(a.words, code)...)
	}
	for _, code := range codes {
		for _, at := range find(a.words, code) {
			said := levelOf(a.words, at, a.clauses, levels, all)
			whole := piece{at.from, max(at.to, said.to)} // "English – fluent"
			text := a.clause(whole)
			if own := a.around(whole); within(all, piece{own.from, at.from}) || within(all, piece{at.to, own.to}) {
				text = strings.TrimSpace(a.text[a.words[at.from].start:a.words[at.to-1].end] + " " + said.name) // "English and German"
			}
			p.take("language "+code, Requirement{Kind: KindLanguage, Text: text, Code: code, Level: said.name}, a, at)
		}
	}
}

// levelOf is the level that is asked of the language at a place: one beside it in
// its clause, one that stands before all of them ("fluent English and German"),
// or one in the next clause, where no language is named ("English – fluent").
func levelOf(words []token, at piece, clauses []piece, said []level, languages []piece) level {
	own := clauses[0]
	next := piece{}
	for i, c := range clauses {
		if c.from <= at.from && at.from < c.to {
			own = c
			if i+1 < len(clauses) && !within(languages, clauses[i+1]) {
				next = clauses[i+1]
			}
		}
	}
	shared := level{}
	for _, l := range said {
		switch {
		case l.from < own.from || l.to > own.to:
		case l.from >= at.to: // behind it, or behind "English and German"
			if between := (piece{at.to, l.from}); within(languages, between) == joined(words, between) {
				return l
			}
		case !within(languages, piece{l.to, at.from}) && !joined(words, piece{l.to, at.from}):
			return l
		case !within(languages, piece{own.from, l.from}):
			shared = l
		}
	}
	if shared.name != "" {
		return shared
	}
	for _, l := range said {
		if l.from >= next.from && l.to <= next.to {
			return l
		}
	}
	return level{}
}

// joined reports whether "and" stands in a piece.
func joined(words []token, p piece) bool {
	_, ok := has(words[p.from:max(p.from, p.to)], wordAnd)
	return ok
}
