package session

import (
	"sync"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// subscriptionBound is how many events wait for one subscriber. Overflow
// policy: the subscription ends with ErrSlow, since an event left out would
// silently spoil a suggestion; the subscriber goes on with WatchLiveSession
// after the last number it saw.
const subscriptionBound = 256

// Subscription delivers a session's events to one peer, in order.
type Subscription struct {
	session *Session
	events  chan *interviewaiv1.LiveEvent
	once    sync.Once
	reason  error
}

// Events is closed when the subscription is over; Err then tells why. Events
// are shared between subscribers: they must not be changed.
func (s *Subscription) Events() <-chan *interviewaiv1.LiveEvent { return s.events }

// Err tells why Events was closed: ErrSlow, ErrEnded, ErrDraining, what the
// conversation failed with, or nil after Close. It is meaningful only then.
func (s *Subscription) Err() error { return s.reason }

// Close ends the subscription. It may be called more than once.
func (s *Subscription) Close() {
	s.session.mu.Lock()
	defer s.session.mu.Unlock()
	s.session.unsubscribe(s, nil)
}

// offer hands an event on. The caller holds the session's lock.
func (s *Subscription) offer(e *interviewaiv1.LiveEvent) bool {
	select {
	case s.events <- e:
		return true
	default:
		return false
	}
}

// end closes the subscription. The caller holds the session's lock.
func (s *Subscription) end(reason error) {
	s.once.Do(func() {
		s.reason = reason
		close(s.events)
	})
}
