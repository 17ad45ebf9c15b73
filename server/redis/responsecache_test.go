package redis_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// process is one of several with a cache on the same Redis.
type process struct {
	t *testing.T
	*redis.ResponseCache
}

func caches(t *testing.T, at string) process {
	t.Helper()
	return process{t, redis.NewResponseCache(quickOn(t, at), time.Now)}
}

func empty() proto.Message { return &wrapperspb.StringValue{} }

// look returns what is kept, and how to keep.
func (p process) look(key string, tags ...string) (string, func(context.Context, proto.Message)) {
	p.t.Helper()
	answer, keep := p.Look(p.t.Context(), key, tags, empty)
	if answer == nil {
		return "", keep
	}
	return answer.(*wrapperspb.StringValue).GetValue(), keep
}

// read reads through the cache, and returns what it got.
func (p process) read(key, fresh string, tags ...string) string {
	p.t.Helper()
	found, keep := p.look(key, tags...)
	if found != "" {
		return found
	}
	if keep != nil {
		keep(p.t.Context(), wrapperspb.String(fresh))
	}
	return fresh
}

// paid waits until the process may keep answers again.
func (p process) paid(key string, tags ...string) {
	p.t.Helper()
	eventually(p.t, func() bool { _, keep := p.look(key, tags...); return keep != nil })
}

func (p process) expect(want, key, fresh string, tags ...string) {
	p.t.Helper()
	// A busy machine may take longer than the cache's patience; then the fresh
	// value comes, as it must, and the next try is served.
	eventually(p.t, func() bool { return p.read(key, fresh, tags...) == want })
}

func TestAnswersAreSharedAndForgottenByTag(t *testing.T) {
	at := redistest.URL(t)
	a, b := caches(t, at), caches(t, at)
	a.expect("first", "profile", "first", "user:ada")
	a.expect("other", "another profile", "other", "user:bob")
	b.expect("first", "profile", "later", "user:ada")
	b.Invalidate(t.Context(), "user:ada")
	a.expect("second", "profile", "second", "user:ada")
	b.expect("second", "profile", "later", "user:ada")
	b.expect("other", "another profile", "later", "user:bob")

	server := redistest.Connect(t, at)
	keys, err := server.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) == 0 {
		t.Errorf("keys %v, %v", keys, err)
	}
	for _, key := range keys {
		lives, err := server.TTL(t.Context(), key).Result()
		if err != nil || lives <= 0 || !strings.HasPrefix(key, "interviewai:cache:api:") || strings.Contains(key, "profile") {
			t.Errorf("key %s lives %v, %v", key, lives, err)
		}
	}
}

func TestAnswersGrowOld(t *testing.T) {
	m := miniredis.RunT(t)
	a := caches(t, "redis://"+m.Addr())
	a.expect("first", "profile", "first", "user:ada")
	m.FastForward(5*time.Minute + time.Second)
	a.expect("second", "profile", "second", "user:ada")
}

func TestWhatWasReadBeforeAChangeIsNotKept(t *testing.T) {
	at := redistest.URL(t)
	a, b := caches(t, at), caches(t, at)
	_, keep := a.look("profile", "user:ada")
	// Between reading and keeping, it changes elsewhere.
	b.Hold(t.Context(), "user:ada")
	b.Invalidate(t.Context(), "user:ada")
	keep(t.Context(), wrapperspb.String("old"))
	for _, p := range []process{a, b} {
		if found, _ := p.look("profile", "user:ada"); found != "" {
			t.Errorf("%q is served", found)
		}
	}
	// The same with Redis emptied in between: generations do not start anew.
	_, keep = a.look("profile", "user:ada")
	if err := redistest.Connect(t, at).FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	b.Invalidate(t.Context(), "user:ada")
	keep(t.Context(), wrapperspb.String("old"))
	if found, _ := b.look("profile", "user:ada"); found != "" {
		t.Errorf("%q is served", found)
	}
}

func TestNothingIsServedWhileItChanges(t *testing.T) {
	m := miniredis.RunT(t)
	a, b := caches(t, "redis://"+m.Addr()), caches(t, "redis://"+m.Addr())
	a.expect("first", "profile", "first", "user:ada")
	b.Hold(t.Context(), "user:ada")
	if found, keep := a.look("profile", "user:ada"); found != "" || keep != nil {
		t.Errorf("%q is served, or something may be kept", found)
	}
	// The process that holds it dies. Half a minute later all is as if it changed.
	m.FastForward(31 * time.Second)
	a.expect("second", "profile", "second", "user:ada")
}

func TestAChangeThatCouldNotBeToldIsOwed(t *testing.T) {
	m := miniredis.RunT(t)
	a, b := caches(t, "redis://"+m.Addr()), caches(t, "redis://"+m.Addr())
	b.expect("first", "profile", "first", "user:ada")
	m.SetError("LOADING")
	b.Invalidate(t.Context(), "user:ada")
	if found, keep := b.look("profile", "user:ada"); found != "" || keep != nil {
		t.Errorf("%q is served without Redis", found)
	}
	m.SetError("")
	if found, keep := b.look("profile", "user:ada"); found != "" || keep != nil {
		t.Errorf("%q is served before the debt is paid", found)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	b.paid("profile", "user:ada")
	b.expect("second", "profile", "second", "user:ada")
	a.expect("second", "profile", "later", "user:ada")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestManyDebtsBecomeOne(t *testing.T) {
	m := miniredis.RunT(t)
	a, b := caches(t, "redis://"+m.Addr()), caches(t, "redis://"+m.Addr())
	a.expect("first", "profile", "first", "user:ada")
	m.SetError("LOADING")
	for i := range 1100 {
		b.Invalidate(t.Context(), "user:"+strings.Repeat("x", i%37)+string(rune('a'+i%26))+strings.Repeat("y", i/37))
	}
	m.SetError("")
	if found, keep := b.look("unrelated", "user:carol"); found != "" || keep != nil {
		t.Errorf("%q is served although everything is owed", found)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	b.paid("unrelated", "user:carol")
	b.expect("kept", "unrelated", "kept", "user:carol")
	a.expect("second", "profile", "second", "user:ada")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
