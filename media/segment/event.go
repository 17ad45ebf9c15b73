package segment

import "time"

// Kind is what happened.
type Kind uint8

const (
	// Started: speech began; a new segment is open. Start is the first sound
	// of speech; Audio begins with the pre-roll before it.
	Started Kind = iota + 1
	// Audio: more sound of the open segment.
	Audio
	// Paused: silence has lasted Config.Pause. End is the true end of speech,
	// not the moment of the decision. What has been handed out so far is worth
	// transcribing.
	Paused
	// Resumed: the pause was none; the same segment goes on with a new
	// revision. The sound of the pause is handed out now.
	Resumed
	// Ended: the segment is closed. Its sound is the first Samples samples.
	Ended
)

// String returns the kind in lower case, for logs and test failures.
func (k Kind) String() string {
	switch k {
	case Started:
		return "started"
	case Audio:
		return "audio"
	case Paused:
		return "paused"
	case Resumed:
		return "resumed"
	case Ended:
		return "ended"
	}
	return "unknown"
}

// Reason tells why a segment ended.
type Reason uint8

const (
	// Silence has lasted Config.Hangover.
	Silence Reason = iota + 1
	// TooLong: Config.MaxLength was near; speech may go on in a new segment.
	TooLong
	// CutByCaller: Cut was called.
	CutByCaller
	// Flushed: the stream is over.
	Flushed
)

// String returns the reason in snake case, for metrics and test failures.
func (r Reason) String() string {
	switch r {
	case Silence:
		return "silence"
	case TooLong:
		return "too_long"
	case CutByCaller:
		return "cut"
	case Flushed:
		return "flushed"
	}
	return "none"
}

// Event is one thing that happened to a segment. Times are on the session
// clock.
type Event struct {
	// Kind is what happened.
	Kind Kind
	// Reason is set on Ended.
	Reason Reason
	// SegmentID counts the segments of a track from 1.
	SegmentID int
	// Revision counts from 1 what the segment's words can be: it grows with
	// each Resumed. Ended with the revision of the last Paused and the same
	// Samples means that a transcript begun at that pause is final.
	Revision int
	// AudioStart is where the segment's first sample stands (before Start by
	// at most the pre-roll).
	AudioStart time.Duration
	// Start is where speech began.
	Start time.Duration
	// End is the true end of speech as known so far.
	End time.Duration
	// Offset is the place of the first sample of Audio within the segment.
	Offset int64
	// Samples is how many samples the segment has, this event's included.
	Samples int64
	// Audio is the sound since the last event, 16 kHz mono. It is valid until
	// the next call of the Segmenter's methods; it may be empty.
	Audio []int16
}
