package redis_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/redis"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is far more than any of this takes, also on a busy machine.
const patience = time.Minute

// open opens a Redis and runs it for the time of the test.
func open(t *testing.T, url string) *redis.Server {
	t.Helper()
	s, err := redis.Open(url)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, s.Close()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func external(t *testing.T) string {
	t.Helper()
	if url := os.Getenv("REDIS_URL"); url != "" {
		return url
	}
	m := miniredis.RunT(t)
	m.RequireUserAuth("app", "s3cret")
	return fmt.Sprintf("redis://app:s3cret@%s/1", m.Addr())
}

// TestWhatTheServerUses goes through the kinds of commands the server relies on, on both kinds of Redis.
func TestWhatTheServerUses(t *testing.T) {
	for name, url := range map[string]string{"embedded": "", "external": external(t)} {
		t.Run(name, func(t *testing.T) {
			s := open(t, url)
			c, ctx := s.Client(), t.Context()
			if s.Embedded() != (url == "") {
				t.Errorf("embedded: %t", s.Embedded())
			}
			key := "test:" + t.Name()
			t.Cleanup(func() { c.Del(context.WithoutCancel(ctx), key) })
			if ok, err := c.SetNX(ctx, key, "1", time.Hour).Result(); !ok || err != nil {
				t.Errorf("set if absent: %t, %v", ok, err)
			}
			if ok, err := c.SetNX(ctx, key, "2", time.Hour).Result(); ok || err != nil {
				t.Errorf("set if absent, again: %t, %v", ok, err)
			}
			c.Del(ctx, key)
			for i := range 3 {
				if err := c.XAdd(ctx, &goredis.XAddArgs{Stream: key, MaxLen: 2, Values: []any{"n", i}}).Err(); err != nil {
					t.Error(err)
				}
			}
			if got, err := c.XRange(ctx, key, "-", "+").Result(); err != nil || len(got) != 2 || got[0].Values["n"] != "1" {
				t.Errorf("stream: %v, %v", got, err)
			}
			c.Del(ctx, key)
			// A pipeline larger than any buffer on its way.
			value := strings.Repeat("x", 1<<16)
			replies, err := c.Pipelined(ctx, func(p goredis.Pipeliner) error {
				for range 100 {
					p.Append(ctx, key, value)
					p.GetRange(ctx, key, 0, 1<<15)
				}
				return nil
			})
			if err != nil || len(replies) != 200 {
				t.Errorf("pipeline: %d replies, %v", len(replies), err)
			}
		})
	}
}

func TestEmbeddedKeysExpire(t *testing.T) {
	s := open(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.Client().Set(ctx, "short", 1, 150*time.Millisecond).Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Client().Set(ctx, "long", 1, time.Hour).Err(); err != nil {
		t.Fatal(err)
	}
	for {
		n, err := s.Client().Exists(ctx, "short").Result()
		if err != nil {
			t.Fatalf("the key did not expire: %v", err)
		}
		if n == 0 {
			break
		}
	}
	left, err := s.Client().TTL(ctx, "long").Result()
	if err != nil || left <= time.Hour-patience || left > time.Hour-150*time.Millisecond {
		t.Errorf("the other key has %s left, %v", left, err)
	}
}

func TestEmbeddedNeedsThePassword(t *testing.T) {
	s := open(t, "")
	stranger := goredis.NewClient(&goredis.Options{Addr: s.Client().Options().Addr})
	defer func() { _ = stranger.Close() }()
	if err := stranger.Get(t.Context(), "x").Err(); err == nil || !strings.Contains(err.Error(), "NOAUTH") {
		t.Errorf("a client without password: %v", err)
	}
}

func TestOpenFails(t *testing.T) {
	for _, url := range []string{"redis://user:hidden@[::1", "unix:///run/hidden.sock", "localhost:6379"} {
		if _, err := redis.Open(url); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("opened %s: %v", url, err)
		}
	}
}

// TestOpenWithoutRedis: it is opened where nothing listens, and serves once
// something does.
func TestOpenWithoutRedis(t *testing.T) {
	m := miniredis.RunT(t)
	at := "redis://" + m.Addr()
	m.Close()
	s := open(t, at)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.Ping(ctx); err == nil {
		t.Error("nothing answered")
	}
	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(ctx); err != nil {
		t.Errorf("with a Redis: %v", err)
	}
}

// silent listens like a Redis that was stopped: it takes connections and
// commands, and says nothing.
func silent(t *testing.T) (at string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return "redis://" + listener.Addr().String()
}

// TestAPingKeepsToItsTime, and not to the seconds that the library would wait.
func TestAPingKeepsToItsTime(t *testing.T) {
	s := open(t, silent(t))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	err := s.Ping(ctx)
	// The library's own limit is three seconds, four times.
	if took := time.Since(began); err == nil || took > 2*time.Second {
		t.Errorf("%v after %v", err, took)
	}
}
