package peer

import (
	"context"
	"errors"
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/jitter"
)

var (
	// ErrBusy means that no further peer or session is taken here at present:
	// the process is full or drains. The client tries again.
	ErrBusy = errors.New("media takes no more connections now")
	// ErrOver means that the live session has ended.
	ErrOver = errors.New("live session is over")
	// ErrOffer means that an offer is not well-formed.
	ErrOffer = errors.New("malformed offer")
	// ErrUnsupported means that an offer is well-formed and asks for what this
	// endpoint does not do.
	ErrUnsupported = errors.New("unsupported offer")
)

// Sessions is what a peer needs of the session layer.
type Sessions interface {
	// Join binds a track to its speaker's place in a session; a binding the
	// place had before ends. Errors wrap ErrBusy or ErrOver where they apply.
	Join(ctx context.Context, sessionID string, speaker interviewaiv1.Speaker) (Binding, error)
}

// Binding is one speaker's place in a session.
type Binding interface {
	// PushRTP takes one packet, in whatever order the network delivers them.
	// The payload is not kept.
	PushRTP(p jitter.Packet, arrival time.Time) error
	// Subscribe opens a stream of the session's events.
	Subscribe() (Events, error)
	// Done is closed once the binding is of no more use: the session is over
	// or another peer took the place.
	Done() <-chan struct{}
	// Leave says that the peer is gone, with a reason in snake case.
	Leave(reason string)
}

// Events is a stream of a session's events.
type Events interface {
	// Events is closed when the stream is over.
	Events() <-chan *interviewaiv1.LiveEvent
	// Close ends the stream; it may be called more than once.
	Close()
}
