// Package phrase finds ways of saying something in what people say: by stems,
// in any order, near each other and within one sentence.
package phrase

import (
	"errors"
	"fmt"
	"strings"
)

// Bounds of a phrase.
const (
	// MaxWords is how many words a phrase has at most: longer ones are sentences,
	// which nobody says again.
	MaxWords = 4
	// reach is how many tokens lie between parts joined by a plus at most. Speech
	// that was written down without full stops is one endless sentence.
	reach = 40
)

// ErrLength means a phrase without words, or with more than MaxWords.
var ErrLength = errors.New("a phrase has one to four words")

// Phrase is a way of saying something, ready to be looked for.
type Phrase struct {
	parts []part
}

// part is words that stand near each other.
type part struct {
	words [][]string
	// window is how many tokens lie from the first of the words to the last at
	// most, both counted.
	window int
}

// Compile reads a phrase: words between spaces, near each other in any order;
// " + " between parts that stand anywhere in the same sentence. What a word is
// cut into (ci/cd, 数据库) stands side by side and in this order. The error is
// ErrLength.
func Compile(lang, say string) (Phrase, error) {
	var p Phrase
	count := 0
	for piece := range strings.SplitSeq(say, " + ") {
		var words [][]string
		tokens := 0
		for field := range strings.FieldsSeq(piece) {
			var word []string
			for _, t := range tokenize(lang, field) {
				word = append(word, t.Stem)
			}
			if len(word) > 0 {
				words = append(words, word)
				tokens += len(word)
			}
		}
		if len(words) == 0 {
			return Phrase{}, fmt.Errorf("compile %q: %w", say, ErrLength)
		}
		count += len(words)
		p.parts = append(p.parts, part{words: words, window: tokens + slack(lang, len(words))})
	}
	if count > MaxWords {
		return Phrase{}, fmt.Errorf("compile %q: %w", say, ErrLength)
	}
	return p, nil
}

// slack is how many tokens may stand between words of a part: articles,
// pronouns and an adjective or two. A Chinese word is about two characters,
// each a token.
func slack(lang string, words int) int {
	if lang == "zh" {
		return 2 * (words + 2)
	}
	return words + 2
}

// Key is the same for phrases that find the same: whatever the order of their
// words.
func (p Phrase) Key() string {
	parts := make([]string, 0, len(p.parts))
	for _, part := range p.parts {
		words := make([]string, 0, len(part.words))
		for _, w := range part.words {
			words = append(words, strings.Join(w, "-"))
		}
		parts = append(parts, sorted(words, " "))
	}
	return sorted(parts, " + ")
}
