package redis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/redis"
)

// TestALogThatIsAwaySaysSoInTime: each call of the log has an answer within two
// seconds, and only the first of many waits for it.
func TestALogThatIsAwaySaysSoInTime(t *testing.T) {
	gone := miniredis.RunT(t)
	refusing := "redis://" + gone.Addr()
	gone.Close()
	for name, at := range map[string]string{"silent": silent(t), "refusing": refusing} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := logOn(t, at)
			ctx := t.Context()
			began := time.Now()
			for range 20 {
				for doing, f := range map[string]func() error{
					"last":   func() error { _, err := l.Last(ctx, "s"); return err },
					"read":   func() error { _, _, err := l.Read(ctx, "s", 0); return err },
					"follow": func() error { _, err := l.Follow(ctx, "s"); return err },
					"remove": func() error { return l.Remove(ctx, "s") },
				} {
					if err := f(); !errors.Is(err, coach.ErrEventsUnavailable) {
						t.Errorf("%s: %v", doing, err)
					}
				}
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("80 calls took %v", took)
			}
		})
	}
}

func TestAppendingSaysThatTheLogIsAway(t *testing.T) {
	m := miniredis.RunT(t)
	l := logOn(t, "redis://"+m.Addr())
	m.Close()
	if _, err := l.Append(t.Context(), "s", [][]byte{[]byte("x")}); !errors.Is(err, coach.ErrEventsUnavailable) {
		t.Errorf("append: %v", err)
	}
	if err := l.Extend(t.Context(), "s", 0, 10); !errors.Is(err, coach.ErrEventsUnavailable) {
		t.Errorf("extend: %v", err)
	}
}

// TestAHurriedCallerSaysNothingOfTheLog: others are served, however many give up.
func TestAHurriedCallerSaysNothingOfTheLog(t *testing.T) {
	l, _ := newLog(t)
	for range 3 {
		hurried, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
		if _, err := l.Last(hurried, "s"); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, coach.ErrEventsUnavailable) {
			t.Errorf("hurried: %v", err)
		}
		cancel()
		if _, err := l.Last(t.Context(), "s"); err != nil {
			t.Errorf("another: %v", err)
		}
	}
}

// TestTheLogComesBack: followers of before see what is new, and new ones come.
func TestTheLogComesBack(t *testing.T) {
	m := miniredis.RunT(t)
	l := logOn(t, "redis://"+m.Addr())
	if err := l.Extend(t.Context(), "s", 0, 1000); err != nil {
		t.Fatal(err)
	}
	before, err := l.Follow(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	m.Close()
	if _, err := l.Follow(t.Context(), "another"); !errors.Is(err, coach.ErrEventsUnavailable) {
		t.Fatalf("followed without Redis: %v", err)
	}
	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { _, err := l.Follow(t.Context(), "another"); return err == nil })
	after, err := l.Follow(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	add(t, l, "s", "x")
	for _, feed := range []<-chan coach.Entry{before, after} {
		if e := next(t, feed); string(e.Data) != "x" {
			t.Errorf("entry %q", e.Data)
		}
	}
}

// TestAnAnswerWaitsForItsCacheAMoment, and only once a second.
func TestAnAnswerWaitsForItsCacheAMoment(t *testing.T) {
	c := redis.NewAnswerCache(open(t, silent(t)).Client())
	began := time.Now()
	for range 20 {
		if _, ok, err := c.Get(t.Context(), "k"); ok || err == nil {
			t.Errorf("found %t, %v", ok, err)
		}
		if err := c.Put(t.Context(), "k", []byte("x"), time.Hour); err == nil {
			t.Error("kept in a silent Redis")
		}
	}
	if took := time.Since(began); took > 1500*time.Millisecond {
		t.Errorf("40 commands took %v", took)
	}
}

// TestAChangeTellsASilentRedisInTime: whoever changes something has an answer
// within two seconds, with what the change itself takes.
func TestAChangeTellsASilentRedisInTime(t *testing.T) {
	c := redis.NewResponseCache(quickOn(t, silent(t)), time.Now)
	began := time.Now()
	c.Hold(t.Context(), "user:ada")
	c.Invalidate(t.Context(), "user:ada")
	if took := time.Since(began); took > 1900*time.Millisecond {
		t.Errorf("it took %v", took)
	}
}

// logOn is a log on the Redis at an address, through the client that the
// service has.
func logOn(t *testing.T, at string) *redis.EventLog {
	t.Helper()
	return running(t, redis.NewEventLog(open(t, at).Client()))
}
