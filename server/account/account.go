// Package account knows who somebody is: identities, the tokens that carry
// them, and the keys that sign these.
package account

import (
	"context"
	"time"
)

// UserID identifies a person. It is opaque.
type UserID string

// Role says what an identity may do.
type Role string

// The roles.
const (
	User    Role = "user"
	Pro     Role = "pro"
	Elite   Role = "elite"
	Admin   Role = "admin"
	Service Role = "service" // another part of this product, no person
)

// Identity is the caller of a request, taken from the token alone.
type Identity struct {
	// UserID owns everything the caller creates.
	UserID UserID
	// Email as it stood when the token was issued.
	Email string
	// Role of the caller.
	Role Role
	// SessionID is the sign-in session the token belongs to; empty for tokens
	// made without one.
	SessionID string
	// IssuedAt is when the token was issued, to the millisecond in UTC. To issue
	// one it may say when the facts above were read; zero means now.
	IssuedAt time.Time
}

// IsService reports whether the caller is another part of this product.
func (i Identity) IsService() bool { return i.Role == Service }

type contextKey struct{}

// NewContext returns a context that carries the caller.
func NewContext(ctx context.Context, caller Identity) context.Context {
	return context.WithValue(ctx, contextKey{}, caller)
}

// FromContext returns the caller; false when nobody is signed in.
func FromContext(ctx context.Context) (Identity, bool) {
	caller, ok := ctx.Value(contextKey{}).(Identity)
	return caller, ok
}
