package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// wrongPassword is right by the rules and nobody's.
const wrongPassword = "Wrong-Battery-Staple-9"

// acts is what the script of all acts works with.
type acts struct {
	*running
	beside *platform
	google *oauthtest.Server
	// did notes what must be in each person's audit trail.
	did map[string][]string
	// links are the secrets of shared reports.
	links []string
}

func (a *acts) note(p *person, events ...string) { a.did[p.id] = append(a.did[p.id], events...) }

// post makes a REST call that must end with a status.
func (a *acts) post(t *testing.T, path, token string, status int, body map[string]any) reply {
	t.Helper()
	return a.rest(t, http.MethodPost, "/api/v1/"+path, token, body).want(t, path, status)
}

// everyAct does once whatever one can do to an account, well and badly.
func (a *acts) everyAct(t *testing.T) (survivor, gone *person) {
	t.Helper()
	p := a.newcomer(t, "Paula")
	a.note(p, "registered", "email_verified", "signed_in")
	a.post(t, "auth/register", "", http.StatusCreated, p.registration(a.solved(t))) // again
	a.mailed(t, "already_registered", p.email, 1)
	a.note(p, "registration_refused")
	a.post(t, "auth/resend-verification", "", http.StatusOK, map[string]any{"email": p.email})
	a.failures(t, p)
	a.sessionActs(t, p)
	a.profileActs(t, p)
	a.passwordActs(t, p)
	a.emailActs(t, p)
	a.oauthActs(t, p)
	a.telegramActs(t, p)
	a.post(t, "users/exports", p.access, http.StatusCreated, map[string]any{})
	a.mailed(t, "export_ready", p.email, 1)
	a.rest(t, http.MethodGet, "/api/v1/users/exports/"+a.exportsOf(t, p)[0].ID+"/download", p.access, nil).want(t, "download", http.StatusOK)
	a.note(p, "data_export_requested", "data_export_fetched")
	a.liveActs(t, p)
	a.interviewActs(t, p)

	q := a.newcomer(t, "Quentin")
	a.post(t, "users/delete", q.access, http.StatusOK, map[string]any{"password": q.password})
	a.post(t, "users/restore", "", http.StatusOK, map[string]any{"token": tokenIn(t, a.mailed(t, "account_deleted", q.email, 1))})
	a.signIn(t, q)
	a.note(q, "account_deleted", "account_restored")
	a.adminActs(t, q)
	return p, q
}

// failures are what a stranger does to an account.
func (a *acts) failures(t *testing.T, p *person) {
	t.Helper()
	stranger := with("X-Forwarded-For", "198.51.100.99", "Content-Type", "application/json")
	for n := range 6 {
		status := http.StatusUnauthorized
		if n == 5 {
			status = http.StatusTooManyRequests
		}
		a.call(t, http.MethodPost, "/api/v1/auth/login", stranger, fmt.Sprintf(`{"email":%q,"password":%q}`, p.email, wrongPassword)).want(t, "wrong password", status)
	}
	a.mailed(t, "sign_in_locked", p.email, 1)
	a.note(p, "sign_in_failed", "device_locked_out")
	a.signIn(t, p) // the owner is not locked out
	for _, path := range []string{"verify-email", "reset-password", "confirm-email-change"} {
		a.post(t, "auth/"+path, "", http.StatusBadRequest, map[string]any{"token": "guess-" + base64.RawURLEncoding.EncodeToString([]byte(path+" of somebody")), "newPassword": wrongPassword})
	}
	a.rest(t, http.MethodGet, "/api/v1/users/profile", p.access+"tampered", nil).want(t, "tampered", http.StatusUnauthorized)
	a.call(t, http.MethodGet, "/api/v1/users/profile?access_token="+p.access, nil, "")
	a.call(t, http.MethodGet, "/ws/audio?access_token="+p.access, nil, "")
	a.call(t, http.MethodGet, "/verify-email?token="+p.refresh, nil, "").want(t, "page", http.StatusOK)
	a.call(t, http.MethodPost, "/reset-password", with("Content-Type", "application/x-www-form-urlencoded"), url.Values{"token": {p.refresh}, "new_password": {wrongPassword}}.Encode())
	for _, malformed := range []string{
		`{"email":"` + p.email + `","password":"` + p.password + `"`, // cut off
		`{"email":"` + p.email + `","password":{"is":"` + p.password + `"}}`,
		`{"email":"` + p.email + `","rememberMe":"` + p.password + `"}`,
		`{"` + p.password + `":1}`,
		`{"email":"` + strings.Repeat(p.email, 20) + `","password":"` + p.password + `"}`,
		p.password,
	} {
		for _, path := range []string{"/api/v1/auth/login", "/api/v1/auth/register", "/interviewai.v1.AccountService/SignIn", "/interviewai.v1.AccountService/Register"} {
			if got := a.call(t, http.MethodPost, path, with("Content-Type", "application/json"), malformed); got.status != http.StatusBadRequest {
				t.Errorf("%s %s: %v", path, malformed, got)
			}
		}
	}
}

