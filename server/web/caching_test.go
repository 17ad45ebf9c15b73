package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAnswersAreNotSentTwice(t *testing.T) {
	s := serve(t)
	const path = "/api/v1/live/sessions"
	first, text := s.send(t, "GET", path, "", "Authorization", "Bearer good")
	tag := first.Header.Get("ETag")
	if !strings.HasPrefix(tag, `"`) || first.Header.Get("Cache-Control") != "private, no-cache" || text == "" {
		t.Fatalf("%v", first.Header)
	}
	for _, seen := range []string{tag, "W/" + tag, `"other", ` + tag, "*", strings.TrimSuffix(tag, `"`) + `-gzip"`} {
		again, text := s.send(t, "GET", path, "", "Authorization", "Bearer good", "If-None-Match", seen)
		if again.StatusCode != http.StatusNotModified || text != "" || again.Header.Get("ETag") != tag {
			t.Errorf("%s: %d %q", seen, again.StatusCode, text)
		}
	}
	if other, _ := s.send(t, "GET", path, "", "Authorization", "Bearer good", "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
		t.Errorf("another version: %d", other.StatusCode)
	}
	if refused, _ := s.send(t, "GET", path, "", "If-None-Match", "*"); refused.StatusCode != http.StatusUnauthorized || refused.Header.Get("ETag") != "" {
		t.Errorf("signed out: %d", refused.StatusCode)
	}
	if changed, _ := s.send(t, "POST", path, `{"consent":true}`, "Content-Type", "application/json", "Authorization", "Bearer good"); changed.Header.Get("Cache-Control") != "no-store" || changed.Header.Get("ETag") != "" {
		t.Errorf("a change: %v", changed.Header)
	}
}

func TestLongAnswersAreCompressedAndSecretsAreNot(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		method, path string
		want         string
	}{
		{"GET", "/api/v1/users/profile", "gzip"},
		{"GET", "/api/v1/live/sessions", ""}, // short
		{"POST", "/api/v1/auth/refresh", ""}, // 2,000 characters of token
	} {
		body := ""
		if c.method == "POST" {
			body = "{}"
		}
		response, text := s.send(t, c.method, c.path, body, "Authorization", "Bearer good", "Content-Type", "application/json", "Accept-Encoding", "gzip, br, zstd")
		if got := response.Header.Get("Content-Encoding"); got != c.want || response.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, %q, %d bytes", c.path, response.StatusCode, got, len(text))
		}
		if c.want != "" && len(text) > 1000 {
			t.Errorf("%s: %d bytes", c.path, len(text))
		}
	}
}
