package session

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/vad"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	ms    = time.Millisecond
	frame = 20 * ms
	one   = "s1"

	theInterviewer = interviewaiv1.Speaker_SPEAKER_INTERVIEWER
	theCandidate   = interviewaiv1.Speaker_SPEAKER_CANDIDATE
)

// loud takes for speech whatever is not quiet.
type loud struct{}

func (loud) Probability(frame []int16) float32 {
	for _, s := range frame {
		if s > 500 {
			return 1
		}
	}
	return 0
}
func (loud) Reset() {}

// exact cuts as the product does, for a detector that does not lag.
func exact() segment.Config {
	cfg := segment.DefaultConfig()
	cfg.Tail = 0
	return cfg
}

// rig is a registry before a scripted server, on virtual time.
type rig struct {
	t        *testing.T
	server   *conversationtest.Server
	registry *Registry
	stop     context.CancelFunc
	stopped  chan error
}

// answerIn300 recognises in 100 ms and answers in 400.
func answerIn300(text string) conversationtest.Script {
	return conversationtest.Script{
		Speech: 100 * ms, Language: 400 * ms,
		Text: func(string, int64) string { return text },
	}
}

func live(t *testing.T, script conversationtest.Script, change func(*Config), test func(*testing.T, *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := conversationtest.NewServer(script)
		network := conversationtest.NewNetwork(server)
		cfg := Config{
			Conversations: network.Client(), NewDetector: func() vad.Detector { return loud{} },
			Segment: exact(), Random: func() float64 { return 0.5 }, Logger: slog.New(slog.DiscardHandler),
		}
		if change != nil {
			change(&cfg)
		}
		registry, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		r := &rig{t: t, server: server, registry: registry, stop: cancel, stopped: make(chan error, 1)}
		t.Cleanup(func() {
			cancel()
			if err := <-r.stopped; err != nil {
				t.Errorf("the registry ended with %v", err)
			}
			network.Close()
			server.Wait()
		})
		go func() { r.stopped <- registry.Run(ctx) }()
		test(t, r)
	})
}

func (r *rig) join(s interviewaiv1.Speaker) *mouth {
	r.t.Helper()
	b, err := r.registry.Join(r.t.Context(), JoinRequest{SessionID: one, Speaker: s})
	if err != nil {
		r.t.Fatal(err)
	}
	return &mouth{r: r, b: b}
}

func (r *rig) await(what string, condition func(*conversationtest.Session) bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 5*time.Minute)
	defer cancel()
	if err := r.server.Await(ctx, one, condition); err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
}

// commits waits for so many turns and returns them.
func (r *rig) commits(n int) []*interviewaiv1.CommitTurn {
	r.t.Helper()
	r.await("turns", func(s *conversationtest.Session) bool { return len(s.Commits) >= n })
	var got []*interviewaiv1.CommitTurn
	r.server.Look(one, func(s *conversationtest.Session) { got = append(got, s.Commits...) })
	if len(got) != n {
		r.t.Fatalf("%d turns, want %d: %v", len(got), n, got)
	}
	return got
}

// mouth speaks through a binding in real (virtual) time.
type mouth struct {
	r *rig
	b *Binding
}

func (m *mouth) sound(d time.Duration, value int16) {
	m.r.t.Helper()
	pcm := make([]int16, 320)
	for i := range pcm {
		pcm[i] = value
	}
	for ; d > 0; d -= frame {
		<-time.After(frame)
		if err := m.b.PushPCM(pcm, 16000, time.Now()); err != nil {
			m.r.t.Fatal(err)
		}
	}
}

func (m *mouth) speak(d time.Duration)  { m.r.t.Helper(); m.sound(d, 1000) }
func (m *mouth) silent(d time.Duration) { m.r.t.Helper(); m.sound(d, 0) }
