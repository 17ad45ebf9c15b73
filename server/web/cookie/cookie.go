// Package cookie is the cookies of the product: their names, their attributes
// and nothing else, so that the calls that set them and the middleware that
// guards them agree.
//
// All of them are out of reach of scripts, sent over TLS only (browsers make an
// exception for localhost), not sent with other sites' posts and, by the prefix
// __Host-, bound to exactly this host and never set by another one
// (RFC 6265bis, 4.1.3.2).
package cookie

import (
	"net/http"
	"time"
)

const (
	// Refresh holds the refresh token of a sign-in session.
	Refresh = "__Host-refresh"
	// Device shows that somebody signed in from this browser before.
	Device = "__Host-device"
	// OAuth binds an attempt to sign in through a provider to this browser.
	OAuth = "__Host-oauth"
)

const (
	// DeviceLife is how long a browser stays known after its last sign-in.
	DeviceLife = 365 * 24 * time.Hour
	// OAuthLife is how long an attempt to sign in through a provider may take.
	OAuthLife = 10 * time.Minute
)

// Names returns the names of all cookies that prove something.
func Names() []string { return []string{Refresh, Device, OAuth} }

// Set returns the Set-Cookie header's value for a cookie that lasts for life;
// 0 means until the browser is closed.
func Set(name, value string, life time.Duration) string {
	c := bare(name) //nolint:gosec // G124: bare sets what it misses
	c.Value, c.MaxAge = value, int(life.Seconds())
	return c.String()
}

// Clear returns the Set-Cookie header's value that makes a browser forget.
func Clear(name string) string {
	c := bare(name) //nolint:gosec // G124: bare sets what it misses
	c.MaxAge = -1
	return c.String()
}

func bare(name string) http.Cookie {
	return http.Cookie{Name: name, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Value returns a cookie of a request with these headers; empty when it has
// none.
func Value(header http.Header, name string) string {
	r := http.Request{Header: header}
	c, err := r.Cookie(name)
	if err != nil {
		return "" // the only error is that there is none
	}
	return c.Value
}

// Any reports whether a request with these headers carries one of ours.
func Any(header http.Header) bool {
	if header.Get("Cookie") == "" {
		return false
	}
	for _, name := range Names() {
		if Value(header, name) != "" {
			return true
		}
	}
	return false
}