// sessionActs are those of the sign-in sessions.
func (a *acts) sessionActs(t *testing.T, p *person) {
	t.Helper()
	other := *p
	a.signIn(t, &other)
	stale := other.refresh
	for range 2 { // the predecessor alone would be forgiven
		got := a.post(t, "auth/refresh", "", http.StatusOK, map[string]any{"refreshToken": other.refresh})
		other.take(t, got)
	}
	a.post(t, "auth/refresh", "", http.StatusUnauthorized, map[string]any{"refreshToken": stale})
	a.mailed(t, "session_reused", p.email, 1)
	a.signIn(t, &other)
	a.rest(t, http.MethodDelete, "/api/v1/auth/sessions/"+other.session, p.access, nil).want(t, "end session", http.StatusOK)
	a.signIn(t, &other)
	a.post(t, "auth/sessions/revoke-all", p.access, http.StatusOK, map[string]any{})
	a.signIn(t, &other)
	a.post(t, "auth/logout", other.access, http.StatusOK, map[string]any{"refreshToken": other.refresh})
	a.note(p, "refresh_token_reused", "session_ended", "sessions_ended", "signed_out")
}

// profileActs change what a person shows.
func (a *acts) profileActs(t *testing.T, p *person) {
	t.Helper()
	a.rest(t, http.MethodPatch, "/api/v1/users/profile", p.access, map[string]any{"bio": "BIO-CANARY-of-somebody-private"}).want(t, "profile", http.StatusOK)
	a.rest(t, http.MethodPatch, "/api/v1/users/profile", p.access, map[string]any{"language": "BIO-CANARY-no-language"}).want(t, "language", http.StatusBadRequest)
	a.post(t, "users/avatar", p.access, http.StatusOK, map[string]any{"image": onePixel})
	a.post(t, "users/avatar", p.access, http.StatusBadRequest, map[string]any{"image": "bm90IGEgcGljdHVyZQ=="})
	a.rest(t, http.MethodDelete, "/api/v1/users/avatar", p.access, nil).want(t, "avatar", http.StatusOK)
}

const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// passwordActs forget, reset and change the password.
func (a *acts) passwordActs(t *testing.T, p *person) {
	t.Helper()
	a.post(t, "auth/forgot-password", "", http.StatusOK, map[string]any{"email": p.email})
	a.post(t, "auth/forgot-password", "", http.StatusOK, map[string]any{"email": "nobody@people.example.org"})
	token := tokenIn(t, a.mailed(t, "password_reset", p.email, 1))
	a.post(t, "auth/reset-password", "", http.StatusBadRequest, map[string]any{"token": token, "newPassword": "weak-canary"})
	p.password = "Another-Horse-Battery-3"
	a.post(t, "auth/reset-password", "", http.StatusOK, map[string]any{"token": token, "newPassword": p.password})
	a.post(t, "auth/reset-password", "", http.StatusBadRequest, map[string]any{"token": token, "newPassword": p.password})
	a.signIn(t, p)
	a.post(t, "auth/change-password", p.access, http.StatusForbidden, map[string]any{"currentPassword": wrongPassword, "newPassword": "Third-Horse-Battery-4"})
	a.post(t, "auth/change-password", p.access, http.StatusOK, map[string]any{"currentPassword": p.password, "newPassword": "Third-Horse-Battery-4"})
	p.password = "Third-Horse-Battery-4"
	a.signIn(t, p)
	a.note(p, "password_reset_requested", "password_reset", "password_refused", "password_changed")
}

