package turn

import "time"

// Input is something a Machine is told.
type Input interface{ apply(m *Machine) }

// SpeechStarted opens a segment. Start is the first sound of speech.
type SpeechStarted struct {
	Segment string
	Start   time.Duration
}

// SpeechPaused says that the segment is silent and worth transcribing.
type SpeechPaused struct {
	Segment string
	// Revision counts what the segment's words can be, from 1.
	Revision int
	// Samples of the segment so far.
	Samples int64
	// End is the true end of speech.
	End time.Duration
}

// SpeechResumed says that the pause was none; the segment has a new revision.
type SpeechResumed struct {
	Segment  string
	Revision int
}

// SegmentEnded closes a segment. After it nothing resumes.
type SegmentEnded struct {
	Segment  string
	Revision int
	Samples  int64
	End      time.Duration
}

// Certainty is how sure a transcript is.
type Certainty uint8

const (
	// Interim text is shown while speech goes on.
	Interim Certainty = iota + 1
	// Preflight text is the whole text of a revision, if no more is said.
	Preflight
	// Final text will not change.
	Final
)

// Transcript is the text of a segment, in whatever order and as often as the
// other side sends it.
type Transcript struct {
	Segment   string
	Revision  int
	Text      string
	Certainty Certainty
	// Failed means that the text is missing, not empty.
	Failed bool
}

// DraftCancelled acknowledges CancelDraft.
type DraftCancelled struct{ Draft string }

// Tick tells how far the sound has been judged. It also serves as the timer.
type Tick struct {
	// Heard is ahead of the clock when sound is played faster than it was
	// spoken.
	Heard time.Duration
	// Stirring means that the last sound was like speech, too short yet to be
	// any: a silence that would end the turn is not to be trusted now.
	Stirring bool
}

// Flush says that no more will be said for now: the peer is gone, or the user
// has paused. Every turn ends as soon as its transcripts are there.
type Flush struct{}

// Language sets the ISO 639-1 code by which completeness is judged.
type Language struct{ Code string }

func (in SpeechStarted) apply(m *Machine) {
	if m.find(in.Segment) != nil {
		return
	}
	m.flushed, m.stirring = false, false
	m.heard = max(m.heard, in.Start)
	m.insert(&piece{id: in.Segment, start: in.Start, end: in.Start, revision: 1})
}

func (in SpeechPaused) apply(m *Machine) {
	s := m.find(in.Segment)
	if s == nil || s.state != speaking {
		return
	}
	m.silent(s, paused, in.Revision, in.Samples, in.End)
	if !m.cfg.Speculate {
		return
	}
	m.act(Transcribe{Segment: s.id, Revision: s.revision, Samples: s.samples, End: s.end})
}

func (in SpeechResumed) apply(m *Machine) {
	if s := m.find(in.Segment); s != nil && s.state == paused {
		s.state, s.revision = speaking, in.Revision
		s.known = false
		m.flushed, m.stirring = false, false
	}
}

func (in SegmentEnded) apply(m *Machine) {
	s := m.find(in.Segment)
	if s == nil || s.state == ended {
		return
	}
	asked := m.cfg.Speculate && s.state == paused && s.revision == in.Revision && s.samples == in.Samples
	m.silent(s, ended, in.Revision, in.Samples, in.End)
	if !asked {
		s.known = false
		m.act(Transcribe{Segment: s.id, Revision: s.revision, Samples: s.samples, End: s.end})
	}
	m.act(EndSegment{Segment: s.id, Revision: s.revision, Samples: s.samples, End: s.end})
}

// silent notes that a segment is silent since its end.
func (m *Machine) silent(s *piece, to pieceState, revision int, samples int64, end time.Duration) {
	if s.state == speaking || revision != s.revision {
		s.asked = m.now
	}
	s.state, s.revision, s.samples, s.end = to, revision, samples, max(end, s.start)
	m.heard = max(m.heard, s.end)
}

func (in DraftCancelled) apply(m *Machine) {
	if m.draft != nil && m.draft.id == in.Draft && m.draft.cancelling {
		m.draft = nil
	}
}

func (in Tick) apply(m *Machine) {
	m.heard = max(m.heard, in.Heard)
	m.stirring = in.Stirring
}

func (in Flush) apply(m *Machine) { m.flushed = true }

func (in Language) apply(m *Machine) { m.language = in.Code }

func (in Transcript) apply(m *Machine) {
	s := m.find(in.Segment)
	if s == nil {
		m.late(in)
		return
	}
	switch {
	case s.final:
		// The first final text stands, whatever a replay brings.
	case in.Certainty == Final:
		if s.state == ended {
			s.finish(in, m.now)
		}
	case in.Revision != s.revision || s.state == speaking || in.Failed:
		// Out of date, or the final one will tell.
	case in.Certainty == Preflight:
		s.learn(in.Text, m.now)
	case s.known && !isPrefix(in.Text, s.text):
		// An interim clears the gate: the text is still changing.
		s.known, s.asked = false, m.now
	}
}

// late takes a transcript whose turn went on without it.
func (m *Machine) late(in Transcript) {
	for i, s := range m.aside {
		if s.id != in.Segment {
			continue
		}
		if in.Certainty != Final || in.Failed {
			return
		}
		m.aside = append(m.aside[:i], m.aside[i+1:]...)
		s.missing = false
		s.finish(in, m.now)
		if hasWords(s.text) {
			m.stats.Late++
			m.insert(s)
		}
		return
	}
}
