package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// embeddedDocuments has the documents in the data directory wherever the suite
// runs: operators' commands and developers' tokens find them there.
const embeddedDocuments = "MONGODB_URI="

// TestStartsWithoutRedis: the service starts while nothing listens at REDIS_URL,
// says so once, is ready, refuses what needs Redis so that clients try again,
// and recovers by itself. Operators' commands work all the time.
func TestStartsWithoutRedis(t *testing.T) {
	m := miniredis.RunT(t)
	at := "REDIS_URL=redis://" + m.Addr()
	m.Close()
	data := filepath.Join(t.TempDir(), "data")
	r := serveHere(t, data, at, embeddedDocuments, "RATE_LIMITS=off")
	token := developmentToken(t, data)
	r.rest(t, http.MethodGet, "/readyz", "", nil).want(t, "ready", http.StatusOK)
	if health := r.rest(t, http.MethodGet, "/health", "", nil); health.text("status") != "degraded" || health.text("redis") != "disconnected" {
		t.Errorf("health: %s", health)
	}
	if n := strings.Count(r.log.String(), "redis does not answer; the service runs without it"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	if !strings.Contains(r.log.String(), "REDIS_URL, which does not answer") {
		t.Error("the start-up note does not say so")
	}
	r.refusesLiveSessions(t, token)
	got := invoke([]string{at}, "admin", "reset-password", "--data", data, "--email", "ada@example.org")
	if got.status != 0 || got.stderr != "" || !strings.Contains(got.stdout, "/reset-password?token=") {
		t.Errorf("reset-password: %+v", got)
	}
	if got := invoke([]string{at}, "admin", "sweep", "--data", data); got.status != 0 || got.stderr != "" {
		t.Errorf("sweep: %+v", got)
	}

	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	id := ""
	waitFor(t, "a live session", func() bool {
		created := r.rest(t, http.MethodPost, "/api/v1/live/sessions", token, map[string]any{"consent": true})
		session, _ := created.object()["session"].(map[string]any)
		id, _ = session["id"].(string)
		return created.status == http.StatusCreated
	})
	waitFor(t, "health", func() bool { return r.rest(t, http.MethodGet, "/health", "", nil).text("redis") == "connected" })

	// And away again: what stands in documents is served.
	m.Close()
	r.rest(t, http.MethodGet, "/api/v1/live/sessions/"+id, token, nil).want(t, "the session", http.StatusOK)
	r.rest(t, http.MethodGet, "/api/v1/live/sessions", token, nil).want(t, "the list", http.StatusOK)
	r.refusesLiveSessions(t, token)
}

// TestASilentRedisHoldsNothingUp: it takes connections and never answers.
func TestASilentRedisHoldsNothingUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // the test is over
	data := filepath.Join(t.TempDir(), "data")
	r := serveHere(t, data, "REDIS_URL=redis://"+listener.Addr().String(), embeddedDocuments)
	token := developmentToken(t, data)
	began := time.Now()
	r.rest(t, http.MethodGet, "/readyz", "", nil).want(t, "ready", http.StatusOK)
	if took := time.Since(began); took > time.Second {
		t.Errorf("/readyz took %v", took)
	}
	began = time.Now()
	if health := r.rest(t, http.MethodGet, "/health", "", nil); health.status != http.StatusOK || health.text("status") != "degraded" {
		t.Errorf("health: %s", health)
	}
	if took := time.Since(began); took > 2500*time.Millisecond {
		t.Errorf("/health took %v", took)
	}
	began = time.Now()
	r.refusesLiveSessions(t, token)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the refusal took %v", took)
	}
}

func TestMalformedRedisURLStopsTheStart(t *testing.T) {
	s, _, err := readSettings([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}, []string{"MEDIA_UDP_ADDR=127.0.0.1:0", "REDIS_URL=redis://user:hidden@[::1"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := runService(t.Context(), s, io.Discard, &said); err == nil || !strings.Contains(err.Error(), "REDIS_URL") || strings.Contains(err.Error()+said.String(), "hidden") {
		t.Errorf("started: %v\n%s", err, &said)
	}
}

// refusesLiveSessions holds a new live session's refusal to what makes clients
// try again.
func (r *running) refusesLiveSessions(t *testing.T, token string) {
	t.Helper()
	got := r.rest(t, http.MethodPost, "/api/v1/live/sessions", token, map[string]any{"consent": true})
	if got.status != http.StatusServiceUnavailable || !strings.Contains(string(got.body), "events_unavailable") || got.header.Get("Retry-After") == "" {
		t.Errorf("a live session without Redis: %s, %v", got, got.header)
	}
}

// developmentToken signs ada in as a developer does.
func developmentToken(t *testing.T, data string) string {
	t.Helper()
	got := invoke(nil, "token", "--data", data, "--email", "ada@example.org")
	if got.status != 0 {
		t.Fatalf("token: %+v", got)
	}
	return strings.TrimSpace(got.stdout)
}
