package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/interviewai-pro/interviewai/server/rpc"
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

// asked is the surface over some checks, without a network: time is virtual.
func asked(t *testing.T, checks ...web.Check) func(ctx context.Context, path string) (status int, took time.Duration) {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	health := web.NewHealth(time.Now, logger, checks...)
	health.SetReady(true)
	handler, err := web.New(web.Options{Health: health, Metrics: prometheus.NewRegistry(), Logger: logger, Admission: &rpc.Admission{}})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, path string) (int, time.Duration) {
		began := time.Now()
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, path, http.NoBody))
		return w.Code, time.Since(began)
	}
}

// TestDegradedIsNotDead: what is not required and silent costs readiness
// nothing, and /health no more than its patience, whether or not the ping keeps
// to its context. One that does not return is not joined by others.
func TestDegradedIsNotDead(t *testing.T) {
	for name, keepsToContext := range map[string]bool{"slow": true, "stuck": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var pings atomic.Int64
				silence := make(chan struct{})
				get := asked(t,
					web.Check{Name: "database", Required: true, Ping: func(context.Context) error { return nil }},
					web.Check{Name: "redis", Ping: func(ctx context.Context) error {
						pings.Add(1)
						if keepsToContext {
							<-ctx.Done()
							return ctx.Err()
						}
						<-silence
						return errors.New("too late")
					}})
				if status, took := get(t.Context(), "/readyz"); status != http.StatusOK || took != 0 {
					t.Errorf("/readyz: %d after %v", status, took)
				}
				if status, took := get(t.Context(), "/health"); status != http.StatusOK || took != 2*time.Second {
					t.Errorf("/health: %d after %v", status, took)
				}
				for range 3 {
					<-time.After(time.Minute)
					if status, took := get(t.Context(), "/health"); status != http.StatusOK || took > 2*time.Second {
						t.Errorf("/health again: %d after %v", status, took)
					}
				}
				want := int64(4)
				if !keepsToContext {
					want = 1
				}
				if pings.Load() != want {
					t.Errorf("%d pings, want %d", pings.Load(), want)
				}
				close(silence)
				synctest.Wait()
				if get(t.Context(), "/health"); !keepsToContext && pings.Load() != 2 {
					t.Errorf("%d pings after the first returned, want 2", pings.Load())
				}
			})
		})
	}
}

// TestProbesShareAPing: whoever asks at the same time or within a second gets
// the same answer, also when the first of them hangs up.
func TestProbesShareAPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var pings atomic.Int64
		get := asked(t, web.Check{Name: "database", Required: true, Ping: func(ctx context.Context) error {
			pings.Add(1)
			select {
			case <-time.After(time.Second):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}})
		var all sync.WaitGroup
		all.Go(func() {
			ctx, hangUp := context.WithTimeout(t.Context(), time.Millisecond)
			defer hangUp()
			get(ctx, "/health")
		})
		synctest.Wait()
		for _, path := range []string{"/health", "/readyz"} {
			for range 50 {
				all.Go(func() {
					if status, took := get(t.Context(), path); status != http.StatusOK || took != time.Second {
						t.Errorf("%s: %d after %v", path, status, took)
					}
				})
			}
		}
		all.Wait()
		<-time.After(time.Second - time.Millisecond)
		if status, took := get(t.Context(), "/health"); status != http.StatusOK || took != 0 {
			t.Errorf("within a second: %d after %v", status, took)
		}
		if pings.Load() != 1 {
			t.Errorf("%d pings within a second", pings.Load())
		}
		<-time.After(time.Millisecond)
		if get(t.Context(), "/readyz"); pings.Load() != 2 {
			t.Errorf("%d pings in all, want 2", pings.Load())
		}
	})
}
