package rpc_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account"
)

// signIns is one sign-in session that the test ends, with cuts that end
// nothing before it.
type signIns struct {
	open    atomic.Bool
	cuts    chan struct{} // each value is a cut
	watched chan account.Identity
}

func newSignIns() *signIns {
	s := &signIns{cuts: make(chan struct{}), watched: make(chan account.Identity, 10)}
	s.open.Store(true)
	return s
}

func (s *signIns) Watch(ctx context.Context, who account.Identity) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.cuts:
			cancel()
		case <-ctx.Done():
		}
	}()
	s.watched <- who
	return ctx, cancel
}

func (s *signIns) Open(context.Context, account.UserID, string) (bool, error) {
	return s.open.Load(), nil
}

// The sound of a device ends with its sign-in session, and not with a cut that
// leaves the session alone, such as a changed role.
func TestSoundEndsWithTheSignInSession(t *testing.T) {
	s := serveAll(t)
	live := s.create()
	stream := s.conversation(serviceToken).Converse(t.Context())
	if err := stream.Send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Open{Open: &v1.ConverseOpen{SessionId: live.GetSession().GetId(), Epoch: "e1"}}}); err != nil {
		t.Fatal(err)
	}
	if m, err := stream.Receive(); err != nil || m.GetOpened() == nil {
		t.Fatalf("%v, %v", m, err)
	}
	if who := <-s.signIns.watched; who.UserID != "anna" || who.SessionID != "session-of-anna" {
		t.Errorf("watched %+v", who)
	}
	s.signIns.cuts <- struct{}{}
	<-s.signIns.watched // looked, found it open, and went on
	s.signIns.open.Store(false)
	s.signIns.cuts <- struct{}{}
	for {
		_, err := stream.Receive()
		if err == nil {
			continue
		}
		reason, _ := refusal(err)
		var refused *connect.Error
		if !errors.As(err, &refused) || refused.Code() != connect.CodeUnauthenticated || reason != "session_ended" {
			t.Errorf("ended with %v (%s)", err, reason)
		}
		break
	}
	_ = stream.CloseRequest()
	_ = stream.CloseResponse()
}
