// Package conversationtest is a ConversationService for tests and benchmarks of
// the media role: it recognises and answers by script, after fixed delays, and
// can be cut off, or gone for a while, at will.
package conversationtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// Script is what the server does.
type Script struct {
	// Speech is how long recognising takes, Language how long an answer's
	// first token takes.
	Speech, Language time.Duration
	// Text is the text of so much of a segment; "hello" if nil. It is called
	// with the segment's sound so far.
	Text func(segmentID string, samples int64) string
}

// Server is one process behind any number of streams. Safe for concurrent use.
type Server struct {
	script Script

	mu       sync.Mutex
	changed  chan struct{}
	gone     bool
	deaf     int           // commits to pass over
	cuts     chan struct{} // closed to end all streams
	opened   int
	sequence int64
	sessions map[string]*Session
	work     sync.WaitGroup
}

// Session is what the server knows of one session.
type Session struct {
	Epochs   []string
	Audio    map[string][]byte // by segment
	Repeated int               // messages about what was final or accepted already
	Asked    map[string]int    // transcripts asked for, by segment
	Final    map[string]string // texts, by segment
	Commits  []*interviewaiv1.CommitTurn
	// Tokens is when the first token of each committed turn was sent.
	Tokens map[string]time.Time
	Drafts int
	// Twice counts answers that lived at once for one turn, at most one being
	// allowed.
	Twice   int
	States  []interviewaiv1.LiveState
	Levels  int
	Dropped time.Duration
	Started []interviewaiv1.Speaker

	drafts map[string]*answer // live ones
	ready  map[request]time.Time
	stream *stream
}

type answer struct {
	turn  string
	token time.Time // when its first token is there
}

type stream struct {
	mu   sync.Mutex // of sending
	over bool       // the handler is about to return
	conn *connect.BidiStream[interviewaiv1.ConverseRequest, interviewaiv1.ConverseResponse]
}

// send hands a message over; a lost stream's messages are lost.
func (s *stream) send(m *interviewaiv1.ConverseResponse) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		_ = s.conn.Send(m)
	}
}

func (s *stream) end() {
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
}

// NewServer returns a server without sessions.
func NewServer(script Script) *Server {
	if script.Text == nil {
		script.Text = func(string, int64) string { return "hello" }
	}
	return &Server{script: script, changed: make(chan struct{}), cuts: make(chan struct{}), sessions: map[string]*Session{}}
}

// Cut ends every stream as a network does that breaks.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.cuts)
	s.cuts = make(chan struct{})
}

// SetGone makes the server refuse new streams as unavailable, or take them
// again.
func (s *Server) SetGone(gone bool) {
	s.mu.Lock()
	s.gone = gone
	s.mu.Unlock()
}

// PassOver makes the server ignore the next n commits, as if it could not
// store them.
func (s *Server) PassOver(n int) {
	s.mu.Lock()
	s.deaf = n
	s.mu.Unlock()
}

// Opened is how many streams were opened.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// Control steers a session that has a stream.
func (s *Server) Control(id string, c *interviewaiv1.SessionControl) {
	s.mu.Lock()
	st := s.session(id).stream
	s.mu.Unlock()
	st.send(&interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_Control{Control: c}})
}

// Notify sends an event with the next sequence number.
func (s *Server) Notify(id string, kind string) {
	s.mu.Lock()
	s.sequence++
	e := &interviewaiv1.LiveEvent{
		SessionId: id, Sequence: s.sequence,
		Event: &interviewaiv1.LiveEvent_Notice{Notice: &interviewaiv1.Notice{Kind: kind}},
	}
	st := s.session(id).stream
	s.mu.Unlock()
	st.send(&interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_Event{Event: e}})
}

// Look calls f with a session while nothing changes in it.
func (s *Server) Look(id string, f func(*Session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s.session(id))
}

// Await waits until the condition holds for a session, or ctx ends.
func (s *Server) Await(ctx context.Context, id string, condition func(*Session) bool) error {
	for {
		s.mu.Lock()
		ok, changed := condition(s.session(id)), s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for session %s: %w", id, ctx.Err())
		}
	}
}

// Wait returns when everything the server still had to send is sent.
func (s *Server) Wait() { s.work.Wait() }

// session makes it if need be. The caller holds the lock.
func (s *Server) session(id string) *Session {
	x := s.sessions[id]
	if x == nil {
		x = &Session{
			Audio: map[string][]byte{}, Asked: map[string]int{}, Final: map[string]string{},
			Tokens: map[string]time.Time{}, drafts: map[string]*answer{}, ready: map[request]time.Time{},
		}
		s.sessions[id] = x
	}
	return x
}

func (s *Server) note() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Converse implements interviewaiv1connect.ConversationServiceHandler.
func (s *Server) Converse(ctx context.Context, conn *connect.BidiStream[interviewaiv1.ConverseRequest, interviewaiv1.ConverseResponse]) error {
	first, err := conn.Receive()
	if err != nil {
		return err
	}
	open := first.GetOpen()
	if open == nil {
		return connect.NewError(connect.CodeInvalidArgument, errors.New("not opened"))
	}
	if open.GetSessionId() == "unknown" {
		return connect.NewError(connect.CodeNotFound, errors.New("no such session"))
	}
	st := &stream{conn: conn}
	defer st.end()
	s.mu.Lock()
	if s.gone {
		s.mu.Unlock()
		return connect.NewError(connect.CodeUnavailable, errors.New("gone"))
	}
	s.opened++
	cut := s.cuts
	x := s.session(open.GetSessionId())
	x.stream = st
	clear(x.drafts) // as after a loss: they were the old stream's
	if !slices.Contains(x.Epochs, open.GetEpoch()) {
		x.Epochs = append(x.Epochs, open.GetEpoch())
	}
	accepted := []string{}
	for _, c := range x.Commits {
		accepted = append(accepted, c.GetTurnId())
	}
	final := slices.Sorted(maps.Keys(x.Final))
	s.note()
	s.mu.Unlock()
	st.send(&interviewaiv1.ConverseResponse{Message: &interviewaiv1.ConverseResponse_Opened{
		Opened: &interviewaiv1.ConverseOpened{FinalSegmentIds: final, AcceptedTurnIds: accepted},
	}})
	ended := make(chan struct{})
	s.work.Go(func() {
		for {
			m, err := conn.Receive()
			if err != nil {
				close(ended)
				return
			}
			s.hear(x, st, m)
		}
	})
	select {
	case <-cut:
		return connect.NewError(connect.CodeUnavailable, errors.New("cut"))
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
