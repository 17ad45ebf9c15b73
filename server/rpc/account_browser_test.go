package rpc_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

const week = 7 * 24 * time.Hour

// consent goes through the provider's page and comes back with its code. A
// browser's headers make the attempt a browser's.
func (p *people) consent(who *person, access string, headers ...string) (started reply, code, state, binding string) {
	p.Helper()
	there := oauthtest.Ada()
	there.Subject, there.Email = "1"+strings.Trim(who.id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")+who.email, who.email
	p.google.SignIn(there)
	started = p.send(http.MethodPost, "/api/v1/auth/oauth/google/start", `{"returnTo": "/interviews", "termsAccepted": true}`, append(headers, "Authorization", bearer(access))...)
	if started.status != http.StatusOK {
		p.Fatal(started)
	}
	req, err := http.NewRequestWithContext(p.Context(), http.MethodGet, started.text("authorizationUrl"), nil)
	p.ok(err)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	res, err := transport.RoundTrip(req)
	p.ok(err)
	p.ok(res.Body.Close())
	back, err := url.Parse(res.Header.Get("Location"))
	p.ok(err)
	return started, back.Query().Get("code"), back.Query().Get("state"), started.text("binding")
}

// linked links a provider's account to somebody's.
func (p *people) linked(who *person) {
	p.Helper()
	_, code, state, binding := p.consent(who, who.access)
	got := p.send(http.MethodPost, "/api/v1/auth/oauth/google/finish", fmt.Sprintf(`{"code": %q, "state": %q, "binding": %q}`, code, state, binding))
	if got.status != http.StatusOK {
		p.Fatal(got)
	}
	// The session that linked has made room for this one.
	who.access, who.refresh = got.text("accessToken"), got.text("refreshToken")
}

// browser is what browsers say of themselves, with their cookies.
func browser(cookies ...string) []string {
	return []string{"Sec-Fetch-Site", "same-origin", "Cookie", strings.Join(cookies, "; ")}
}

// locked checks a cookie's attributes and how long it lasts.
func locked(t *testing.T, r reply, name string, life time.Duration) string {
	t.Helper()
	c := r.cookie(t, name)
	if c == nil {
		t.Fatalf("no cookie %s in %v", name, r)
	}
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("attributes: %v", c)
	}
	if c.MaxAge != int(life.Seconds()) {
		t.Errorf("%s lasts %d s, want %.0f", name, c.MaxAge, life.Seconds())
	}
	if c.Value == "" && life > 0 || c.Value != "" && life < 0 {
		t.Errorf("%s is %q", name, c.Value)
	}
	return c.Value
}

