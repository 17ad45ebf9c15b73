package rpc

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// The specification's limits (§7.2), per user.
const (
	callsPerMinute   = 100
	aiCallsPerMinute = 30
	// maxCallers bounds the limiter's memory to a few tens of megabytes.
	maxCallers = 100_000
)

// Limiter lets each user make so many calls a minute, all at once or spread.
// A stream counts once, when it is opened.
//
// A bucket nobody has touched for a minute is full again, so forgetting it
// changes nothing: callers live in two generations, and each minute the older
// one is dropped. When more callers than maxCallers come within a minute, the
// generation ends early and their spent calls are forgotten (and counted).
type Limiter struct {
	now     func() time.Time
	metrics *observe.Metrics

	mu       sync.Mutex
	young    map[account.UserID]*allowance
	old      map[account.UserID]*allowance
	turnover time.Time
}

type allowance struct{ calls, ai *rate.Limiter }

// NewLimiter returns a limiter that reads the time from now.
func NewLimiter(now func() time.Time, metrics *observe.Metrics) *Limiter {
	return &Limiter{now: now, metrics: metrics, young: map[account.UserID]*allowance{}, turnover: now()}
}

// take spends one call of a user, or says how long to wait and which limit was
// reached.
func (l *Limiter) take(user account.UserID, ai bool) (wait time.Duration, limit string) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.allowanceOf(user, now)
	if wait := spend(a.calls, now); wait > 0 {
		return wait, "calls"
	}
	if ai {
		if wait := spend(a.ai, now); wait > 0 {
			return wait, "ai"
		}
	}
	return 0, ""
}

func (l *Limiter) allowanceOf(user account.UserID, now time.Time) *allowance {
	early := len(l.young) >= maxCallers
	if early || now.Sub(l.turnover) >= time.Minute {
		if early {
			l.metrics.LimiterForgot(len(l.old))
		}
		l.old, l.young, l.turnover = l.young, map[account.UserID]*allowance{}, now
	}
	a := l.young[user]
	if a == nil {
		if a = l.old[user]; a == nil {
			a = &allowance{calls: perMinute(callsPerMinute), ai: perMinute(aiCallsPerMinute)}
		}
		l.young[user] = a
	}
	return a
}

func perMinute(n int) *rate.Limiter {
	return rate.NewLimiter(rate.Every(time.Minute/time.Duration(n)), n)
}

func spend(l *rate.Limiter, now time.Time) (wait time.Duration) {
	r := l.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// limiting refuses users who call too often; other roles of the service are
// not limited.
func limiting(limiter *Limiter) around {
	return func(ctx context.Context, c call, next func(context.Context) error) error {
		caller, ok := account.FromContext(ctx)
		if limiter == nil || !ok || caller.IsService() {
			return next(ctx)
		}
		if wait, limit := limiter.take(caller.UserID, costsModel(c.spec.Procedure)); wait > 0 {
			limiter.metrics.Limited(limit)
			return fault.New(fault.Limited, "rate_limited", "Too many calls. Wait a moment and try again.").After(wait)
		}
		return next(ctx)
	}
}

// costsModel reports whether a procedure makes a provider work.
func costsModel(procedure string) bool {
	return strings.HasPrefix(procedure, "/"+interviewaiv1connect.AiServiceName+"/") ||
		procedure == interviewaiv1connect.LiveServiceAskQuestionProcedure
}
