package signin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// source is cuts that a test makes, in a place that can fail.
type source struct {
	mu     sync.Mutex
	cuts   []signin.Cut
	err    error
	hangs  bool
	polled int
}

func (s *source) Cuts(ctx context.Context, since time.Time) ([]signin.Cut, error) {
	s.mu.Lock()
	s.polled++
	hangs, err := s.hangs, s.err
	var found []signin.Cut
	for _, cut := range s.cuts {
		if !cut.At.Before(since) {
			found = append(found, cut)
		}
	}
	s.mu.Unlock()
	if hangs {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return found, err
}

func (s *source) set(change func(*source)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// logged is the text of a log that is read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// running runs a gate until the end of the bubble.
func running(t *testing.T, from signin.CutSource, logs *logged) *signin.Gate {
	t.Helper()
	gate := signin.NewGate(from, time.Now, slog.New(slog.NewTextHandler(logs, nil)))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- gate.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	return gate
}

// pass lets virtual time go by.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func of(session string, user account.UserID, at time.Time) account.Identity {
	return account.Identity{UserID: user, SessionID: session, Role: account.User, IssuedAt: at}
}

// TestEndedSessionsAreKnownEverywhereWithinASecond is two processes on one real
// database, in which only time is not real.
func TestEndedSessionsAreKnownEverywhereWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		open := func() *signin.Cuts {
			cuts, err := signin.OpenCuts(t.Context(), db, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			return cuts
		}
		keys, err := account.OpenKeyRing(t.Context(), db, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		ending, err := signin.Open(t.Context(), signin.Options{
			DB: db, Key: store.NewKey(), Signer: account.NewSigner(keys, time.Now), Now: time.Now,
			Gate: signin.NewGate(open(), time.Now, slog.New(slog.DiscardHandler)),
			Who: func(context.Context, account.UserID) (account.Identity, error) {
				return account.Identity{}, errors.New("not asked")
			},
			Reused: func(context.Context, signin.Session, origin.Origin) {},
		})
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := running(t, open(), new(logged))
		for range 20 {
			pass(777 * time.Millisecond)
			tokens, err := ending.Start(t.Context(), of("", ada, time.Time{}), "password", false)
			if err != nil {
				t.Fatal(err)
			}
			who := of(tokens.Session.ID, ada, time.Now())
			stream, stop := elsewhere.Watch(t.Context(), who)
			if err := ending.End(t.Context(), ada, tokens.Session.ID); err != nil {
				t.Fatal(err)
			}
			if err := elsewhere.Admit(who); err != nil {
				t.Fatal("known before it was looked for: nothing is tested")
			}
			pass(time.Second)
			if err := elsewhere.Admit(who); !errors.Is(err, signin.ErrEnded) {
				t.Errorf("a second later: %v", err)
			}
			if err := context.Cause(stream); !errors.Is(err, signin.ErrEnded) {
				t.Errorf("its stream: %v", err)
			}
			stop()
		}
	})
}

func TestAGateThatStartsKnowsWhatWasCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{cuts: []signin.Cut{{SessionID: "s1", UserID: "ada", At: time.Now().Add(-19 * time.Minute)}}}
		gate := signin.NewGate(s, time.Now, slog.New(slog.DiscardHandler))
		if err := gate.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := gate.Admit(of("s1", ada, time.Now())); !errors.Is(err, signin.ErrEnded) {
			t.Errorf("got %v", err)
		}
		s.err = errors.New("down")
		if err := gate.Load(t.Context()); !errors.Is(err, s.err) {
			t.Errorf("a failing source: %v", err)
		}
	})
}

func TestClocksThatDiffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(source)
		gate := running(t, s, new(logged))
		pass(time.Minute)
		s.set(func(s *source) {
			s.cuts = append(s.cuts,
				signin.Cut{SessionID: "slow", UserID: "ada", At: time.Now().Add(-9 * time.Second)},
				signin.Cut{SessionID: "fast", UserID: "ada", At: time.Now().Add(9 * time.Second)})
		})
		pass(time.Second)
		for _, session := range []string{"slow", "fast"} {
			if err := gate.Admit(of(session, ada, time.Now())); !errors.Is(err, signin.ErrEnded) {
				t.Errorf("made by a %s clock: %v", session, err)
			}
		}
	})
}

func TestCutsAreForgottenWhenNoTokenIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(source)
		for i := range 1000 {
			s.cuts = append(s.cuts,
				signin.Cut{SessionID: fmt.Sprint("s", i), UserID: "ada", At: time.Now()},
				signin.Cut{UserID: fmt.Sprint("u", i), At: time.Now()})
		}
		gate := running(t, s, new(logged))
		pass(account.AccessTokenLife + 10*time.Second)
		if cuts, _ := gate.Held(); cuts != 2000 {
			t.Errorf("%d cuts held while tokens may live, want 2000", cuts)
		}
		pass(10 * time.Minute)
		if cuts, _ := gate.Held(); cuts != 0 {
			t.Errorf("%d cuts held for ever", cuts)
		}
	})
}

