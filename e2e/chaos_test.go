package e2e

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// kills is how often TestKilledAtRandom kills; CHAOS_KILLS=1000 is the long run.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CHAOS_KILLS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("CHAOS_KILLS is %q", text)
	}
	return n
}

// The process is killed at random under mixed load, again and again. Whatever it
// acknowledged is there, and nobody has two accounts.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	dir, addr, environ := t.TempDir(), freeAddress(t), behindProxy("RATE_LIMITS=off")
	start := func() *service { return startService(t, dir, environ, "--addr", addr) }
	s := start()
	l := startLoad(t, s.api(t, false), 3, nil)
	w := watch(t, s)
	random := rand.New(rand.NewPCG(4, 20))
	for range kills(t) {
		before := l.acknowledged.Load()
		await(t, "work to be under way", func() bool { return l.acknowledged.Load() > before+2 || t.Failed() })
		<-time.After(time.Duration(random.Int64N(int64(time.Second))))
		s.kill(t)
		s = start()
	}
	l.end()
	l.settle()
	w.end()
	s.stop(t)
	t.Logf("%d kills, %d accounts without address left for the sweep", kills(t), l.onlyOne(s))
}

// An orderly stop under load: what is under way finishes, streams are told to
// come back, and nothing is lost.
func TestStoppedUnderLoad(t *testing.T) {
	t.Parallel()
	dir, addr, environ := t.TempDir(), freeAddress(t), behindProxy("RATE_LIMITS=off")
	s := startService(t, dir, environ, "--addr", addr)
	var mu sync.Mutex
	var broken []error
	// HTTP/2 tells which calls were taken; on HTTP/1.1 a call that meets the
	// closing of an idle connection cannot know.
	l := startLoad(t, s.api(t, true), 3, func(call string, _ time.Duration, _ answer, err error) {
		if err != nil && !errors.Is(err, syscall.ECONNREFUSED) {
			mu.Lock()
			defer mu.Unlock()
			broken = append(broken, err)
		}
	})
	w := watch(t, s)
	for range 3 {
		before := l.acknowledged.Load()
		await(t, "work to be under way", func() bool { return l.acknowledged.Load() > before+10 || t.Failed() })
		s.stop(t)
		s = startService(t, dir, environ, "--addr", addr)
	}
	l.end()
	l.settle()
	w.end()
	s.stop(t)
	for _, err := range broken {
		t.Errorf("a call broke off: %v", err)
	}
	if len(w.ends) == 0 {
		t.Error("the watched stream never ended")
	}
	for _, end := range w.ends {
		if end != "draining" {
			t.Errorf("the watched stream ended because of %q; it should be told to come back", end)
		}
	}
	if left := l.onlyOne(s); left != 0 {
		t.Errorf("%d accounts without address", left)
	}
}

// watcher keeps a stream open, and opens it again when it ends.
type watcher struct {
	stop context.CancelFunc
	over chan struct{}
	ends []string // reasons; to be read after end
}

func watch(t *testing.T, s *service) *watcher {
	t.Helper()
	live := interviewaiv1connect.NewLiveServiceClient(http.DefaultClient, s.url, connect.WithInterceptors(bearer(s.token(t, "watcher@example.org"))))
	session := newSession(t, live)
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{stop: cancel, over: make(chan struct{})}
	first := make(chan struct{})
	go func() {
		defer close(w.over)
		var once sync.Once
		var after int64
		for ctx.Err() == nil {
			stream, err := live.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: session, AfterSequence: after}))
			received := 0
			if err == nil {
				for stream.Receive() {
					received++
					once.Do(func() { close(first) })
					after = max(after, stream.Msg().GetEvent().GetSequence())
				}
				err = stream.Err()
				_ = stream.Close()
			}
			if ctx.Err() == nil && (received > 0 || reasonOf(err) == "draining") {
				w.ends = append(w.ends, reasonOf(err))
			}
			again(ctx)
		}
	}()
	select {
	case <-first:
	case <-time.After(patience):
		t.Error("the watched session says nothing")
	}
	return w
}

func (w *watcher) end() {
	w.stop()
	<-w.over
}

// reasonOf is the reason in an error of the service.
func reasonOf(err error) string {
	var refused *connect.Error
	if !errors.As(err, &refused) {
		return ""
	}
	for _, detail := range refused.Details() {
		value, err := detail.Value()
		if d, ok := value.(*v1.ErrorDetail); ok && err == nil {
			return d.GetReason()
		}
	}
	return refused.Code().String()
}
