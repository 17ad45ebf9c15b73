package interview_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
)

// live is live sessions in which the test speaks.
type live struct {
	mu       sync.Mutex
	sessions map[string]*liveSession
	// late is what a recogniser still says after a session's end.
	late    string
	openErr error
}

type liveSession struct {
	interview string
	said      []interview.Heard
	over      bool
	changed   chan struct{}
}

var errNoSession = fault.New(fault.NotFound, "session_not_found", "There is no such session.")

func (l *live) Open(_ context.Context, _ account.UserID, interview, _, _ string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.openErr != nil {
		return "", l.openErr
	}
	if l.sessions == nil {
		l.sessions = map[string]*liveSession{}
	}
	id := "s" + strconv.Itoa(len(l.sessions)+1)
	l.sessions[id] = &liveSession{interview: interview, changed: make(chan struct{})}
	return id, nil
}

func (l *live) change(id string, how func(*liveSession)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sessions[id]
	if !ok {
		return errNoSession
	}
	how(s)
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

func (l *live) End(_ context.Context, _ account.UserID, id string) error {
	return l.change(id, func(s *liveSession) {
		if !s.over && l.late != "" {
			s.said = append(s.said, final(l.late))
		}
		s.over = true
	})
}

func (l *live) Listen(ctx context.Context, _ account.UserID, id string, heard func(interview.Heard) error) error {
	for next := 0; ; {
		l.mu.Lock()
		s, ok := l.sessions[id]
		if !ok {
			l.mu.Unlock()
			return errNoSession
		}
		said, over, changed := s.said[next:], s.over, s.changed
		l.mu.Unlock()
		for _, h := range said {
			if err := heard(h); err != nil {
				return err
			}
			next++
		}
		if over && len(said) == 0 {
			return nil
		}
		if len(said) > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (l *live) Forget(_ context.Context, _ account.UserID, interview string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, s := range l.sessions {
		if s.interview == interview {
			delete(l.sessions, id)
			close(s.changed)
		}
	}
	return nil
}

func (l *live) ended(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sessions[id] == nil || l.sessions[id].over
}

func (l *live) forget(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.sessions[id]; s != nil {
		delete(l.sessions, id)
		close(s.changed)
	}
}

// say is heard in a session.
func (r *room) say(l *live, id string, all ...interview.Heard) {
	r.Helper()
	r.ok(l.change(id, func(s *liveSession) { s.said = append(s.said, all...) }))
}

func final(text string) interview.Heard { return interview.Heard{Final: true, Text: text} }

// speech is a stretch of it with its words.
func speech(from, to time.Duration, text string) []interview.Heard {
	said := final(text)
	words := strings.Fields(text)
	for i, w := range words {
		step := (to - from) / time.Duration(len(words))
		start := from + time.Duration(i)*step
		said.Words = append(said.Words, coach.Word{Text: w, Start: start, End: start + step})
	}
	return []interview.Heard{{Began: true, At: from}, {Stopped: true, At: to}, said}
}

// aloud runs a test in which answers are spoken, on virtual time.
func aloud(t *testing.T, test func(t *testing.T, r *room, l *live)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &live{}
		r := open(t, func(o *interview.Options) { o.Live, o.Now = l, time.Now })
		defer r.run(r.Service)()
		test(t, r, l)
	})
}

// run runs a process until the function that it returns is called.
func (r *room) run(s *interview.Service) (stop func()) {
	ctx, cancel := context.WithCancel(r.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	return func() {
		cancel()
		r.ok(<-done)
	}
}

func (r *room) begin(id, item string) string {
	r.Helper()
	session, err := r.Speak(r.Context(), anna, id, item, "sign-in")
	r.ok(err)
	return session
}