// TestABrowserNeverSeesTheRefreshToken goes from sign-in to sign-out with
// nothing but cookies.
func TestABrowserNeverSeesTheRefreshToken(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	in := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`), browser()...)
	same(t, anna.fill(`{"accessToken": "<text>", "refreshToken": "", "expiresIn": 900, "deviceToken": "", "restored": false, "user": `+profileJSON+`}`), in.object())
	first := locked(t, in, cookie.Refresh, week)
	locked(t, in, cookie.Device, cookie.DeviceLife)

	again := p.send(http.MethodPost, "/api/v1/auth/refresh", "", browser(cookie.Refresh+"="+first)...)
	same(t, `{"accessToken": "<text>", "refreshToken": "", "expiresIn": 900}`, again.object())
	second := locked(t, again, cookie.Refresh, week)
	if second == first {
		t.Error("the refresh token is the old one")
	}

	out := p.send(http.MethodPost, "/api/v1/auth/logout", "", browser(cookie.Refresh+"="+second)...)
	same(t, `{"success": true, "message": "Logged out successfully"}`, out.object())
	if c := out.cookie(t, cookie.Refresh); c == nil || c.MaxAge >= 0 || c.Value != "" || !c.HttpOnly || !c.Secure {
		t.Errorf("the cookie stays: %v", c)
	}
	// A dead cookie is good for nothing but being forgotten.
	dead := browser(cookie.Refresh + "=" + second)
	got := p.send(http.MethodPost, "/api/v1/auth/refresh", "", dead...)
	if got.status != http.StatusUnauthorized {
		t.Error("after signing out:", got)
	}
	locked(t, got, cookie.Refresh, -time.Second)
	for _, token := range []string{second, "rubbish"} {
		got = p.send(http.MethodPost, "/api/v1/auth/logout", "", browser(cookie.Refresh+"="+token)...)
		if got.status != http.StatusOK {
			t.Error("signing out again:", got)
		}
		locked(t, got, cookie.Refresh, -time.Second)
	}
	if got := p.send(http.MethodPost, "/api/v1/auth/logout", "", browser()...); got.status != http.StatusUnauthorized || got.text("reason") != "invalid_token" {
		t.Error("with nothing to sign out of:", got)
	}
}

// TestABrowserHasOneSession holds that signing in again ends the session whose
// cookie is replaced, and that ending all leaves no cookie behind.
func TestABrowserHasOneSession(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	login := func(cookies ...string) (token string) {
		in := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`), browser(cookies...)...)
		anna.access = in.text("accessToken")
		return locked(t, in, cookie.Refresh, week)
	}
	first := login()
	second := login(cookie.Refresh + "=" + first)
	if got := p.send(http.MethodPost, "/api/v1/auth/refresh", "", browser(cookie.Refresh+"="+first)...); got.status != http.StatusUnauthorized || got.text("reason") != "session_ended" {
		t.Error("the first session:", got)
	}
	got := p.send(http.MethodPost, "/api/v1/auth/sessions/revoke-all", `{"includeCurrent": true}`,
		append(browser(cookie.Refresh+"="+second), "Authorization", bearer(anna.access))...)
	if got.status != http.StatusOK {
		t.Error(got)
	}
	locked(t, got, cookie.Refresh, -time.Second)
}

// TestOtherSitesCannotUseTheCookie holds that only our own pages refresh and
// sign out by cookie.
func TestOtherSitesCannotUseTheCookie(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	for _, path := range []string{"/api/v1/auth/refresh", "/api/v1/auth/logout"} {
		got := p.send(http.MethodPost, path, "", "Sec-Fetch-Site", "cross-site", "Cookie", cookie.Refresh+"="+anna.refresh)
		if got.status != http.StatusForbidden || got.text("reason") != "cross_site" || got.cookie(t, cookie.Refresh) != nil {
			t.Error(path, got)
		}
	}
	if got := p.send(http.MethodPost, "/api/v1/auth/refresh", "", browser(cookie.Refresh+"="+anna.refresh)...); got.status != http.StatusOK {
		t.Error("her session was touched:", got)
	}
}

// TestRemembered holds how long the cookies of remembered sign-ins last, and
// that a refresh never puts the end off beyond thirty days.
func TestRemembered(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	in := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}", "rememberMe": true}`), browser()...)
	token := locked(t, in, cookie.Refresh, 30*24*time.Hour)
	p.pass(20 * 24 * time.Hour)
	again := p.send(http.MethodPost, "/api/v1/auth/refresh", "", browser(cookie.Refresh+"="+token)...)
	c := again.cookie(t, cookie.Refresh)
	if again.status != http.StatusOK || c == nil {
		t.Fatal(again)
	}
	if days := float64(c.MaxAge) / (24 * 3600); days < 9.9 || days > 10 {
		t.Errorf("20 days later it lasts %.2f days more", days)
	}
}

