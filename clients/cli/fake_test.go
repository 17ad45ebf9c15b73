package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"connectrpc.com/connect"
	"github.com/pion/webrtc/v4"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

const goodToken = "good"

// fakeServer speaks the contract and takes sound over real WebRTC. What it
// tells of a session is the test's to decide.
type fakeServer struct {
	interviewaiv1connect.UnimplementedLiveServiceHandler
	interviewaiv1connect.UnimplementedAiServiceHandler
	url string

	// onSound gives the events that follow the first packet of a speaker.
	onSound func(v1.Speaker) []*v1.LiveEvent
	// onAsked gives the events that follow a typed question.
	onAsked func(question string) []*v1.LiveEvent
	// cutAfter ends a watch with "watcher too slow" after so many events, or by
	// breaking the connection.
	cutAfter int
	breaks   bool

	mu      sync.Mutex
	events  []*v1.LiveEvent
	more    chan struct{}
	ended   bool
	created *v1.CreateLiveSessionRequest
	upload  *v1.TranscribeRequest
	peers   []*webrtc.PeerConnection
}

func newFakeServer(t *testing.T) *fakeServer {
	t.Helper()
	s := &fakeServer{more: make(chan struct{})}
	mux := http.NewServeMux()
	guard := connect.WithInterceptors(fakeGuard{})
	mux.Handle(interviewaiv1connect.NewLiveServiceHandler(s, guard))
	mux.Handle(interviewaiv1connect.NewAiServiceHandler(s, guard))
	web := httptest.NewServer(mux)
	s.url = web.URL
	t.Cleanup(func() {
		s.finish()
		web.Close()
		for _, p := range s.peers {
			_ = p.GracefulClose()
		}
	})
	return s
}

// add appends events, numbered, and wakes the watchers.
func (s *fakeServer) add(events ...*v1.LiveEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		e.Sequence = int64(len(s.events) + 1)
		s.events = append(s.events, e)
	}
	close(s.more)
	s.more = make(chan struct{})
}

func (s *fakeServer) finish() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.add()
}

func (s *fakeServer) CreateLiveSession(_ context.Context, r *connect.Request[v1.CreateLiveSessionRequest]) (*connect.Response[v1.CreateLiveSessionResponse], error) {
	s.created = r.Msg
	s.add(notice("no_model_configured", "Outlines only."))
	return connect.NewResponse(&v1.CreateLiveSessionResponse{
		Session: &v1.LiveSession{Id: "s1", OutlinesOnly: true, LastSequence: 1}, Media: &v1.MediaAccess{},
	}), nil
}

func (s *fakeServer) GetLiveSession(_ context.Context, r *connect.Request[v1.GetLiveSessionRequest]) (*connect.Response[v1.GetLiveSessionResponse], error) {
	if r.Msg.GetSessionId() != "s1" {
		return nil, refusal(connect.CodeNotFound, &v1.ErrorDetail{Reason: "not_found", Message: "There is no such session.", RequestId: "r42"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return connect.NewResponse(&v1.GetLiveSessionResponse{Session: &v1.LiveSession{Id: "s1", LastSequence: int64(len(s.events))}}), nil
}

func (s *fakeServer) RefreshMediaAccess(context.Context, *connect.Request[v1.RefreshMediaAccessRequest]) (*connect.Response[v1.RefreshMediaAccessResponse], error) {
	return connect.NewResponse(&v1.RefreshMediaAccessResponse{Media: &v1.MediaAccess{}}), nil
}

func (s *fakeServer) EndLiveSession(context.Context, *connect.Request[v1.EndLiveSessionRequest]) (*connect.Response[v1.EndLiveSessionResponse], error) {
	s.finish()
	return connect.NewResponse(&v1.EndLiveSessionResponse{}), nil
}

func (s *fakeServer) AskQuestion(_ context.Context, r *connect.Request[v1.AskQuestionRequest]) (*connect.Response[v1.AskQuestionResponse], error) {
	s.add(s.onAsked(r.Msg.GetQuestion())...)
	return connect.NewResponse(&v1.AskQuestionResponse{TurnId: "asked"}), nil
}

func (s *fakeServer) WatchLiveSession(ctx context.Context, r *connect.Request[v1.WatchLiveSessionRequest], stream *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
	next, sent := int(r.Msg.GetAfterSequence()), 0
	for {
		s.mu.Lock()
		events, more, ended := s.events[next:], s.more, s.ended
		s.mu.Unlock()
		for _, e := range events {
			if err := stream.Send(&v1.WatchLiveSessionResponse{Event: e}); err != nil {
				return err
			}
			next++
			if sent++; sent == s.cutAfter && s.breaks {
				panic(http.ErrAbortHandler)
			} else if sent == s.cutAfter {
				return refusal(connect.CodeResourceExhausted, &v1.ErrorDetail{Reason: "watcher_too_slow"})
			}
		}
		if ended {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *fakeServer) ConnectMedia(_ context.Context, r *connect.Request[v1.ConnectMediaRequest]) (*connect.Response[v1.ConnectMediaResponse], error) {
	settings := webrtc.SettingEngine{}
	settings.SetIncludeLoopbackCandidate(true)
	peer, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.peers = append(s.peers, peer)
	s.mu.Unlock()
	speakers := map[string]v1.Speaker{}
	for _, t := range r.Msg.GetTracks() {
		speakers[t.GetMid()] = t.GetSpeaker()
	}
	peer.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		for _, t := range peer.GetTransceivers() {
			if t.Receiver() == receiver && s.onSound != nil {
				s.add(s.onSound(speakers[t.Mid()])...)
			}
		}
		packet := make([]byte, 1500)
		for {
			if _, _, err := track.Read(packet); err != nil {
				return
			}
		}
	})
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: r.Msg.GetOfferSdp()}); err != nil {
		return nil, err
	}
	answer, err := peer.CreateAnswer(nil)
	if err != nil {
		return nil, err
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err := peer.SetLocalDescription(answer); err != nil {
		return nil, err
	}
	<-gathered
	return connect.NewResponse(&v1.ConnectMediaResponse{AnswerSdp: peer.LocalDescription().SDP}), nil
}

func (s *fakeServer) Transcribe(_ context.Context, r *connect.Request[v1.TranscribeRequest]) (*connect.Response[v1.TranscribeResponse], error) {
	s.upload = r.Msg
	res := &v1.TranscribeResponse{Transcript: "tell me about yourself", Language: "en", Model: "small", Degraded: true}
	if r.Msg.GetFormat() == "srt" {
		res.Formatted = "1\n00:00:00,000 --> 00:00:02,000\ntell me about yourself\n"
	}
	return connect.NewResponse(res), nil
}

// refusal is an error as the server sends it.
func refusal(code connect.Code, detail *v1.ErrorDetail) error {
	refused := connect.NewError(code, nil)
	if d, err := connect.NewErrorDetail(detail); err == nil {
		refused.AddDetail(d)
	}
	return refused
}

// fakeGuard lets nobody in without the token.
type fakeGuard struct{}

func (fakeGuard) check(authorization string) error {
	if authorization != "Bearer "+goodToken {
		return connect.NewError(connect.CodeUnauthenticated, nil)
	}
	return nil
}

func (g fakeGuard) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		if err := g.check(req.Header().Get("Authorization")); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

func (fakeGuard) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

func (g fakeGuard) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		if err := g.check(conn.RequestHeader().Get("Authorization")); err != nil {
			return err
		}
		return next(ctx, conn)
	}
}
