package peer

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/access"
	"github.com/interviewai-pro/interviewai/media/jitter"
)

const (
	interviewer = interviewaiv1.Speaker_SPEAKER_INTERVIEWER
	candidateIs = interviewaiv1.Speaker_SPEAKER_CANDIDATE
	// patience is how long anything may take on a busy machine.
	patience  = 60 * time.Second
	goodToken = "good"
)

// recorder is a session layer that keeps what it is given.
type recorder struct {
	mu      sync.Mutex
	changed chan struct{} // closed and renewed at every change
	places  map[string]*place
	joins   int
	refuse  error
	events  []*stream
	light   bool // count packets without keeping them
}

func newRecorder() *recorder {
	return &recorder{changed: make(chan struct{}), places: map[string]*place{}}
}

// place is a binding of the recorder's.
type place struct {
	r       *recorder
	key     string
	packets []jitter.Packet
	count   int
	left    string
	done    chan struct{}
	closed  bool
}

func (r *recorder) note() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *recorder) Join(_ context.Context, id string, s interviewaiv1.Speaker) (Binding, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse != nil {
		return nil, r.refuse
	}
	key := placeKey(id, s)
	if old := r.places[key]; old != nil && !old.closed {
		old.closed = true
		close(old.done)
	}
	p := &place{r: r, key: key, done: make(chan struct{})}
	r.places[key] = p
	r.joins++
	r.note()
	return p, nil
}

func placeKey(id string, s interviewaiv1.Speaker) string { return id + "/" + s.String() }

func (p *place) PushRTP(packet jitter.Packet, _ time.Time) error {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	p.count++
	if !p.r.light {
		packet.Payload = slices.Clone(packet.Payload)
		p.packets = append(p.packets, packet)
		p.r.note()
	}
	return nil
}

func (p *place) Done() <-chan struct{} { return p.done }

func (p *place) Leave(reason string) {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	if p.left == "" {
		p.left = reason
	}
	p.r.note()
}

func (p *place) Subscribe() (Events, error) {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	s := &stream{events: make(chan *interviewaiv1.LiveEvent, 8)}
	p.r.events = append(p.r.events, s)
	p.r.note()
	return s, nil
}

type stream struct{ events chan *interviewaiv1.LiveEvent }

func (s *stream) Events() <-chan *interviewaiv1.LiveEvent { return s.events }
func (s *stream) Close()                                  {}

// until waits for a condition on the recorder, which is locked meanwhile.
func (r *recorder) until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		r.mu.Lock()
		good, changed := ok(), r.changed
		r.mu.Unlock()
		if good {
			return
		}
		select {
		case <-changed:
		case <-deadline.C:
			t.Fatalf("never happened: %s", what)
		}
	}
}

// place returns the newest binding of a speaker. The caller holds the lock, or
// knows that nothing changes.
func (r *recorder) place(id string, s interviewaiv1.Speaker) *place {
	return r.places[placeKey(id, s)]
}

// tokens knows one token, good for every session but "foreign".
type tokens struct{}

func (tokens) Verify(_ context.Context, token, sessionID string) (access.Grant, error) {
	switch {
	case token == "judge":
		return access.Grant{}, access.ErrKeys
	case token != goodToken || sessionID == "foreign":
		return access.Grant{}, errors.Join(access.ErrToken)
	}
	return access.Grant{SessionID: sessionID, UserID: "u"}, nil
}
