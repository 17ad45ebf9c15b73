// Package session joins what belongs to one live session: up to two tracks with
// their pipelines, the turn machines, and the conversation with the server. A
// Registry holds the sessions of a process; peers join them.
//
//	reader of a track ─► Binding ─► pipeline (its own lock) ─┐
//	reader of a track ─► Binding ─► pipeline (its own lock) ─┤
//	                                                          ▼
//	timer of the session ────────────────────────────► Session (one lock):
//	conversation's receiver ─────────────────────────► turn machines, outbox,
//	                                                    subscriptions
//
// Nothing that holds a lock waits for the network: what goes up is put into the
// conversation's bounded log, what comes down is offered to bounded
// subscriptions.
package session

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/conversation"
	"github.com/interviewai-pro/interviewai/media/turn"
)

// never is a moment that does not come.
const never = time.Duration(math.MaxInt64)

// Session is one live session in this process.
type Session struct {
	cfg     Config
	id      string
	started time.Time
	talk    *conversation.Stream
	voices  [voiceCount]*voice
	wake    chan struct{} // of the timer; holds one

	mu       sync.Mutex
	bindings [voiceCount]*Binding
	leftAt   time.Time // when the last peer left
	subs     map[*Subscription]struct{}
	sequence int64 // of the last event handed on
	paused   bool
	muted    bool  // what the pipelines know of paused
	closing  error // why the session is being closed
	closed   bool  // nobody subscribes any more
	armed    time.Duration
}

func newSession(cfg Config, id string) (*Session, error) {
	s := &Session{
		cfg: cfg, id: id, started: cfg.Now(), wake: make(chan struct{}, 1),
		subs: map[*Subscription]struct{}{}, leftAt: cfg.Now(), armed: never,
	}
	s.talk = conversation.New(conversation.Config{
		Client: cfg.Conversations, SessionID: id, Epoch: rand.Text(), Clock: s.clock,
		Receive: s.receive, FinishWait: cfg.FinishWait, Random: cfg.Random, Logger: cfg.Logger,
	})
	for i := range s.voices {
		v, err := newVoice(s, voiceIndex(i))
		if err != nil {
			return nil, fmt.Errorf("make session %s: %w", id, err)
		}
		s.voices[i] = v
	}
	return s, nil
}

// ID is the session's identifier.
func (s *Session) ID() string { return s.id }

// Subscribe delivers the session's events from now on. Errors: ErrEnded.
func (s *Session) Subscribe() (*Subscription, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("subscribe to session %s: %w", s.id, ErrEnded)
	}
	sub := &Subscription{session: s, events: make(chan *interviewaiv1.LiveEvent, subscriptionBound)}
	s.subs[sub] = struct{}{}
	return sub, nil
}

// Stats are a session's counters.
type Stats struct {
	Interviewer, Candidate turn.Stats
	Conversation           conversation.Stats
}

// Stats returns the counters.
func (s *Session) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{
		Interviewer:  s.voices[interviewer].machine.Stats(),
		Candidate:    s.voices[candidate].machine.Stats(),
		Conversation: s.talk.Stats(),
	}
}

// unsubscribe ends a subscription. The caller holds the lock.
func (s *Session) unsubscribe(sub *Subscription, reason error) {
	delete(s.subs, sub)
	sub.end(reason)
}

func (s *Session) clock() time.Duration { return s.clockAt(s.cfg.Now()) }

func (s *Session) clockAt(t time.Time) time.Duration { return max(0, t.Sub(s.started)) }

// bind gives a speaker's track to a new peer.
func (s *Session) bind(i voiceIndex) (*Binding, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil {
		return nil, ErrEnded
	}
	b := &Binding{session: s, line: s.voices[i].line, done: make(chan struct{})}
	if old := s.bindings[i]; old != nil {
		old.close(ErrReplaced)
	}
	if !s.bound() {
		s.state(interviewaiv1.LiveState_LIVE_STATE_ACTIVE, "")
	}
	s.bindings[i] = b
	s.nudge()
	return b, nil
}

