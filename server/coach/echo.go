package coach

import (
	"math"
	"strings"
	"time"
	"unicode"
)

const (
	// echoWindow is how far apart the starts of the same words may be in the
	// two tracks for one of them to be an echo of the other.
	echoWindow = time.Second
	// echoLikeness is the share of words that must be the same.
	echoLikeness = 0.8
	// echoWords is the fewest words that are judged: "yes" said by both is no echo.
	echoWords = 3
	// echoMemory bounds the utterances that are compared.
	echoMemory = 16
)

// spoken is what is kept of a final utterance to recognise its echo.
type spoken struct {
	said  *Said
	words []string
	level float64 // mean square of its samples
}

// withoutEcho returns the events that make a segment's transcript final. Words
// that came in both tracks within a second belong to the louder; the other
// track's utterance is withdrawn by a final empty text, whichever came first.
func (c *Conversation) withoutEcho(g *segment, t Transcript, end time.Duration, pcm []int16) []Event {
	mine := spoken{said: c.said(g, t, end, true), words: plainWords(t.Text), level: meanSquare(pcm)}
	c.mu.Lock()
	defer c.mu.Unlock()
	events := []Event{{Said: mine.said}}
	for i, other := range c.recent {
		if !mine.echoes(other) {
			continue
		}
		if mine.level <= other.level {
			withdraw(mine.said)
			return append(events, echoNotice(mine.said.Speaker))
		}
		gone := *other.said
		withdraw(&gone)
		c.recent = append(c.recent[:i:i], c.recent[i+1:]...)
		events = append(events, Event{Said: &gone}, echoNotice(gone.Speaker))
		break
	}
	if t.Text != "" {
		c.recent = append(c.recent, mine)
		if len(c.recent) > echoMemory {
			c.recent = c.recent[1:]
		}
	}
	return events
}

func (s spoken) echoes(other spoken) bool {
	if s.said.Speaker == other.said.Speaker || len(s.words) < echoWords || len(other.words) < echoWords {
		return false
	}
	apart := s.said.Start - other.said.Start
	return apart.Abs() <= echoWindow && likeness(s.words, other.words) >= echoLikeness
}

func withdraw(s *Said) { s.Text, s.Words = "", nil }

func echoNotice(who Speaker) Event {
	return Event{Notice: &Notice{
		Kind:    "echo_removed",
		Message: "The same words came in both tracks; the quieter copy (" + string(who) + ") was taken as an echo. Headphones avoid this.",
	}}
}

// likeness is the share of words two texts have in common, in order: twice the
// longest common subsequence over the words of both.
func likeness(a, b []string) float64 {
	row := make([]int, len(b)+1)
	for _, w := range a {
		diagonal := 0
		for j, v := range b {
			above := row[j+1]
			if w == v {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return 2 * float64(row[len(b)]) / float64(len(a)+len(b))
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\''
	})
}

func meanSquare(pcm []int16) float64 {
	if len(pcm) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range pcm {
		sum += float64(v) * float64(v)
	}
	return math.Max(sum/float64(len(pcm)), 0)
}