// TestOtherProgramsGetTokensInTheBody holds that what keeps no cookies needs
// none.
func TestOtherProgramsGetTokensInTheBody(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	for site, shown := range map[string]bool{"": true, "cross-site": true, "same-origin": false, "same-site": false, "none": false} {
		got := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`), "Sec-Fetch-Site", site)
		if got.status != http.StatusOK || (got.text("refreshToken") != "") != shown || (got.text("deviceToken") != "") != shown {
			t.Errorf("from %q: %v", site, got)
		}
		if c := got.cookie(t, cookie.Refresh); c == nil || shown && c.Value != got.text("refreshToken") {
			t.Errorf("from %q: cookie %v", site, c)
		}
	}
	out := p.send(http.MethodPost, "/api/v1/auth/logout", anna.fill(`{"refreshToken": "{refresh}"}`))
	if out.status != http.StatusOK {
		t.Error("by the token in the body:", out)
	}
	if got := p.send(http.MethodPost, "/api/v1/auth/refresh", anna.fill(`{"refreshToken": "{refresh}"}`)); got.status != http.StatusUnauthorized {
		t.Error("after signing out:", got)
	}
}

// TestAKnownBrowserIsNotLockedOutByStrangers holds that the device cookie
// speaks for the browser that has it.
func TestAKnownBrowserIsNotLockedOutByStrangers(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	sign := func(password string, headers []string) reply {
		t.Helper()
		return p.send(http.MethodPost, "/api/v1/auth/login", fmt.Sprintf(`{"email": %q, "password": %q}`, anna.email, password), headers...)
	}
	for range 5 {
		sign("Wrong horse 7!", nil)
	}
	if got := sign(rightPassword, nil); got.status != http.StatusTooManyRequests || got.text("reason") != "account_locked" {
		t.Error("a stranger:", got)
	}
	if got := sign(rightPassword, browser(cookie.Device+"="+anna.device)); got.status != http.StatusOK {
		t.Error("her own browser:", got)
	}
	if got := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}", "deviceToken": "{device}"}`)); got.status != http.StatusOK {
		t.Error("her own program:", got)
	}
}

// TestSignInThroughAProvider holds what a browser keeps of an attempt, and that
// nobody else's browser can finish it.
func TestSignInThroughAProvider(t *testing.T) {
	p := servePeople(t)
	newcomer := &person{id: "N", email: "newcomer@example.org"}
	started, code, state, shown := p.consent(newcomer, "", browser()...)
	binding := locked(t, started, cookie.OAuth, cookie.OAuthLife)
	if shown != "" {
		t.Error("a script could read the binding")
	}
	finish := func(headers ...string) reply {
		return p.send(http.MethodPost, "/api/v1/auth/oauth/google/finish", fmt.Sprintf(`{"code": %q, "state": %q}`, code, state), headers...)
	}
	done := finish(browser(cookie.OAuth + "=" + binding)...)
	if done.status != http.StatusOK || done.object()["created"] != true || done.text("returnTo") != "/interviews" || done.text("refreshToken") != "" {
		t.Fatal(done)
	}
	profile, _ := done.object()["user"].(map[string]any)
	if profile["email"] != newcomer.email || profile["hasPassword"] != false || fmt.Sprint(profile["providers"]) != "[google]" || profile["firstName"] != "Ada" {
		t.Errorf("profile %v", profile)
	}
	locked(t, done, cookie.Refresh, week)
	locked(t, done, cookie.Device, cookie.DeviceLife)
	if c := done.cookie(t, cookie.OAuth); c == nil || c.MaxAge >= 0 || c.Value != "" {
		t.Errorf("the attempt's cookie stays: %v", c)
	}
	if got := p.send(http.MethodDelete, "/api/v1/auth/oauth/google", "", "Authorization", bearer(done.text("accessToken"))); got.status != http.StatusConflict || got.text("reason") != "only_way_in" {
		t.Error("unlinking the only way in:", got)
	}
	for what, cookies := range map[string][]string{"no cookie": nil, "another browser's": {cookie.OAuth + "=somebody-elses"}} {
		_, code, state, _ = p.consent(newcomer, "", browser()...)
		if got := finish(browser(cookies...)...); got.status != http.StatusBadRequest || got.text("reason") != "oauth_state_invalid" || got.cookie(t, cookie.Refresh) != nil {
			t.Errorf("%s: %v", what, got)
		}
	}
}
