package rpc

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// sharedTime bounds how long a call waits for the shared counts.
const sharedTime = 50 * time.Millisecond

// SharedLimits counts calls for all processes together.
type SharedLimits interface {
	// Take spends one of so many calls in a period, at once or spread. wait is
	// above zero when there was none left; left and reset (until all are there
	// again) are as after the call. An error means that nothing is known, and
	// the process's own count holds.
	Take(ctx context.Context, key string, calls int, period time.Duration) (left int, reset, wait time.Duration, err error)
}

// Limiter lets each user, or each client address when nobody is signed in, make
// so many calls a time, all at once or spread. A stream counts once, when it is
// opened.
//
// Every call is counted in this process first. That refuses a flood without
// asking anybody, and is why the limit still holds here, with the counts as they
// were, at the moment when the shared ones fail.
type Limiter struct {
	now     func() time.Time
	metrics *observe.Metrics
	shared  SharedLimits
	local   *tally
}

// NewLimiter returns a limiter for one process that reads the time from now.
func NewLimiter(now func() time.Time, metrics *observe.Metrics) *Limiter {
	return &Limiter{now: now, metrics: metrics, local: newTally(now, metrics)}
}

// Sharing makes the limiter count with other processes; nil, for a process that
// is alone, changes nothing. Call it before the first call.
func (l *Limiter) Sharing(shared SharedLimits) *Limiter {
	l.shared = shared
	return l
}

// admit counts a call, notes where the caller stands, and refuses one too many.
// A call that was counted on its way here is let through.
func (l *Limiter) admit(ctx context.Context, c *call) error {
	if !once(ctx) {
		return nil
	}
	where := origin.FromContext(ctx).Subnet()
	who := key{address, where}
	if c.caller.UserID != "" {
		who = key{user, string(c.caller.UserID)}
	}
	st := l.local.take(who, where, c.door.Class)
	if st.wait == 0 && l.shared != nil {
		l.share(ctx, who, where, c.door.Class, &st)
	}
	c.standing = st
	if c.early != nil {
		st.write(c.early)
	}
	if st.wait > 0 {
		l.metrics.Limited(st.window.name)
		return fault.New(fault.Limited, "rate_limited", "Too many calls. Wait a moment and try again.").After(st.wait)
	}
	return nil
}

// share counts a call that this process would let pass with all processes. The
// shortest window comes first: what was spent there is back at once when a
// longer one refuses.
func (l *Limiter) share(ctx context.Context, who key, where string, class Class, st *standing) {
	// Not the caller's own deadline: who is in a hurry, or hangs up, is counted too.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sharedTime)
	defer cancel()
	all := standing{policy: st.policy}
	for _, one := range charges(who, where, class) {
		left, reset, wait, err := l.shared.Take(ctx, one.key.String()+":"+one.window.name, one.window.calls, one.window.period)
		if err != nil {
			return // what is known here holds; the adapter counts and says so
		}
		all.add(one.window, left, reset, wait)
		if wait > 0 {
			l.local.giveBack(who, where, class)
			break
		}
	}
	*st = all
}

// standing is where a caller stands with the limits.
type standing struct {
	window window // the tightest
	left   int
	reset  time.Duration
	wait   time.Duration // above zero if refused
	policy string
}

// add takes a window into account: a refusing one goes before any other, then
// the one with the fewest calls left.
func (s *standing) add(w window, left int, reset, wait time.Duration) {
	tighter := left < s.left || (left == s.left && reset > s.reset)
	if s.window.calls == 0 || wait > s.wait || (s.wait == 0 && tighter) {
		s.window, s.left, s.reset, s.wait = w, left, reset, wait
	}
}

// write shows the standing as draft-ietf-httpapi-ratelimit-headers-07 names it.
// The names are spelled as net/http keeps them.
func (s *standing) write(h http.Header) {
	if s.window.calls == 0 {
		return
	}
	values := [...]string{
		strconv.Itoa(s.window.calls), strconv.Itoa(s.left),
		strconv.Itoa(int((s.reset + time.Second - 1) / time.Second)), s.policy,
	}
	h["Ratelimit-Limit"] = values[0:1:1]
	h["Ratelimit-Remaining"] = values[1:2:2]
	h["Ratelimit-Reset"] = values[2:3:3]
	h["Ratelimit-Policy"] = values[3:4:4]
}
