package wording

import (
	"slices"
	"strings"
)

// match is where a pattern was found: words first to last, last not included.
type match struct {
	pattern     *pattern
	first, last int
	// slot is the word that is a form of a verb, -1 without one.
	slot   int
	column string
}

// matches returns what the patterns of a kind find, none over another, the
// earlier line of the data first where two begin at the same word.
func (w *Words) matches(text string, words []word, kind Kind) []match {
	var found []match
	patterns := w.patterns[kind]
	for i := 0; i < len(words); {
		next := i + 1
		for p := range patterns {
			if patterns[p].start && i > 0 {
				continue
			}
			m := match{pattern: &patterns[p], first: i, slot: -1}
			if !w.follows(words, i, i, patterns[p].items, &m) || kind == FirstPerson && !person(text, words, i) {
				continue
			}
			if patterns[p].end && m.last != len(words) {
				continue
			}
			found = append(found, m)
			next = m.last
			break
		}
		i = next
	}
	return found
}

// person reports whether the word is a pronoun: the I of English stands between
// small words, or at the start; that of "Level I" does not.
func person(text string, words []word, i int) bool {
	if words[i].low != "i" {
		return true
	}
	if text[words[i].start:words[i].end] != "I" || i+1 == len(words) || words[i+1].open {
		return false
	}
	next := text[words[i+1].start:words[i+1].end]
	if next != words[i+1].low {
		return false
	}
	return i == 0 || words[i].ends || text[words[i-1].start:words[i-1].end] == words[i-1].low
}

// follows reports whether the items stand at word i and behind it.
func (w *Words) follows(words []word, first, i int, items []item, m *match) bool {
	if len(items) == 0 {
		m.last = i
		return i > first
	}
	it := &items[0]
	if i < len(words) && (i == first || !words[i].open) && w.is(it, words[i].low) {
		slot, column := m.slot, m.column
		if it.column != "" {
			m.slot, m.column = i, it.column
		}
		if w.follows(words, first, i+1, items[1:], m) {
			return true
		}
		m.slot, m.column = slot, column
	}
	return it.optional && w.follows(words, first, i, items[1:], m)
}

// is reports whether a word is what an item says.
func (w *Words) is(it *item, low string) bool {
	if it.column != "" {
		_, ok := w.row[it.column][low]
		return ok
	}
	return slices.Contains(it.exact, low) ||
		slices.ContainsFunc(it.prefixes, func(p string) bool { return strings.HasPrefix(low, p) }) ||
		slices.ContainsFunc(it.suffixes, func(s string) bool { return strings.HasSuffix(low, s) })
}
