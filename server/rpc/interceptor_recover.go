package rpc

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/interviewai-pro/interviewai/server/observe"
)

// recovering turns a panic into an internal error: one bad call must not end
// everybody else's session.
func recovering(logger *slog.Logger, metrics *observe.Metrics) rule {
	return func(ctx context.Context, c *call, next func(context.Context) error) (err error) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint,err113 // net/http compares it with == too
				panic(cause)
			}
			metrics.Panicked()
			logger.ErrorContext(ctx, "call panicked", observe.KeyProcedure, c.spec.Procedure,
				observe.KeyError, fmt.Sprint(cause), observe.KeyStack, string(debug.Stack()))
			shown := connectError(ctx, fmt.Errorf("panic: %v", cause))
			if c.unary() {
				c.standing.write(shown.Meta())
			}
			err = shown
		}()
		return next(ctx)
	}
}
