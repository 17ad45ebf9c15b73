// Package rpc serves the contract: it translates between the generated messages
// and the domains, one file a service, and holds the interceptors that every
// call passes.
//
// Interceptors, outermost first: recover → request (id, trace, log, metrics) →
// errors → authenticate and authorise → rate limit → validate → handler.
package rpc

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/otelconnect"
	"connectrpc.com/validate"
	"go.opentelemetry.io/otel/trace"

	"github.com/interviewai-pro/interviewai/server/observe"
)

// call is what an interceptor may know of a call, unary or stream.
type call struct {
	spec   connect.Spec
	peer   connect.Peer
	header http.Header // of the request
}

func (c call) unary() bool { return c.spec.StreamType == connect.StreamTypeUnary }

// around is an interceptor's rule, written once for unary calls and streams:
// it may refuse, change the context, or look at how the call ended.
type around func(ctx context.Context, c call, next func(context.Context) error) error

// WrapUnary implements connect.Interceptor.
func (a around) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, request connect.AnyRequest) (connect.AnyResponse, error) {
		var response connect.AnyResponse
		c := call{spec: request.Spec(), peer: request.Peer(), header: request.Header()}
		err := a(ctx, c, func(ctx context.Context) error {
			var err error
			response, err = next(ctx, request)
			return err
		})
		if err != nil {
			return nil, err
		}
		return response, nil
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (a around) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		c := call{spec: conn.Spec(), peer: conn.Peer(), header: conn.RequestHeader()}
		return a(ctx, c, func(ctx context.Context) error { return next(ctx, conn) })
	}
}

// WrapStreamingClient implements connect.Interceptor; clients pass unchanged.
func (a around) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// InterceptorOptions is what the interceptors need from outside.
type InterceptorOptions struct {
	// Logger gets one line a call: failures always, successes at debug level.
	Logger *slog.Logger
	// Metrics counts calls.
	Metrics *observe.Metrics
	// Traces makes a span a call.
	Traces trace.TracerProvider
	// Authenticate says who an access token belongs to.
	Authenticate Authenticate
	// ServiceToken is the credential that other roles of the service show.
	ServiceToken string
	// Limiter refuses callers who call too often; nil refuses nobody.
	Limiter *Limiter
	// Now tells the time.
	Now func() time.Time
	// Draining is closed when the process is about to stop: open streams are
	// then ended with reason "draining", so that clients reconnect elsewhere.
	Draining <-chan struct{}
}

// Interceptors returns the interceptors of every service, outermost first.
func Interceptors(o InterceptorOptions) (connect.HandlerOption, error) {
	tracing, err := otelconnect.NewInterceptor(
		otelconnect.WithTracerProvider(o.Traces), otelconnect.WithoutMetrics())
	if err != nil {
		return nil, fmt.Errorf("make interceptors: %w", err)
	}
	return connect.WithInterceptors(
		recovering(o.Logger, o.Metrics),
		requesting(o.Logger, o.Metrics, o.Now),
		tracing,
		mappingErrors(),
		authenticating(o.Authenticate, o.ServiceToken),
		limiting(o.Limiter),
		draining(o.Draining),
		validate.NewInterceptor(),
	), nil
}
