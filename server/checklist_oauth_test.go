package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// browserHeader is what a browser on our own page sends.
func (r *running) browserHeader(cookies string) http.Header {
	return with("Content-Type", "application/json", "Sec-Fetch-Site", "same-origin", "Origin", r.url, "Cookie", cookies)
}

// begin starts an attempt in a browser, goes to the provider, and returns where
// that sends the person and the cookie that binds the attempt.
func (r *running) begin(t *testing.T, google *oauthtest.Server) (back url.Values, binding string) {
	t.Helper()
	started := r.call(t, http.MethodPost, "/api/v1/auth/oauth/google/start", r.browserHeader(""), `{"returnTo":"/interviews","termsAccepted":true}`).want(t, "start", http.StatusOK)
	if started.text("binding") != "" {
		t.Error("a browser's script can read the binding")
	}
	c := cookiesOf(started)["__Host-oauth"]
	if c == nil || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookie %v", c)
	}
	query := started.text("authorizationUrl")
	for _, part := range []string{"code_challenge_method=S256", "code_challenge=", "state="} {
		if !strings.Contains(query, part) {
			t.Errorf("no %s in %s", part, query)
		}
	}
	return google.Visit(t, query), "__Host-oauth=" + c.Value
}

// callback is what the browser does when the provider sends it back.
func (r *running) callback(t *testing.T, back url.Values, cookies string) reply {
	t.Helper()
	return r.call(t, http.MethodGet, "/api/v1/auth/oauth/google/callback?"+back.Encode(),
		with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Cookie", cookies), "")
}

// checkOAuth signs in through a provider in a browser, and tries what must be
// refused (rule 12).
func (r *running) checkOAuth(t *testing.T, google *oauthtest.Server) {
	t.Helper()
	google.SignIn(oauthtest.User{Subject: "4711", GivenName: "Zoe", FamilyName: "Z", Email: "zoe@people.example.org", EmailVerified: true})
	refused := func(what string, back url.Values, cookies string) {
		t.Helper()
		if got := r.callback(t, back, cookies); got.status != http.StatusBadRequest || cookiesOf(got)["__Host-refresh"] != nil {
			t.Errorf("%s: %d with %v", what, got.status, cookiesOf(got))
		}
	}
	back, _ := r.begin(t, google)
	_, otherBinding := r.begin(t, google)
	changed := func(name, value string) url.Values {
		out := url.Values{}
		for k, v := range back {
			out[k] = v
		}
		out.Set(name, value)
		return out
	}
	refused("no cookie", back, "")
	back, _ = r.begin(t, google)
	refused("another browser's cookie", back, otherBinding)
	back, binding := r.begin(t, google)
	refused("no state", changed("state", ""), binding)
	refused("made-up state", changed("state", back.Get("state")+"x"), binding)
	back, binding = r.begin(t, google)
	got := r.callback(t, back, binding).want(t, "the right one", http.StatusSeeOther)
	if where := got.header.Get("Location"); where != r.url+"/interviews" {
		t.Errorf("sent to %s", where)
	}
	session := cookiesOf(got)["__Host-refresh"]
	if session == nil || cookiesOf(got)["__Host-oauth"] == nil || cookiesOf(got)["__Host-oauth"].MaxAge >= 0 {
		t.Fatalf("cookies %v", got.header["Set-Cookie"])
	}
	refused("once more", back, binding)
	renewed := r.call(t, http.MethodPost, "/api/v1/auth/refresh", r.browserHeader("__Host-refresh="+session.Value), "{}").want(t, "refresh", http.StatusOK)
	profile := r.rest(t, http.MethodGet, "/api/v1/users/profile", renewed.text("accessToken"), nil).want(t, "profile", http.StatusOK)
	if profile.text("email") != "zoe@people.example.org" {
		t.Errorf("signed in as %s", profile)
	}
}

// checkUnverified holds that a provider's unverified address opens nobody's
// account, and that a verified one takes an account over from whoever made it
// with an address they could not read (rule 13).
func (r *running) checkUnverified(t *testing.T, google *oauthtest.Server, p *person) {
	t.Helper()
	google.SignIn(oauthtest.User{Subject: "6660", GivenName: "Mallory", FamilyName: "M", Email: p.email, EmailVerified: false})
	back, binding := r.begin(t, google)
	if got := r.callback(t, back, binding); cookiesOf(got)["__Host-refresh"] != nil {
		t.Errorf("an unverified address opened an account: %d", got.status)
	}
	squatter := somebody("Yvonne")
	r.rest(t, http.MethodPost, "/api/v1/auth/register", "", squatter.registration(r.solved(t))).want(t, "register", http.StatusCreated)
	google.SignIn(oauthtest.User{Subject: "6661", GivenName: "Yvonne", FamilyName: "Y", Email: squatter.email, EmailVerified: true})
	back, binding = r.begin(t, google)
	if got := r.callback(t, back, binding).want(t, "the owner of the address", http.StatusSeeOther); cookiesOf(got)["__Host-refresh"] == nil {
		t.Error("the owner of the address is not let in")
	}
	got := r.rest(t, http.MethodPost, "/api/v1/auth/login", "", map[string]any{"email": squatter.email, "password": squatter.password})
	if got.status != http.StatusUnauthorized || got.text("reason") != "invalid_credentials" {
		t.Errorf("the squatter's password: %v", got)
	}
}
