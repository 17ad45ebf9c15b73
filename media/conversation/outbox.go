package conversation

import (
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	sampleRate     = 16000
	bytesPerSample = 2
)

// kind is what settles a message.
type kind uint8

const (
	// transient messages are settled by being sent.
	transient kind = iota
	level
	// audio and closing belong to a segment, until its transcript is final.
	audio
	closing
	// asking is settled by the transcript of its revision too.
	asking
	// draft is settled by its cancellation or its turn's acceptance.
	draft
	// withdrawal is settled by its acknowledgement.
	withdrawal
	// commit is settled by its acceptance.
	commit
)

type entry struct {
	m       *interviewaiv1.ConverseRequest // nil once settled
	kind    kind
	id      string // of the segment, draft or turn
	turn    string // of a draft
	rev     int32
	speaker interviewaiv1.Speaker
	samples int64
	sent    bool
	sentAt  time.Duration
}

// outbox is the log of what is not settled, in the order of sending. It is not
// safe for concurrent use.
type outbox struct {
	audioLimit   int64 // samples of one speaker
	messageLimit int

	entries  []entry
	cursor   int // next to send
	messages int // unsettled, besides sound
	samples  [3]int64
	again    []*interviewaiv1.ConverseRequest
	state    *interviewaiv1.ConverseRequest // the last MediaState
}

// loss is what a bound cost.
type loss struct {
	speaker  interviewaiv1.Speaker
	audio    time.Duration
	messages int
}

func (o *outbox) add(m *interviewaiv1.ConverseRequest) loss {
	e := entryOf(m)
	switch e.kind {
	case level:
		o.drop(func(old *entry) bool { return old.kind == level && old.speaker == e.speaker })
	case asking:
		o.drop(func(old *entry) bool { return old.kind == asking && old.id == e.id && old.rev < e.rev })
	case transient:
		if m.GetState() != nil {
			o.state = m
		}
	}
	o.entries = append(o.entries, e)
	if e.kind == audio {
		o.samples[e.speaker] += e.samples
		return o.limitAudio(e)
	}
	o.messages++
	return loss{messages: o.limitMessages()}
}

func entryOf(m *interviewaiv1.ConverseRequest) entry {
	e := entry{m: m}
	switch x := m.GetMessage().(type) {
	case *interviewaiv1.ConverseRequest_Audio:
		e.kind, e.id, e.speaker = audio, x.Audio.GetSegmentId(), speakerOf(x.Audio.GetSpeaker())
		e.samples = int64(len(x.Audio.GetPcm()) / bytesPerSample)
	case *interviewaiv1.ConverseRequest_Transcribe:
		e.kind, e.id, e.rev = asking, x.Transcribe.GetSegmentId(), x.Transcribe.GetRevision()
	case *interviewaiv1.ConverseRequest_EndSegment:
		e.kind, e.id, e.rev = closing, x.EndSegment.GetSegmentId(), x.EndSegment.GetRevision()
	case *interviewaiv1.ConverseRequest_Draft:
		e.kind, e.id, e.turn = draft, x.Draft.GetDraftId(), x.Draft.GetTurnId()
	case *interviewaiv1.ConverseRequest_CancelDraft:
		e.kind, e.id = withdrawal, x.CancelDraft.GetDraftId()
	case *interviewaiv1.ConverseRequest_Commit:
		e.kind, e.id = commit, x.Commit.GetTurnId()
	case *interviewaiv1.ConverseRequest_Level:
		e.kind, e.speaker = level, speakerOf(x.Level.GetSpeaker())
	}
	return e
}

// speakerOf keeps an index within bounds.
func speakerOf(s interviewaiv1.Speaker) interviewaiv1.Speaker {
	if s < 0 || s > interviewaiv1.Speaker_SPEAKER_CANDIDATE {
		return interviewaiv1.Speaker_SPEAKER_UNSPECIFIED
	}
	return s
}

// limitAudio drops the oldest sound of the speaker, whole segments while there
// are others: what is left of half a segment is of no use.
func (o *outbox) limitAudio(newest entry) loss {
	lost := loss{speaker: newest.speaker}
	for o.samples[newest.speaker] > o.audioLimit {
		oldest := o.oldestAudio(newest.speaker)
		whole := oldest.id != newest.id
		id := oldest.id
		for i := range o.entries {
			e := &o.entries[i]
			if e.m == nil || e.kind != audio || e.id != id {
				continue
			}
			if !e.sent {
				lost.audio += time.Duration(e.samples) * time.Second / sampleRate
			}
			o.settleEntry(e)
			if !whole {
				break
			}
		}
	}
	o.compact()
	return lost
}

func (o *outbox) oldestAudio(s interviewaiv1.Speaker) *entry {
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && e.kind == audio && e.speaker == s {
			return e
		}
	}
	return nil
}