// emailActs change the address, with the confirmations of both.
func (a *acts) emailActs(t *testing.T, p *person) {
	t.Helper()
	next := "next." + p.email
	a.post(t, "auth/change-email", p.access, http.StatusOK, map[string]any{"newEmail": next, "password": p.password})
	for _, token := range []string{
		tokenIn(t, a.mailed(t, "email_change_current", p.email, 1)), tokenIn(t, a.mailed(t, "email_change_new", next, 1)),
	} {
		a.post(t, "auth/confirm-email-change", "", http.StatusOK, map[string]any{"token": token})
	}
	p.email = next
	a.signIn(t, p)
	a.note(p, "email_change_requested", "email_changed")
}

// oauthActs link a provider's account and sign in through it.
func (a *acts) oauthActs(t *testing.T, p *person) {
	t.Helper()
	a.google.SignIn(oauthtest.User{Subject: "77001", GivenName: "Paula", FamilyName: "P", Email: "paula.elsewhere@people.example.org", EmailVerified: true})
	for _, token := range []string{p.access, ""} {
		started := a.post(t, "auth/oauth/google/start", token, http.StatusOK, map[string]any{"provider": "google", "termsAccepted": true})
		back := a.google.Visit(t, started.text("authorizationUrl"))
		got := a.post(t, "auth/oauth/google/finish", "", http.StatusOK, map[string]any{
			"code": back.Get("code"), "state": back.Get("state"), "binding": started.text("binding"),
		})
		p.take(t, got)
	}
	a.post(t, "auth/oauth/google/finish", "", http.StatusBadRequest, map[string]any{"code": "CODE-CANARY-guessed", "state": "STATE-CANARY-guessed", "binding": "BINDING-CANARY"})
	a.call(t, http.MethodGet, "/api/v1/auth/oauth/google/callback?code=CODE-CANARY-guessed&state=STATE-CANARY-guessed", with("Cookie", "__Host-oauth=COOKIE-CANARY-of-somebody"), "")
	a.google.Misbehave(oauthtest.WrongKey)
	started := a.post(t, "auth/oauth/google/start", "", http.StatusOK, map[string]any{"provider": "google", "termsAccepted": true})
	back := a.google.Visit(t, started.text("authorizationUrl"))
	a.rest(t, http.MethodPost, "/api/v1/auth/oauth/google/finish", "", map[string]any{"code": back.Get("code"), "state": back.Get("state"), "binding": started.text("binding")})
	a.google.Misbehave(oauthtest.None)
	a.rest(t, http.MethodDelete, "/api/v1/auth/oauth/google", p.access, nil).want(t, "unlink", http.StatusOK)
	a.note(p, "provider_linked", "provider_unlinked")
}

// telegramActs link and unlink a Telegram account, as the bot would.
func (a *acts) telegramActs(t *testing.T, p *person) {
	t.Helper()
	code := a.post(t, "users/telegram/link", p.access, http.StatusCreated, map[string]any{}).text("code")
	for _, status := range []int{http.StatusOK, http.StatusBadRequest} { // once
		h := with("Authorization", "Bearer "+serviceSecret, "Content-Type", "application/json")
		a.call(t, http.MethodPost, "/interviewai.v1.UserService/RedeemTelegramLink", h, fmt.Sprintf(`{"code":%q,"telegramId":"7770001234567"}`, code)).want(t, "telegram", status)
	}
	a.rest(t, http.MethodDelete, "/api/v1/users/telegram", p.access, nil).want(t, "telegram", http.StatusOK)
	a.note(p, "telegram_linked", "telegram_unlinked")
}

