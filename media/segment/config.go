package segment

import (
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// Config is how speech is cut into segments. Durations are rounded up to whole
// frames of 20 ms.
type Config struct {
	// On is the probability from which a frame begins speech, 0 to 1.
	On float32
	// Off is the probability below which a frame of speech counts as silence.
	// It is lower than On, so that a word's soft end does not end the word.
	Off float32
	// Tail is how long the detector goes on saying speech after speech has
	// ended. It is taken off, so that pauses are counted from the true end.
	Tail time.Duration
	// MinSpeech is how long speech has to last to be speech at all: shorter
	// sounds, such as key clicks, begin no segment and end no pause.
	MinSpeech time.Duration
	// PreRoll is how much sound before the speech is handed out with it, so
	// that no soft first consonant is lost.
	PreRoll time.Duration
	// Pause is the silence after which a segment is ready to be transcribed
	// although it may go on (the preflight moment).
	Pause time.Duration
	// Hangover is the silence that ends a segment; at least Pause.
	Hangover time.Duration
	// MaxLength is how long a segment may become before it is cut.
	MaxLength time.Duration
	// CutSearch is the last part of MaxLength, in which the first dip of level
	// between two words is taken for the cut.
	CutSearch time.Duration
	// AudioEvery is how often sound is handed out while speech goes on.
	AudioEvery time.Duration
}

// DefaultConfig returns the values this product runs with; docs/vad.md tells
// how they were found.
func DefaultConfig() Config {
	return Config{
		On:         0.5,
		Off:        0.35,
		Tail:       60 * time.Millisecond,
		MinSpeech:  100 * time.Millisecond,
		PreRoll:    300 * time.Millisecond,
		Pause:      160 * time.Millisecond,
		Hangover:   500 * time.Millisecond,
		MaxLength:  28 * time.Second,
		CutSearch:  5 * time.Second,
		AudioEvery: 200 * time.Millisecond,
	}
}

// Validate returns every mistake in the configuration, joined.
func (c Config) Validate() error {
	var mistakes []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			mistakes = append(mistakes, fmt.Errorf(format, args...))
		}
	}
	check(c.On > 0 && c.On < 1, "segment: on threshold %v is not between 0 and 1", c.On)
	check(c.Off > 0 && c.Off <= c.On, "segment: off threshold %v is not between 0 and the on threshold %v", c.Off, c.On)
	for _, d := range []struct {
		name             string
		value, low, high time.Duration
	}{
		{"tail", c.Tail, 0, c.Pause - vad.FrameDuration},
		{"minimum speech", c.MinSpeech, vad.FrameDuration, time.Second},
		{"pre-roll", c.PreRoll, 0, time.Second},
		{"pause", c.Pause, vad.FrameDuration, 2 * time.Second},
		{"hangover", c.Hangover, c.Pause, 3 * time.Second},
		{"maximum length", c.MaxLength, 2 * time.Second, 5 * time.Minute},
		{"cut search", c.CutSearch, 0, c.MaxLength / 2},
		{"audio interval", c.AudioEvery, vad.FrameDuration, time.Second},
	} {
		check(d.value >= d.low && d.value <= d.high, "segment: %s %v is not between %v and %v", d.name, d.value, d.low, d.high)
	}
	return errors.Join(mistakes...)
}

// frames returns how many whole frames cover d.
func frames(d time.Duration) int {
	return int((d + vad.FrameDuration - 1) / vad.FrameDuration)
}
