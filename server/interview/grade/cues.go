package grade

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

// cues are sequences of words that stand side by side, compared by their
// stems.
type cues struct {
	// byFirst are the cues by their first word's stem, byWord by the word itself,
	// loose those that begin with a star.
	byFirst map[string][][]cueWord
	byWord  map[string][][]cueWord
	loose   [][]cueWord
	// plain are the first words in small letters.
	plain []string
}

// cueWord is a word's stem, or the word itself, or, with a star, how the word
// begins or ends.
type cueWord struct {
	stem, word, prefix, suffix string
}

// hit is where a cue stands: the first and last of its tokens.
type hit struct{ first, last int }

// newCues makes cues ready; exact ones are found in no other form of their
// words.
func newCues(lang string, list []string, exact bool) *cues {
	c := &cues{byFirst: map[string][][]cueWord{}, byWord: map[string][][]cueWord{}}
	for _, s := range list {
		var cue []cueWord
		if first, _, _ := strings.Cut(s, " "); first != "" {
			c.plain = append(c.plain, strings.ToLower(strings.Trim(first, "*")))
		}
		for field := range strings.FieldsSeq(s) {
			switch {
			case strings.HasPrefix(field, "*"):
				cue = append(cue, cueWord{suffix: lowered(lang, field[1:])})
			case strings.HasSuffix(field, "*"):
				cue = append(cue, cueWord{prefix: lowered(lang, strings.TrimSuffix(field, "*"))})
			default:
				for _, t := range phrase.Read(lang, field).Tokens() {
					if exact {
						cue = append(cue, cueWord{word: lowered(lang, field[t.Start:t.End])})
					} else {
						cue = append(cue, cueWord{stem: t.Stem})
					}
				}
			}
		}
		switch {
		case len(cue) == 0:
		case cue[0].word != "":
			c.byWord[cue[0].word] = append(c.byWord[cue[0].word], cue)
		case cue[0].stem == "":
			c.loose = append(c.loose, cue)
		default:
			c.byFirst[cue[0].stem] = append(c.byFirst[cue[0].stem], cue)
		}
	}
	return c
}

// at is the longest cue that begins at a token, by its number of tokens; none
// is 0.
func (c *cues) at(r *reading, i int) int {
	longest := 0
	for _, list := range [][][]cueWord{c.byFirst[r.tokens[i].Stem], c.byWord[r.words[i]], c.loose} {
		for _, cue := range list {
			if len(cue) > longest && r.stands(cue, i) {
				longest = len(cue)
			}
		}
	}
	return longest
}

// find is every place where a cue stands, in order and without overlaps.
func (c *cues) find(r *reading, first, last int) []hit {
	var out []hit
	for i := first; i <= last; i++ {
		if n := c.at(r, i); n > 0 && i+n-1 <= last {
			out = append(out, hit{i, i + n - 1})
			i += n - 1
		}
	}
	return out
}

// in tells whether a cue stands among the tokens first..last.
func (c *cues) in(r *reading, first, last int) bool {
	for i := first; i <= last; i++ {
		if n := c.at(r, i); n > 0 && i+n-1 <= last {
			return true
		}
	}
	return false
}

// anywhere tells whether the first word of a cue stands in a text in small
// letters, as a word or in one.
func (c *cues) anywhere(lower string) bool {
	for _, s := range c.plain {
		if strings.Contains(lower, s) {
			return true
		}
	}
	return false
}

// stands tells whether a cue's words stand side by side, in one sentence.
func (r *reading) stands(cue []cueWord, i int) bool {
	if i+len(cue) > len(r.tokens) {
		return false
	}
	for n, w := range cue {
		t := i + n
		if r.tokens[t].Sentence != r.tokens[i].Sentence || !w.is(r.tokens[t].Stem, r.words[t]) {
			return false
		}
	}
	return true
}

func (w cueWord) is(stem, word string) bool {
	switch {
	case w.stem != "":
		return w.stem == stem
	case w.word != "":
		return w.word == word
	case w.prefix != "":
		return strings.HasPrefix(word, w.prefix)
	}
	return len(word) > len(w.suffix) && strings.HasSuffix(word, w.suffix)
}
