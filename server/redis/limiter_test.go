package redis_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// quickOn returns a Quick for one more process at a Redis.
func quickOn(t *testing.T, at string) *redis.Quick {
	t.Helper()
	q := redis.NewQuick(redistest.Connect(t, at), slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = q.Close() })
	return q
}

// still is an embedded Redis whose clock counts, and stands.
func still(t *testing.T) (m *miniredis.Miniredis, at string) {
	t.Helper()
	m = miniredis.RunT(t)
	m.SetTime(time.Unix(1_800_000_000, 0))
	return m, "redis://" + m.Addr()
}

func TestTwoProcessesShareOneCount(t *testing.T) {
	at := redistest.URL(t)
	a, b := redis.NewLimiter(quickOn(t, at)), redis.NewLimiter(quickOn(t, at))
	var allowed, refused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			l := a
			if i%2 == 1 {
				l = b
			}
			_, _, wait, err := l.Take(patiently(t), "u:ada:day", 20, 24*time.Hour) // the next comes back in 72 minutes
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Error(err)
			case wait > 0:
				refused++
			default:
				allowed++
			}
		})
	}
	all.Wait()
	if allowed != 20 || refused != 30 {
		t.Errorf("%d allowed and %d refused, want 20 and 30", allowed, refused)
	}
	keys, err := redistest.Connect(t, at).Keys(t.Context(), "*").Result()
	if err != nil || len(keys) == 0 {
		t.Errorf("keys %v, %v", keys, err)
	}
	for _, key := range keys {
		if !strings.HasPrefix(key, "rate:interviewai:limit:") {
			t.Errorf("key %s", key)
		}
	}
}

func TestWhatIsSpentComesBack(t *testing.T) {
	m, at := still(t)
	a, b := redis.NewLimiter(quickOn(t, at)), redis.NewLimiter(quickOn(t, at))
	for range 20 {
		if _, _, wait, err := a.Take(patiently(t), "u:ada:minute", 20, time.Minute); wait != 0 || err != nil {
			t.Fatalf("wait %v, %v", wait, err)
		}
	}
	left, reset, wait, err := a.Take(patiently(t), "u:ada:minute", 20, time.Minute)
	if err != nil || left != 0 || reset.Round(time.Second) != time.Minute || wait.Round(time.Second) != 3*time.Second {
		t.Errorf("left %d, reset %v, wait %v, %v", left, reset, wait, err)
	}
	m.SetTime(time.Unix(1_800_000_003, 1e6))
	if _, _, wait, err := b.Take(patiently(t), "u:ada:minute", 20, time.Minute); wait != 0 || err != nil {
		t.Errorf("after the wait: %v, %v", wait, err)
	}
}

// patiently is a context for calls that must succeed on a busy machine.
func patiently(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func TestADeadRedisIsGivenARest(t *testing.T) {
	m := miniredis.RunT(t)
	q := quickOn(t, "redis://"+m.Addr())
	l := redis.NewLimiter(q)
	if _, _, _, err := l.Take(patiently(t), "k", 10, time.Second); err != nil {
		t.Fatal(err)
	}
	m.Close()
	for range 20 {
		if _, _, _, err := l.Take(patiently(t), "k", 10, time.Second); err == nil {
			t.Fatal("a dead Redis answered")
		}
	}
	if q.Missed() != 20 {
		t.Errorf("%d missed, want 20", q.Missed())
	}
	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		_, _, _, err := l.Take(patiently(t), "k", 10, time.Second)
		return err == nil
	})
}

func TestASilentRedisCostsItsDeadlineThreeTimes(t *testing.T) {
	l := redis.NewLimiter(quickOn(t, silent(t)))
	asked := 0
	for range 100 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, _, _, err := l.Take(ctx, "k", 10, time.Second)
		cancel()
		switch {
		case err == nil:
			t.Fatal("a silent Redis answered")
		case !strings.Contains(err.Error(), "given a rest"):
			asked++
		}
	}
	// Three stop the asking, and each second one tries again.
	if asked < 3 || asked > 50 {
		t.Errorf("%d of 100 calls asked", asked)
	}
}

// eventually waits for something that happens within moments.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(patience)
	for !done() {
		select {
		case <-ticker.C:
		case <-limit:
			t.Fatal("it never happened")
		}
	}
}
