package turn

import "time"

// Action is something a Machine wants done.
type Action interface{ action() }

// Transcribe asks for the text of a segment so far.
type Transcribe struct {
	Segment  string
	Revision int
	Samples  int64
	End      time.Duration
}

// EndSegment closes a segment: the text of this revision becomes final. It is
// given when speech has ended, and when a turn is committed before that; what
// is said afterwards belongs to a new segment.
type EndSegment struct {
	Segment  string
	Revision int
	Samples  int64
	End      time.Duration
}

// Draft begins an answer that nobody sees before it is committed.
type Draft struct {
	Turn, Draft string
	Segments    []string
	Text        string
}

// CancelDraft withdraws a draft. Until DraftCancelled comes back, the turn has
// no other.
type CancelDraft struct {
	Draft, Reason string
}

// Commit ends a turn. Each word said is part of at most one.
type Commit struct {
	Turn string
	// Draft is the draft to publish; empty when none fits.
	Draft    string
	Segments []string
	Text     string
	// Moments on the session clock.
	EndOfSpeech, TranscriptReady, Committed time.Duration
}

func (Transcribe) action()  {}
func (EndSegment) action()  {}
func (Draft) action()       {}
func (CancelDraft) action() {}
func (Commit) action()      {}
