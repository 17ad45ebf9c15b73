package rpc_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestPasswordsAreNotTakenFromTheAddress holds that no call reads a password
// from where it would be logged.
func TestPasswordsAreNotTakenFromTheAddress(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	p.pass(20 * time.Minute) // so that having signed in just now is no proof
	again := p.send(http.MethodPost, "/api/v1/auth/refresh", anna.fill(`{"refreshToken": "{refresh}"}`))
	auth := []string{"Authorization", bearer(again.text("accessToken"))}
	query := "?" + url.Values{
		"email": {anna.email}, "password": {rightPassword}, "currentPassword": {rightPassword}, "newPassword": {otherPassword}, "newEmail": {"moved@example.org"},
	}.Encode()
	only := func(names ...string) string {
		all, _ := url.ParseQuery(query[1:])
		kept := url.Values{}
		for _, name := range names {
			kept[name] = all[name]
		}
		return "?" + kept.Encode()
	}
	for _, one := range []struct{ method, path, query, body string }{
		{http.MethodPost, "auth/login", only("email", "password"), ""},
		{http.MethodPost, "auth/login", only("password"), anna.fill(`{"email": "{email}"}`)},
		{http.MethodPost, "auth/change-password", only("currentPassword", "newPassword"), "{}"},
		{http.MethodPost, "auth/change-email", only("newEmail", "password"), "{}"},
		{http.MethodPost, "users/delete", only("password"), "{}"},
		{http.MethodPost, "users/delete", only("password"), ""},
		{http.MethodDelete, "users/profile", only("password"), ""},
		{http.MethodDelete, "users/profile", only("password"), "{}"},
	} {
		got := p.send(one.method, "/api/v1/"+one.path+one.query, one.body, auth...)
		if got.status < http.StatusBadRequest || got.status >= http.StatusInternalServerError || got.text("accessToken") != "" {
			t.Errorf("%s %s with %q: %d %s", one.method, one.path, one.body, got.status, got.body)
		}
		if strings.Contains(got.body, "horse") {
			t.Errorf("%s %s says it back: %s", one.method, one.path, got.body)
		}
	}
	if got := p.send(http.MethodGet, "/api/v1/users/profile", "", auth...); got.status != http.StatusOK || got.text("pendingEmail") != "" {
		t.Error("something has happened:", got)
	}
	if got := p.send(http.MethodPost, "/api/v1/auth/login", anna.fill(`{"email": "{email}", "password": "{right}"}`)); got.status != http.StatusOK {
		t.Error("the password has changed:", got)
	}
}
