package turn

import (
	"errors"
	"fmt"
	"time"
)

// Config is when a turn is over. Delays count from the true end of speech.
type Config struct {
	// Speculate allows work before the turn is surely over: transcripts at a
	// short pause, and drafts of answers.
	Speculate bool
	// Complete is the delay after a text that reads finished.
	Complete time.Duration
	// Neutral is the delay after a text that tells nothing either way.
	Neutral time.Duration
	// Dangling is the delay after a text that breaks off ("because", "um").
	Dangling time.Duration
	// Cap is the silence that ends a turn whatever its text.
	Cap time.Duration
	// MaxDrafts bounds the drafts of one turn, and thus what speculation costs.
	MaxDrafts int
	// TranscriptWait is the window in which a late transcript still joins its
	// turn. After it the turn goes on without; the transcript becomes a turn
	// of its own when it comes.
	TranscriptWait time.Duration
	// AckWait is how long a turn that is over waits for the cancellation of
	// its last draft. The commit then supersedes the draft.
	AckWait time.Duration
	// MaxWaiting bounds the segments that wait for their transcripts. Overflow
	// policy: the oldest is set aside as if TranscriptWait were over.
	MaxWaiting int
}

// DefaultConfig returns the values this product runs with; docs/turns.md tells
// where they come from.
func DefaultConfig() Config {
	return Config{
		Speculate:      true,
		Complete:       300 * time.Millisecond,
		Neutral:        350 * time.Millisecond,
		Dangling:       900 * time.Millisecond,
		Cap:            2500 * time.Millisecond,
		MaxDrafts:      3,
		TranscriptWait: 10 * time.Second,
		AckWait:        5 * time.Second,
		MaxWaiting:     512,
	}
}

// Validate returns every mistake in the configuration, joined.
func (c Config) Validate() error {
	var mistakes []error
	if c.Complete <= 0 || c.Neutral < c.Complete || c.Dangling < c.Neutral || c.Cap < c.Dangling {
		mistakes = append(mistakes, fmt.Errorf("turn: delays must grow: complete %v, neutral %v, dangling %v, cap %v", c.Complete, c.Neutral, c.Dangling, c.Cap))
	}
	if c.MaxDrafts < 0 || c.MaxWaiting < 1 {
		mistakes = append(mistakes, fmt.Errorf("turn: bad bound (drafts %d, waiting segments %d)", c.MaxDrafts, c.MaxWaiting))
	}
	if c.TranscriptWait <= 0 || c.AckWait <= 0 {
		mistakes = append(mistakes, fmt.Errorf("turn: waits must be positive (transcript %v, acknowledgement %v)", c.TranscriptWait, c.AckWait))
	}
	return errors.Join(mistakes...)
}
