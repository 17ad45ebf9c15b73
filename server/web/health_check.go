package web

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
)

const (
	// checkTimeout bounds one look at an outside system.
	checkTimeout = 2 * time.Second
	// checkShared is how long a result is good for at least: anybody may ask as
	// often as they like, and that must cost nobody anything.
	checkShared = time.Second
)

// errNoAnswer is what was found of something whose ping does not return.
var errNoAnswer = errors.New("no answer in time")

// kept is a check with its last result. It is looked at by one at a time,
// however many ask, and they share what was found.
type kept struct {
	Check
	mu   sync.Mutex
	last checked
	at   time.Time
	// looking is closed when the look under way is over; nil when there is none.
	looking chan struct{}
	// stuck says that a ping has not returned although its time was over. There
	// is no other beside it.
	stuck bool
}

// result begins to look, unless somebody does or did a moment ago, and returns
// what waits for the result: no longer than checkTimeout.
func (h *Health) result(ctx context.Context, c *kept) (wait func() checked) {
	if c.Unconfigured {
		return func() checked { return checked{Status: notConfigured} }
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.looking == nil {
		fresh := !c.at.IsZero() && h.now().Sub(c.at) < max(c.Every, checkShared)
		if fresh || c.stuck {
			last := c.last
			return func() checked { return last }
		}
		c.looking = make(chan struct{})
		// It is everybody's who waits: one who hangs up must not end it.
		go h.find(context.WithoutCancel(ctx), c, c.looking)
	}
	over := c.looking
	return func() checked {
		select {
		case <-over:
		case <-ctx.Done():
			return checked{Status: disconnected} // nobody reads it
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.last
	}
}

// find looks once and keeps the result, also when the ping ignores its context.
func (h *Health) find(ctx context.Context, c *kept, over chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	began := h.now()
	returned := make(chan error, 1)
	go func() { returned <- c.Ping(ctx) }()
	var err error
	stuck := false
	select {
	case err = <-returned:
	case <-ctx.Done():
		err, stuck = errNoAnswer, true
	}
	ended := h.now()
	result := checked{Status: connected, Latency: float64(ended.Sub(began).Microseconds()) / 1000}
	if err != nil {
		result.Status = disconnected
		h.logger.WarnContext(ctx, "health check failed", observe.KeyPart, c.Name, observe.KeyError, err)
	}
	c.mu.Lock()
	c.last, c.at, c.looking, c.stuck = result, ended, nil, stuck
	close(over)
	c.mu.Unlock()
	if !stuck {
		return
	}
	h.logger.DebugContext(ctx, "health check ended late", observe.KeyPart, c.Name, observe.KeyError, <-returned)
	c.mu.Lock()
	c.stuck = false
	c.mu.Unlock()
}
