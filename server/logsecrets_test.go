package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// enoughLines is how much log is looked through: far more than each act makes
// once, so that what is logged now and then is there too.
const enoughLines = 10_000

// whereFrom is the address that everybody in these tests seems to call from.
const whereFrom = "203.0.113.177"

// TestNoSecretInLogs does everything that can be done, at the most talkative
// level, until there are ten thousand lines, and looks for every secret that
// went over the wire or was configured: in the logs, the metrics, the traces and
// the audit trail, which must tell all that was done (security.md 25 and 26).
func TestNoSecretInLogs(t *testing.T) {
	v := newVault()
	traces := startCollector(t)
	google := oauthtest.Start(t, oauthtest.Options{})
	configured := map[string]string{
		"SERVICE_TOKEN":        serviceSecret,
		"DOCUMENTS_KEY":        base64.StdEncoding.EncodeToString([]byte("documents-key-canary-of-32-bytes")),
		"GOOGLE_CLIENT_SECRET": google.ClientSecret,
		"OPENAI_API_KEY":       "sk-canary-0123456789abcdefghijklmnop",
	}
	environ := []string{
		"LOG_LEVEL=debug", "RATE_LIMITS=off", "TRUSTED_PROXIES=127.0.0.0/8", "OTEL_EXPORTER_OTLP_ENDPOINT=" + traces.url,
		"GOOGLE_CLIENT_ID=" + google.ClientID, "GOOGLE_ISSUER=" + google.URL,
		"OPENAI_BASE_URL=" + startTalkativeModel(t), "STT_PROVIDER=offline", "TELEGRAM_BOT_NAME=interviewai_bot",
	}
	for name, value := range configured {
		v.add(name, value)
		environ = append(environ, name+"="+value)
	}
	r := serveHere(t, t.TempDir(), environ...)
	google.Register(r.url + "/api/v1/auth/oauth/google/callback")
	r.always, r.around = with("X-Forwarded-For", whereFrom), v.watch
	v.add("where from", whereFrom)
	v.add("Telegram id", "7770001234567")

	a := &acts{running: r, beside: r.beside(t), google: google, did: map[string][]string{}}
	p, q := a.everyAct(t)
	v.add("Paula's address", "paula@people.example.org")
	for _, link := range a.links {
		v.add("link to a report", link)
	}
	a.untilEnough(t, p)
	a.mailsInto(t, v)

	places := map[string]string{
		"/metrics": string(r.call(t, http.MethodGet, "/metrics", nil, "").want(t, "metrics", http.StatusOK).body),
	}
	for _, one := range []*person{p, q} {
		places["the audit trail of "+one.name] = a.trail(t, one)
	}
	r.end(t) // traces are sent at the end, too
	places["the log"], places["the traces"] = r.log.String(), traces.String()
	for place, text := range places {
		if len(text) < 100 {
			t.Errorf("%s says nothing", place)
		}
		for _, l := range v.leaks(text) {
			t.Errorf("%s has %s as %q:\n%s", place, l.what, l.face, l.line)
		}
	}
	if r.log.lines() < enoughLines {
		t.Errorf("%d lines", r.log.lines())
	}
	t.Logf("%d secrets looked for in %d lines of logs, %d kB of traces and %d kB of metrics",
		v.size(), r.log.lines(), len(places["the traces"])>>10, len(places["/metrics"])>>10)
}

// untilEnough repeats what costs little until there are lines enough, from many
// at once: with good tokens, bad ones and rubbish.
func (a *acts) untilEnough(t *testing.T, p *person) {
	t.Helper()
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for i := 0; a.log.lines() < enoughLines+100 && !t.Failed(); i++ {
				switch (i + n) % 4 {
				case 0:
					a.rest(t, http.MethodGet, "/api/v1/users/profile", p.access, nil)
				case 1:
					a.rest(t, http.MethodGet, "/api/v1/auth/sessions", p.access[:len(p.access)-5]+"XXXXX", nil)
				case 2:
					a.rest(t, http.MethodPost, "/api/v1/auth/refresh", "", map[string]any{"refreshToken": "guessed-refresh-token-of-somebody-else-entirely"})
				default:
					a.rest(t, http.MethodPost, "/api/v1/auth/verify-email", "", map[string]any{"token": "guessed-verification-token-of-somebody"})
				}
			}
		})
	}
	all.Wait()
}

// mailsInto keeps the tokens of all mails.
func (a *acts) mailsInto(t *testing.T, v *vault) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(a.dir, "outbox", "*.eml"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d mails, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "token=") {
			v.add("mailed token", tokenIn(t, string(text)))
		}
	}
}

// trail returns somebody's audit trail and holds it to what was done.
func (a *acts) trail(t *testing.T, p *person) string {
	t.Helper()
	got := a.rest(t, http.MethodGet, "/api/v1/users/audit-events?pageSize=500", p.access, nil).want(t, "trail", http.StatusOK)
	var list struct{ Events []struct{ Act, By string } }
	if err := json.Unmarshal(got.body, &list); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range list.Events {
		told = append(told, e.Act)
		if e.By == "" {
			t.Errorf("nobody did %s", e.Act)
		}
	}
	for _, act := range a.did[p.id] {
		if !slices.Contains(told, act) {
			t.Errorf("%s's trail does not tell %q, only %v", p.name, act, told)
		}
	}
	return string(got.body)
}

// TestNoSecretInLogsOfMail sends through a mail server that repeats what it is
// told: the password of the login, and whom a mail was for.
func TestNoSecretInLogsOfMail(t *testing.T) {
	const password = "smtp-password-canary-0815"
	r := serveHere(t, t.TempDir(), "LOG_LEVEL=debug", "CAPTCHA_MODE=off",
		"SMTP_URL=smtp://mailer:"+password+"@"+startTalkativeMail(t)+"?starttls=off")
	v := newVault()
	for n, name := range []string{"Rosa", "Rudi"} { // the login is refused first, then the address
		p := somebody(name)
		v.add("address", p.email)
		r.rest(t, http.MethodPost, "/api/v1/auth/register", "", p.registration("")).want(t, "register", http.StatusCreated)
		waitFor(t, "a refusal", func() bool { return strings.Count(r.log.String(), `"msg":"a job failed`) > n })
	}
	r.end(t)
	v.add("SMTP password", password)
	v.add("SMTP login", base64.StdEncoding.EncodeToString([]byte("\x00mailer\x00"+password)))
	for _, l := range v.leaks(r.log.String()) {
		t.Errorf("%s as %q:\n%s", l.what, l.face, l.line)
	}
}
