package attempt_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const (
	limit  = 5
	window = 15 * time.Minute
)

// clock is the injected time.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

func open(t *testing.T, db *store.DB, c *clock) *attempt.Counter {
	t.Helper()
	counter, err := attempt.Open(t.Context(), db, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return counter
}

// story is a counter whose steps a test tells one after the other.
type story struct {
	*testing.T
	*clock
	counter *attempt.Counter
}

func newStory(t *testing.T) *story {
	c := newClock()
	return &story{t, c, open(t, storetest.DB(t), c)}
}

func (s *story) passes(key string, times int) {
	s.Helper()
	for i := range times {
		if err := s.counter.Reserve(s.Context(), key, limit, window); err != nil {
			s.Fatalf("attempt %d of %q: %v", i+1, key, err)
		}
	}
}

func (s *story) isRefused(key string, wait time.Duration) {
	s.Helper()
	err := s.counter.Reserve(s.Context(), key, limit, window)
	f := fault.From(err)
	if !errors.Is(err, attempt.ErrSpent) || f.Kind != fault.Limited || f.Reason != "too_many_attempts" || f.RetryAfter != wait {
		s.Fatalf("attempt of %q: %v, want a refusal for %v", key, err, wait)
	}
}

func (s *story) does(step func() error) {
	s.Helper()
	if err := step(); err != nil {
		s.Fatal(err)
	}
}

func TestLimit(t *testing.T) {
	s := newStory(t)
	s.passes("anna", limit)
	s.isRefused("anna", window)
	s.passes("boris", 1)
}

func TestFirstAttemptStartsTheWindow(t *testing.T) {
	s := newStory(t)
	s.passes("anna", 1)
	s.advance(10 * time.Minute)
	s.passes("anna", limit-1)
	s.isRefused("anna", 5*time.Minute) // later attempts do not prolong it
	s.advance(5*time.Minute - time.Millisecond)
	s.isRefused("anna", time.Second)
	s.advance(time.Millisecond)
	s.passes("anna", 1) // and starts anew
	s.advance(window - time.Minute)
	s.passes("anna", limit-1)
	s.isRefused("anna", time.Minute)
}

func TestRefusedAttemptsDoNotCount(t *testing.T) {
	s := newStory(t)
	s.passes("anna", limit)
	for range 3 {
		s.isRefused("anna", window)
	}
	s.does(func() error { return s.counter.Refund(s.Context(), "anna") })
	s.passes("anna", 1)
	s.isRefused("anna", window)
}

func TestRefund(t *testing.T) {
	s := newStory(t)
	refund := func() error { return s.counter.Refund(s.Context(), "anna") }
	s.does(refund) // nothing to give back
	s.passes("anna", 1)
	s.does(refund)
	s.does(refund) // no credit
	s.advance(10 * time.Minute)
	s.passes("anna", limit) // the right attempt before did not start the window
	s.isRefused("anna", window)
	s.advance(window)
	s.does(refund) // of a window that is over
	s.passes("anna", limit)
	s.isRefused("anna", window)
}

func TestClear(t *testing.T) {
	s := newStory(t)
	forget := func() error { return s.counter.Clear(s.Context(), "anna") }
	s.does(forget)
	s.passes("anna", limit)
	s.does(forget)
	s.passes("anna", limit)
	s.isRefused("anna", window)
}

func TestSpent(t *testing.T) {
	s := newStory(t)
	spent := func(want int) {
		t.Helper()
		if n, err := s.counter.Spent(t.Context(), "anna"); n != want || err != nil {
			t.Errorf("spent %d, %v, want %d", n, err, want)
		}
	}
	spent(0)
	s.passes("anna", limit)
	s.isRefused("anna", window)
	spent(limit)
	s.advance(window)
	spent(0)
}

func TestMessageSaysHowLong(t *testing.T) {
	s := newStory(t)
	s.passes("anna", limit)
	for _, c := range []struct {
		after time.Duration
		says  string
	}{{0, "in 15 minutes."}, {10*time.Minute + time.Second, "in 5 minutes."}, {4 * time.Minute, "in a minute."}} {
		s.advance(c.after)
		f := fault.From(s.counter.Reserve(t.Context(), "anna", limit, window))
		if f == nil || !strings.HasSuffix(f.Message, c.says) {
			t.Errorf("after %v: %v, want %q", c.after, f, c.says)
		}
	}
}

func TestSweepForgetsWindowsThatAreOver(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	counter := open(t, db, c)
	for _, key := range []string{"anna", "boris"} {
		if err := counter.Reserve(t.Context(), key, limit, window); err != nil {
			t.Fatal(err)
		}
		c.advance(window)
	}
	c.advance(-time.Second)
	if n, err := db.Sweep(t.Context(), c.now()); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
}

// Fifty parallel guesses, from two processes, are judged five times,
// whatever was counted before.
func TestParallelGuesses(t *testing.T) {
	for name, before := range map[string]func(*story){
		"nothing": func(*story) {},
		"refunded": func(s *story) {
			s.passes("anna", 1)
			s.does(func() error { return s.counter.Refund(s.Context(), "anna") })
		},
		"cleared": func(s *story) {
			s.passes("anna", limit)
			s.does(func() error { return s.counter.Clear(s.Context(), "anna") })
		},
		"window over": func(s *story) {
			s.passes("anna", limit)
			s.advance(window)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, c := storetest.DB(t), newClock()
			processes := []*attempt.Counter{open(t, db, c), open(t, db, c)}
			before(&story{t, c, processes[0]})

			var judged, refused atomic.Int32
			var start, callers sync.WaitGroup
			start.Add(1)
			for i := range 50 {
				callers.Go(func() {
					start.Wait()
					err := processes[i%2].Reserve(t.Context(), "anna", limit, window)
					switch {
					case err == nil:
						judged.Add(1)
					case errors.Is(err, attempt.ErrSpent):
						refused.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			start.Done()
			callers.Wait()
			if judged.Load() != limit || refused.Load() != 50-limit {
				t.Errorf("%d judged, %d refused", judged.Load(), refused.Load())
			}
		})
	}
}

func TestReserveNeedsEverything(t *testing.T) {
	s := newStory(t)
	for name, err := range map[string]error{
		"no key":    s.counter.Reserve(t.Context(), "", limit, window),
		"no limit":  s.counter.Reserve(t.Context(), "anna", 0, window),
		"no window": s.counter.Reserve(t.Context(), "anna", limit, 0),
	} {
		if err == nil || fault.From(err) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
