package rpc_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account/captcha/captchatest"
	"github.com/interviewai-pro/interviewai/server/account/letter"
)

// profileJSON is the profile of somebody who has just come.
const profileJSON = `{
	"id": "{id}", "email": "{email}", "firstName": "Anna", "lastName": "Berg", "avatar": "", "bio": "", "role": "user", "language": "en",
	"preferences": {"language": "en",
		"notifications": {"email": true, "telegram": true, "push": true},
		"interviewSettings": {"answerStyle": "professional", "answerLength": "medium", "autoTranscribe": true},
		"privacy": {"saveHistory": true, "shareAnalytics": false}},
	"subscription": {"plan": "free", "status": "active", "startDate": "<time>", "endDate": null},
	"usage": {"mockInterviewsThisMonth": 0, "cvAnalysesThisMonth": 0, "chromeQuestionsThisMonth": 0},
	"createdAt": "<time>", "updatedAt": "<time>",
	"emailVerified": true, "pendingEmail": "", "hasPassword": true, "providers": [], "telegramLinked": false}`

// solved is the proof of work that registering asks for.
func (p *people) solved() string {
	p.Helper()
	c, err := p.captcha.Challenge()
	p.ok(err)
	payload, err := captchatest.Solve(c)
	p.ok(err)
	return payload
}

// mailed makes a call that leads to a letter, and fills its token into a
// request.
func mailed(path, body, kind, request string) func(*people, *person) string {
	return func(p *people, who *person) string {
		p.Helper()
		if got := p.send(http.MethodPost, path, who.fill(body), "Authorization", bearer(who.access)); got.status != http.StatusOK {
			p.Fatal(path, got)
		}
		return strings.ReplaceAll(request, "{token}", p.token(kind, who.email))
	}
}

