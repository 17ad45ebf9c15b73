package rpc

import (
	"context"
	"sync/atomic"
)

// passage is a request on its way through this process: it is counted once,
// whether that is done before it is read, by the interceptors, or because
// neither of them ever saw a call in it.
type passage struct{ counted atomic.Bool }

type passageKey struct{}

// WithPassage returns a context in which a request is counted once. counted says
// that it was, before it came here.
func WithPassage(ctx context.Context, counted bool) context.Context {
	p := &passage{}
	p.counted.Store(counted)
	return context.WithValue(ctx, passageKey{}, p)
}

// Counted reports whether the request of a context was counted already, or is
// one that no limit is for.
func Counted(ctx context.Context) bool {
	p, ok := ctx.Value(passageKey{}).(*passage)
	return ok && p.counted.Load()
}

// once reports whether the request is to be counted, and makes that true but once.
func once(ctx context.Context) bool {
	p, ok := ctx.Value(passageKey{}).(*passage)
	return !ok || !p.counted.Swap(true)
}
