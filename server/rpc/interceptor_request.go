package rpc

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// requesting gives the call an id (the HTTP surface has usually done so),
// counts and times it, and logs how it ended, once.
func requesting(logger *slog.Logger, metrics *observe.Metrics, now func() time.Time) around {
	return func(ctx context.Context, c call, next func(context.Context) error) error {
		if observe.RequestID(ctx) == "" {
			ctx = observe.WithRequestID(ctx, rand.Text())
		}
		ctx, who := withCaller(ctx)
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
		logCall(ctx, logger, c, who, code, took, err)
		return err
	}
}

func logCall(ctx context.Context, logger *slog.Logger, c call, who *callerNote, code string, took time.Duration, err error) {
	attrs := []slog.Attr{
		slog.String(observe.KeyProcedure, c.spec.Procedure),
		slog.String(observe.KeyCode, code),
		slog.Duration(observe.KeyDuration, took),
	}
	if who.id != "" {
		attrs = append(attrs, slog.String(observe.KeyUser, string(who.id)))
	}
	level, message := slog.LevelDebug, "call"
	if err != nil {
		level, message = failureLevel(err), "call refused"
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

// callerNote is where authentication, further in, leaves word for the log line
// that is written further out.
type callerNote struct{ id account.UserID }

type callerNoteKey struct{}

func withCaller(ctx context.Context) (context.Context, *callerNote) {
	note := &callerNote{}
	return context.WithValue(ctx, callerNoteKey{}, note), note
}

func noteCaller(ctx context.Context, caller account.Identity) {
	if note, ok := ctx.Value(callerNoteKey{}).(*callerNote); ok {
		note.id = caller.UserID
	}
}

// mappingErrors makes every error what a caller may see.
func mappingErrors() around {
	return func(ctx context.Context, c call, next func(context.Context) error) error {
		err := next(ctx)
		if err == nil {
			noteCreated(ctx, c)
			return nil
		}
		mapped := connectError(ctx, err)
		noteRefused(ctx, mapped)
		return mapped
	}
}

// errDraining ends open streams when the process stops.
var errDraining = fault.New(fault.Unavailable, "draining", "This server is about to restart. Reconnect to go on.")

// draining ends streams when the process is about to stop. Unary calls are left
// to finish.
func draining(stop <-chan struct{}) around {
	return func(ctx context.Context, c call, next func(context.Context) error) error {
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
		err := next(ctx)
		if err != nil && isContextError(err) && errors.Is(context.Cause(ctx), errDraining) {
			return errDraining
		}
		return err
	}
}