// leave takes a track back from its peer.
func (s *Session) leave(b *Binding, reason string) {
	s.mu.Lock()
	mine := false
	for i, have := range s.bindings {
		if have == b {
			mine = true
			s.bindings[i] = nil
		}
	}
	if mine && !s.bound() {
		s.leftAt = s.cfg.Now()
		if s.closing == nil {
			s.state(interviewaiv1.LiveState_LIVE_STATE_DISCONNECTED, reason)
		}
	}
	s.mu.Unlock()
	if mine {
		s.report(b.line.flush())
		s.nudge()
	}
}

func (s *Session) bound() bool {
	for _, b := range s.bindings {
		if b != nil {
			return true
		}
	}
	return false
}

// state tells the server about the peer. The caller holds the lock.
func (s *Session) state(state interviewaiv1.LiveState, reason string) {
	s.talk.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_State{
		State: &interviewaiv1.MediaState{State: state, Reason: reason},
	}})
}

// report logs what a track could not do: there is no memory for a decoder.
func (s *Session) report(err error) {
	if err != nil {
		s.cfg.Logger.Error("track fails", slog.String("session", s.id), slog.Any("error", err))
	}
}

// receive takes a message of the server.
func (s *Session) receive(m *interviewaiv1.ConverseResponse) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch x := m.GetMessage().(type) {
	case *interviewaiv1.ConverseResponse_Opened:
		s.obey(x.Opened.GetControl())
	case *interviewaiv1.ConverseResponse_Transcript:
		t := x.Transcript
		if v := s.voiceOfSegment(t.GetSegmentId()); v != nil {
			if t.GetLanguage() != "" {
				v.handle(turn.Language{Code: t.GetLanguage()})
			}
			v.handle(v.now())
			v.handle(turn.Transcript{
				Segment: t.GetSegmentId(), Revision: int(t.GetRevision()), Text: t.GetText(),
				Certainty: certainty(t), Failed: t.GetFailed(),
			})
		}
	case *interviewaiv1.ConverseResponse_DraftCancelled:
		for _, v := range s.voices {
			v.handle(turn.DraftCancelled{Draft: x.DraftCancelled.GetDraftId()})
		}
	case *interviewaiv1.ConverseResponse_Event:
		s.publish(x.Event)
	case *interviewaiv1.ConverseResponse_Control:
		s.obey(x.Control)
	}
}

func certainty(t *interviewaiv1.SegmentTranscript) turn.Certainty {
	switch {
	case t.GetFinal():
		return turn.Final
	case t.GetInterim():
		return turn.Interim
	default:
		return turn.Preflight
	}
}

// obey follows the session's steering. The caller holds the lock.
func (s *Session) obey(c *interviewaiv1.SessionControl) {
	if c == nil {
		return
	}
	s.paused = c.GetPaused()
	if c.GetEnded() && s.closing == nil {
		s.close(ErrEnded)
	}
	if c.GetLanguage() != "" {
		for _, v := range s.voices {
			v.handle(turn.Language{Code: c.GetLanguage()})
		}
	}
	s.nudge()
}

// publish hands an event to every subscriber, once. The caller holds the lock.
func (s *Session) publish(e *interviewaiv1.LiveEvent) {
	if e.GetSequence() <= s.sequence {
		return
	}
	s.sequence = e.GetSequence()
	for sub := range s.subs {
		if !sub.offer(e) {
			s.unsubscribe(sub, ErrSlow)
		}
	}
}

// finish closes the session in an orderly way.
func (s *Session) finish(reason error) {
	s.mu.Lock()
	if s.closing == nil {
		s.close(reason)
	}
	s.mu.Unlock()
	s.nudge()
}

