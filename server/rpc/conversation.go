package rpc

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// converseQueue bounds the messages waiting for the media role. When it is
// full the stream is ended; the media role opens it again and catches up.
const converseQueue = 2048

// Conversation implements ConversationService.
type Conversation struct {
	interviewaiv1connect.UnimplementedConversationServiceHandler
	coach   *coach.Service
	signIns SignIns // nil looks after nothing
}

// NewConversation returns the handler of ConversationService.
func NewConversation(c *coach.Service) *Conversation { return &Conversation{coach: c} }

// WhileSignedIn makes conversations end with the sign-in session that opened
// them. Call it before the first call.
func (h *Conversation) WhileSignedIn(signIns SignIns) *Conversation {
	h.signIns = signIns
	return h
}

// Converse implements ConversationService.
func (h *Conversation) Converse(ctx context.Context, stream *connect.BidiStream[v1.ConverseRequest, v1.ConverseResponse]) error {
	first, err := stream.Receive()
	if err != nil {
		return endOfStream(err)
	}
	open := first.GetOpen()
	if open == nil {
		return fault.BadField("open", "first", "The first message of a stream must be open.")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	peer := &mediaPeer{session: open.GetSessionId(), queue: make(chan *v1.ConverseResponse, converseQueue), end: cancel}
	conversation, opened, err := h.coach.Converse(ctx, open.GetSessionId(), open.GetEpoch(), open.GetClock().AsDuration(), open.GetAfterSequence(), peer)
	if err != nil {
		return err
	}
	defer conversation.Close()
	if err := stream.Send(&v1.ConverseResponse{Message: &v1.ConverseResponse_Opened{Opened: &v1.ConverseOpened{
		FinalSegmentIds: opened.FinalSegments, AcceptedTurnIds: opened.AcceptedTurns, Control: controlOf(opened.Control),
	}}}); err != nil {
		return err
	}
	var sending sync.WaitGroup
	sending.Go(func() { peer.send(ctx, stream) })
	sending.Go(func() { h.endWithSignIn(ctx, conversation, cancel) })
	defer sending.Wait()
	defer cancel(nil)
	heard := make(chan *v1.ConverseRequest)
	over := make(chan error, 1)
	// Receiving cannot be interrupted; once this handler returns, the request's
	// body is closed and with it the goroutine ends.
	go func() { over <- receive(ctx, stream, heard) }()
	for {
		select {
		case m := <-heard:
			hear(conversation, m)
		case err := <-over:
			return endOfStream(err)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func receive(ctx context.Context, stream *connect.BidiStream[v1.ConverseRequest, v1.ConverseResponse], heard chan<- *v1.ConverseRequest) error {
	for {
		m, err := stream.Receive()
		if err != nil {
			return err
		}
		select {
		case heard <- m:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// hear passes one message of the media role to the domain.
func hear(c *coach.Conversation, m *v1.ConverseRequest) {
	switch m := m.GetMessage().(type) {
	case *v1.ConverseRequest_Audio:
		a := m.Audio
		c.Audio(a.GetSegmentId(), speakerFrom(a.GetSpeaker()), a.GetStart().AsDuration(), int(a.GetOffsetSamples()), samplesOf(a.GetPcm()))
	case *v1.ConverseRequest_Transcribe:
		c.Transcribe(m.Transcribe.GetSegmentId(), int(m.Transcribe.GetRevision()), m.Transcribe.GetEnd().AsDuration())
	case *v1.ConverseRequest_EndSegment:
		c.EndSegment(m.EndSegment.GetSegmentId(), int(m.EndSegment.GetRevision()), m.EndSegment.GetEnd().AsDuration())
	case *v1.ConverseRequest_Draft:
		c.Draft(m.Draft.GetTurnId(), m.Draft.GetDraftId(), m.Draft.GetText())
	case *v1.ConverseRequest_CancelDraft:
		c.CancelDraft(m.CancelDraft.GetDraftId())
	case *v1.ConverseRequest_Commit:
		t := m.Commit
		c.Commit(coach.Commit{
			TurnID: t.GetTurnId(), DraftID: t.GetDraftId(), SegmentIDs: t.GetSegmentIds(), Text: t.GetText(),
			Speaker: speakerFrom(t.GetSpeaker()), EndOfSpeech: t.GetEndOfSpeech().AsDuration(),
			TranscriptReady: t.GetTranscriptReady().AsDuration(), Committed: t.GetCommitted().AsDuration(),
		})
	case *v1.ConverseRequest_Level:
		l := m.Level
		c.Level(coach.AudioLevel{
			Speaker: speakerFrom(l.GetSpeaker()), Level: l.GetLevelDbfs(), Clipping: l.GetClipping(),
			Noise: l.GetNoiseDbfs(), Loss: l.GetPacketLoss(), Quality: l.GetQuality(),
		})
	case *v1.ConverseRequest_State:
		c.Media(mediaStateFrom(m.State.GetState()), m.State.GetReason())
	case *v1.ConverseRequest_SpeechStarted:
		c.SpeechStarted(coach.SpeechMark{Speaker: speakerFrom(m.SpeechStarted.GetSpeaker()), At: m.SpeechStarted.GetAt().AsDuration()})
	case *v1.ConverseRequest_SpeechEnded:
		c.SpeechEnded(coach.SpeechMark{Speaker: speakerFrom(m.SpeechEnded.GetSpeaker()), At: m.SpeechEnded.GetAt().AsDuration()})
	case *v1.ConverseRequest_Dropped:
		c.Dropped(speakerFrom(m.Dropped.GetSpeaker()), m.Dropped.GetAmount().AsDuration(), m.Dropped.GetReason())
	}
}

// mediaPeer queues what is said to the media role. It implements coach.Peer.
type mediaPeer struct {
	session string
	queue   chan *v1.ConverseResponse
	end     context.CancelCauseFunc
}

func (p *mediaPeer) say(m *v1.ConverseResponse) {
	select {
	case p.queue <- m:
	default:
		p.end(fault.New(fault.Unavailable, "media_too_slow", "The media role does not read its messages. Open the stream again."))
	}
}

func (p *mediaPeer) send(ctx context.Context, stream *connect.BidiStream[v1.ConverseRequest, v1.ConverseResponse]) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-p.queue:
			if err := stream.Send(m); err != nil {
				return // the reader learns of it too
			}
		}
	}
}

// Transcript implements coach.Peer.
func (p *mediaPeer) Transcript(t coach.SegmentText) {
	p.say(&v1.ConverseResponse{Message: &v1.ConverseResponse_Transcript{Transcript: &v1.SegmentTranscript{
		SegmentId: t.SegmentID, Revision: int32(t.Revision), Text: t.Text, Final: t.Final, Language: t.Language,
		Failed: t.Failed, Interim: t.Interim,
	}}})
}

// DraftCancelled implements coach.Peer.
func (p *mediaPeer) DraftCancelled(id string) {
	p.say(&v1.ConverseResponse{Message: &v1.ConverseResponse_DraftCancelled{DraftCancelled: &v1.DraftCancelled{DraftId: id}}})
}

// TurnAccepted implements coach.Peer.
func (p *mediaPeer) TurnAccepted(id string) {
	p.say(&v1.ConverseResponse{Message: &v1.ConverseResponse_TurnAccepted{TurnAccepted: &v1.TurnAccepted{TurnId: id}}})
}

// Event implements coach.Peer.
func (p *mediaPeer) Event(e coach.Event) {
	p.say(&v1.ConverseResponse{Message: &v1.ConverseResponse_Event{Event: eventOf(p.session, e)}})
}

// Control implements coach.Peer.
func (p *mediaPeer) Control(c coach.Control) {
	p.say(&v1.ConverseResponse{Message: &v1.ConverseResponse_Control{Control: controlOf(c)}})
}

func controlOf(c coach.Control) *v1.SessionControl {
	return &v1.SessionControl{Paused: c.Paused, Ended: c.Ended, Language: c.Language}
}

func mediaStateFrom(s v1.LiveState) coach.State {
	switch s {
	case v1.LiveState_LIVE_STATE_ACTIVE:
		return coach.Active
	case v1.LiveState_LIVE_STATE_ENDED:
		return coach.Ended
	default:
		return coach.Disconnected
	}
}

// samplesOf reads little-endian 16-bit samples; an odd last byte is dropped.
func samplesOf(pcm []byte) []int16 {
	samples := make([]int16, len(pcm)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(pcm[2*i:]))
	}
	return samples
}

func endOfStream(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
