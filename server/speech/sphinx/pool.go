package sphinx

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// pool lends out at most cap(slots) decoders, loading each when it is first
// needed.
type pool struct {
	options Options
	slots   chan struct{}
	waiting atomic.Int64
	refused atomic.Int64

	mu     sync.Mutex
	idle   []*decoder
	closed bool
}

func newPool(o Options) *pool {
	return &pool{options: o, slots: make(chan struct{}, o.Decoders)}
}

// take waits for a decoder. The error is coach.ErrUnavailable when too many
// wait already or the models cannot be loaded, and ctx's when ctx ends first.
func (p *pool) take(ctx context.Context) (*decoder, error) {
	if p.waiting.Add(1) > int64(p.options.Waiting+p.options.Decoders) {
		p.waiting.Add(-1)
		p.refused.Add(1)
		return nil, fmt.Errorf("offline recogniser: %d are waiting for a decoder: %w", p.options.Waiting, coach.ErrUnavailable)
	}
	defer p.waiting.Add(-1)
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a decoder: %w", context.Cause(ctx))
	}
	d, err := p.ready()
	if err != nil {
		<-p.slots
		return nil, fmt.Errorf("offline recogniser: %w: %w", coach.ErrUnavailable, err)
	}
	d.forget()
	return d, nil
}

// ready returns an idle decoder or loads one.
func (p *pool) ready() (*decoder, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	if n := len(p.idle); n > 0 {
		d := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return d, nil
	}
	p.mu.Unlock()
	if err := p.options.check(); err != nil {
		return nil, err
	}
	return newDecoder(p.options)
}

// put gives a decoder back. One that failed is freed instead of kept.
func (p *pool) put(d *decoder, healthy bool) {
	p.mu.Lock()
	if healthy && !p.closed {
		p.idle = append(p.idle, d)
		d = nil
	}
	p.mu.Unlock()
	if d != nil {
		d.free()
	}
	<-p.slots
}

// close frees the idle decoders; those lent out are freed when they come back.
func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, d := range idle {
		d.free()
	}
}
