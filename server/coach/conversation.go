package coach

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Peer is the media role's end of a conversation. Its methods never wait.
type Peer interface {
	Transcript(SegmentText)
	DraftCancelled(draftID string)
	TurnAccepted(turnID string)
	Event(Event)
	Control(Control)
}

// SegmentText is the text of one segment, for the media role.
type SegmentText struct {
	SegmentID string
	Revision  int
	Text      string
	Language  string
	// Interim text may still change; Final text will not. Neither: it is the
	// whole text of this revision, if no more is said.
	Interim, Final bool
	// Failed says that the text is missing, not empty.
	Failed bool
}

// Control is what the media role must obey.
type Control struct {
	Paused, Ended bool
	Language      string
}

// Opened is what the media role learns when it opens a stream.
type Opened struct {
	// FinalSegments and AcceptedTurns of its epoch need not be sent again.
	FinalSegments, AcceptedTurns []string
	Control                      Control
}

// Conversation is one stream of the media role for one session. Its methods
// are called by one goroutine, in the order of the messages; results come to
// the Peer from several.
//
//	stream reader ─► Conversation ─► one goroutine a segment (recognition)
//	                      │      └─► one goroutine a draft or answer
//	     Peer ◄───────────┴─ follower of the event log
type Conversation struct {
	svc   *Service
	peer  Peer
	owner string
	id    string
	epoch string
	// clockAt is the wall time of the session clock's zero.
	clockAt time.Time

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup

	mu       sync.Mutex
	session  Session
	language string
	memory   *memory.Memory
	segments map[string]*segment
	finals   map[string]SegmentText // of this epoch, to be said again when asked
	recent   []spoken               // newest last, for echo
	drafts   map[string]*draft
	fallback bool // the last words came from the fallback recogniser
	accepted map[string]struct{}
}

// SignIn returns whose session this is and the sign-in session that opened it;
// the latter may be empty.
func (c *Conversation) SignIn() (userID, signIn string) { return c.owner, c.session.SignIn }

// maxOpenSegments bounds the segments of a conversation that are not final. A
// segment over it is refused as failed; its sound is not kept.
const maxOpenSegments = 32

// followAgain is how long to wait for a log that was away.
const followAgain = time.Second

// Converse opens a session's stream from the media role. An older stream of
// the same session is closed first. clock is the session clock now; the peer
// gets the events after a number, or from now on when after is 0.
func (s *Service) Converse(ctx context.Context, sessionID, epoch string, clock time.Duration, after int64, peer Peer) (*Conversation, Opened, error) {
	s.closeConversation(sessionID)
	session, err := s.sessions.Get(ctx, sessionID)
	if err != nil {
		return nil, Opened{}, sessionNotFound()
	}
	if session.State == Ended {
		return nil, Opened{}, sessionEnded()
	}
	if err := s.journal.ready(ctx, sessionID); err != nil {
		return nil, Opened{}, err
	}
	// Before reading what is stored: a turn leaves this set only after its
	// answer is stored, so whatever is in neither was left behind.
	underWay := s.underWay()
	past, err := s.journal.stored(ctx, sessionID, 0)
	if err != nil {
		return nil, Opened{}, err
	}
	if after == 0 {
		if after, err = s.LastSequence(ctx, sessionID); err != nil {
			return nil, Opened{}, err
		}
	}
	cctx, stop := context.WithCancel(ctx)
	c := &Conversation{
		svc: s, peer: peer, owner: session.UserID, id: sessionID, epoch: epoch,
		clockAt: s.cfg.Now().Add(-clock), ctx: cctx, stop: stop,
		session: session, language: firstOf(session.LanguageHint, session.Language),
		memory:   memory.Restore(session.Memory, session.Context.CV),
		segments: map[string]*segment{}, finals: map[string]SegmentText{}, drafts: map[string]*draft{}, accepted: map[string]struct{}{},
	}
	opened := c.restore(past)
	s.mu.Lock()
	if s.stopped {
		s.mu.Unlock()
		stop()
		return nil, Opened{}, fault.New(fault.Unavailable, "server_stopping", "This server is stopping. Connect again.")
	}
	s.conversations[sessionID] = c
	s.mu.Unlock()
	c.work.Go(func() { c.forward(after) })
	c.answerUnanswered(past, underWay)
	return c, opened, nil
}

// restore takes from the stored events what of this epoch is settled.
func (c *Conversation) restore(past []Event) Opened {
	o := Opened{Control: Control{Paused: c.session.State == Paused, Language: c.language}}
	mine := c.epoch + "-"
	for _, e := range past {
		switch {
		case e.Said != nil && e.Said.Final:
			if id, ok := strings.CutPrefix(e.Said.UtteranceID, mine); ok {
				o.FinalSegments = append(o.FinalSegments, id)
				c.finals[id] = SegmentText{SegmentID: id, Text: e.Said.Text, Language: e.Said.Language, Final: true}
			}
		case e.Question != nil:
			if id, ok := strings.CutPrefix(e.Question.TurnID, mine); ok {
				o.AcceptedTurns = append(o.AcceptedTurns, id)
			}
		case e.Ignored != nil:
			if id, ok := strings.CutPrefix(e.Ignored.TurnID, mine); ok {
				o.AcceptedTurns = append(o.AcceptedTurns, id)
			}
		}
	}
	for _, id := range o.AcceptedTurns {
		c.accepted[id] = struct{}{}
	}
	return o
}

