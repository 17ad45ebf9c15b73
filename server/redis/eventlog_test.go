package redis_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// newLog returns a log over a Redis of its own, running until the test ends.
func newLog(t *testing.T) (*redis.EventLog, goredis.UniversalClient) {
	t.Helper()
	client := redistest.Client(t)
	return running(t, redis.NewEventLog(client)), client
}

// running runs a log until the test ends.
func running(t *testing.T, l *redis.EventLog) *redis.EventLog {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("event log ended with %v", err)
		}
	})
	return l
}

func add(t *testing.T, l *redis.EventLog, session string, texts ...string) int64 {
	t.Helper()
	data := make([][]byte, len(texts))
	for i, s := range texts {
		data[i] = []byte(s)
	}
	last, err := l.Append(t.Context(), session, data)
	if err != nil {
		t.Fatal(err)
	}
	return last
}

func TestAppendNeedsNumbersAndReadResumes(t *testing.T) {
	l, _ := newLog(t)
	ctx := t.Context()
	if _, err := l.Append(ctx, "s", [][]byte{[]byte("x")}); !errors.Is(err, coach.ErrLogExhausted) {
		t.Fatalf("append to a log that is not there: %v, want ErrLogExhausted", err)
	}
	if _, complete, err := l.Read(ctx, "s", 0); err != nil || complete {
		t.Fatalf("a log that is not there: complete %v, error %v; want incomplete", complete, err)
	}
	if err := l.Extend(ctx, "s", 0, 3); err != nil {
		t.Fatal(err)
	}
	if n := add(t, l, "s", "a", "b"); n != 2 {
		t.Fatalf("last number %d, want 2", n)
	}
	if _, err := l.Append(ctx, "s", [][]byte{[]byte("c"), []byte("d")}); !errors.Is(err, coach.ErrLogExhausted) {
		t.Fatalf("append past the limit: %v, want ErrLogExhausted", err)
	}
	if err := l.Extend(ctx, "s", 3, 1000); err != nil {
		t.Fatal(err)
	}
	if n := add(t, l, "s", "c", "d"); n != 4 {
		t.Fatalf("last number %d, want 4: a refused append must not use numbers up", n)
	}
	entries, complete, err := l.Read(ctx, "s", 1)
	if err != nil || !complete || len(entries) != 3 || entries[0].Sequence != 2 || string(entries[2].Data) != "d" {
		t.Fatalf("read after 1: %v, complete %v, error %v", entries, complete, err)
	}
	if n, err := l.Last(ctx, "s"); err != nil || n != 4 {
		t.Fatalf("last is %d (%v), want 4", n, err)
	}
}

func TestNumbersGoOnAfterRedisWasEmptied(t *testing.T) {
	l, client := newLog(t)
	ctx := t.Context()
	if err := l.Extend(ctx, "s", 0, 1000); err != nil {
		t.Fatal(err)
	}
	add(t, l, "s", "a", "b", "c")
	if err := client.FlushDB(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(ctx, "s", [][]byte{[]byte("d")}); !errors.Is(err, coach.ErrLogExhausted) {
		t.Fatalf("append after a flush: %v, want ErrLogExhausted", err)
	}
	if err := l.Extend(ctx, "s", 1000, 2000); err != nil {
		t.Fatal(err)
	}
	if n := add(t, l, "s", "d"); n != 1001 {
		t.Fatalf("number after the flush is %d, want 1001", n)
	}
	if _, complete, _ := l.Read(ctx, "s", 2); complete {
		t.Error("the log claims to be complete although c is gone")
	}
	if entries, complete, _ := l.Read(ctx, "s", 1000); !complete || len(entries) != 1 {
		t.Errorf("after the flush: %v, complete %v", entries, complete)
	}
}

func TestFollowersGetEverythingOnceInOrder(t *testing.T) {
	l, _ := newLog(t)
	ctx := t.Context()
	if err := l.Extend(ctx, "s", 0, 1000); err != nil {
		t.Fatal(err)
	}
	var feeds []<-chan coach.Entry
	for range 3 {
		feed, err := l.Follow(ctx, "s")
		if err != nil {
			t.Fatal(err)
		}
		feeds = append(feeds, feed)
	}
	for i := range 50 {
		add(t, l, "s", fmt.Sprint(i))
	}
	for _, feed := range feeds {
		for i := range 50 {
			e := next(t, feed)
			if e.Sequence != int64(i+1) || string(e.Data) != fmt.Sprint(i) {
				t.Fatalf("entry %d is %d %q", i, e.Sequence, e.Data)
			}
		}
	}
}

func TestSlowFollowerIsEndedAndOthersAreNot(t *testing.T) {
	l, _ := newLog(t)
	ctx := t.Context()
	if err := l.Extend(ctx, "s", 0, 1e6); err != nil {
		t.Fatal(err)
	}
	slow, err := l.Follow(ctx, "s")
	if err != nil {
		t.Fatal(err)
	}
	quick, err := l.Follow(ctx, "s")
	if err != nil {
		t.Fatal(err)
	}
	const n = 1100 // more than a follower may be behind
	for i := range n {
		add(t, l, "s", fmt.Sprint(i))
		next(t, quick)
	}
	got := 0
	for range slow {
		got++
	}
	if got >= n || l.SlowFollowers() != 1 {
		t.Errorf("the slow follower got %d of %d entries, %d followers were ended; want fewer and 1", got, n, l.SlowFollowers())
	}
}

func TestFollowerThatLeavesIsForgottenAndMayComeBack(t *testing.T) {
	l, _ := newLog(t)
	if err := l.Extend(t.Context(), "s", 0, 1000); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		feed, err := l.Follow(ctx, "s")
		if err != nil {
			t.Fatal(err)
		}
		add(t, l, "s", "x")
		if e := next(t, feed); e.Sequence != int64(i+1) {
			t.Fatalf("round %d: entry %d", i, e.Sequence)
		}
		cancel()
		if _, open := <-feed; open {
			t.Fatal("an entry came after the follower left")
		}
	}
}

func next(t *testing.T, feed <-chan coach.Entry) coach.Entry {
	t.Helper()
	timeout := time.NewTimer(20 * time.Second)
	defer timeout.Stop()
	select {
	case e, ok := <-feed:
		if !ok {
			t.Fatal("the follower was ended")
		}
		return e
	case <-timeout.C:
		t.Fatal("no entry came")
	}
	return coach.Entry{}
}

// TestFollowersThatComeAsTheLastOneLeaves: who comes before Redis was told that
// nobody follows any more is confirmed all the same.
func TestFollowersThatComeAsTheLastOneLeaves(t *testing.T) {
	l, _ := newLog(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				ctx, cancel := context.WithCancel(t.Context())
				feed, err := l.Follow(ctx, "s")
				cancel()
				if err != nil {
					t.Error(err)
					return
				}
				<-feed // closed as it leaves
			}
		})
	}
	all.Wait()
}
