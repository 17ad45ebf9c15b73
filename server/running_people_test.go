package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/captcha"
	"github.com/interviewai-pro/interviewai/server/account/captcha/captchatest"
)

// person is somebody with an account.
type person struct {
	email, password, name string

	id, access, refresh, device string
	// session is the sign-in session of the access token.
	session string
}

// somebody is a person who has no account yet.
func somebody(name string) *person {
	return &person{email: strings.ToLower(name) + "@people.example.org", password: "Correct-Horse-" + name + "-7", name: name}
}

// registration is what somebody sends to get an account.
func (p *person) registration(captcha string) map[string]any {
	return map[string]any{
		"email": p.email, "password": p.password, "firstName": p.name, "lastName": "Of-" + p.name,
		"language": "en", "termsAccepted": true, "captcha": captcha,
	}
}

// solved is a captcha's solution; empty when the service asks for none.
func (r *running) solved(t *testing.T) string {
	t.Helper()
	if !r.settings.CaptchaOn() {
		return ""
	}
	body := r.rest(t, http.MethodGet, "/api/v1/auth/challenge", "", nil).want(t, "challenge", http.StatusOK).body
	var c captcha.Challenge
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	payload, err := captchatest.Solve(c)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

// newcomer registers somebody, verifies the address from the mail and signs in.
func (r *running) newcomer(t *testing.T, name string) *person {
	t.Helper()
	p := somebody(name)
	r.rest(t, http.MethodPost, "/api/v1/auth/register", "", p.registration(r.solved(t))).want(t, "register "+name, http.StatusCreated)
	token := tokenIn(t, r.mailed(t, "verify_email", p.email, 1))
	r.rest(t, http.MethodPost, "/api/v1/auth/verify-email", "", map[string]any{"token": token}).want(t, "verify "+name, http.StatusOK)
	r.signIn(t, p)
	return p
}

// signIn begins a session and keeps its tokens.
func (r *running) signIn(t *testing.T, p *person) {
	t.Helper()
	got := r.rest(t, http.MethodPost, "/api/v1/auth/login", "", map[string]any{
		"email": p.email, "password": p.password, "deviceToken": p.device,
	}).want(t, "sign in "+p.name, http.StatusOK)
	p.take(t, got)
}

// take keeps the tokens of an answer.
func (p *person) take(t *testing.T, got reply) {
	t.Helper()
	p.access, p.refresh = got.text("accessToken"), got.text("refreshToken")
	if device := got.text("deviceToken"); device != "" {
		p.device = device
	}
	claims := claimsOf(t, p.access)
	p.id, _ = claims["sub"].(string)
	p.session, _ = claims["sid"].(string)
	if p.id == "" || p.session == "" {
		t.Fatalf("claims %v", claims)
	}
}

// claimsOf reads a token without judging it.
func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts in a token", len(parts))
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]any{}
	if err == nil {
		err = json.Unmarshal(text, &claims)
	}
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

// mailed waits for the nth mail of a kind to an address and returns its source.
func (r *running) mailed(t *testing.T, kind, to string, nth int) string {
	t.Helper()
	return waitFor(t, fmt.Sprintf("mail %d %q to %s", nth, kind, to), func() string {
		if all := r.mails(t, kind, to); len(all) >= nth {
			return all[nth-1]
		}
		return ""
	})
}

// mails are those of a kind to an address so far, oldest first.
func (r *running) mails(t *testing.T, kind, to string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(r.dir, "outbox", "*-"+kind+"-*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	var found []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if list, err := m.Header.AddressList("To"); err == nil && len(list) == 1 && list[0].Address == to {
			found = append(found, string(text))
		}
	}
	return found
}

// tokenIn is the token of a mail's link.
func tokenIn(t *testing.T, mail string) string {
	t.Helper()
	found := regexp.MustCompile(`[?&]token=([\w.-]+)`).FindStringSubmatch(mail)
	if found == nil {
		t.Fatalf("no link in\n%s", mail)
	}
	return found[1]
}

// beside opens the service's own stores a second time, as the administrators'
// commands do: whoever has the data directory can make administrators and sign
// tokens.
func (r *running) beside(t *testing.T) *platform {
	t.Helper()
	cfg := *r.settings.Config
	if cfg.PublicURL == "" {
		cfg.PublicURL = r.url
	}
	p, closeAll, err := openOperator(t.Context(), &cfg, r.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closeAll(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// admin makes an administrator and signs in.
func (r *running) admin(t *testing.T, beside *platform, name string) *person {
	t.Helper()
	p := somebody(name)
	if _, _, err := beside.accounts.users.CreateAdmin(t.Context(), p.email, p.password); err != nil {
		t.Fatal(err)
	}
	r.signIn(t, p)
	return p
}
