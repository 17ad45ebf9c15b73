package peer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/session"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// The real session layer behind the interface: places change hands, events can
// be had, and a full or draining process is told apart from a mistake.
func TestTheSessionLayersRegistry(t *testing.T) {
	server := conversationtest.NewServer(conversationtest.Script{})
	network := conversationtest.NewNetwork(server)
	registry, err := session.New(session.Config{
		Conversations: network.Client(), Logger: slog.New(slog.DiscardHandler), MaxSessions: 1,
		NewDetector: func() vad.Detector { return vad.NewEnergy() },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := registry.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	sessions := InRegistry(registry)
	join := func() Binding {
		t.Helper()
		b, err := sessions.Join(t.Context(), "s1", interviewer)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := join()
	second := join()
	<-first.Done()
	if err := second.PushRTP(jitter.Packet{SSRC: 1, Payload: []byte{0xf8, 0xff, 0xfe}}, time.Now()); err != nil {
		t.Error(err)
	}
	events, err := second.Subscribe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sessions.Join(t.Context(), "s2", interviewer); !errors.Is(err, ErrBusy) {
		t.Errorf("a session too many: %v", err)
	}
	if _, err := sessions.Join(t.Context(), "s1", 0); err == nil || errors.Is(err, ErrBusy) || errors.Is(err, ErrOver) {
		t.Errorf("nobody's track: %v", err)
	}
	stop()
	running.Wait()
	for range events.Events() { // ends
	}
	<-second.Done()
	second.Leave("closed")
	if _, err := sessions.Join(t.Context(), "s1", interviewer); !errors.Is(err, ErrBusy) {
		t.Errorf("after the end: %v", err)
	}
	network.Close()
	server.Wait()
}
