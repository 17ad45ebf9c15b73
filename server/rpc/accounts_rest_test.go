package rpc_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
)

// TestAsTheSpecificationSays goes through its examples of REST (§6.1), from
// registering to signing out.
func TestAsTheSpecificationSays(t *testing.T) {
	p := servePeople(t)
	const email = "user@example.com"
	got := p.send(http.MethodPost, "/api/v1/auth/register", fmt.Sprintf(`{
		"email": %q, "password": "SecurePass123!", "firstName": "John", "lastName": "Doe", "language": "en", "termsAccepted": true, "captcha": %q}`, email, p.solved()))
	same(t, `{"success": true, "message": "Registration successful. Please verify your email.", "userId": "<text>", "verificationSent": true}`, got.object())
	if got.status != http.StatusCreated {
		t.Error("register:", got.status)
	}
	john := &person{id: got.text("userId"), email: email}

	login := func() reply {
		return p.send(http.MethodPost, "/api/v1/auth/login", `{"email": "user@example.com", "password": "SecurePass123!"}`)
	}
	if got := login(); got.status != http.StatusForbidden || got.text("reason") != "email_not_verified" || got.text("accessToken") != "" {
		t.Error("before the address is confirmed:", got)
	}
	got = p.send(http.MethodPost, "/api/v1/auth/verify-email", fmt.Sprintf(`{"token": %q}`, p.token(letter.VerifyEmail, email)))
	if got.status != http.StatusOK {
		t.Fatal(got)
	}
	profile := strings.NewReplacer("Anna", "John", "Berg", "Doe").Replace(profileJSON)
	got = login()
	same(t, john.fill(`{"accessToken": "<text>", "refreshToken": "<text>", "expiresIn": 900, "deviceToken": "<text>", "restored": false, "user": `+profile+`}`), got.object())
	if got.status != http.StatusOK {
		t.Error("login:", got.status)
	}
	first := got

	got = p.send(http.MethodPost, "/api/v1/auth/refresh", fmt.Sprintf(`{"refreshToken": %q}`, first.text("refreshToken")))
	same(t, `{"accessToken": "<text>", "refreshToken": "<text>", "expiresIn": 900}`, got.object())
	if got.status != http.StatusOK || got.text("refreshToken") == first.text("refreshToken") || got.text("accessToken") == first.text("accessToken") {
		t.Error("refresh:", got)
	}
	john.access = got.text("accessToken")

	got = p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(john.access))
	same(t, john.fill(profile), got.object()) // the profile itself, with nothing around it
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "private, no-cache" {
		t.Error("profile:", got)
	}

	got = p.send(http.MethodPatch, "/api/v1/users/profile", `{"firstName": "Jane", "bio": "Software engineer...", "preferences": {"language": "ru", "notifications": {"email": false}}}`,
		"Authorization", bearer(john.access))
	changed := strings.NewReplacer(`"John"`, `"Jane"`, `"bio": ""`, `"bio": "Software engineer..."`, `"language": "en"`, `"language": "ru"`, `{"email": true`, `{"email": false`).Replace(profile)
	same(t, john.fill(`{"success": true, "user": `+changed+`}`), got.object())
	if got.status != http.StatusOK {
		t.Error("change:", got.status)
	}
	same(t, john.fill(changed), p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(john.access)).object())

	got = p.send(http.MethodPost, "/api/v1/auth/logout", "", "Authorization", bearer(john.access))
	same(t, `{"success": true, "message": "Logged out successfully"}`, got.object())
	if got.status != http.StatusOK {
		t.Error("logout:", got.status)
	}
	if got := p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(john.access)); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") == "" {
		t.Error("after signing out:", got)
	}
}

// TestCreatedIs201 holds which calls answer that they created something.
func TestCreatedIs201(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	for path, want := range map[string]int{
		"users/exports": http.StatusCreated, "users/telegram/link": http.StatusCreated, "auth/sessions/revoke-all": http.StatusOK, "auth/oauth/google/start": http.StatusOK,
	} {
		if got := p.send(http.MethodPost, "/api/v1/"+path, "{}", "Authorization", bearer(anna.access)); got.status != want {
			t.Errorf("%s: %d, want %d", path, got.status, want)
		}
	}
}

