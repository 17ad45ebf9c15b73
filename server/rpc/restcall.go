package rpc

import (
	"context"
	"sync"

	"connectrpc.com/connect"
)

// RESTCall is what the REST surface wants to know of the call behind it: how it
// was refused, or that it created something, which REST answers with 201.
type RESTCall struct {
	mu      sync.Mutex
	created bool
	refused *connect.Error
}

type restCallKey struct{}

// WithRESTCall returns a context in which the interceptors leave word in the
// returned call.
func WithRESTCall(ctx context.Context) (context.Context, *RESTCall) {
	c := &RESTCall{}
	return context.WithValue(ctx, restCallKey{}, c), c
}

// Created reports whether the call created something.
func (c *RESTCall) Created() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.created
}

// Refused returns the error of the call; nil when there was none.
func (c *RESTCall) Refused() *connect.Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refused
}

func noteCreated(ctx context.Context, c *call) {
	if !c.door.Created {
		return
	}
	if call, ok := ctx.Value(restCallKey{}).(*RESTCall); ok {
		call.mu.Lock()
		defer call.mu.Unlock()
		call.created = true
	}
}

func noteRefused(ctx context.Context, err *connect.Error) {
	if call, ok := ctx.Value(restCallKey{}).(*RESTCall); ok {
		call.mu.Lock()
		defer call.mu.Unlock()
		call.refused = err
	}
}
