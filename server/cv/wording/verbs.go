package wording

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// verbs puts the forms of the verbs into a replacement: of the one that was
// found, and of those that stand beside it ("managing A and developing B"). It
// returns the replacement, which reaches to the last of them, and its end; false
// where it is not sure what belongs to what.
func (w *Words) verbs(text string, words []word, m match, tense, replacement string) (string, int, bool) {
	column, slot := w.target(replacement, tense)
	if column == "" {
		return replacement, words[m.last-1].end, true
	}
	lasts := func(one word) bool { return w.sets["lasting"][one.low] }
	if strings.HasSuffix(slot, "!}") && m.pattern.hint == SayWhatYouDid && slices.ContainsFunc(words, lasts) {
		return "", 0, false
	}
	if !w.verbal(words, m.slot, m.column) {
		return "", 0, false
	}
	form, ok := w.form(words[m.slot].low, m.column, column)
	if !ok {
		return "", 0, false
	}
	replacement = strings.Replace(replacement, slot, form, 1)
	end := words[m.last-1].end
	if m.pattern.end {
		// What goes before has no ending of its own, or one that would be left.
		for i := range m.slot {
			if w.loose(words[i].low) {
				return "", 0, false
			}
		}
		return replacement, end, true
	}
	var out strings.Builder
	out.WriteString(replacement)
	for i := m.last; i < len(words) && !words[i].ends; i++ {
		joined := words[i].open || w.sets["and"][words[i-1].low]
		if !joined {
			continue
		}
		if w.sets["and"][words[i].low] {
			continue
		}
		if w.sets["govern"][words[i].low] || strings.HasPrefix(words[i].low, "d'") || strings.HasPrefix(words[i].low, "l'") {
			return "", 0, false
		}
		if column == m.column {
			continue
		}
		if m.column == "noun" {
			return "", 0, false // "development of A and support of B"
		}
		form, known := w.form(words[i].low, m.column, column)
		direct := i == m.last || i == m.last+1 && w.sets["and"][words[m.last].low]
		if !known {
			if direct || w.loose(words[i].low) || i+1 < len(words) && !words[i+1].open && len(w.risky) > 0 && w.loose(words[i+1].low) {
				return "", 0, false
			}
			continue
		}
		if !w.verbal(words, i, m.column) {
			return "", 0, false
		}
		out.WriteString(text[end:words[i].start])
		out.WriteString(form)
		end = words[i].end
	}
	return out.String(), end, true
}

// target is the column of the form that a replacement wants, and how it is
// written there.
func (w *Words) target(replacement, tense string) (column, slot string) {
	for _, column := range w.columns {
		if slot := "{" + column + "}"; strings.Contains(replacement, slot) {
			if column == past {
				column = tense
			}
			return column, slot
		}
		if slot := "{" + column + "!}"; strings.Contains(replacement, slot) {
			return column, slot
		}
	}
	return "", ""
}

// form is another form of a verb.
func (w *Words) form(low, from, to string) (string, bool) {
	i, ok := w.row[from][low]
	if !ok {
		return "", false
	}
	form, ok := w.rows[i][to]
	return form, ok
}

// verbal reports whether a form is a verb where it stands: not "planning of",
// nor "training" before anything but an object or another verb.
func (w *Words) verbal(words []word, i int, column string) bool {
	next := i + 1
	if next < len(words) && w.sets["and"][words[next].low] {
		next++
	}
	if next >= len(words) || words[next].ends {
		return !w.sets["unsure"][words[i].low]
	}
	low := words[next].low
	if column != "noun" && next == i+1 && w.sets["partof"][low] {
		return false
	}
	if !w.sets["unsure"][words[i].low] {
		return true
	}
	_, verb := w.row[column][low]
	return w.sets["object"][low] || isNumber(low) || verb && !w.sets["unsure"][low]
}

// loose reports whether a word beside the verb may be governed by the opening:
// then taking the opening away would leave it hanging.
func (w *Words) loose(low string) bool {
	ends := func(suffix string) bool { return strings.HasSuffix(low, suffix) }
	if slices.ContainsFunc(w.risky, ends) {
		return true
	}
	return len(w.fits) > 0 && low[0] >= 0x80 && !slices.ContainsFunc(w.fits, ends)
}

func isNumber(low string) bool { return low[0] >= '0' && low[0] <= '9' }

// Form is the grammatical form of the verb that an achievement begins with (or a
// clause of it ends with, where verbs stand last): the name of a column of the
// language's data, such as "past", "present", "ing", "inf" or "noun"; empty when
// the word is not known.
func (w *Words) Form(text string) string {
	words := split(text, w.lower)
	if len(words) == 0 {
		return ""
	}
	if w.order != "last" {
		first := 0
		for _, m := range w.matches(text, words, Filler) {
			if m.first == first {
				first = min(m.last, len(words)-1)
			}
		}
		if form := w.known(words[first].low); form != "" || w.order == "first" {
			return form
		}
	}
	for i := range words {
		if i+1 == len(words) || words[i+1].open {
			if form := w.known(words[i].low); form != "" {
				return form
			}
		}
	}
	return ""
}

// leastLetters is of words whose form is known by their ending.
const leastLetters = 6

// known is the form of a strong word.
func (w *Words) known(low string) string {
	if form, ok := w.strong[low]; ok {
		return form
	}
	if w.sets["weakverb"][low] || utf8.RuneCountInString(low) < leastLetters {
		return ""
	}
	for _, e := range w.endings {
		if strings.HasSuffix(low, e.text) {
			return e.form
		}
	}
	return ""
}

// StartsStrong reports whether an achievement says at once (or, where verbs
// stand last, at its end) what somebody did, with a verb that means something.
func (w *Words) StartsStrong(text string) bool {
	return w.Form(text) != "" && len(w.Openings(text)) == 0
}

// Strong returns the strong words of a form in the order of the alphabet, to
// choose from.
func (w *Words) Strong(form string) []string {
	var all []string
	for s, f := range w.strong {
		if f == form {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return all
}
