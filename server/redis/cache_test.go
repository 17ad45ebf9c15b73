package redis_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"

	"github.com/interviewai-pro/interviewai/server/redis"
)

func TestAnswerCacheKeepsForItsTime(t *testing.T) {
	// Embedded, because time is moved and the server lost.
	mini := miniredis.RunT(t)
	client := goredis.NewClient(&goredis.Options{Addr: mini.Addr(), MaxRetries: -1, DialerRetries: 1})
	defer client.Close()
	cache := redis.NewAnswerCache(client)
	if _, ok, err := cache.Get(t.Context(), "k"); ok || err != nil {
		t.Fatalf("before Put: ok %v, %v", ok, err)
	}
	if err := cache.Put(t.Context(), "k", []byte("v"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if data, ok, err := cache.Get(t.Context(), "k"); !ok || err != nil || !bytes.Equal(data, []byte("v")) {
		t.Fatalf("after Put: %q, %v, %v", data, ok, err)
	}
	if !mini.Exists("interviewai:ai:cache:k") {
		t.Errorf("keys %v lack the prefix", mini.Keys())
	}
	mini.FastForward(time.Hour)
	if _, ok, err := cache.Get(t.Context(), "k"); ok || err != nil {
		t.Errorf("after its time: ok %v, %v", ok, err)
	}
	mini.Close()
	if _, _, err := cache.Get(t.Context(), "k"); err == nil {
		t.Error("a lost Redis reads as an empty cache without error")
	}
	if err := cache.Put(t.Context(), "k", nil, time.Hour); err == nil {
		t.Error("a lost Redis takes answers")
	}
}
