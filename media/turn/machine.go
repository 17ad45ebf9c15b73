// Package turn decides when a speaker's turn is over. It is a pure state
// machine: events and the time go in, actions come out; it starts nothing,
// waits for nothing and knows no clock. docs/turns.md has its rules and a
// drawing.
//
// A turn is a run of segments. Where it ends is decided on the clock of the
// sound, by the silence after a segment and by what its words look like, and
// never by when a transcript happened to arrive: a slow recogniser, or a
// recording played fast, divides speech into the same turns.
package turn

import (
	"fmt"
	"strings"
	"time"
)

// Stats counts what a machine did.
type Stats struct {
	// Turns committed, and of them those that published a draft.
	Turns, Speculated uint64
	// Drafts begun and cancelled.
	Drafts, Cancelled uint64
	// Wordless turns, which end without a commit.
	Wordless uint64
	// Missing segments: their transcripts failed or did not come in time.
	Missing uint64
	// Late transcripts that came after all and became turns.
	Late uint64
	// Forgotten segments: too many were missing.
	Forgotten uint64
}

type pieceState uint8

const (
	speaking pieceState = iota
	paused
	ended
)

// piece is one segment that is not part of a finished turn.
type piece struct {
	id         string
	state      pieceState
	revision   int
	samples    int64
	start, end time.Duration
	asked      time.Duration // when its transcript was asked for

	known   bool // text is that of the revision
	final   bool // and will not change
	missing bool // no text will come, or not in time
	text    string
	ready   time.Duration // when the text came

	turn *turnState // on a turn's first segment, once it has a name
}

func (s *piece) settled() bool { return s.state != speaking && (s.known || s.missing) }

func (s *piece) learn(text string, now time.Duration) {
	if !s.known || text != s.text {
		s.ready = now
	}
	s.known, s.text = true, text
}

func (s *piece) finish(in Transcript, now time.Duration) {
	switch {
	case in.Failed && s.known && in.Revision == s.revision:
		s.final = true // what was recognised of the same sound before stands
		return
	case in.Failed:
		s.missing = true
		return
	}
	s.learn(in.Text, now)
	s.final, s.missing = true, false
}

type turnState struct {
	id     string
	drafts int
}

type draftState struct {
	id, text   string
	turn       *turnState
	cancelling bool
	since      time.Duration // of the cancellation
}

// maxAside bounds the segments whose transcripts may still come. Overflow
// policy: the oldest is forgotten and counted.
const maxAside = 64

// Machine holds one speaker's turns. It is not safe for concurrent use. The
// same inputs at the same times give the same actions.
type Machine struct {
	cfg      Config
	prefix   string
	language string

	now, heard time.Duration
	flushed    bool
	stirring   bool

	pieces []*piece // by start; not yet part of a finished turn
	aside  []*piece // missing, may come late
	draft  *draftState

	turns, drafts int
	deadline      time.Duration
	armed         bool
	actions       []Action
	stats         Stats
}

// New returns a machine whose turns and drafts are named with the prefix, or
// the configuration's mistakes.
func New(cfg Config, prefix string) (*Machine, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	return &Machine{cfg: cfg, prefix: prefix}, nil
}

// Handle takes one input at the given moment of the session clock and returns
// what is to be done, in order. The actions are valid until the next call.
func (m *Machine) Handle(now time.Duration, in Input) []Action {
	m.now = max(m.now, now)
	m.actions = m.actions[:0]
	in.apply(m)
	m.evaluate()
	return m.actions
}

// Deadline is the moment of the session clock at which a Tick will have an
// effect, if nothing else comes before.
func (m *Machine) Deadline() (time.Duration, bool) { return m.deadline, m.armed }

// Idle reports whether every turn has ended.
func (m *Machine) Idle() bool { return len(m.pieces) == 0 }

// Stats returns the counters.
func (m *Machine) Stats() Stats { return m.stats }

func (m *Machine) act(a Action) { m.actions = append(m.actions, a) }

func (m *Machine) find(id string) *piece {
	for _, s := range m.pieces {
		if s.id == id {
			return s
		}
	}
	return nil
}

// insert keeps the pieces in the order they were spoken.
func (m *Machine) insert(s *piece) {
	i := len(m.pieces)
	for i > 0 && m.pieces[i-1].start > s.start {
		i--
	}
	m.pieces = append(m.pieces, nil)
	copy(m.pieces[i+1:], m.pieces[i:])
	m.pieces[i] = s
}

// stirAgain is when to look again whether sound that is like speech has become
// speech: a frame.
const stirAgain = 20 * time.Millisecond

// wake arms the deadline.
func (m *Machine) wake(at time.Duration) {
	if !m.armed || at < m.deadline {
		m.deadline, m.armed = at, true
	}
}

// join is the text of a turn.
func join(pieces []*piece) string {
	texts := make([]string, 0, len(pieces))
	for _, s := range pieces {
		if text := strings.TrimSpace(s.text); text != "" && s.known {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, " ")
}

func names(pieces []*piece) []string {
	ids := make([]string, len(pieces))
	for i, s := range pieces {
		ids[i] = s.id
	}
	return ids
}

// turnOf names the turn that the pieces form.
func (m *Machine) turnOf(pieces []*piece) *turnState {
	for _, s := range pieces {
		if t := s.turn; t != nil {
			s.turn = nil
			pieces[0].turn = t // one place only: the turn may yet be divided
			return t
		}
	}
	m.turns++
	pieces[0].turn = &turnState{id: fmt.Sprintf("%st%d", m.prefix, m.turns)}
	return pieces[0].turn
}
