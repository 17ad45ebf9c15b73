package rpc

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// SignIns tells when a sign-in session ends.
type SignIns interface {
	// Watch returns a context that ends when tokens of the identity are cut.
	Watch(ctx context.Context, who account.Identity) (watched context.Context, stop func())
	// Open reports whether a sign-in session of the user has not ended.
	Open(ctx context.Context, userID account.UserID, session string) (bool, error)
}

// errSignInEnded ends the sound of a device that was signed out. The media role
// does not come back after it.
var errSignInEnded = fault.New(fault.Unauthenticated, "session_ended", "The device that sends this sound was signed out. Sign in again.")

// signInCheck is how long to wait between looks at the sign-in session.
const signInCheck = time.Second

// endWithSignIn ends a conversation when the sign-in session that opened it has
// ended. A cut alone is no end: a changed role cuts tokens too.
func (h *Conversation) endWithSignIn(ctx context.Context, c *coach.Conversation, end context.CancelCauseFunc) {
	userID, signIn := c.SignIn()
	if h.signIns == nil || signIn == "" {
		return
	}
	for ctx.Err() == nil {
		watched, stop := h.signIns.Watch(ctx, account.Identity{UserID: account.UserID(userID), SessionID: signIn, IssuedAt: time.Now()})
		open, err := h.signIns.Open(ctx, account.UserID(userID), signIn)
		if err == nil && !open {
			stop()
			end(errSignInEnded)
			return
		}
		if err == nil {
			<-watched.Done()
		}
		stop()
		// The store may be away, in which case sessions cannot end either; or the
		// cut stands and the session's end is still being written.
		select {
		case <-time.After(signInCheck):
		case <-ctx.Done():
		}
	}
}
