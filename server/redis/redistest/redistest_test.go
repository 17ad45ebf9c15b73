package redistest_test

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// Every test has its own, empty.
func TestNobodyElseIsThere(t *testing.T) {
	for range 3 {
		a, b := redistest.URL(t), redistest.URL(t)
		one, same, other := redistest.Connect(t, a), redistest.Connect(t, a), redistest.Connect(t, b)
		if err := one.Set(t.Context(), "k", "v", 0).Err(); err != nil {
			t.Fatal(err)
		}
		if got, err := same.Get(t.Context(), "k").Result(); got != "v" || err != nil {
			t.Errorf("the same one has %q, %v", got, err)
		}
		if got, err := other.Get(t.Context(), "k").Result(); err != redis.Nil { //nolint:errorlint // this value and no other
			t.Errorf("another has %q, %v", got, err)
		}
		if n, err := redistest.Client(t).DBSize(t.Context()).Result(); n != 0 || err != nil {
			t.Errorf("a new one has %d keys, %v", n, err)
		}
	}
}

// A server with few databases is refused: their numbers would soon be given out
// again, and a test that still runs would lose what it has.
func TestFewDatabasesAreRefused(t *testing.T) {
	for _, databases := range []string{"", "16", "999", "many"} {
		if _, err := redistest.Place(1, databases); err == nil || !strings.Contains(err.Error(), "--databases 16384") {
			t.Errorf("%q: %v", databases, err)
		}
	}
	for taken, want := range map[int64]int{1: 1, 999: 999, 1000: 1, 5000: 5} {
		if got, err := redistest.Place(taken, "1000"); got != want || err != nil {
			t.Errorf("the %d. of 1000 is %d, %v; want %d", taken, got, err, want)
		}
	}
}