func accountActs() []act {
	const (
		invalid = "invalid_argument"
		noLink  = "invalid_link"
	)
	emails := []bad{{"email", `""`, "email"}, {"email", `"nonsense"`, "email"}, {"email", `"` + strings.Repeat("x", 250) + `@example.org"`, "max_len"}}
	return []act{
		{
			name: "CreateChallenge", prepare: say(`{}`),
			answer: `{"algorithm": "SHA-256", "challenge": "<text>", "maxnumber": 50000, "salt": "<text>", "signature": "<text>"}`,
		},
		{
			name: "Register",
			prepare: func(p *people, who *person) string {
				return fmt.Sprintf(`{"email": "new-%s", "password": "%s", "firstName": "Ada", "lastName": "Byron", "language": "en", "termsAccepted": true, "captcha": %q}`,
					who.email, rightPassword, p.solved())
			},
			bad: append(emails,
				bad{"password", `""`, "min_len"}, bad{"password", long(1025), "max_bytes"}, bad{"password", `"Ab1!"`, "min_length"},
				bad{"password", `"lower case 7!"`, "uppercase"}, bad{"password", `"UPPER CASE 7!"`, "lowercase"}, bad{"password", `"No digit here!"`, "digit"},
				bad{"password", `"NoSpecial7777"`, "special"}, bad{"password", `"password"`, "common"},
				bad{"firstName", `""`, "min_len"}, bad{"firstName", `"  "`, "required"}, bad{"firstName", long(51), "max_len"}, bad{"firstName", `"A\u0000"`, "characters"},
				bad{"lastName", `""`, "min_len"}, bad{"lastName", `" "`, "required"}, bad{"lastName", long(51), "max_len"},
				bad{"language", `"english"`, "pattern"}, bad{"language", `"zz"`, "iso_639_1"}, bad{"termsAccepted", `false`, "const"},
				bad{"captcha", `""`, "required"}, bad{"captcha", `"rubbish"`, "invalid"}, bad{"captcha", long(2001), "max_len"}),
			answer: `{"success": true, "message": "Registration successful. Please verify your email.", "userId": "<text>", "verificationSent": true}`,
		},
		{
			name: "VerifyEmail",
			prepare: func(p *people, who *person) string {
				email := "new-" + who.email
				got := p.send(http.MethodPost, "/api/v1/auth/register", fmt.Sprintf(
					`{"email": %q, "password": %q, "firstName": "Ada", "lastName": "Byron", "language": "en", "termsAccepted": true, "captcha": %q}`, email, rightPassword, p.solved()))
				if got.status != http.StatusCreated {
					p.Fatal(got)
				}
				return fmt.Sprintf(`{"token": %q}`, p.token(letter.VerifyEmail, email))
			},
			bad:     []bad{{"token", `""`, "min_len"}, {"token", long(201), "max_len"}},
			refused: []refused{{"token", `"not-a-token"`, invalid, noLink}},
			answer:  `{"success": true, "message": "Your address is confirmed. You can sign in now."}`,
		},
		{
			name: "ResendVerification", prepare: say(`{"email": "{email}"}`), bad: emails,
			answer: `{"success": true, "message": "If this address waits to be confirmed, a mail is on its way to it."}`,
		},
		{
			name: "SignIn", prepare: say(`{"email": "{email}", "password": "{right}", "rememberMe": true, "deviceToken": "{device}"}`),
			bad: []bad{
				{"email", `""`, "min_len"},
				{"email", long(255), "max_len"},
				{"password", `""`, "min_len"},
				{"password", long(1025), "max_bytes"},
				{"deviceToken", long(301), "max_len"},
			},
			refused: []refused{
				{"password", `"Wrong horse 7!"`, "unauthenticated", "invalid_credentials"}, {"email", `"nobody@example.org"`, "unauthenticated", "invalid_credentials"},
			},
			answer: `{"accessToken": "<text>", "refreshToken": "<text>", "expiresIn": 900, "deviceToken": "<text>", "restored": false, "user": ` + profileJSON + `}`,
		},
		{
			name: "RefreshSession", prepare: say(`{"refreshToken": "{refresh}"}`), bad: []bad{{"refreshToken", long(301), "max_len"}},
			refused: []refused{
				{"refreshToken", `""`, "unauthenticated", "invalid_refresh_token"}, {"refreshToken", `"not-a-token"`, "unauthenticated", "invalid_refresh_token"},
			},
			answer: `{"accessToken": "<text>", "refreshToken": "<text>", "expiresIn": 900}`,
		},
		{
			name: "SignOut", prepare: say(`{}`), bad: []bad{{"refreshToken", long(301), "max_len"}},
			answer: `{"success": true, "message": "Logged out successfully"}`,
		},
		{
			name: "ListSessions", prepare: say(`{}`),
			answer: `{"sessions": [{"id": "{session}", "agent": "", "place": "<text>", "createdAt": "<time>", "lastUsedAt": "<time>", "expiresAt": "<time>", "current": true, "method": "password"}]}`,
		},
		{
			name: "RevokeSession", prepare: say(`{"sessionId": "{session}"}`), bad: []bad{{"sessionId", `""`, "min_len"}, {"sessionId", long(101), "max_len"}},
			refused: []refused{{"sessionId", `"nobody's"`, "not_found", "session_not_found"}}, answer: `{}`,
		},
		{name: "RevokeAllSessions", prepare: say(`{"includeCurrent": true}`), answer: `{"revoked": 1}`},
		{
			name: "RequestPasswordReset", prepare: say(`{"email": "{email}"}`), bad: emails,
			answer: `{"success": true, "message": "If this address has an account, a mail with a link is on its way to it."}`,
		},
		{
			name:    "ResetPassword",
			prepare: mailed("/api/v1/auth/forgot-password", `{"email": "{email}"}`, letter.PasswordReset, `{"token": "{token}", "newPassword": "`+otherPassword+`"}`),
			bad: []bad{
				{"token", `""`, "min_len"},
				{"token", long(201), "max_len"},
				{"newPassword", `""`, "min_len"},
				{"newPassword", long(1025), "max_bytes"},
				{"newPassword", `"Ab1!"`, "min_length"},
				{"newPassword", `"password"`, "common"},
			},
			refused: []refused{{"token", `"not-a-token"`, invalid, noLink}},
			answer:  `{"success": true, "message": "Your password is set and all devices are signed out. Sign in with the new password."}`,
		},
		{
			name: "ChangePassword", prepare: say(`{"currentPassword": "{right}", "newPassword": "{other}"}`),
			bad: []bad{
				{"currentPassword", `""`, "required"},
				{"currentPassword", long(1025), "max_bytes"},
				{"newPassword", `""`, "min_len"},
				{"newPassword", long(1025), "max_bytes"},
				{"newPassword", `"No digit here!"`, "digit"},
			},
			refused: []refused{{"currentPassword", `"Wrong horse 7!"`, "permission_denied", "wrong_password"}},
			answer:  `{"success": true, "message": "Your password is changed and all other devices are signed out."}`,
		},
		{
			name: "RequestEmailChange", prepare: say(`{"newEmail": "moved-{email}", "password": "{right}"}`),
			bad: []bad{
				{"newEmail", `""`, "email"},
				{"newEmail", `"nonsense"`, "email"},
				{"newEmail", `"` + strings.Repeat("x", 250) + `@example.org"`, "max_len"},
				{"password", long(1025), "max_bytes"},
			},
			refused: []refused{{"password", `"Wrong horse 7!"`, "permission_denied", "wrong_password"}},
			answer:  `{"success": true, "message": "We wrote to both addresses. Open the links in both mails to make the change."}`,
		},
		{
			name: "ConfirmEmailChange",
			prepare: mailed("/api/v1/auth/change-email", `{"newEmail": "moved-{email}", "password": "{right}"}`, letter.EmailChangeCurrent,
				`{"token": "{token}"}`),
			bad: []bad{{"token", `""`, "min_len"}, {"token", long(201), "max_len"}}, refused: []refused{{"token", `"not-a-token"`, invalid, noLink}},
			answer: `{"success": true, "message": "Thank you. Now open the link in the mail to your other address.", "changed": false}`,
		},
		{name: "ListOAuthProviders", prepare: say(`{}`), answer: `{"providers": [{"id": "google", "name": "Google"}]}`},
		{
			name: "StartOAuth", prepare: say(`{"provider": "google", "returnTo": "/interviews", "rememberMe": true, "language": "en"}`),
			bad: []bad{
				{"provider", `""`, "min_len"},
				{"provider", long(31), "max_len"},
				{"provider", `"myspace"`, "unknown"},
				{"language", `"english"`, "pattern"},
				{"returnTo", `"https://evil.example"`, "pattern"},
				{"returnTo", `"//evil.example"`, "pattern"},
				{"returnTo", `"/` + strings.Repeat("x", 500) + `"`, "max_len"},
			},
			answer: `{"authorizationUrl": "<text>", "state": "<text>", "binding": "<text>"}`,
		},
		{
			name: "FinishOAuth",
			prepare: func(p *people, who *person) string {
				_, code, state, binding := p.consent(who, "")
				return fmt.Sprintf(`{"provider": "google", "code": %q, "state": %q, "binding": %q}`, code, state, binding)
			},
			bad: []bad{
				{"provider", `""`, "min_len"},
				{"provider", long(31), "max_len"},
				{"code", `""`, "min_len"},
				{"code", long(2001), "max_len"},
				{"state", `""`, "min_len"},
				{"state", long(301), "max_len"},
				{"binding", long(301), "max_len"},
			},
			refused: []refused{{"state", `"not-a-state"`, invalid, "oauth_state_invalid"}},
			answer: `{"accessToken": "<text>", "refreshToken": "<text>", "expiresIn": 900, "created": false, "returnTo": "/interviews", "restored": false, "deviceToken": "<text>", "user": ` +
				strings.Replace(profileJSON, `"providers": []`, `"providers": ["google"]`, 1) + `}`,
		},
		{
			name:    "UnlinkOAuth",
			prepare: func(p *people, who *person) string { p.linked(who); return `{"provider": "google"}` },
			bad:     []bad{{"provider", `""`, "min_len"}, {"provider", long(31), "max_len"}},
			refused: []refused{{"provider", `"myspace"`, "not_found", "not_linked"}}, answer: `{}`,
		},
	}
}

