package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// TestChecklist shows on the whole service what is told of security in
// docs/security.md and takes more than one part of it to be true.
func TestChecklist(t *testing.T) {
	google := oauthtest.Start(t, oauthtest.Options{})
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "SERVICE_TOKEN="+serviceSecret,
		"GOOGLE_CLIENT_ID="+google.ClientID, "GOOGLE_CLIENT_SECRET="+google.ClientSecret, "GOOGLE_ISSUER="+google.URL)
	google.Register(r.url + "/api/v1/auth/oauth/google/callback")
	beside := r.beside(t)
	p := r.newcomer(t, "Vera")
	t.Run("captcha", func(t *testing.T) { r.checkCaptcha(t) })
	t.Run("another site", func(t *testing.T) { r.checkOtherSites(t, p) })
	t.Run("OAuth", func(t *testing.T) { r.checkOAuth(t, google) })
	t.Run("unverified addresses", func(t *testing.T) { r.checkUnverified(t, google, p) })
	t.Run("export", func(t *testing.T) { r.checkExport(t, p) })
	t.Run("administrators", func(t *testing.T) { r.checkAdmin(t, beside, p) })
}

// checkCaptcha registers without, with a wrong, with a solved and with a used
// proof of work.
func (r *running) checkCaptcha(t *testing.T) {
	t.Helper()
	solved := r.solved(t)
	for n, c := range []struct {
		what, captcha string
		status        int
	}{
		{"none", "", http.StatusBadRequest},
		{"wrong", solved[:len(solved)-8] + "AAAAAAA=", http.StatusBadRequest},
		{"solved", solved, http.StatusCreated},
		{"used", solved, http.StatusBadRequest},
	} {
		got := r.rest(t, http.MethodPost, "/api/v1/auth/register", "", somebody(fmt.Sprintf("Captcha%d", n)).registration(c.captcha))
		if got.status != c.status || c.status != http.StatusCreated && !strings.Contains(string(got.body), `"captcha"`) {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

// checkOtherSites lets other sites make a browser call with its cookies, as
// fetch does and as a form does (rule 14).
func (r *running) checkOtherSites(t *testing.T, p *person) {
	t.Helper()
	body := `{}`
	browser := func(pairs ...string) http.Header {
		return with(append([]string{"Cookie", "__Host-refresh=" + p.refresh}, pairs...)...)
	}
	for _, path := range []string{"/api/v1/auth/refresh", "/interviewai.v1.AccountService/RefreshSession", "/api/v1/auth/logout", "/interviewai.v1.AccountService/SignOut"} {
		for what, h := range map[string]http.Header{
			"fetch of another site":   browser("Content-Type", "application/json", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"),
			"an older browser":        browser("Content-Type", "application/json", "Origin", "https://evil.example"),
			"another site's form":     browser("Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"),
			"text of our own site":    browser("Content-Type", "text/plain", "Sec-Fetch-Site", "same-origin", "Origin", r.url),
			"a form that looks ours":  browser("Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"),
			"a sandboxed page's call": browser("Content-Type", "application/json", "Sec-Fetch-Site", "cross-site", "Origin", "null"),
		} {
			got := r.call(t, http.MethodPost, path, h, body)
			if got.status != http.StatusForbidden || got.text("reason") != "cross_site" {
				t.Errorf("%s to %s: %v", what, path, got)
			}
		}
	}
	// Nothing was done, and our own pages may: they get cookies and no token.
	got := r.call(t, http.MethodPost, "/api/v1/auth/refresh", browser("Content-Type", "application/json", "Sec-Fetch-Site", "same-origin", "Origin", r.url), body).want(t, "our own page", http.StatusOK)
	if got.text("refreshToken") != "" || got.text("accessToken") == "" {
		t.Errorf("a browser was shown %v", got)
	}
	set := cookiesOf(got)["__Host-refresh"]
	if set == nil || !set.HttpOnly || !set.Secure || set.SameSite != http.SameSiteLaxMode || set.Path != "/" || set.Domain != "" || set.Value == p.refresh {
		t.Fatalf("cookie %v", set)
	}
	p.access, p.refresh = got.text("accessToken"), set.Value
}

func cookiesOf(got reply) map[string]*http.Cookie {
	out := map[string]*http.Cookie{}
	for _, c := range (&http.Response{Header: got.header}).Cookies() {
		out[c.Name] = c
	}
	return out
}

// checkExport asks for one's data, fetches it, and lets others try (rule 24).
func (r *running) checkExport(t *testing.T, p *person) {
	t.Helper()
	other := r.newcomer(t, "Walter")
	ask := func(p *person) reply {
		return r.rest(t, http.MethodPost, "/api/v1/users/exports", p.access, map[string]any{})
	}
	ask(p).want(t, "export", http.StatusCreated)
	r.mailed(t, "export_ready", p.email, 1)
	if second := ask(p); second.status != http.StatusTooManyRequests || second.text("reason") != "export_too_soon" || second.header.Get("Retry-After") == "" {
		t.Errorf("a second one in a week: %v", second)
	}
	one := r.exportsOf(t, p)[0]
	path := strings.TrimPrefix(one.URL, r.url)
	for what, c := range map[string]struct {
		token  string
		status int
	}{
		"nobody": {"", http.StatusUnauthorized}, "somebody else": {other.access, http.StatusNotFound}, "the owner": {p.access, http.StatusOK},
	} {
		got := r.rest(t, http.MethodGet, path, c.token, nil)
		if got.status != c.status {
			t.Errorf("%s: %d", what, got.status)
		}
		if zip := strings.HasPrefix(string(got.body), "PK"); zip != (what == "the owner") {
			t.Errorf("%s got a file: %t", what, zip)
		}
		if what == "the owner" && got.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("headers %v", got.header)
		}
	}
	if len(r.exportsOf(t, other)) != 0 {
		t.Error("somebody else's list has it")
	}
	if life := one.ExpiresAt.Sub(one.CreatedAt); life.Hours() < 48 || life.Hours() > 48.1 {
		t.Errorf("it can be fetched for %s", life)
	}
}

// checkAdmin changes a role and shuts somebody out: both hold at once.
func (r *running) checkAdmin(t *testing.T, beside *platform, p *person) {
	t.Helper()
	boss := r.admin(t, beside, "Xenia")
	put := func(token, path string, body map[string]any) reply {
		return r.rest(t, http.MethodPut, "/api/v1/admin/users/"+path, token, body)
	}
	r.signIn(t, p)
	if got := put(p.access, p.id+"/role", map[string]any{"role": "admin"}); got.status != http.StatusForbidden {
		t.Errorf("making oneself an administrator: %v", got)
	}
	put(boss.access, p.id+"/role", map[string]any{"role": "admin"}).want(t, "role", http.StatusOK)
	r.rest(t, http.MethodGet, "/api/v1/users/profile", p.access, nil).want(t, "the old role's token", http.StatusUnauthorized)
	renewed := r.rest(t, http.MethodPost, "/api/v1/auth/refresh", "", map[string]any{"refreshToken": p.refresh}).want(t, "refresh", http.StatusOK)
	p.take(t, renewed)
	r.rest(t, http.MethodGet, "/api/v1/admin/users", p.access, nil).want(t, "the new role", http.StatusOK)
	put(boss.access, p.id+"/role", map[string]any{"role": "user"}).want(t, "role", http.StatusOK)
	if got := r.rest(t, http.MethodGet, "/api/v1/admin/users", p.access, nil); got.status != http.StatusUnauthorized {
		t.Errorf("a token of the role that was taken away: %v", got)
	}
	renewed = r.rest(t, http.MethodPost, "/api/v1/auth/refresh", "", map[string]any{"refreshToken": p.refresh}).want(t, "refresh", http.StatusOK)
	p.take(t, renewed)
	r.rest(t, http.MethodGet, "/api/v1/admin/users", p.access, nil).want(t, "no longer an administrator", http.StatusForbidden)

	put(boss.access, p.id+"/suspension", map[string]any{"suspended": true, "reason": "a test"}).want(t, "suspend", http.StatusOK)
	for what, got := range map[string]reply{
		"access":  r.rest(t, http.MethodGet, "/api/v1/users/profile", p.access, nil),
		"refresh": r.rest(t, http.MethodPost, "/api/v1/auth/refresh", "", map[string]any{"refreshToken": p.refresh}),
		"sign in": r.rest(t, http.MethodPost, "/api/v1/auth/login", "", map[string]any{"email": p.email, "password": p.password, "deviceToken": p.device}),
	} {
		want := http.StatusUnauthorized
		if what == "sign in" {
			want = http.StatusForbidden
		}
		got.want(t, what+" of somebody suspended", want)
	}
	put(boss.access, p.id+"/suspension", map[string]any{"suspended": false}).want(t, "reinstate", http.StatusOK)
	r.signIn(t, p)
	var list struct{ Events []struct{ Act, By string } }
	if err := json.Unmarshal(r.rest(t, http.MethodGet, "/api/v1/users/audit-events", p.access, nil).body, &list); err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, e := range list.Events {
		told[e.Act+" by "+e.By]++
	}
	if told["role_changed by admin"] != 2 || told["account_suspended by admin"] != 1 || told["account_reinstated by admin"] != 1 {
		t.Errorf("the person's trail tells %v", told)
	}
}