func TestASourceThatFails(t *testing.T) {
	for name, fail := range map[string]func(*source, bool){
		"with an error": func(s *source, on bool) {
			s.err = nil
			if on {
				s.err = errors.New("down")
			}
		},
		"by hanging": func(s *source, on bool) { s.hangs = on },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var logs logged
				s := &source{cuts: []signin.Cut{{SessionID: "s1", UserID: "ada", At: time.Now()}}}
				gate := running(t, s, &logs)
				s.set(func(s *source) { fail(s, true) })
				pass(9 * time.Second)
				if logs.String() != "" {
					t.Errorf("complains at once: %s", &logs)
				}
				pass(5 * time.Minute)
				if n := strings.Count(logs.String(), "WARN"); n != 1 {
					t.Errorf("warned %d times:\n%s", n, &logs)
				}
				if err := gate.Admit(of("s2", ada, time.Now())); err != nil {
					t.Errorf("somebody signed in: %v", err)
				}
				if err := gate.Admit(of("s1", ada, time.Now())); !errors.Is(err, signin.ErrEnded) {
					t.Errorf("what was known: %v", err)
				}
				// What was cut meanwhile is found afterwards, however long it took.
				s.set(func(s *source) {
					s.cuts = append(s.cuts, signin.Cut{SessionID: "s2", UserID: "ada", At: time.Now().Add(-4 * time.Minute)})
					fail(s, false)
				})
				pass(6 * time.Second)
				if err := gate.Admit(of("s2", ada, time.Now())); !errors.Is(err, signin.ErrEnded) {
					t.Errorf("cut while it failed: %v", err)
				}
				if !strings.Contains(logs.String(), "known again") {
					t.Errorf("the recovery is not in the log:\n%s", &logs)
				}
			})
		})
	}
}

func TestWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(source)
		gate := running(t, s, new(logged))
		before := runtime.NumGoroutine()
		const many = 1000
		streams := map[string]context.Context{}
		var stops []func()
		for i := range many {
			for _, who := range []account.Identity{of(fmt.Sprint("a", i), ada, time.Now()), of(fmt.Sprint("b", i), bob, time.Now())} {
				ctx, stop := gate.Watch(t.Context(), who)
				streams[who.SessionID] = ctx
				stops = append(stops, stop)
			}
		}
		if n := runtime.NumGoroutine(); n > before {
			t.Errorf("%d goroutines for %d watches", n-before, 2*many)
		}
		pass(time.Second)
		s.set(func(s *source) {
			s.cuts = append(s.cuts, signin.Cut{SessionID: "a7", UserID: "ada", At: time.Now()}, signin.Cut{UserID: "bob", At: time.Now()})
		})
		pass(time.Second)
		for session, ctx := range streams {
			var want error
			switch {
			case session == "a7":
				want = signin.ErrEnded
			case session[0] == 'b':
				want = account.ErrToken
			}
			if got := context.Cause(ctx); !errors.Is(got, want) {
				t.Errorf("stream of %s: %v, want %v", session, got, want)
			}
		}
		late, stop := gate.Watch(t.Context(), of("a7", ada, time.Now()))
		stops = append(stops, stop)
		if err := context.Cause(late); !errors.Is(err, signin.ErrEnded) {
			t.Errorf("a stream opened after the cut: %v", err)
		}
		for _, stop := range stops {
			stop()
			stop()
		}
		if _, watches := gate.Held(); watches != 0 {
			t.Errorf("%d watches are never forgotten", watches)
		}
		if err := context.Cause(streams["a1"]); !errors.Is(err, context.Canceled) {
			t.Errorf("a stream that ended by itself: %v", err)
		}
	})
}

func TestWatchesAndCutsAtOnce(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	var all sync.WaitGroup
	for range 50 {
		tokens := p.start(t, ada, false)
		who := p.identity(t, tokens.Access)
		ctx, stop := p.gate.Watch(t.Context(), who)
		all.Go(func() {
			defer stop()
			<-ctx.Done()
			if err := context.Cause(ctx); !errors.Is(err, signin.ErrEnded) {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := p.End(t.Context(), ada, who.SessionID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func BenchmarkAdmit(b *testing.B) {
	s := new(source)
	for i := range 10_000 {
		s.cuts = append(s.cuts, signin.Cut{SessionID: fmt.Sprint("s", i), UserID: "ada", At: time.Now()},
			signin.Cut{UserID: fmt.Sprint("u", i), At: time.Now()})
	}
	gate := signin.NewGate(s, time.Now, slog.New(slog.DiscardHandler))
	if err := gate.Load(b.Context()); err != nil {
		b.Fatal(err)
	}
	who := of("0123456789abcdef01234567", bob, time.Now())
	b.Run("one caller", func(b *testing.B) {
		for b.Loop() {
			if err := gate.Admit(who); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all cores", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := gate.Admit(who); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
