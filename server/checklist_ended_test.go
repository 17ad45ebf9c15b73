package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// TestEndedEverywhere ends sessions in one process and watches what becomes of
// their access tokens and streams in another on the same stores (rule 10). It
// logs how long that took; the bounds of the rule are one second and five.
func TestEndedEverywhere(t *testing.T) {
	shared := []string{
		"RATE_LIMITS=off", "CAPTCHA_MODE=off",
		"DOCUMENTS_KEY=" + base64.StdEncoding.EncodeToString([]byte("one-key-for-both-of-the-processes")[:32]),
		"SERVICE_TOKEN=" + serviceSecret,
		"MONGODB_URI=" + storetest.MongoDatabase(t, storetest.MongoServer(t)), "REDIS_URL=" + redistest.URL(t),
	}
	here := serveHere(t, t.TempDir(), shared...)
	there := serveHere(t, t.TempDir(), append(shared, "PUBLIC_URL="+here.url)...)
	p := here.anywhere(t, there, "Ulla")

	for _, c := range []struct {
		what string
		end  func(t *testing.T)
	}{
		{"sign-out", func(t *testing.T) {
			t.Helper()
			here.rest(t, http.MethodPost, "/api/v1/auth/logout", p.access, map[string]any{}).want(t, "sign out", http.StatusOK)
		}},
		{"password reset", func(t *testing.T) {
			t.Helper()
			here.rest(t, http.MethodPost, "/api/v1/auth/forgot-password", "", map[string]any{"email": p.email}).want(t, "forgot", http.StatusOK)
			token := tokenIn(t, oneOf(t, here, there, "password_reset", p.email))
			p.password = "New-Horse-after-reset-5"
			here.rest(t, http.MethodPost, "/api/v1/auth/reset-password", "", map[string]any{"token": token, "newPassword": p.password}).want(t, "reset", http.StatusOK)
		}},
		{"deletion", func(t *testing.T) {
			t.Helper()
			here.rest(t, http.MethodPost, "/api/v1/users/delete", p.access, map[string]any{"password": p.password}).want(t, "delete", http.StatusOK)
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			here.signIn(t, p)
			live := there.newLive(t, p)
			closed := there.watchToItsEnd(t, p, live)
			for _, r := range []*running{here, there} {
				r.rest(t, http.MethodGet, "/api/v1/users/profile", p.access, nil).want(t, "before", http.StatusOK)
			}
			token := p.access
			c.end(t)
			ended := time.Now()
			waitFor(t, "the end of the access token in the other process", func() bool {
				return there.rest(t, http.MethodGet, "/api/v1/auth/sessions", token, nil).status == http.StatusUnauthorized
			})
			dead := time.Since(ended)
			here.rest(t, http.MethodGet, "/api/v1/auth/sessions", token, nil).want(t, "here", http.StatusUnauthorized)
			select {
			case last := <-closed:
				if !strings.Contains(last, "unauthenticated") {
					t.Errorf("the stream ended with %s", last)
				}
			case <-time.After(patience):
				t.Fatal("the stream stays open")
			}
			t.Logf("access token dead after %s and stream closed after %s, in the other process", dead.Round(time.Millisecond), time.Since(ended).Round(time.Millisecond))
		})
	}
}

// anywhere registers somebody where either process may write the mails.
func (r *running) anywhere(t *testing.T, other *running, name string) *person {
	t.Helper()
	p := somebody(name)
	r.rest(t, http.MethodPost, "/api/v1/auth/register", "", p.registration("")).want(t, "register", http.StatusCreated)
	token := tokenIn(t, oneOf(t, r, other, "verify_email", p.email))
	other.rest(t, http.MethodPost, "/api/v1/auth/verify-email", "", map[string]any{"token": token}).want(t, "verify", http.StatusOK)
	return p
}

// oneOf waits for a mail that one of two processes writes.
func oneOf(t *testing.T, a, b *running, kind, to string) string {
	t.Helper()
	return waitFor(t, kind, func() string {
		if all := append(a.mails(t, kind, to), b.mails(t, kind, to)...); len(all) > 0 {
			return all[0]
		}
		return ""
	})
}

// watchToItsEnd opens a stream of a live session's events and sends the message
// it ends with.
func (r *running) watchToItsEnd(t *testing.T, p *person, live string) <-chan string {
	t.Helper()
	request := `{"sessionId":"` + live + `"}`
	head := make([]byte, envelopeHead)
	binary.BigEndian.PutUint32(head[1:], uint32(len(request))) //nolint:gosec // our own short text
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+"/interviewai.v1.LiveService/WatchLiveSession", bytes.NewReader(append(head, request...)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = bearing(p.access)
	req.Header.Set("Content-Type", "application/connect+json")
	res, err := r.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	// The first event tells that the stream is open.
	if _, err := io.ReadFull(res.Body, head[:1]); err != nil {
		t.Fatal(err)
	}
	if head[0]&endOfStream != 0 {
		t.Fatal("the stream ends at once")
	}
	closed := make(chan string, 1)
	read := make(chan struct{})
	go func() {
		defer close(read)
		text, err := io.ReadAll(res.Body)
		if err != nil {
			text = append(text, err.Error()...)
		}
		closed <- string(text)
	}()
	t.Cleanup(func() { cancel(); <-read; _ = res.Body.Close() })
	return closed
}
