package rpc

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/account"
)

// call is what the rules know of a call, unary or stream, and tell each other.
type call struct {
	spec   connect.Spec
	header http.Header // of the request
	// door of the procedure; the zero value lets nobody in.
	door Door
	// request is the message of a unary call; nil for streams.
	request any
	// response is the answer of a unary call, once there is one.
	response connect.AnyResponse
	// early is where a stream's header for the answer is written; nil for unary
	// calls, whose header goes with the response or the refusal.
	early http.Header
	// caller is who calls, once that is known; zero for nobody in particular.
	caller account.Identity
	// standing with the limits, for the answer's header.
	standing standing
}

func (c *call) unary() bool { return c.spec.StreamType == connect.StreamTypeUnary }

// rule may refuse a call, change its context, or look at how it ended. It is
// written once for unary calls and streams, and calls next at most once.
type rule func(ctx context.Context, c *call, next func(context.Context) error) error

// chain is rules as one interceptor, outermost first.
type chain []rule

type callKey struct{}

// run is a call on its way through a chain.
type run struct {
	call    *call
	rules   chain
	handler func(context.Context) error
	step    func(context.Context) error // next, bound once
}

func (r *run) next(ctx context.Context) error {
	if len(r.rules) == 0 {
		return r.handler(ctx)
	}
	first := r.rules[0]
	r.rules = r.rules[1:]
	return first(ctx, r.call, r.step)
}

// pass runs the chain around the handler.
func (rules chain) pass(ctx context.Context, c *call, handler func(context.Context) error) error {
	r := &run{call: c, rules: rules, handler: handler}
	r.step = r.next
	return r.next(ctx)
}

// WrapUnary implements connect.Interceptor.
func (rules chain) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, request connect.AnyRequest) (connect.AnyResponse, error) {
		c, known := ctx.Value(callKey{}).(*call)
		if !known {
			c = &call{spec: request.Spec(), header: request.Header(), request: request.Any()}
			c.door = doors[c.spec.Procedure]
			ctx = context.WithValue(ctx, callKey{}, c)
		}
		err := rules.pass(ctx, c, func(ctx context.Context) error {
			var err error
			c.response, err = next(ctx, request)
			return err
		})
		if err != nil {
			return nil, err
		}
		return c.response, nil
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (rules chain) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		c, known := ctx.Value(callKey{}).(*call)
		if !known {
			c = &call{spec: conn.Spec(), header: conn.RequestHeader(), early: conn.ResponseHeader()}
			c.door = doors[c.spec.Procedure]
			ctx = context.WithValue(ctx, callKey{}, c)
		}
		return rules.pass(ctx, c, func(ctx context.Context) error { return next(ctx, conn) })
	}
}

// WrapStreamingClient implements connect.Interceptor; clients pass unchanged.
func (rules chain) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}
