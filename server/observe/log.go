// Package observe is how the service can be watched from outside: logs, metrics
// and traces, each with its vocabulary in one place.
package observe

import (
	"context"
	"io"
	"log/slog"
)

// NewLogger returns the process's logger: JSON for machines or lines for a
// terminal. Whatever is logged passes the masks for personal data and secrets,
// and lines of a request carry its id.
func NewLogger(w io.Writer, asJSON bool, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: mask}
	var handler slog.Handler
	if asJSON {
		handler = slog.NewJSONHandler(w, options)
	} else {
		options.ReplaceAttr = func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.String(slog.TimeKey, a.Value.Time().Format("15:04:05.000"))
			}
			return mask(groups, a)
		}
		handler = slog.NewTextHandler(w, options)
	}
	return slog.New(requestHandler{handler})
}

// requestHandler adds the request's id to every line logged with its context.
type requestHandler struct{ slog.Handler }

// Handle implements slog.Handler.
func (h requestHandler) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String(KeyRequest, id))
	}
	r.Message = maskText(r.Message)
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}

type requestKey struct{}

// WithRequestID returns a context whose log lines carry this id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID returns the id of the request; empty outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
