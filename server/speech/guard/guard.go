// Package guard recognises what Whisper makes up: words for silence and
// noise, loops, echoes of its prompt, and the closing phrases of videos. All
// functions are pure. Thresholds are faster-whisper's unless stated.
package guard

import (
	"bytes"
	"compress/zlib"
	"strings"
	"time"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/coach"
)

const (
	noSpeechAbove    = 0.6
	logProbUpTo      = -1.0
	compressionAbove = 2.4
	// A loop this often is none of a speaker's.
	loopFrom = 3
	// loopPhrase is the longest phrase looked for, in words.
	loopPhrase = 8

	anomalyWords = 8
	anomalyScore = 3
	unlikely     = 0.15
	tooShort     = 133 * time.Millisecond
	tooLong      = 2 * time.Second
)

// Segment is a stretch of a provider's answer with what the provider thinks
// of it.
type Segment struct {
	Text       string
	Start, End time.Duration
	// NoSpeech is the probability that there is no speech, LogProb the mean
	// log probability of the tokens, Compression the text's zlib ratio; 0 when
	// the provider gives none.
	NoSpeech, LogProb, Compression float64
}

// Empty reports a segment that is text for no speech.
func Empty(s Segment) bool {
	return s.NoSpeech > noSpeechAbove && s.LogProb <= logProbUpTo
}

// Repetitive reports text that compresses too well to be speech.
func Repetitive(s Segment) bool {
	return s.Compression > compressionAbove || ratio(s.Text) > compressionAbove
}

// ratio is the length of the text over its length when compressed.
func ratio(text string) float64 {
	if text == "" {
		return 0
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		return 0
	}
	if err := w.Close(); err != nil {
		return 0
	}
	return float64(len(text)) / float64(b.Len())
}

// Anomalous reports a segment whose first eight words are unlikely, or
// shorter or longer than people speak. Words without a probability say
// nothing: some providers give all of them the length 0.
func Anomalous(words []coach.Word) bool {
	score := 0.0
	for _, w := range words[:min(len(words), anomalyWords)] {
		if w.Confidence < 0 {
			continue
		}
		if w.Confidence < unlikely {
			score++
		}
		switch length := w.End - w.Start; {
		case length < tooShort:
			score += (tooShort - length).Seconds() * 15
		case length > tooLong:
			score += (length - tooLong).Seconds()
		}
	}
	return score >= anomalyScore
}

// Loops returns which words stay when phrases that are repeated three times or
// more are said once. dropAll is true when the text is nothing but one word or
// phrase over and over.
func Loops(words []string) (keep []bool, dropAll bool) {
	plain := make([]string, len(words))
	keep = make([]bool, len(words))
	for i, w := range words {
		plain[i] = Plain(w)
		keep[i] = true
	}
	for at := 0; at < len(plain); {
		phrase, times := loopAt(plain[at:])
		if times < loopFrom {
			at++
			continue
		}
		if at == 0 && phrase*times == len(plain) {
			return make([]bool, len(words)), true
		}
		for i := at + phrase; i < at+phrase*times; i++ {
			keep[i] = false
		}
		at += phrase * times
	}
	return keep, false
}

// loopAt returns the phrase at the beginning that is repeated over most words.
func loopAt(plain []string) (phrase, times int) {
	for n := 1; n <= loopPhrase && n*loopFrom <= len(plain); n++ {
		count := 1
		for (count+1)*n <= len(plain) && same(plain[:n], plain[count*n:(count+1)*n]) {
			count++
		}
		if count >= loopFrom && count*n > phrase*times {
			phrase, times = n, count
		}
	}
	return phrase, times
}

func same(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] || a[i] == "" {
			return false
		}
	}
	return true
}

// Echo reports text that is the prompt, or three or more words in a row of it,
// instead of what was said.
func Echo(text, prompt string) bool {
	said, given := " "+Normal(text)+" ", " "+Normal(prompt)+" "
	if strings.Count(said, " ") < 4 && said != given || strings.TrimSpace(said) == "" {
		return false
	}
	return strings.Contains(given, said) || strings.Count(given, " ") >= 4 && strings.Contains(said, given)
}

// Plain is a word without case and punctuation, for comparing.
func Plain(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}

// Normal is text as plain words with one space between them.
func Normal(text string) string {
	words := strings.Fields(text)
	plain := words[:0]
	for _, w := range words {
		if p := Plain(w); p != "" {
			plain = append(plain, p)
		}
	}
	return strings.Join(plain, " ")
}