// close ends the bindings; the timer does the rest. The caller holds the lock.
func (s *Session) close(reason error) {
	s.closing = reason
	for _, b := range s.bindings {
		if b != nil {
			b.close(reason)
		}
	}
}

func (s *Session) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// run is the session's life. It returns when everything of it has ended.
func (s *Session) run(ctx context.Context) {
	talking := make(chan error, 1)
	go func() { talking <- s.talk.Run(ctx) }()
	reason := s.watch(talking)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close(reason)
	s.closed = true
	for sub := range s.subs {
		s.unsubscribe(sub, reason)
	}
}

// watch is the session's timer. It returns once the conversation is over, with
// the reason.
func (s *Session) watch(talking <-chan error) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var handover time.Time // until when an ended session waits for its turns
	finished := false
	for {
		select {
		case err := <-talking:
			s.mu.Lock()
			reason := s.closing
			s.mu.Unlock()
			if err != nil && !errors.Is(err, context.Canceled) && reason == nil {
				s.cfg.Logger.Error("conversation ended", slog.String("session", s.id), slog.Any("error", err))
				reason = err
			}
			if reason == nil {
				reason = ErrEnded
			}
			return reason
		case <-s.wake:
		case <-timer.C:
		}
		next := s.work()
		s.mu.Lock()
		if s.closing != nil && !finished {
			now := s.cfg.Now()
			if handover.IsZero() {
				handover = now.Add(s.cfg.FinishWait)
			}
			if s.idle() || errors.Is(s.closing, ErrEnded) || !now.Before(handover) {
				s.talk.Finish()
				finished = true
			}
			next = min(next, handover.Sub(now))
		}
		s.mu.Unlock()
		timer.Reset(max(next, time.Millisecond))
	}
}

// idle reports whether every turn is over. The caller holds the lock.
func (s *Session) idle() bool {
	for _, v := range s.voices {
		if !v.machine.Idle() {
			return false
		}
	}
	return true
}

const (
	// tickSpeaking is how often the tracks are told the time while somebody
	// speaks, tickSilent else: with DTX only that tells that speech has ended.
	tickSpeaking = 20 * time.Millisecond
	tickSilent   = 100 * time.Millisecond
	// tickAlone is how often a session without peers looks around.
	tickAlone = 10 * time.Second
)

// work does what is due and returns the time until there is more.
func (s *Session) work() time.Duration {
	now := s.clock()
	s.mu.Lock()
	bound, closing := s.bound(), s.closing != nil
	mute, changed := s.paused || closing, (s.paused || closing) != s.muted
	s.muted = mute
	s.mu.Unlock()
	for _, v := range s.voices {
		if changed {
			v.line.mute(mute)
		}
		if changed && mute {
			s.report(v.line.flush())
		} else if bound {
			s.report(v.line.tick(now))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next := tickAlone
	if bound && !closing {
		next = tickSilent
	}
	for _, v := range s.voices {
		if changed && mute {
			v.handle(turn.Flush{})
		}
		v.tick(now)
		if v.speaking() && bound {
			next = tickSpeaking
		}
	}
	s.armed = never
	for _, v := range s.voices {
		if at, ok := v.machine.Deadline(); ok {
			s.armed = min(s.armed, at)
		}
	}
	next = min(next, s.armed-now)
	if !bound && !closing {
		if gone := s.cfg.Now().Sub(s.leftAt); gone >= s.cfg.PeerWait {
			s.state(interviewaiv1.LiveState_LIVE_STATE_ENDED, "peer did not come back")
			s.close(ErrEnded)
			return 0
		} else if left := s.cfg.PeerWait - gone; left < next {
			next = left
		}
	}
	return next
}

// expect makes the timer fire no later than at. The caller holds the lock.
func (s *Session) expect(at time.Duration) {
	if at < s.armed {
		s.armed = at
		s.nudge()
	}
}

func span(d time.Duration) *durationpb.Duration { return durationpb.New(d) }
