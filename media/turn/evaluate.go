package turn

import (
	"fmt"
	"time"
)

type boundary uint8

const (
	// open: the turn may go on.
	open boundary = iota
	// waiting: the turn is over, but not all of its transcripts are there.
	waiting
	// over: both gates are open.
	over
)

// evaluate looks at everything that is not settled and draws the consequences.
// It depends on the state alone, so that nothing is missed when inputs come in
// an unusual order.
func (m *Machine) evaluate() {
	m.armed = false
	m.giveUp()
	m.abandon()
	for i := 0; i < len(m.pieces); {
		n, how := m.group(i)
		group := m.pieces[i : i+n]
		switch {
		case how == over && m.close(group):
			m.pieces = append(m.pieces[:i], m.pieces[i+n:]...)
		case how == open:
			m.speculate(group)
			return
		default:
			i += n
		}
	}
}

// giveUp goes on without transcripts that do not come.
func (m *Machine) giveUp() {
	for i, s := range m.pieces {
		if s.state == speaking || s.settled() {
			continue
		}
		if m.now-s.asked >= m.cfg.TranscriptWait || i < len(m.pieces)-m.cfg.MaxWaiting {
			s.missing = true
			continue
		}
		m.wake(s.asked + m.cfg.TranscriptWait)
	}
}

// abandon stops waiting for a cancellation that is not acknowledged. The turn
// gets no other draft: its commit supersedes whatever still runs.
func (m *Machine) abandon() {
	d := m.draft
	if d == nil || !d.cancelling {
		return
	}
	if m.now-d.since < m.cfg.AckWait {
		m.wake(d.since + m.cfg.AckWait)
		return
	}
	d.turn.drafts = m.cfg.MaxDrafts
	m.draft = nil
}

// group finds the end of the turn that begins with piece i.
func (m *Machine) group(i int) (int, boundary) {
	settled := true
	for j := i; j < len(m.pieces); j++ {
		s := m.pieces[j]
		if s.state == speaking {
			break
		}
		settled = settled && s.settled()
		silence := m.silenceAfter(j)
		delay := m.cfg.Cap
		if settled {
			delay = m.delay(join(m.pieces[i : j+1]))
		}
		switch {
		case silence >= delay && m.stirring && j == len(m.pieces)-1 && silence < m.cfg.Cap:
			m.wake(max(m.now, m.heard) + stirAgain)
		case silence >= delay && settled:
			return j - i + 1, over
		case silence >= delay:
			return j - i + 1, waiting
		case j == len(m.pieces)-1:
			m.wake(s.end + delay)
		}
	}
	return len(m.pieces) - i, open
}

// silenceAfter is how long nothing was said after piece j, as far as is known.
func (m *Machine) silenceAfter(j int) time.Duration {
	s := m.pieces[j]
	switch {
	case j < len(m.pieces)-1:
		return m.pieces[j+1].start - s.end
	case m.flushed:
		return m.cfg.Cap
	default:
		return max(m.now, m.heard) - s.end
	}
}

// delay is the silence that ends a turn of this text.
func (m *Machine) delay(text string) time.Duration {
	switch Read(text, m.language).Ending {
	case Complete:
		return m.cfg.Complete
	case Dangling:
		return m.cfg.Dangling
	default:
		return m.cfg.Neutral
	}
}

// close ends the turn that the pieces form, and reports whether it could: a
// draft that does not fit has to be gone first.
func (m *Machine) close(group []*piece) bool {
	text := join(group)
	if !hasWords(text) {
		m.stats.Wordless++
		if m.draft != nil && owns(group, m.draft.turn) {
			m.cancel("no_words")
		}
		m.release(group)
		return true
	}
	t := m.turnOf(group)
	draft := ""
	if d := m.draft; d != nil && d.turn == t {
		if d.cancelling || !SameWords(d.text, text) {
			m.cancel("text_changed")
			return false
		}
		draft, m.draft = d.id, nil
	}
	m.release(group)
	last := group[len(group)-1]
	c := Commit{Turn: t.id, Draft: draft, Segments: names(group), Text: text, EndOfSpeech: last.end, Committed: m.now}
	for _, s := range group {
		c.TranscriptReady = max(c.TranscriptReady, s.ready)
	}
	m.act(c)
	m.stats.Turns++
	if draft != "" {
		m.stats.Speculated++
	}
	return true
}

// release lets go of a turn's segments: what is still open is closed, what is
// missing may come late.
func (m *Machine) release(group []*piece) {
	for _, s := range group {
		if s.state == paused {
			m.act(EndSegment{Segment: s.id, Revision: s.revision, Samples: s.samples, End: s.end})
			s.state = ended
		}
		if !s.missing {
			continue
		}
		m.stats.Missing++
		s.turn = nil
		m.aside = append(m.aside, s)
		if len(m.aside) > maxAside {
			m.aside = append(m.aside[:0], m.aside[1:]...)
			m.stats.Forgotten++
		}
	}
}

// speculate drafts an answer to a turn that may be over, or withdraws the draft
// of one that goes on.
func (m *Machine) speculate(group []*piece) {
	quiet, settled := true, true
	for _, s := range group {
		quiet = quiet && s.state != speaking
		settled = settled && s.settled()
	}
	if d := m.draft; d != nil && !d.cancelling && !quiet && owns(group, d.turn) {
		m.cancel("interviewer_resumed")
		return
	}
	if !m.cfg.Speculate || !quiet || !settled {
		return
	}
	text := join(group)
	if d := m.draft; d != nil {
		if !d.cancelling && owns(group, d.turn) && !SameWords(d.text, text) {
			m.cancel("text_changed")
		}
		return
	}
	reading := Read(text, m.language)
	if reading.Ending == Dangling || reading.Ending != Complete && !reading.Question {
		return
	}
	t := m.turnOf(group)
	if t.drafts >= m.cfg.MaxDrafts {
		return
	}
	t.drafts++
	m.drafts++
	m.stats.Drafts++
	m.draft = &draftState{id: fmt.Sprintf("%sd%d", m.prefix, m.drafts), text: text, turn: t}
	m.act(Draft{Turn: t.id, Draft: m.draft.id, Segments: names(group), Text: text})
}

func owns(group []*piece, t *turnState) bool {
	for _, s := range group {
		if s.turn == t {
			return true
		}
	}
	return false
}

// cancel withdraws the live draft.
func (m *Machine) cancel(reason string) {
	if m.draft.cancelling {
		return
	}
	m.draft.cancelling, m.draft.since = true, m.now
	m.wake(m.now + m.cfg.AckWait)
	m.stats.Cancelled++
	m.act(CancelDraft{Draft: m.draft.id, Reason: reason})
}
