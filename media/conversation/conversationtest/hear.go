package conversationtest

import (
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// request names what was asked to be recognised.
type request struct {
	segment  string
	revision int32
}

// hear takes one message of the media role.
func (s *Server) hear(x *Session, st *stream, m *interviewaiv1.ConverseRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.note()
	switch m := m.GetMessage().(type) {
	case *interviewaiv1.ConverseRequest_Audio:
		s.audio(x, m.Audio)
	case *interviewaiv1.ConverseRequest_Transcribe:
		t := m.Transcribe
		x.Asked[t.GetSegmentId()]++
		s.recognise(x, st, t.GetSegmentId(), t.GetRevision(), t.GetSamples(), false)
	case *interviewaiv1.ConverseRequest_EndSegment:
		t := m.EndSegment
		if text, ok := x.Final[t.GetSegmentId()]; ok { // its text was lost
			s.later(0, func() { st.send(transcript(t.GetSegmentId(), t.GetRevision(), text, true, false)) })
			return
		}
		s.recognise(x, st, t.GetSegmentId(), t.GetRevision(), t.GetSamples(), true)
	case *interviewaiv1.ConverseRequest_Draft:
		d := m.Draft
		x.Drafts++
		for _, have := range x.drafts {
			if have.turn == d.GetTurnId() {
				x.Twice++
			}
		}
		x.drafts[d.GetDraftId()] = &answer{turn: d.GetTurnId(), token: time.Now().Add(s.script.Language)}
	case *interviewaiv1.ConverseRequest_CancelDraft:
		id := m.CancelDraft.GetDraftId()
		delete(x.drafts, id)
		s.work.Go(func() {
			st.send(&interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_DraftCancelled{
				DraftCancelled: &interviewaiv1.DraftCancelled{DraftId: id},
			}})
		})
	case *interviewaiv1.ConverseRequest_Commit:
		s.commit(x, st, m.Commit)
	case *interviewaiv1.ConverseRequest_Level:
		x.Levels++
	case *interviewaiv1.ConverseRequest_State:
		x.States = append(x.States, m.State.GetState())
	case *interviewaiv1.ConverseRequest_SpeechStarted:
		x.Started = append(x.Started, m.SpeechStarted.GetSpeaker())
	case *interviewaiv1.ConverseRequest_Dropped:
		x.Dropped += m.Dropped.GetAmount().AsDuration()
	}
}

// audio puts sound where it belongs. A hole before it makes it useless.
func (s *Server) audio(x *Session, a *interviewaiv1.SegmentAudio) {
	id := a.GetSegmentId()
	if _, ok := x.Final[id]; ok {
		x.Repeated++
		return
	}
	if skip := len(x.Audio[id]) - 2*int(a.GetOffsetSamples()); skip >= 0 && skip < len(a.GetPcm()) {
		x.Audio[id] = append(x.Audio[id], a.GetPcm()[skip:]...)
	}
}

// recognise answers once the sound has been recognised, which begins when it is
// first asked for.
func (s *Server) recognise(x *Session, st *stream, id string, revision int32, samples int64, final bool) {
	text := s.script.Text(id, samples)
	failed := int64(len(x.Audio[id])) < 2*samples
	asked := request{id, revision}
	if _, ok := x.ready[asked]; !ok {
		x.ready[asked] = time.Now().Add(s.script.Speech)
	}
	delay := time.Until(x.ready[asked])
	s.later(delay, func() {
		if final {
			s.mu.Lock()
			if x.stream == st {
				x.Final[id] = text
				s.note()
			}
			s.mu.Unlock()
		}
		st.send(transcript(id, revision, text, final, failed))
	})
}

func transcript(id string, revision int32, text string, final, failed bool) *interviewaiv1.ConverseResponse {
	return &interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_Transcript{Transcript: &interviewaiv1.SegmentTranscript{
		SegmentId: id, Revision: revision, Text: text, Final: final, Failed: failed, Language: "en",
	}}}
}

func (s *Server) commit(x *Session, st *stream, c *interviewaiv1.CommitTurn) {
	if s.deaf > 0 {
		s.deaf--
		return
	}
	accepted := &interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_TurnAccepted{
		TurnAccepted: &interviewaiv1.TurnAccepted{TurnId: c.GetTurnId()},
	}}
	s.work.Go(func() { st.send(accepted) })
	for _, have := range x.Commits {
		if have.GetTurnId() == c.GetTurnId() {
			x.Repeated++
			return
		}
	}
	x.Commits = append(x.Commits, c)
	d := x.drafts[c.GetDraftId()]
	delete(x.drafts, c.GetDraftId())
	for _, have := range x.drafts {
		if have.turn == c.GetTurnId() {
			x.Twice++
		}
	}
	if c.GetSpeaker() != interviewaiv1.Speaker_SPEAKER_INTERVIEWER {
		return
	}
	wait := s.script.Language
	if d != nil {
		wait = max(0, time.Until(d.token))
	}
	s.later(wait, func() {
		s.mu.Lock()
		s.sequence++
		x.Tokens[c.GetTurnId()] = time.Now()
		e := &interviewaiv1.LiveEvent{
			Sequence: s.sequence, Event: &interviewaiv1.LiveEvent_SuggestionDelta{
				SuggestionDelta: &interviewaiv1.SuggestionDelta{SuggestionId: c.GetTurnId(), Text: "Well"},
			},
		}
		s.note()
		s.mu.Unlock()
		st.send(&interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_Event{Event: e}})
	})
}

func (s *Server) later(d time.Duration, do func()) {
	s.work.Go(func() {
		if d > 0 {
			timer := time.NewTimer(d)
			defer timer.Stop()
			<-timer.C
		}
		do()
	})
}