// TestDeleteWithAndWithoutBody holds what DELETE of the profile asks for: the
// password, or to have signed in just now.
func TestDeleteWithAndWithoutBody(t *testing.T) {
	p := servePeople(t)
	remove := func(access, body string) reply {
		t.Helper()
		return p.send(http.MethodDelete, "/api/v1/users/profile", body, "Authorization", bearer(access))
	}
	want := func(what string, got reply, status int, reason string) {
		t.Helper()
		if got.status != status || got.text("reason") != reason {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
	fresh := p.someone()
	want("just signed in, without a body", remove(fresh.access, ""), http.StatusOK, "")
	want("once more", remove(fresh.access, ""), http.StatusUnauthorized, "session_ended")

	anna := p.someone()
	p.pass(20 * time.Minute)
	access := p.send(http.MethodPost, "/api/v1/auth/refresh", anna.fill(`{"refreshToken": "{refresh}"}`)).text("accessToken")
	want("long signed in, without a body", remove(access, ""), http.StatusForbidden, "recent_sign_in_required")
	want("with an empty body", remove(access, "{}"), http.StatusForbidden, "recent_sign_in_required")
	want("with a wrong password", remove(access, `{"password": "Wrong horse 7!"}`), http.StatusForbidden, "wrong_password")
	want("with what is no JSON", remove(access, `{"password"`), http.StatusBadRequest, "invalid_argument")
	got := remove(access, anna.fill(`{"password": "{right}"}`))
	want("with the password", got, http.StatusOK, "")
	erased, err := time.Parse(time.RFC3339, got.text("erasedAt"))
	if days := erased.Sub(p.now()).Hours() / 24; err != nil || days < 29.9 || days > 30 {
		t.Errorf("it is erased in %.2f days", days)
	}
	back := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`))
	if back.status != http.StatusOK || back.object()["restored"] != true {
		t.Error("signing in:", back)
	}
	want("restoring what signing in restored", p.send(http.MethodPost, "/api/v1/users/restore", "{}", "Authorization", bearer(back.text("accessToken"))), http.StatusOK, "")
}

// TestLimits holds that what the domain counts is refused when it has been done
// too often, and that it says when to come back.
func TestLimits(t *testing.T) {
	p := servePeople(t)
	wrong := `"Wrong horse 7!"`
	for _, one := range []struct {
		path, request, reason string
		allowed               int
	}{
		{"auth/login", `{"email": "{email}", "password": ` + wrong + `}`, "account_locked", 5},
		{"auth/resend-verification", `{"email": "{email}"}`, "too_many_attempts", 5},
		{"auth/forgot-password", `{"email": "{email}"}`, "too_many_attempts", 5},
		{"auth/change-password", `{"currentPassword": ` + wrong + `, "newPassword": "{other}"}`, "account_locked", 5},
		{"auth/change-email", `{"newEmail": "moved-{email}", "password": ` + wrong + `}`, "account_locked", 5},
		{"auth/change-email", `{"newEmail": "moved-{email}", "password": "{right}"}`, "too_many_attempts", 5},
		{"users/delete", `{"password": ` + wrong + `}`, "account_locked", 5},
		{"users/exports", `{}`, "export_too_soon", 1},
	} {
		who := p.someone()
		for n := range one.allowed + 1 {
			got := p.send(http.MethodPost, "/api/v1/"+one.path, who.fill(one.request), "Authorization", bearer(who.access))
			if n < one.allowed {
				if got.status == http.StatusTooManyRequests {
					t.Errorf("%s: refused at number %d", one.path, n+1)
				}
				continue
			}
			after, err := strconv.Atoi(got.header.Get("Retry-After"))
			if got.status != http.StatusTooManyRequests || got.text("reason") != one.reason || err != nil || after < 1 {
				t.Errorf("%s: number %d: %d %s, retry after %q", one.path, n+1, got.status, got.body, got.header.Get("Retry-After"))
			}
		}
	}
	guess := func() reply {
		return p.send(http.MethodPost, "/interviewai.v1.UserService/RedeemTelegramLink", `{"code": "ABCD2345", "telegramId": "77"}`, "Authorization", bearer(serviceToken))
	}
	for range 5 {
		if got := guess(); got.status != http.StatusBadRequest {
			t.Error("a guess:", got)
		}
	}
	if got := guess(); got.status != http.StatusTooManyRequests {
		t.Error("the sixth guess:", got)
	}
}

// TestAReusedRefreshTokenEndsTheSession holds what the thief and the owner are
// told.
func TestAReusedRefreshTokenEndsTheSession(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	use := func(token string) reply {
		return p.send(http.MethodPost, "/api/v1/auth/refresh", fmt.Sprintf(`{"refreshToken": %q}`, token))
	}
	second := use(anna.refresh)
	third := use(second.text("refreshToken"))
	p.pass(time.Hour)
	if got := use(anna.refresh); got.status != http.StatusUnauthorized || got.text("reason") != "refresh_token_reused" || len(got.header.Values("Set-Cookie")) > 0 {
		t.Error("the old token:", got)
	}
	if got := use(third.text("refreshToken")); got.status != http.StatusUnauthorized || got.text("reason") != "session_ended" {
		t.Error("the new token:", got)
	}
	if u, err := p.users.Profile(t.Context(), account.UserID(anna.id)); err != nil || u.Email != anna.email {
		t.Error(err)
	}
}
