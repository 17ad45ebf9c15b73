package coach

import (
	"context"
	"errors"
	"time"
)

// ErrUnavailable means that an outside provider could not be used now: it is
// down, slow beyond its time limit, over its quota or answering rubbish. The
// caller says "not available, try again" and never invents a result.
var ErrUnavailable = errors.New("provider not available")

// Speaker says whose words something is.
type Speaker string

// The two speakers of a live session.
const (
	Interviewer Speaker = "interviewer"
	Candidate   Speaker = "candidate"
)

// Word is one recognised word. Start and End count from the first sample of
// the sound that was recognised. Confidence is 0 to 1, or negative when the
// recogniser gives none.
type Word struct {
	Text       string
	Start, End time.Duration
	Confidence float64
}

// Passage is a stretch of a transcript, as long as a subtitle line.
type Passage struct {
	Text       string
	Start, End time.Duration
	Confidence float64
}

// Transcript is the text of some sound. An empty Text means that there were
// no words in it.
type Transcript struct {
	Text string
	// Language is an ISO 639-1 code; empty when unknown.
	Language string
	// Confidence is 0 to 1 over the whole text.
	Confidence float64
	// Duration is the length of the sound.
	Duration time.Duration
	Words    []Word
	Passages []Passage
	// Model names what recognised it, such as "whisper-1" or "pocketsphinx-en-us".
	Model string
	// Degraded is true when the offline fallback was used.
	Degraded bool
}

// RecogniseOptions say how to recognise.
type RecogniseOptions struct {
	// Language is an ISO 639-1 hint; empty means detect.
	Language string
	// Prompt holds names and terms that may occur (never earlier transcript).
	Prompt string
	// Voice names whose voice and microphone it is, opaquely, so that a
	// recogniser may go on from what it learnt of an earlier segment; empty
	// means unknown.
	Voice string
	// Temperature is 0 to 1; 0 means the provider's own choice.
	Temperature float64
}

// Recogniser turns speech into text. Sound is 16 kHz mono everywhere.
type Recogniser interface {
	// Transcribe returns the text of a whole recording. The error is
	// ErrUnavailable when no recogniser could do it.
	Transcribe(ctx context.Context, pcm []int16, o RecogniseOptions) (Transcript, error)
	// Open begins to recognise a segment whose sound is still arriving.
	Open(ctx context.Context, o RecogniseOptions) (Recognition, error)
	// Degraded says that only the offline fallback is configured.
	Degraded() bool
}

// Recognition is the recognising of one segment. It is used by one goroutine
// at a time.
type Recognition interface {
	// Write appends sound; it copies pcm and never waits for a provider.
	Write(pcm []int16) error
	// Interim returns the text of which it is already sure enough to be shown.
	// ok is false when there is nothing new. It may be slow.
	Interim(ctx context.Context) (t Transcript, ok bool, err error)
	// Text returns the transcript of everything written so far. More sound may
	// be written afterwards and Text called again.
	Text(ctx context.Context) (Transcript, error)
	// Close releases what is held. It is called exactly once.
	Close()
}
