// Package origin knows where a call came from: the transport notes it in the
// call's context, and the domain shows it to people or counts by it.
package origin

import (
	"context"
	"net/netip"
)

// What Place says where an address says nothing useful to people.
const (
	ThisMachine    = "this machine"
	PrivateNetwork = "private network"
	Unknown        = "unknown"
)

// Origin is where a call came from.
type Origin struct {
	// Address of the caller, behind trusted proxies; invalid when unknown.
	Address netip.Addr
	// Agent is the device as its browser or program calls itself (User-Agent).
	// Anybody can write anything into it.
	Agent string
	// DeviceToken is the secret by which a browser is known again; empty for
	// a device that never signed in.
	DeviceToken string
	// Browser is true for callers that get their refresh token as a cookie.
	Browser bool
}

type contextKey struct{}

// NewContext returns a context that carries the origin.
func NewContext(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, contextKey{}, o)
}

// FromContext returns the origin of a call; the zero value when none was noted,
// as in work that no call began.
func FromContext(ctx context.Context) Origin {
	o, _ := ctx.Value(contextKey{}).(Origin)
	return o
}

// Place describes the address to people, too coarse to find anybody by:
// "203.0.113.x", "2001:db8:1::/48", "this machine", "private network" or
// "unknown". An IPv4 network of 256 and an IPv6 site (RFC 6177) remain.
func (o Origin) Place() string {
	a := o.plain()
	switch {
	case !a.IsValid() || a.IsUnspecified() || a.IsMulticast():
		return Unknown
	case a.IsLoopback():
		return ThisMachine
	case a.IsPrivate() || a.IsLinkLocalUnicast():
		return PrivateNetwork
	case a.Is4():
		bytes := a.As4()
		bytes[3] = 0
		text := netip.AddrFrom4(bytes).String()
		return text[:len(text)-1] + "x"
	default:
		return netip.PrefixFrom(a, 48).Masked().String()
	}
}

// Subnet is what one subscriber cannot easily change, the key to count calls
// by: the whole IPv4 address, or the /64 of an IPv6 address, since a single
// host has all of its 2^64 addresses. "unknown" without an address.
func (o Origin) Subnet() string {
	a := o.plain()
	switch {
	case !a.IsValid():
		return Unknown
	case a.Is4():
		return a.String()
	default:
		return netip.PrefixFrom(a, 64).Masked().String()
	}
}

// plain returns the address without IPv6 wrapping of IPv4 and without a zone.
func (o Origin) plain() netip.Addr { return o.Address.Unmap().WithZone("") }
