package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKnownAndUnknownTakeTheSameTime measures what a stranger could (rule 3):
// whether an address has an account shows in neither the answer nor the time of
// register, sign-in and forgot-password. It compares the quickest of many calls,
// which a busy machine slows least: without the work on the password it would be
// a small part of the other.
func TestKnownAndUnknownTakeTheSameTime(t *testing.T) {
	const samples = 20
	cheaper := func(s *settings) { s.hashCost = 9 } // some 20 ms: far more than all else
	r := serveWith(t, cheaper, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off", "TRUSTED_PROXIES=127.0.0.0/8")
	known := r.newcomer(t, "Nora")
	// Each call comes from an address of its own, and each unknown address is
	// asked for once: locks and limits by address are not what is measured.
	from := netip.MustParseAddr("198.18.0.1")
	for _, c := range []struct {
		path   string
		status int
		body   func(email string) string
	}{
		{"register", http.StatusCreated, func(email string) string {
			return fmt.Sprintf(`{"email":%q,"password":"Correct-Horse-11","firstName":"N","lastName":"N","language":"en","termsAccepted":true}`, email)
		}},
		{"login", http.StatusUnauthorized, func(email string) string { return fmt.Sprintf(`{"email":%q,"password":%q}`, email, wrongPassword) }},
		{"forgot-password", http.StatusOK, func(email string) string { return fmt.Sprintf(`{"email":%q}`, email) }},
	} {
		times, answers := map[bool][]time.Duration{}, map[string]bool{}
		for n := range 2 * samples {
			isKnown := (n+n/2)%2 == 0 // what one call leaves to be done slows both kinds alike
			email := known.email
			switch {
			case !isKnown:
				email = fmt.Sprintf("nobody-%s-%d@people.example.org", c.path, n)
			case c.path == "forgot-password" && n >= 8: // five mails a quarter of an hour, known or not
				continue
			}
			from = from.Next()
			began := time.Now()
			got := r.call(t, http.MethodPost, "/api/v1/auth/"+c.path, with("Content-Type", "application/json", "X-Forwarded-For", from.String()), c.body(email)).want(t, c.path, c.status)
			times[isKnown] = append(times[isKnown], time.Since(began))
			answers[fmt.Sprint(isKnown, " ", withoutIDs(got))] = true
		}
		if len(answers) != 2 || !sameAnswers(answers) {
			t.Errorf("%s answers %v", c.path, answers)
		}
		here, away := slices.Min(times[true]), slices.Min(times[false])
		t.Logf("%-16s quickest of %d known: %s, of %d unknown: %s, apart by %s", c.path, len(times[true]), here, len(times[false]), away, (here - away).Abs())
		// What does no work on passwords is over in a few milliseconds either way.
		if (here - away).Abs() > max(10*time.Millisecond, max(here, away)/2) {
			t.Errorf("%s tells by %s whether an address has an account", c.path, (here - away).Abs())
		}
	}
}

// withoutIDs is an answer but for what is random in it.
func withoutIDs(got reply) string {
	object := got.object()
	for _, name := range []string{"userId", "requestId"} {
		if object[name] != nil {
			object[name] = "random"
		}
	}
	return fmt.Sprint(got.status, object)
}

// sameAnswers reports whether known and unknown addresses were answered alike.
func sameAnswers(answers map[string]bool) bool {
	for one := range answers {
		if rest, ok := strings.CutPrefix(one, "true "); ok && !answers["false "+rest] {
			return false
		}
	}
	return true
}

// TestForgedHeaders lies about where a call comes from and where it goes to
// (rules 5 and 7): neither the limiter nor a mail's link believes it.
func TestForgedHeaders(t *testing.T) {
	r := serveHere(t, t.TempDir(), "CAPTCHA_MODE=off", "PUBLIC_URL=https://app.example.org")
	p := somebody("Ottilie")
	r.rest(t, http.MethodPost, "/api/v1/auth/register", "", p.registration("")).want(t, "register", http.StatusCreated)
	r.rest(t, http.MethodPost, "/api/v1/auth/verify-email", "", map[string]any{"token": tokenIn(t, r.mailed(t, "verify_email", p.email, 1))}).want(t, "verify", http.StatusOK)

	poisoned := with("Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Original-Host", "evil.example", "Forwarded", "host=evil.example", "Content-Type", "application/json")
	r.call(t, http.MethodPost, "/api/v1/auth/forgot-password", poisoned, fmt.Sprintf(`{"email":%q}`, p.email)).want(t, "forgot", http.StatusOK)
	mail := r.mailed(t, "password_reset", p.email, 1)
	if strings.Contains(mail, "evil.example") || !strings.Contains(mail, "https://app.example.org/reset-password?token=") {
		t.Errorf("the mail leads to\n%s", mail)
	}
	token := tokenIn(t, mail)
	for n, status := range []int{http.StatusOK, http.StatusBadRequest} { // once
		r.rest(t, http.MethodPost, "/api/v1/auth/reset-password", "", map[string]any{"token": token, "newPassword": fmt.Sprintf("After-the-poison-%d", n)}).want(t, "reset", status)
	}

	// Ten calls a second; some come back while we knock.
	refusals := 0
	for n := range 60 {
		lies := with("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", n), "X-Real-IP", fmt.Sprintf("198.51.100.%d", n), "Forwarded", fmt.Sprintf("for=198.51.100.%d", n))
		if r.call(t, http.MethodGet, "/api/v1/auth/oauth", lies, "").status == http.StatusTooManyRequests {
			refusals++
		}
	}
	if refusals == 0 {
		t.Error("sixty calls under sixty forged addresses were not limited")
	}
}
