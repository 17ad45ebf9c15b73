// Package rpc serves the contract: it translates between the generated messages
// and the domains, one file a service, and holds the interceptors that every
// call passes.
//
// Interceptors, outermost first: recover → request (id, trace, log, metrics) →
// errors → authenticate, rate limit and authorise → cache → validate → handler.
// Which rules a procedure is under stands in one table, doors.go.
package rpc

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/otelconnect"
	"connectrpc.com/validate"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// Gate knows which sign-in sessions have ended before their tokens did.
type Gate interface {
	// Admit refuses an identity whose session has ended, or whose token is older
	// than a change of what its owner may do. Its error is a fault of kind
	// Unauthenticated.
	Admit(who account.Identity) error
	// Watch returns a context that ends, with that fault as its cause, when the
	// identity is no longer admitted. stop ends the watching.
	Watch(ctx context.Context, who account.Identity) (watched context.Context, stop func())
}

// InterceptorOptions is what the interceptors need from outside.
type InterceptorOptions struct {
	// Logger gets one line a call: failures always (those for too many calls once
	// a second), successes at debug level.
	Logger *slog.Logger
	// Metrics counts calls.
	Metrics *observe.Metrics
	// Traces makes a span a call; nil or the no-op provider makes none.
	Traces trace.TracerProvider
	// Authenticate says who an access token belongs to.
	Authenticate Authenticate
	// Gate refuses tokens of sessions that have ended; nil refuses none, which
	// is for tests of other things only.
	Gate Gate
	// ServiceToken is the credential that other roles of the service show.
	ServiceToken string
	// Limiter refuses callers who call too often; nil refuses nobody.
	Limiter *Limiter
	// Cache keeps the answers of frequent reads; nil keeps none.
	Cache ResponseCache
	// Now tells the time.
	Now func() time.Time
	// Draining is closed when the process is about to stop: open streams are
	// then ended with reason "draining", so that clients reconnect elsewhere.
	Draining <-chan struct{}
}

// Interceptors returns the interceptors of every service, outermost first.
func Interceptors(o InterceptorOptions) (connect.HandlerOption, error) {
	interceptors, _, err := Guard(o)
	return interceptors, err
}

// Guard returns the interceptors of every service, outermost first, and the same
// rules for those who must judge a call before they read it.
func Guard(o InterceptorOptions) (connect.HandlerOption, *Admission, error) {
	request, admit := requesting(o.Logger, o.Metrics, o.Now), admitting(o)
	outer := chain{recovering(o.Logger, o.Metrics), request}
	inner := chain{mappingErrors(), admit, draining(o.Draining), watching(o.Gate), caching(o.Cache)}
	list := []connect.Interceptor{outer}
	// Without a collector a span is of no use, and costs as much as all the rest.
	if _, off := o.Traces.(noop.TracerProvider); !off && o.Traces != nil {
		tracing, err := otelconnect.NewInterceptor(
			otelconnect.WithTracerProvider(o.Traces), otelconnect.WithoutMetrics())
		if err != nil {
			return nil, nil, fmt.Errorf("make interceptors: %w", err)
		}
		list = append(list, tracing)
	}
	admission := &Admission{admit: admit, refuse: chain{request, mappingErrors()}, limiter: o.Limiter}
	return connect.WithInterceptors(append(list, inner, validate.NewInterceptor())...), admission, nil
}