func TestEveryAccountCall(t *testing.T) {
	servePeople(t).play(interviewaiv1connect.AccountServiceName, accountActs())
}

// TestNobodyElsesSession holds that the id of somebody else's session says and
// ends nothing.
func TestNobodyElsesSession(t *testing.T) {
	p := servePeople(t)
	anna, eve := p.someone(), p.someone()
	got := p.send(http.MethodDelete, "/api/v1/auth/sessions/"+anna.session, "", "Authorization", bearer(eve.access))
	if got.status != http.StatusNotFound || got.text("reason") != "session_not_found" {
		t.Error(got)
	}
	if got := p.send(http.MethodGet, "/api/v1/auth/sessions", "", "Authorization", bearer(anna.access)); got.status != http.StatusOK {
		t.Error("her session has ended:", got)
	}
}

// TestSessionsAreTold holds which of several sessions is the caller's own, and
// that ending the others spares it.
func TestSessionsAreTold(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	first := anna.access
	p.signIn(anna)
	current := map[any]any{}
	list, _ := p.send(http.MethodGet, "/api/v1/auth/sessions", "", "Authorization", bearer(first)).object()["sessions"].([]any)
	for _, one := range list {
		session, _ := one.(map[string]any)
		current[session["id"]] = session["current"]
		if created, ends := fmt.Sprint(session["createdAt"]), fmt.Sprint(session["expiresAt"]); created[:10] != "2026-11-24" || ends[:10] != "2026-12-01" {
			t.Errorf("a session of %s ends %s", created, ends)
		}
	}
	if len(current) != 2 || current[anna.session] != false {
		t.Errorf("sessions %v, of which %s is the other", current, anna.session)
	}
	got := p.send(http.MethodPost, "/api/v1/auth/sessions/revoke-all", `{}`, "Authorization", bearer(first))
	same(t, `{"revoked": 1}`, got.object())
	if got := p.send(http.MethodGet, "/api/v1/auth/sessions", "", "Authorization", bearer(anna.access)); got.text("reason") != "session_ended" {
		t.Error("the other session:", got)
	}
	if got := p.send(http.MethodGet, "/api/v1/auth/sessions", "", "Authorization", bearer(first)); got.status != http.StatusOK {
		t.Error("the caller's own session:", got)
	}
}

// TestAnAddressIsChangedFromBothSides follows both links.
func TestAnAddressIsChangedFromBothSides(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	asked := p.send(http.MethodPost, "/api/v1/auth/change-email", anna.fill(`{"newEmail": "moved@example.org", "password": "{right}"}`), "Authorization", bearer(anna.access))
	if asked.status != http.StatusOK {
		t.Fatal(asked)
	}
	if got := p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(anna.access)); got.text("pendingEmail") != "moved@example.org" || got.text("email") != anna.email {
		t.Error("while it waits:", got)
	}
	for _, side := range []struct {
		kind, to string
		changed  bool
	}{{letter.EmailChangeNew, "moved@example.org", false}, {letter.EmailChangeCurrent, anna.email, true}} {
		got := p.send(http.MethodPost, "/api/v1/auth/confirm-email-change", fmt.Sprintf(`{"token": %q}`, p.token(side.kind, side.to)))
		if got.status != http.StatusOK || got.object()["changed"] != side.changed {
			t.Errorf("%s: %v", side.kind, got)
		}
	}
	anna.email = "moved@example.org"
	in := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`))
	same(t, anna.fill(profileJSON), in.object()["user"])
}
