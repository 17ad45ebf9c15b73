package socket

import (
	"context"
	"errors"
	"fmt"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/session"
)

// InRegistry makes the session layer's registry the Sessions of a server.
func InRegistry(r *session.Registry) Sessions { return registry{r} }

type registry struct{ *session.Registry }

// Join binds a stream.
func (r registry) Join(ctx context.Context, sessionID string, speaker interviewaiv1.Speaker) (Binding, error) {
	b, err := r.Registry.Join(ctx, session.JoinRequest{SessionID: sessionID, Speaker: speaker})
	switch {
	case errors.Is(err, session.ErrDraining), errors.Is(err, session.ErrTooMany):
		return nil, fmt.Errorf("%w: %w", ErrBusy, err)
	case errors.Is(err, session.ErrEnded):
		return nil, fmt.Errorf("%w: %w", ErrOver, err)
	case err != nil:
		return nil, err
	}
	return bound{b}, nil
}

type bound struct{ *session.Binding }

// Subscribe opens a stream of the session's events.
func (b bound) Subscribe() (Events, error) { return b.Session().Subscribe() }
