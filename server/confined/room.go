package confined

import (
	"context"
	"errors"
)

// ErrFull means that too many wait already.
var ErrFull = errors.New("too many are waiting")

// Room bounds how many children run at once, and how many calls wait for one.
type Room struct{ running, waiting chan struct{} }

// NewRoom makes room for so many at once, and for so many who wait.
func NewRoom(parallel, waiting int) *Room {
	return &Room{running: make(chan struct{}, parallel), waiting: make(chan struct{}, parallel+waiting)}
}

// Enter waits for room. It fails with ErrFull at once, or with ctx's cause.
func (r *Room) Enter(ctx context.Context) (leave func(), err error) {
	select {
	case r.waiting <- struct{}{}:
	default:
		return nil, ErrFull
	}
	select {
	case r.running <- struct{}{}:
		return func() { <-r.running; <-r.waiting }, nil
	case <-ctx.Done():
		<-r.waiting
		return nil, context.Cause(ctx) //nolint:wrapcheck // the caller's own
	}
}

// Running is how many are in it.
func (r *Room) Running() int { return len(r.running) }
