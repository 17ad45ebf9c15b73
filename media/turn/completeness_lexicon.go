package turn

import (
	"slices"
	"strings"
)

// lexicon is what one language's words tell. All are in the spelling of
// wordsOf: lower case, without apostrophes.
type lexicon struct {
	// never ends a sentence, even if the recogniser put a full stop there.
	never map[string]bool
	// seldom ends one: taken for dangling unless there is a full stop.
	seldom map[string]bool
	// asks begin a question or a request.
	opens [][]string
	// lead are what may stand before: "okay so".
	lead map[string]bool
	// tail end a question, where the language marks it there.
	tail map[string]bool
	// anywhere make a question wherever they stand.
	anywhere [][]string
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// phrases are separated by commas. They are spelled as wordsOf spells.
func phrases(list string) [][]string {
	var all [][]string
	for _, p := range strings.Split(list, ",") {
		all = append(all, wordsOf(p))
	}
	return all
}

// lastRun is how many of the last words are joined to look for words that
// wordsOf takes apart: 因为 is two characters.
const lastRun = 3

// breaksOff reports whether nobody would end like this.
func (l *lexicon) breaksOff(words []string, m mark) bool {
	if l == nil {
		return false
	}
	for n := 1; n <= min(lastRun, len(words)); n++ {
		tail := words[len(words)-n:]
		for _, glue := range []string{"", "_"} {
			w := strings.Join(tail, glue)
			if l.never[w] || m != stop && l.seldom[w] {
				return true
			}
		}
	}
	return false
}

// asks reports whether the last sentence is shaped like a question. All is the
// number of words of the whole text.
func (l *lexicon) asks(words []string, all int) bool {
	if l == nil || all < questionWords || len(words) == 0 {
		return false
	}
	if l.tail[words[len(words)-1]] {
		return true
	}
	begin := words
	for len(begin) > 1 && l.lead[begin[0]] {
		begin = begin[1:]
	}
	for _, p := range l.opens {
		if len(begin) > len(p) && slices.Equal(begin[:len(p)], p) {
			return true
		}
	}
	for _, p := range l.anywhere {
		for i := 0; i+len(p) <= len(words); i++ {
			if slices.Equal(words[i:i+len(p)], p) {
				return true
			}
		}
	}
	return false
}
