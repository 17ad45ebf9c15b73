package web_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/web"
)

func TestProvidersAreAskedRarely(t *testing.T) {
	var asked, seconds atomic.Int64
	var down atomic.Bool
	now := func() time.Time { return time.Unix(1e9+seconds.Load(), 0) }
	s := serveWith(t, func(o *web.Options) {
		o.Health = web.NewHealth(now, slog.New(slog.DiscardHandler),
			web.Check{Name: "openai", Every: time.Minute, Ping: func(context.Context) error {
				asked.Add(1)
				if down.Load() {
					return errors.New("down")
				}
				return nil
			}},
			web.Check{Name: "stripe", Unconfigured: true})
	})
	health := func(contains ...string) {
		t.Helper()
		s.play(t, scenario{method: "GET", path: "/health", status: 200, contains: contains})
	}
	good := []string{`"status":"ok"`, `"openai":"connected"`, `"stripe":"not_configured"`, `"stripe":{"status":"not_configured","latencyMs":0}`}
	health(good...)
	down.Store(true)
	seconds.Add(59)
	health(good...)
	if asked.Load() != 1 {
		t.Errorf("asked %d times within a minute", asked.Load())
	}
	seconds.Add(1)
	health(`"status":"degraded"`, `"openai":"disconnected"`)
	if asked.Load() != 2 {
		t.Errorf("asked %d times in all", asked.Load())
	}
}
