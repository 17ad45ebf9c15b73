package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
	"github.com/interviewai-pro/interviewai/server/web/forward"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	// maxAgent bounds what is kept of a program's name for itself, in runes.
	maxAgent = 200
	// maxDeviceToken is the contract's bound (SignInRequest.device_token).
	maxDeviceToken = 300
)

// proxies are the networks whose forwarding headers are believed. A header from
// anywhere else is whatever the caller likes it to be.
type proxies []netip.Prefix

func (p proxies) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(address) })
}

// client returns the address that a request really came from: the first, read
// from the right, that is no trusted proxy. Each proxy appends the address it
// was called from, so everything left of an untrusted one is hearsay.
func (p proxies) client(r *http.Request) netip.Addr {
	if inproc.Local(r) {
		if address, err := netip.ParseAddr(forward.Address(r)); err == nil {
			return address
		}
		return netip.IPv6Loopback() // this machine itself
	}
	address := parseAddress(r.RemoteAddr)
	if !p.trusts(address) {
		return address
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		next := parseAddress(strings.TrimSpace(hop))
		if !next.IsValid() {
			break
		}
		address = next
		if !p.trusts(address) {
			break
		}
	}
	return address
}

// encrypted reports whether the client's own connection is: ours, or that of
// the trusted proxy before us.
func (p proxies) encrypted(r *http.Request) bool {
	return r.TLS != nil ||
		r.Header.Get("X-Forwarded-Proto") == "https" && !inproc.Local(r) && p.trusts(parseAddress(r.RemoteAddr))
}

// parseAddress reads an address with or without a port; the zero Addr when it
// is none.
func parseAddress(text string) netip.Addr {
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		with, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}
		}
		address = with.Addr()
	}
	return address.Unmap().WithZone("")
}

// withOrigin tells the calls where a request came from.
func withOrigin(trusted proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := origin.Origin{
			Address: trusted.client(r),
			Agent:   agent(r.UserAgent()),
			Browser: keepsCookies(r.Header.Get("Sec-Fetch-Site")),
		}
		if token := cookie.Value(r.Header, cookie.Device); len(token) <= maxDeviceToken {
			from.DeviceToken = token
		}
		next.ServeHTTP(w, r.WithContext(origin.NewContext(r.Context(), from)))
	})
}

// keepsCookies reports whether the caller is a browser that would keep a cookie
// from this answer. Browsers, and no other programs, send Sec-Fetch-Site, and
// only to https and localhost, where Secure cookies work; from another site it
// would not keep one (SameSite). Everybody else gets tokens in the body.
func keepsCookies(fetchSite string) bool {
	switch fetchSite {
	case "same-origin", "same-site", "none":
		return true
	}
	return false
}

// agent keeps what can be shown of a program's name for itself.
func agent(text string) string {
	kept := make([]rune, 0, min(len(text), maxAgent))
	for _, letter := range text {
		if len(kept) == maxAgent {
			break
		}
		if unicode.IsPrint(letter) && letter != unicode.ReplacementChar {
			kept = append(kept, letter)
		}
	}
	return strings.TrimSpace(string(kept))
}
