package rpc

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// requesting gives the call an id (the HTTP surface has usually done so),
// counts and times it, and logs how it ended, once. Calls that were one too many
// are logged once a second: their senders must not fill our disk.
func requesting(logger *slog.Logger, metrics *observe.Metrics, now func() time.Time) rule {
	tooMany := &rarely{}
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if observe.RequestID(ctx) == "" {
			ctx = observe.WithRequestID(ctx, rand.Text())
		}
		if !c.unary() {
			defer metrics.StreamOpened(c.spec.Procedure)()
		}
		began := now()
		err := next(ctx)
		took := now().Sub(began)

		code := "ok"
		if err != nil {
			code = connect.CodeOf(err).String()
		}
		metrics.CallEnded(c.spec.Procedure, code, took, c.unary())
		unlogged := 0
		if connect.CodeOf(err) == connect.CodeResourceExhausted {
			var pass bool
			if unlogged, pass = tooMany.pass(began); !pass {
				return err
			}
		}
		logCall(ctx, logger, c, code, took, unlogged, err)
		return err
	}
}

func logCall(ctx context.Context, logger *slog.Logger, c *call, code string, took time.Duration, unlogged int, err error) {
	level := slog.LevelDebug
	if err != nil {
		level = failureLevel(err)
	}
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String(observe.KeyProcedure, c.spec.Procedure),
		slog.String(observe.KeyCode, code),
		slog.Duration(observe.KeyDuration, took),
	}
	if unlogged > 0 {
		attrs = append(attrs, slog.Int("unlogged", unlogged))
	}
	if c.caller.UserID != "" {
		attrs = append(attrs, slog.String(observe.KeyUser, string(c.caller.UserID)))
	}
	message := "call"
	if err != nil {
		message = "call refused"
		if detail := DetailOf(err); detail != nil {
			attrs = append(attrs, slog.String(observe.KeyReason, detail.GetReason()))
		}
		attrs = append(attrs, slog.Any(observe.KeyError, deepest(err)))
	}
	logger.LogAttrs(ctx, level, message, attrs...)
}

// failureLevel says who should care: callers' mistakes are not ours.
func failureLevel(err error) slog.Level {
	switch connect.CodeOf(err) {
	case connect.CodeInternal, connect.CodeUnknown, connect.CodeDataLoss:
		return slog.LevelError
	case connect.CodeUnavailable:
		return slog.LevelWarn
	case connect.CodeCanceled:
		return slog.LevelDebug
	default:
		return slog.LevelInfo
	}
}

// deepest is the error behind what the caller was shown.
func deepest(err error) error {
	var shown *refusal
	if errors.As(err, &shown) && shown.cause != nil {
		return shown.cause
	}
	return err
}

// mappingErrors makes every error what a caller may see, and shows where the
// caller stands with the limits, refused or not. (A stream was told at once.)
func mappingErrors() rule {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		err := next(ctx)
		if err == nil {
			noteCreated(ctx, c)
			if c.response != nil {
				c.standing.write(c.response.Header())
			}
			return nil
		}
		mapped := connectError(ctx, err)
		if c.unary() {
			c.standing.write(mapped.Meta())
		}
		noteRefused(ctx, mapped)
		return mapped
	}
}

// errDraining ends open streams when the process stops.
var errDraining = fault.New(fault.Unavailable, "draining", "This server is about to restart. Reconnect to go on.")

// draining ends streams when the process is about to stop. Unary calls are left
// to finish.
func draining(stop <-chan struct{}) rule {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if c.unary() || stop == nil {
			return next(ctx)
		}
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		ended := make(chan struct{})
		watching := make(chan struct{})
		go func() {
			defer close(watching)
			select {
			case <-stop:
				cancel(errDraining)
			case <-ended:
			}
		}()
		defer func() { // also when the handler panics
			close(ended)
			<-watching
		}()
		return endedBecause(ctx, next(ctx))
	}
}

// watching ends streams within a moment of the caller's sign-in session.
func watching(gate Gate) rule {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if c.unary() || gate == nil || c.caller.UserID == "" {
			return next(ctx)
		}
		ctx, stop := gate.Watch(ctx, c.caller)
		defer stop()
		return endedBecause(ctx, next(ctx))
	}
}

// endedBecause is how a stream ended: when we ended it, the reason we gave,
// whatever the handler made of its cancelled context.
func endedBecause(ctx context.Context, err error) error {
	if ctx.Err() == nil || (err != nil && !isContextError(err)) {
		return err
	}
	if f := fault.From(context.Cause(ctx)); f != nil {
		return f
	}
	return err
}
