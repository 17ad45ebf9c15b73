package session

import (
	"context"
	"errors"
	"fmt"
	"sync"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

var (
	// ErrDraining means that this process takes no more sessions: the peer
	// connects again, and reaches another.
	ErrDraining = errors.New("media is draining")
	// ErrTooMany means that the process is full.
	ErrTooMany = errors.New("too many live sessions")
	// ErrEnded means that the session is over.
	ErrEnded = errors.New("live session has ended")
	// ErrReplaced means that a newer peer brought the same speaker's track.
	ErrReplaced = errors.New("track was taken over by a newer peer")
	// ErrSlow means that a subscriber did not take its events in time.
	ErrSlow = errors.New("subscriber too slow")
	// ErrSpeaker means that a track belongs to nobody.
	ErrSpeaker = errors.New("speaker is neither interviewer nor candidate")
)

// JoinRequest is a peer that brings one speaker's track. The caller has checked
// that the peer may (the media token names the session).
type JoinRequest struct {
	SessionID string
	Speaker   interviewaiv1.Speaker
}

// Registry holds the live sessions of this process. Safe for concurrent use.
type Registry struct {
	cfg     Config
	running chan struct{}

	mu       sync.Mutex
	ctx      context.Context // of Run; nil before
	sessions map[string]*Session
	draining bool
	work     sync.WaitGroup
}

// New returns a registry without sessions, or the configuration's mistakes.
func New(cfg Config) (*Registry, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	return &Registry{cfg: cfg, running: make(chan struct{}), sessions: map[string]*Session{}}, nil
}

// Run serves sessions until ctx ends, then drains: no new sessions, bindings
// and subscriptions end with ErrDraining, what was said is handed over as far
// as Config.FinishWait allows. It returns when all of it is done, with nil.
func (r *Registry) Run(ctx context.Context) error {
	r.mu.Lock()
	if r.ctx != nil {
		r.mu.Unlock()
		return errors.New("session registry runs already")
	}
	// Sessions outlive ctx by the time they need to hand over.
	r.ctx = context.WithoutCancel(ctx)
	r.mu.Unlock()
	close(r.running)
	<-ctx.Done()
	r.mu.Lock()
	r.draining = true
	for _, s := range r.sessions {
		s.finish(ErrDraining)
	}
	r.mu.Unlock()
	r.work.Wait()
	return nil
}

// Join binds a peer's track to its session, which is created if need be. A
// binding that the speaker's track had before ends with ErrReplaced. It waits
// only for Run to have begun. Errors: ErrDraining, ErrTooMany, ErrEnded while a
// session of that name is being closed, ErrSpeaker, ctx's.
func (r *Registry) Join(ctx context.Context, req JoinRequest) (*Binding, error) {
	voice, ok := voiceOf(req.Speaker)
	if !ok {
		return nil, fmt.Errorf("join session %s: %w", req.SessionID, ErrSpeaker)
	}
	select {
	case <-r.running:
	case <-ctx.Done():
		return nil, fmt.Errorf("join session %s: %w", req.SessionID, ctx.Err())
	}
	s, err := r.session(req.SessionID)
	if err != nil {
		return nil, fmt.Errorf("join session %s: %w", req.SessionID, err)
	}
	b, err := s.bind(voice)
	if err != nil {
		return nil, fmt.Errorf("join session %s: %w", req.SessionID, err)
	}
	return b, nil
}

// Session returns a live session by its id.
func (r *Registry) Session(id string) (*Session, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.sessions[id]
	return s, ok
}

// Len is the number of live sessions: this process's load.
func (r *Registry) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.sessions)
}

func (r *Registry) session(id string) (*Session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s, ok := r.sessions[id]; ok {
		return s, nil
	}
	switch {
	case r.draining:
		return nil, ErrDraining
	case len(r.sessions) >= r.cfg.MaxSessions:
		return nil, ErrTooMany
	}
	s, err := newSession(r.cfg, id)
	if err != nil {
		return nil, err
	}
	r.sessions[id] = s
	r.work.Go(func() {
		s.run(r.ctx)
		r.mu.Lock()
		delete(r.sessions, id)
		r.mu.Unlock()
	})
	return s, nil
}
