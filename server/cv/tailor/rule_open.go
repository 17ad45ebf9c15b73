package tailor

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/wording"
)

// openings asks how items begin that begin with a duty and that no rule can
// rewrite.
func (w *work) openings() {
	asked := 0
	for _, f := range w.fields {
		hits := w.words.Openings(f.text)
		if f.role < 0 || len(hits) == 0 || hits[0].Start > 0 || strings.Contains(f.text, "\n") || denies(f.text, 4) || asked >= maxAsked ||
			w.touches(f.path, hits[0]) {
			continue
		}
		asked++
		asks := "What did you do yourself? Write the sentence anew and begin with a verb that says it"
		if verbs := w.verbs(f); len(verbs) > 0 {
			asks += ", if it is true one such as \"" + strings.Join(verbs, "\", \"") + "\""
		}
		w.add(Change{
			Path: f.path, Kind: Verb, Type: Modification, Before: f.text, Asks: asks + ".",
			Reason: "It begins with a duty or a part, and only you know what you did.",
		})
	}
}

// touches reports whether another change rewrites a piece already.
func (w *work) touches(path string, h wording.Hit) bool {
	return slices.ContainsFunc(w.changes, func(c Change) bool {
		return c.Path == path && c.Kind != Grammar && slices.ContainsFunc(c.Edits, func(e Edit) bool { return e.Start < h.End && h.Start < e.End })
	})
}

// maxVerbs is how many are offered.
const maxVerbs = 3

// verbs are some to begin an item with: those of its own nouns ("planning" gives
// "Planned"), then those that its owner begins others with.
func (w *work) verbs(f field) []string {
	var out []string
	offer := func(word string) {
		if word = w.capital(word); len(out) < maxVerbs && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	form := ""
	for _, other := range w.fields {
		if other.item && w.words.StartsStrong(other.text) {
			form = w.words.Form(other.text)
			break
		}
	}
	for word := range strings.FieldsSeq(strings.ToLower(f.text)) {
		word = strings.Trim(word, ".,;:()")
		if !slices.ContainsFunc(nounEndings, func(end string) bool { return strings.HasSuffix(word, end) }) {
			continue
		}
		for _, verb := range w.words.Strong(form) {
			if stem := []rune(verb); len(stem) >= stemLetters && strings.HasPrefix(word, string(stem[:stemLetters])) {
				offer(verb)
			}
		}
	}
	for _, other := range w.fields {
		first, _, _ := strings.Cut(other.text, " ")
		if other.item && other.path != f.path && w.words.StartsStrong(other.text) && w.words.Form(first) == form {
			offer(strings.ToLower(first))
		}
	}
	return out
}

// stemLetters begin words of one family: "planning" and "planned".
const stemLetters = 5

// nounEndings are those of nouns that are made of verbs, in the languages that
// have words.
var nounEndings = strings.Fields("tion ment ing ance sion ung ción ção ание ение mento age lash")

// denies reports whether one of a text's first words says that something is not
// so.
func denies(text string, first int) bool {
	words := strings.Fields(strings.ToLower(text))
	return slices.ContainsFunc(words[:min(len(words), first)], func(word string) bool {
		return slices.Contains(denials, word) || strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t")
	})
}

var denials = strings.Fields("not never no не никогда nicht nie kein keine keinen não nunca ne jamais değil emas")