func (o *outbox) limitMessages() int {
	dropped := 0
	for i := 0; i < len(o.entries) && o.messages > o.messageLimit; i++ {
		if e := &o.entries[i]; e.m != nil && e.kind != audio && e.kind != commit {
			o.settleEntry(e)
			dropped++
		}
	}
	o.compact()
	return dropped
}

// drop settles what matches.
func (o *outbox) drop(match func(*entry) bool) {
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && match(e) {
			o.settleEntry(e)
		}
	}
	o.compact()
}

func (o *outbox) settleEntry(e *entry) {
	if e.kind == audio {
		o.samples[e.speaker] -= e.samples
	} else {
		o.messages--
	}
	e.m = nil
}

// compact lets go of settled entries, once they are many enough to be worth
// the moving.
func (o *outbox) compact() {
	if len(o.entries) == 0 {
		return
	}
	live := o.messages
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && e.kind == audio {
			live++
		}
	}
	if live > 0 && len(o.entries) < 2*live+16 {
		return
	}
	kept := make([]entry, 0, live)
	cursor := 0
	for i := range o.entries {
		if i < o.cursor && o.entries[i].m != nil {
			cursor++
		}
		if o.entries[i].m != nil {
			kept = append(kept, o.entries[i])
		}
	}
	o.entries, o.cursor = kept, cursor
}

// next returns what is to be sent now, or nil.
func (o *outbox) next(now time.Duration) *interviewaiv1.ConverseRequest {
	if len(o.again) > 0 {
		m := o.again[0]
		o.again = o.again[1:]
		return m
	}
	for ; o.cursor < len(o.entries); o.cursor++ {
		e := &o.entries[o.cursor]
		if e.m == nil {
			continue
		}
		m := e.m
		e.sent, e.sentAt = true, now
		o.cursor++
		if e.kind == transient || e.kind == level {
			o.settleEntry(e)
			o.compact()
		}
		return m
	}
	return nil
}

// settle takes note of what the server has dealt with.
func (o *outbox) settle(m *interviewaiv1.ConverseResponse) {
	switch x := m.GetMessage().(type) {
	case *interviewaiv1.ConverseResponse_Transcript:
		t := x.Transcript
		switch {
		case t.GetFinal():
			o.segmentFinal(t.GetSegmentId())
		case !t.GetInterim():
			o.drop(func(e *entry) bool {
				return e.kind == asking && e.id == t.GetSegmentId() && e.rev <= t.GetRevision()
			})
		}
	case *interviewaiv1.ConverseResponse_DraftCancelled:
		id := x.DraftCancelled.GetDraftId()
		o.drop(func(e *entry) bool { return (e.kind == draft || e.kind == withdrawal) && e.id == id })
	case *interviewaiv1.ConverseResponse_TurnAccepted:
		o.turnAccepted(x.TurnAccepted.GetTurnId())
	}
}

func (o *outbox) segmentFinal(id string) {
	o.drop(func(e *entry) bool {
		return (e.kind == audio || e.kind == closing || e.kind == asking) && e.id == id
	})
}

func (o *outbox) turnAccepted(id string) {
	o.drop(func(e *entry) bool {
		return e.kind == commit && e.id == id || e.kind == draft && e.turn == id
	})
}

// rewind begins again on a new stream, without what the server has, and
// returns how many messages are sent a second time.
func (o *outbox) rewind(opened *interviewaiv1.ConverseOpened) int {
	for _, id := range opened.GetFinalSegmentIds() {
		// The server has the sound. What is still in the log is there because
		// the final text was lost on its way: EndSegment asks for it again.
		o.drop(func(e *entry) bool { return (e.kind == audio || e.kind == asking) && e.id == id })
	}
	for _, id := range opened.GetAcceptedTurnIds() {
		o.turnAccepted(id)
	}
	// A draft that is withdrawn need not be begun once more.
	gone := map[string]bool{}
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && e.kind == withdrawal {
			gone[e.id] = true
		}
	}
	o.drop(func(e *entry) bool { return e.kind == draft && gone[e.id] })
	n, statePending := 0, false
	for i := range o.entries {
		e := &o.entries[i]
		if e.m == nil {
			continue
		}
		if e.sent {
			n++
		}
		e.sent = false
		statePending = statePending || e.m.GetState() != nil
	}
	o.cursor, o.again = 0, nil
	if o.state != nil && !statePending {
		o.again = append(o.again, o.state)
	}
	return n
}

// overdue has commits sent again that were sent before the given moment and not
// accepted since, and returns their number.
func (o *outbox) overdue(before time.Duration) int {
	n := 0
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && e.kind == commit && e.sent && e.sentAt <= before {
			o.again = append(o.again, e.m)
			e.sentAt = before
			n++
		}
	}
	return n
}

// unsettled is how many messages wait for the server.
func (o *outbox) unsettled() int {
	n := o.messages + len(o.again)
	for i := range o.entries {
		if e := &o.entries[i]; e.m != nil && e.kind == audio {
			n++
		}
	}
	return n
}
