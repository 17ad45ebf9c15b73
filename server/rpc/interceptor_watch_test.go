package rpc_test

import (
	"context"
	"testing"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// closing is a gate that ends whom it watches when it is told to.
type closing struct {
	end     chan struct{}
	stopped chan struct{}
}

func (closing) Admit(account.Identity) error { return nil }

func (c closing) Watch(ctx context.Context, _ account.Identity) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-c.end:
			cancel(errEnded)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-done
		close(c.stopped)
	}
}

func TestStreamsEndWithTheirSession(t *testing.T) {
	for name, result := range map[string]func(context.Context) error{
		"the handler says it was cancelled": context.Context.Err,
		"the handler says nothing":          func(context.Context) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			l := failWith(nil)
			l.watch = func(ctx context.Context, s *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
				if err := s.Send(&v1.WatchLiveSessionResponse{}); err != nil {
					return err
				}
				<-ctx.Done()
				return result(ctx)
			}
			gate := closing{make(chan struct{}), make(chan struct{})}
			d := open(t, l, func(_ *door, o *rpc.InterceptorOptions) { o.Gate = gate })
			stream, err := d.live.WatchLiveSession(t.Context(), as("token-of-ada", &v1.WatchLiveSessionRequest{SessionId: "s1"}))
			if err != nil {
				t.Fatal(err)
			}
			defer stream.Close() //nolint:errcheck // the test is over
			if !stream.Receive() {
				t.Fatal(stream.Err())
			}
			close(gate.end)
			for stream.Receive() {
			}
			if detail := rpc.DetailOf(stream.Err()); connect.CodeOf(stream.Err()) != connect.CodeUnauthenticated || detail.GetReason() != "session_ended" {
				t.Errorf("ended with %v", stream.Err())
			}
			<-gate.stopped
		})
	}
}
