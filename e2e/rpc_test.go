package e2e

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
	"google.golang.org/protobuf/reflect/protoreflect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// A stranger with a gRPC tool learns the services by reflection, creates a
// session and watches it.
func TestReflectionAndWatch(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	protocols := &http.Protocols{}
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: protocols}
	t.Cleanup(transport.CloseIdleConnections)
	grpc := &http.Client{Transport: transport}

	reflection := grpcreflect.NewClient(grpc, s.url).NewStream(t.Context())
	names, err := reflection.ListServices()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []protoreflect.FullName{
		interviewaiv1connect.LiveServiceName, interviewaiv1connect.AiServiceName, interviewaiv1connect.MediaServiceName, "grpc.health.v1.Health",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("reflection does not list %s: %v", want, names)
		}
	}
	if files, err := reflection.FileContainingSymbol(interviewaiv1connect.LiveServiceName); err != nil || len(files) == 0 {
		t.Errorf("no description of %s: %v", interviewaiv1connect.LiveServiceName, err)
	}
	if _, err := reflection.Close(); err != nil {
		t.Error(err)
	}

	// All three protocols of the same address.
	for name, options := range map[string][]connect.ClientOption{
		"connect": nil, "gRPC": {connect.WithGRPC()}, "gRPC-Web": {connect.WithGRPCWeb()},
	} {
		t.Run(name, func(t *testing.T) {
			token := bearer(s.token(t, name+"@example.org"))
			live := interviewaiv1connect.NewLiveServiceClient(grpc, s.url, append(options, connect.WithInterceptors(token))...)
			session := newSession(t, live)
			events := watchUntil(t, live, session, 0, func(e *v1.LiveEvent) bool {
				return e.GetStateChanged().GetState() == v1.LiveState_LIVE_STATE_WAITING
			})
			if events[0].GetSessionId() != session {
				t.Errorf("event of session %q", events[0].GetSessionId())
			}
			if _, err := live.EndLiveSession(t.Context(), connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: session})); err != nil {
				t.Fatal(err)
			}
			last := events[len(events)-1].GetSequence()
			watchUntil(t, live, session, last, func(e *v1.LiveEvent) bool {
				return e.GetStateChanged().GetState() == v1.LiveState_LIVE_STATE_ENDED
			})
		})
	}
}

// Nobody sees another user's session, or that there is one.
func TestSessionsArePrivate(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	session := newSession(t, s.live(t, "owner@example.org"))
	stranger := s.live(t, "stranger@example.org")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, get := stranger.GetLiveSession(ctx, connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: session}))
	_, end := stranger.EndLiveSession(ctx, connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: session}))
	_, access := stranger.RefreshMediaAccess(ctx, connect.NewRequest(&v1.RefreshMediaAccessRequest{SessionId: session}))
	_, ask := stranger.AskQuestion(ctx, connect.NewRequest(&v1.AskQuestionRequest{SessionId: session, Question: "Why?"}))
	watch, err := stranger.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: session}))
	if err == nil {
		if watch.Receive() {
			t.Errorf("a stranger saw %v", watch.Msg())
		}
		err = watch.Err()
		_ = watch.Close()
	}
	for what, err := range map[string]error{"get": get, "end": end, "media access": access, "ask": ask, "watch": err} {
		if connect.CodeOf(err) != connect.CodeNotFound {
			t.Errorf("%s: %v, want not found", what, err)
		}
	}
}