// Close ends the stream's work and waits for it. Answers to turns that were
// accepted go on: they belong to the session, not to the stream.
func (c *Conversation) Close() {
	c.stop()
	c.mu.Lock()
	for _, d := range c.drafts {
		d.withdraw()
	}
	c.mu.Unlock()
	c.work.Wait()
	s := c.svc
	s.mu.Lock()
	mine := s.conversations[c.id] == c
	if mine {
		delete(s.conversations, c.id)
	}
	s.mu.Unlock()
	if mine {
		s.goBackground(func(ctx context.Context) { s.noticeLost(ctx, c.owner, c.id) })
	}
}

// noticeLost marks a session disconnected when the media role does not come
// back in time.
func (s *Service) noticeLost(ctx context.Context, owner, id string) {
	timer := time.NewTimer(s.cfg.MediaLost)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-timer.C:
	}
	s.mu.Lock()
	_, back := s.conversations[id]
	s.mu.Unlock()
	if back {
		return
	}
	if _, err := s.setState(ctx, owner, id, Disconnected, "the sound connection was lost"); err != nil && fault.KindOf(err) != fault.NotFound {
		s.logFailure(ctx, "mark session disconnected", id, err)
	}
}

func (s *Service) closeConversation(sessionID string) {
	s.mu.Lock()
	c := s.conversations[sessionID]
	s.mu.Unlock()
	if c != nil {
		c.Close()
	}
}

// forward passes the session's events to the peer and obeys what other
// processes decided: pause, end, typed questions.
func (c *Conversation) forward(after int64) {
	for {
		err := c.svc.follow(c.ctx, c.id, after, false, func(e Event) error {
			after = e.Sequence
			c.observe(e)
			c.peer.Event(e)
			return nil
		})
		switch {
		case err == nil || c.ctx.Err() != nil:
			return
		case fault.ReasonOf(err) == "watcher_too_slow":
			continue // it goes on behind the last one seen
		case errors.Is(err, ErrEventsUnavailable) && c.svc.background.Err() == nil:
			// The media role must learn of a pause or an end once the log is back.
			c.svc.logFailure(c.ctx, "follow session events; it is tried again", c.id, err)
			select {
			case <-c.ctx.Done():
				return
			case <-time.After(followAgain):
			}
		default:
			c.svc.logFailure(c.ctx, "follow session events", c.id, err)
			return
		}
	}
}

func (c *Conversation) observe(e Event) {
	switch {
	case e.State != nil:
		c.mu.Lock()
		c.session.State = e.State.State
		language := c.language
		c.mu.Unlock()
		c.peer.Control(Control{Paused: e.State.State == Paused, Ended: e.State.State == Ended, Language: language})
	case e.Question != nil && strings.HasPrefix(e.Question.TurnID, typedPrefix):
		c.mu.Lock()
		c.memory.AddQuestion(e.Question.TurnID, verdictOf(*e.Question))
		c.mu.Unlock()
	}
}

// clock returns the session clock now.
func (c *Conversation) clock() time.Duration { return c.svc.cfg.Now().Sub(c.clockAt) }

// publish appends events and reports a failure in the log: there is no caller
// who could do anything about it.
func (c *Conversation) publish(events ...Event) bool {
	if _, err := c.svc.journal.append(c.ctx, c.owner, c.id, events...); err != nil {
		if c.ctx.Err() == nil {
			c.svc.logFailure(c.ctx, "publish events", c.id, err)
		}
		return false
	}
	return true
}

// Level publishes a track's level and quality.
func (c *Conversation) Level(l AudioLevel) { c.publish(Event{Level: &l}) }

// SpeechStarted publishes the start of speech.
func (c *Conversation) SpeechStarted(m SpeechMark) { c.publish(Event{Started: &m}) }

// SpeechEnded publishes the true end of speech.
func (c *Conversation) SpeechEnded(m SpeechMark) { c.publish(Event{Stopped: &m}) }

// Dropped tells the user that sound was given up.
func (c *Conversation) Dropped(who Speaker, amount time.Duration, reason string) {
	c.publish(Event{Notice: &Notice{
		Kind:    "audio_dropped",
		Message: fmt.Sprintf("%.1f s of the %s's sound was lost (%s).", amount.Seconds(), who, strings.ReplaceAll(reason, "_", " ")),
	}})
}

// Media takes over the state of the peer.
func (c *Conversation) Media(state State, reason string) {
	if _, err := c.svc.setState(c.ctx, c.owner, c.id, state, reason); err != nil && c.ctx.Err() == nil {
		c.svc.logFailure(c.ctx, "store session state", c.id, err)
	}
}

func (c *Conversation) heardLanguage(language string) {
	if language == "" {
		return
	}
	c.mu.Lock()
	changed := c.session.Language != language
	c.session.Language = language
	if c.session.LanguageHint == "" {
		c.language = language
	}
	control := Control{Paused: c.session.State == Paused, Ended: c.session.State == Ended, Language: c.language}
	c.mu.Unlock()
	if !changed {
		return
	}
	c.peer.Control(control)
	_, err := c.svc.sessions.Update(c.ctx, c.id, func(s *Session) error { s.Language = language; return nil })
	if err != nil && c.ctx.Err() == nil {
		c.svc.log.ErrorContext(c.ctx, "store session language", "session", c.id, "error", err)
	}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
