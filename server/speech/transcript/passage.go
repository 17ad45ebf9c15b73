// Package transcript shapes transcripts: passages as long as subtitles, the
// formats json, text, srt and vtt, and language codes.
package transcript

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// Limits of a subtitle, as broadcasters use them: two lines of 42 characters,
// at most seven seconds on the screen.
const (
	LineLength  = 42
	Lines       = 2
	longestShow = 7 * time.Second
	// breath is the pause after which a new passage begins.
	breath = 700 * time.Millisecond
)

// Passages groups words into stretches that fit a subtitle: a passage ends at
// a pause, at the end of a sentence, or when it is full.
func Passages(words []coach.Word) []coach.Passage {
	var passages []coach.Passage
	from := 0
	for i := range words {
		if i+1 < len(words) && fits(words[from:i+2]) && !ends(words[i], words[i+1]) {
			continue
		}
		passages = append(passages, passage(words[from:i+1]))
		from = i + 1
	}
	return passages
}

func fits(words []coach.Word) bool {
	last := words[len(words)-1]
	return last.End-words[0].Start <= longestShow && len(wrap(join(words))) <= Lines
}

func ends(word, next coach.Word) bool {
	r, _ := utf8.DecodeLastRuneInString(word.Text)
	return next.Start-word.End >= breath || strings.ContainsRune(".?!。？！؟", r)
}

func passage(words []coach.Word) coach.Passage {
	return coach.Passage{
		Text: join(words), Start: words[0].Start, End: words[len(words)-1].End,
		Confidence: Confidence(words),
	}
}

// Confidence is the words' mean confidence, weighted by their length in time,
// of those that have one; 0 when none has.
func Confidence(words []coach.Word) float64 {
	var sum, weight float64
	for _, w := range words {
		if w.Confidence < 0 {
			continue
		}
		length := max((w.End - w.Start).Seconds(), 0.01)
		sum += w.Confidence * length
		weight += length
	}
	if weight == 0 {
		return 0
	}
	return min(1, sum/weight)
}

// join writes words as text: with spaces between them, except in scripts that
// use none (Chinese, Japanese, Thai).
func join(words []coach.Word) string {
	var b strings.Builder
	for i, w := range words {
		text := strings.TrimSpace(w.Text)
		if i > 0 && spaced(b.String(), text) {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

func spaced(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return (!unspaced(last) || !unspaced(first)) && !strings.ContainsRune("，。？！、", first)
}
