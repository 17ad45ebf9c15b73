package rpc_test

import (
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/alicebob/miniredis/v2"

	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// twoProcesses share a Redis; their clocks stand, so that nothing comes back.
func twoProcesses(t *testing.T, m *miniredis.Miniredis) (a, b *door) {
	t.Helper()
	began := time.Unix(1_800_000_000, 0)
	m.SetTime(began)
	sharing := func(d *door, o *rpc.InterceptorOptions) {
		o.Limiter = rpc.NewLimiter(func() time.Time { return began }, d.metrics).Sharing(redis.NewLimiter(quickOn(t, "redis://"+m.Addr())))
	}
	return open(t, failWith(nil), sharing), open(t, failWith(nil), sharing)
}

// count calls n times and returns how many were let through.
func (d *door) count(t *testing.T, who string, n int) int {
	t.Helper()
	passed := 0
	for range n {
		switch err := d.get(t, who); connect.CodeOf(err) {
		case connect.CodeResourceExhausted:
		default:
			if err != nil {
				t.Fatal(err)
			}
			passed++
		}
	}
	return passed
}

func TestTwoProcessesLimitTogether(t *testing.T) {
	m := miniredis.RunT(t)
	a, b := twoProcesses(t, m)
	here := a.count(t, "ada", 4)
	there := b.count(t, "ada", 20)
	// Redis counts in fractions of seconds and may lose one of ten by rounding.
	if got := here + there; got != 9 && got != 10 {
		t.Errorf("%d calls passed in two processes, want 10", got)
	}
	if got := b.count(t, "bob", 3); got != 3 {
		t.Errorf("somebody else: %d", got)
	}
	// What the shared count refused was not spent here, and what was spent here
	// is not forgotten with Redis.
	m.FlushAll()
	if got := b.count(t, "ada", 20); got != 10-there {
		t.Errorf("%d calls passed after Redis was emptied, want %d", got, 10-there)
	}
}

func TestTheLocalLimitHoldsWhenRedisDies(t *testing.T) {
	m := miniredis.RunT(t)
	a, b := twoProcesses(t, m)
	if got := a.count(t, "ada", 6); got != 6 {
		t.Fatalf("%d of 6 passed", got)
	}
	m.Close()
	if got := a.count(t, "ada", 20); got != 4 {
		t.Errorf("%d calls passed after six and a dead Redis, want 4", got)
	}
	if got := b.count(t, "ada", 20); got != 10 {
		t.Errorf("the other process let %d pass by itself, want 10", got)
	}
}
