package whisper

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/guard"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// ErrSegmentTooLong means that more sound was written than a segment may
// have. What was written before stays and can be recognised.
var ErrSegmentTooLong = errors.New("the segment is too long")

// fresh is how much new sound an interim decode needs to be worth its cost.
const fresh = sound.Rate / 4

// recognition is one segment, decoded as a whole each time: Whisper has no
// memory between calls.
type recognition struct {
	r       *Recogniser
	options coach.RecogniseOptions
	pcm     []int16

	decodedAt time.Time // of the last interim decode
	decoded   int       // samples that were in it
	before    []coach.Word
	shown     string

	final    coach.Transcript
	finalFor int // samples that final covers
}

// Write keeps the sound. The error is ErrSegmentTooLong past the limit; that
// sound is dropped.
func (s *recognition) Write(pcm []int16) error {
	if len(s.pcm)+len(pcm) > sound.Samples(s.r.options.MaxSegment) {
		return fmt.Errorf("write %d samples after %d: %w", len(pcm), len(s.pcm), ErrSegmentTooLong)
	}
	s.pcm = append(s.pcm, pcm...)
	return nil
}

// Interim decodes again, at most every Options.InterimEvery, and returns the
// words at the beginning that this decode and the one before agree on
// (LocalAgreement-2).
func (s *recognition) Interim(ctx context.Context) (coach.Transcript, bool, error) {
	if len(s.pcm)-s.decoded < fresh || time.Since(s.decodedAt) < s.r.options.InterimEvery {
		return coach.Transcript{}, false, nil
	}
	s.decodedAt, s.decoded = time.Now(), len(s.pcm)
	t, err := s.r.decode(ctx, s.pcm, s.options)
	if err != nil {
		return coach.Transcript{}, false, err
	}
	words := t.Words
	if len(words) == 0 {
		for w := range strings.FieldsSeq(t.Text) {
			words = append(words, coach.Word{Text: w, Confidence: -1, End: t.Duration})
		}
	}
	n := agreed(s.before, words)
	s.before = words
	t.Text, t.Words, t.Passages = leading(t.Text, n, words), words[:n], nil
	if t.Text == "" || t.Text == s.shown {
		return coach.Transcript{}, false, nil
	}
	s.shown = t.Text
	return t, true, nil
}

// Text decodes everything written; nothing new is not decoded again.
func (s *recognition) Text(ctx context.Context) (coach.Transcript, error) {
	if s.finalFor == len(s.pcm) && s.finalFor > 0 {
		return s.final, nil
	}
	t, err := s.r.decode(ctx, s.pcm, s.options)
	if err != nil {
		return coach.Transcript{}, err
	}
	s.final, s.finalFor, s.shown = t, len(s.pcm), t.Text
	return t, nil
}

// Close has nothing to release.
func (s *recognition) Close() {}

// agreed is how many words at the beginning are the same, case and
// punctuation aside.
func agreed(a, b []coach.Word) int {
	n := 0
	for n < min(len(a), len(b)) && guard.Plain(a[n].Text) == guard.Plain(b[n].Text) {
		n++
	}
	return n
}

// leading cuts text, which has the punctuation and spacing that words may
// lack, after its first n words.
func leading(text string, n int, words []coach.Word) string {
	at := 0
	for _, w := range words[:n] {
		found := strings.Index(text[at:], w.Text)
		if found < 0 {
			break
		}
		at += found + len(w.Text)
	}
	if at == 0 {
		return ""
	}
	rest := text[at:]
	if mark := strings.TrimLeft(rest, ".,?!:;…。，？！、؟،"); n < len(words) {
		at += len(rest) - len(mark)
	} else {
		at = len(text)
	}
	return strings.TrimSpace(text[:at])
}