const cvCanary = "CV-CANARY Seven years of secret work at Undisclosed Ltd."

// liveActs hold a conversation about a CV, with a model that refuses its key.
func (a *acts) liveActs(t *testing.T, p *person) {
	t.Helper()
	about := map[string]any{"cvText": cvCanary, "jobDescription": "JOB-CANARY for somebody discreet", "candidateName": "NAME-CANARY Paula"}
	got := a.post(t, "live/sessions", p.access, http.StatusCreated, map[string]any{"consent": true, "context": about})
	session, _ := got.object()["session"].(map[string]any)
	id, _ := session["id"].(string)
	a.post(t, "live/sessions/"+id+"/questions", p.access, http.StatusOK, map[string]any{"question": "QUESTION-CANARY Why did you leave Undisclosed Ltd?"})
	a.rest(t, http.MethodPost, "/api/v1/ai/generate-answer", p.access, map[string]any{
		"question": "QUESTION-CANARY What did you do?", "context": map[string]any{"cvText": cvCanary, "jobDescription": "JOB-CANARY for somebody discreet"},
	})
	a.stream(t, "/interviewai.v1.AiService/StreamAnswer", bearing(p.access), `{"request":{"question":"QUESTION-CANARY What else?","context":{"cvText":"`+cvCanary+`"}}}`)
	a.call(t, http.MethodPost, "/interviewai.v1.AiService/Transcribe", with("Authorization", "Bearer "+p.access, "Content-Type", "application/json"), `{"audio":"bm90IGEgcmVjb3JkaW5n","prompt":"PROMPT-CANARY of somebody"}`)
	a.call(t, http.MethodPost, "/whip/"+id+"/candidate", with("Authorization", "Bearer "+p.access, "Content-Type", "application/sdp"), "v=0")
	a.stream(t, "/interviewai.v1.LiveService/WatchLiveSession", bearing(p.access), `{"sessionId":"`+id+`"}`)
	a.post(t, "live/sessions/"+id+"/end", p.access, http.StatusOK, map[string]any{})
	a.rest(t, http.MethodDelete, "/api/v1/live/sessions/"+id, p.access, nil).want(t, "delete live", http.StatusOK)
}

// adminActs are what administrators do to somebody, who is let in again at last.
func (a *acts) adminActs(t *testing.T, q *person) {
	t.Helper()
	boss := a.admin(t, a.beside, "Berta")
	put := func(path string, body map[string]any) {
		t.Helper()
		a.rest(t, http.MethodPut, "/api/v1/admin/"+path, boss.access, body).want(t, path, http.StatusOK)
	}
	for _, path := range []string{"users", "users?email=" + url.QueryEscape(q.email), "users/" + q.id, "flags", "audit-events", "jobs?state=done", "jobs?state=dead"} {
		a.rest(t, http.MethodGet, "/api/v1/admin/"+path, boss.access, nil).want(t, path, http.StatusOK)
	}
	put("users/"+q.id+"/role", map[string]any{"role": "pro"})
	put("users/"+q.id+"/suspension", map[string]any{"suspended": true, "reason": "REASON-CANARY they know why"})
	a.rest(t, http.MethodPost, "/api/v1/auth/login", "", map[string]any{"email": q.email, "password": q.password, "deviceToken": q.device}).want(t, "suspended", http.StatusForbidden)
	put("users/"+q.id+"/suspension", map[string]any{"suspended": false})
	put("flags/canary_flag", map[string]any{"enabled": true, "userIds": []string{q.id}})
	a.signIn(t, q)
	a.note(q, "role_changed", "account_suspended", "account_reinstated")
}
