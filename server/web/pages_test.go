package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/web"
)

func TestOpeningAPageChangesNothingAndItsButtonDoes(t *testing.T) {
	s := serve(t)
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		path, entered    string
		status           int
		contains, lacks  string
		buttonBeforehand bool
	}{
		{"/verify-email", "token=t", 200, "from 127.0.0.1 by", "<button", true},
		{"/verify-email", "token=used", 400, "This link was used already.", "<button", true},
		{"/verify-email", "", 400, "This link is not complete", "<button", false},
		{"/reset-password", "token=t&password=12345678&again=12345678", 200, "Sign in with T", "12345678", true},
		{"/reset-password", "token=t&password=12345678&again=87654321", 400, "not the same", "12345678", true},
		{"/reset-password", "token=t&password=short&again=short", 400, "Use at least 8 characters.", "value=\"short", true},
		{"/confirm-email-change", "token=t", 200, "One more address.", "<button", true},
		{"/restore-account", "token=t", 200, "Welcome back.", "<button", true},
		{"/restore-account", "token=" + url.QueryEscape(`"><script>alert(1)</script>`), 200, "Welcome back.", "<script", true},
		{"/restore-account", "token=t&filler=" + strings.Repeat("x", 9000), 400, "could not be read", "<button", true},
	} {
		t.Run(c.path+"?"+c.entered[:min(len(c.entered), 40)], func(t *testing.T) {
			values, err := url.ParseQuery(c.entered)
			if err != nil {
				t.Fatal(err)
			}
			response, page := s.send(t, "GET", c.path+"?"+url.Values{"token": values["token"]}.Encode(), "")
			h := response.Header
			policy := h.Get("Content-Security-Policy")
			if response.StatusCode != http.StatusOK || h.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") ||
				h.Get("Cache-Control") != "no-store" || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
				t.Errorf("%d %v", response.StatusCode, h)
			}
			if strings.Contains(page, "<button") != c.buttonBeforehand || strings.Contains(page, "Welcome") || strings.Contains(page, "from 127") || strings.Contains(page, "<script") {
				t.Errorf("before anything was sent: %s", page)
			}
			// With our cookies, as a browser would send them: they are not needed.
			response, page = s.send(t, "POST", c.path, c.entered, "Content-Type", form, "Cookie", "__Host-refresh=r", "Sec-Fetch-Site", "same-origin", "Origin", "null")
			if response.StatusCode != c.status || !strings.Contains(page, c.contains) || strings.Contains(page, c.lacks) {
				t.Errorf("%d, want %d with %q, without %q: %s", response.StatusCode, c.status, c.contains, c.lacks, page)
			}
		})
	}
	if response, _ := s.send(t, "GET", "/account/page.css", ""); response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/css") {
		t.Errorf("style: %d %v", response.StatusCode, response.Header)
	}
	if _, page := s.send(t, "GET", "/account/signed-in", ""); !strings.Contains(page, "You are signed in") {
		t.Error(page)
	}
}

func TestPagesCallOnBehalfOfThePersonAtThem(t *testing.T) {
	s := serve(t)
	_, page := s.send(t, "POST", "/verify-email", "token=t", "Content-Type", "application/x-www-form-urlencoded", "User-Agent", "Firefox", "X-Forwarded-For", "203.0.113.9")
	if !strings.Contains(page, "from 127.0.0.1 by Firefox") {
		t.Error(page)
	}
}

func TestComingBackFromAProvider(t *testing.T) {
	s := serveWith(t, func(o *web.Options) { o.PublicURL = "https://app.example/" })
	const callback = "/api/v1/auth/oauth/google/callback?"
	bound := []string{"Cookie", "__Host-oauth=binding; __Host-refresh=other", "Sec-Fetch-Site", "cross-site"}
	for state, want := range map[string]string{
		"/interviews?x=1": "https://app.example/interviews?x=1", "//evil.example": "https://app.example/account/signed-in",
		`/\evil.example`: "https://app.example/account/signed-in", "https://evil.example/": "https://app.example/account/signed-in",
		"@evil.example": "https://app.example/account/signed-in",
	} {
		response, _ := s.send(t, "GET", callback+url.Values{"code": {"c"}, "state": {state}}.Encode(), "", bound...)
		cookies := strings.Join(response.Header.Values("Set-Cookie"), "\n")
		if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != want || !strings.Contains(cookies, "__Host-refresh=fresh; Path=/; HttpOnly; Secure; SameSite=Lax") {
			t.Errorf("%s: %d to %s with %s", state, response.StatusCode, response.Header.Get("Location"), cookies)
		}
	}
	if response, page := s.send(t, "GET", callback+"code=new&state=/", "", bound...); response.StatusCode != http.StatusBadRequest || !strings.Contains(page, `href="/register"`) {
		t.Errorf("somebody new: %d %s", response.StatusCode, page)
	}
	for name, c := range map[string]struct{ query, words string }{
		"another browser":  {"code=c&state=/", "did not begin in this browser"},
		"refused":          {"error=access_denied&error_description=%3Cscript%3E", "You did not allow it."},
		"provider is down": {"error=server_error", "Try again in a few minutes"},
		"no code":          {"state=/", "You are not signed in"},
		"overlong":         {"code=" + strings.Repeat("x", 5000), "too long"},
	} {
		response, page := s.send(t, "GET", callback+c.query, "")
		if response.StatusCode != http.StatusBadRequest || !strings.Contains(page, c.words) || strings.Contains(page, "<script") || strings.Contains(page, "secret-access") {
			t.Errorf("%s: %d %s", name, response.StatusCode, page)
		}
	}
}
