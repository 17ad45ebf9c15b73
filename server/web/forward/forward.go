// Package forward lets a plain handler of this process make a call on behalf of
// its own caller: the call carries the credentials, the request's number and
// where the request came from, and that it was counted, so that limits, audit trail and logs concern the
// person and not this machine.
package forward

import (
	"net/http"

	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	// RequestID is the header with a request's number.
	RequestID = "X-Request-Id"
	// address is believed from our own process alone, see Address.
	address = "X-Interviewai-Origin"
	// counted is believed from our own process alone, see Counted.
	counted = "X-Interviewai-Counted"
)

// Header copies who calls and from where to the header of an in-process call,
// but no cookie: what proves something must be passed on knowingly.
func Header(r *http.Request, to http.Header) {
	if value := r.Header.Get("Authorization"); value != "" {
		to.Set("Authorization", value)
	}
	to.Set(RequestID, observe.RequestID(r.Context()))
	from := origin.FromContext(r.Context())
	if from.Address.IsValid() {
		to.Set(address, from.Address.String())
	}
	to.Set("User-Agent", from.Agent)
	if rpc.Counted(r.Context()) {
		to.Set(counted, "yes")
	}
}

// Address returns the address that Header put into an in-process call; empty
// for a call that was made on nobody's behalf, and for everything that came
// through a socket, whatever it claims.
func Address(r *http.Request) string {
	if !inproc.Local(r) {
		return ""
	}
	return r.Header.Get(address)
}

// Counted reports whether a call of this process was made by a handler whose own
// request the limits have counted.
func Counted(r *http.Request) bool {
	return inproc.Local(r) && r.Header.Get(counted) != ""
}
