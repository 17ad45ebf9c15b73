package coach

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Config is what a Service is made of.
type Config struct {
	DB         *store.DB
	Log        Log
	Recogniser Recogniser
	Writer     *answer.Writer
	// InterimEvery is how often interim words are asked for while somebody
	// speaks; 0 means 400 ms.
	InterimEvery time.Duration
	// MediaLost is how long a session without a stream from the media role
	// stays active; 0 means 15 s.
	MediaLost time.Duration
	// FirstWords learns how long after the end of a spoken question the first
	// words of its suggestion were published; it may be nil.
	FirstWords func(delay time.Duration, outline bool)
	Now        func() time.Time
	Logger     *slog.Logger
}

// Service holds the rules of live sessions. It is safe for concurrent use.
type Service struct {
	cfg      Config
	sessions *store.Collection[Session]
	journal  *journal
	log      *slog.Logger

	// background outlives the calls that begin work in it; Run ends it.
	background context.Context
	stop       context.CancelFunc
	work       sync.WaitGroup

	mu            sync.Mutex
	stopped       bool
	conversations map[string]*Conversation
	answering     map[string]struct{} // turns being answered in this process
}

// NewService opens the collections and returns the service.
func NewService(ctx context.Context, cfg Config) (*Service, error) {
	sessions, err := Sessions.Open(ctx, cfg.DB)
	if err != nil {
		return nil, err
	}
	records, err := Records.Open(ctx, cfg.DB)
	if err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.FirstWords == nil {
		cfg.FirstWords = func(time.Duration, bool) {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.InterimEvery == 0 {
		cfg.InterimEvery = 400 * time.Millisecond
	}
	if cfg.MediaLost == 0 {
		cfg.MediaLost = 15 * time.Second
	}
	background, stop := context.WithCancel(context.Background())
	return &Service{
		cfg: cfg, sessions: sessions, log: cfg.Logger,
		journal:    &journal{log: cfg.Log, sessions: sessions, records: records, now: cfg.Now},
		background: background, stop: stop,
		conversations: map[string]*Conversation{}, answering: map[string]struct{}{},
	}, nil
}

// Run waits for ctx to end, then ends all work in the background and waits for
// it. Answers that are cut off this way are begun again when the session's
// stream is opened at another process.
func (s *Service) Run(ctx context.Context) error {
	<-ctx.Done()
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	s.stop()
	s.work.Wait()
	return nil
}

// goBackground runs f in the background and reports whether it was started;
// it is not once the service is stopping.
func (s *Service) goBackground(f func(ctx context.Context)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return false
	}
	s.work.Go(func() { f(s.background) })
	return true
}

// Degraded says that speech is only recognised by the offline fallback.
func (s *Service) Degraded() bool { return s.cfg.Recogniser.Degraded() }

// OutlinesOnly says that no language model is configured.
func (s *Service) OutlinesOnly() bool { return !s.cfg.Writer.HasModel() }

// NewSession is what CreateSession needs.
type NewSession struct {
	LanguageHint string
	Context      Context
	Options      Options
	// SignIn is the sign-in session of the caller; may be empty.
	SignIn string
	// Interview is Session.Interview.
	Interview string
	// IdempotencyKey makes repeated calls return the same session; may be empty.
	IdempotencyKey string
}

// CreateSession opens a session of a user.
func (s *Service) CreateSession(ctx context.Context, userID string, n NewSession) (Session, error) {
	session := Session{
		ID: newID(), UserID: userID, SignIn: n.SignIn, Interview: n.Interview, State: Waiting, LanguageHint: n.LanguageHint,
		Context: n.Context, Options: n.Options, StartedAt: s.cfg.Now().UTC(),
	}
	if n.IdempotencyKey != "" {
		session.ID = idOfRequest(userID, n.IdempotencyKey)
	}
	if err := s.journal.ready(ctx, session.ID); err != nil {
		return Session{}, err
	}
	err := s.sessions.Insert(ctx, session)
	if errors.Is(err, store.ErrExists) && n.IdempotencyKey != "" {
		return s.Session(ctx, userID, session.ID)
	}
	if err != nil {
		return Session{}, fmt.Errorf("create live session: %w", err)
	}
	opening := []Event{{State: &StateChanged{State: Waiting}}}
	if s.Degraded() {
		opening = append(opening, Event{Notice: &Notice{
			Kind:    "recognition_degraded",
			Message: "Speech is recognised offline, in English only and with more mistakes. Set OPENAI_API_KEY or OPENAI_BASE_URL for full recognition.",
		}})
	}
	if s.OutlinesOnly() && n.Interview == "" {
		opening = append(opening, Event{Notice: &Notice{
			Kind:    "no_model_configured",
			Message: "No language model is configured: suggestions are outlines made from your CV, not answers. Set OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY.",
		}})
	}
	if _, err := s.journal.append(ctx, userID, session.ID, opening...); err != nil {
		return Session{}, err
	}
	return session, nil
}

// Session returns a user's session; anybody else's is not found.
func (s *Service) Session(ctx context.Context, userID, id string) (Session, error) {
	session, err := s.sessions.Of(userID).Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, sessionNotFound()
	}
	return session, err
}

// OpenSession is Session for one that must not have ended.
func (s *Service) OpenSession(ctx context.Context, userID, id string) (Session, error) {
	session, err := s.Session(ctx, userID, id)
	if err == nil && session.State == Ended {
		return Session{}, sessionEnded()
	}
	return session, err
}

// ListSessions returns a page of a user's sessions, newest first, without those
// of mock interviews: a page may have fewer than it could.
func (s *Service) ListSessions(ctx context.Context, userID string, size int, token string) ([]Session, string, error) {
	page, err := s.sessions.Of(userID).List(ctx, store.Query{
		Index: sessionsByOwner, Descending: true, PageSize: size, PageToken: token,
	})
	coached := slices.DeleteFunc(page.Items, func(session Session) bool { return session.Interview != "" })
	return coached, page.Next, err
}

// Change is what UpdateSession may alter; nil leaves a value as it is.
type Change struct {
	Paused       *bool
	Context      *Context
	Options      *Options
	LanguageHint *string
}

// UpdateSession changes a session that has not ended.
func (s *Service) UpdateSession(ctx context.Context, userID, id string, c Change) (Session, error) {
	if c.Paused != nil {
		if err := s.journal.ready(ctx, id); err != nil {
			return Session{}, err
		}
	}
	var before State
	session, err := s.sessions.Of(userID).Update(ctx, id, func(session *Session) error {
		before = session.State
		if session.State == Ended {
			return sessionEnded()
		}
		if c.Paused != nil && *c.Paused {
			session.State = Paused
		}
		if c.Paused != nil && !*c.Paused && session.State == Paused {
			session.State = Waiting
		}
		if c.Context != nil {
			session.Context = *c.Context
		}
		if c.Options != nil {
			session.Options = *c.Options
		}
		if c.LanguageHint != nil {
			session.LanguageHint = *c.LanguageHint
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, sessionNotFound()
	}
	if err != nil {
		return Session{}, err
	}
	if session.State != before {
		_, err = s.journal.append(ctx, userID, id, Event{State: &StateChanged{State: session.State, Reason: "by the user"}})
	}
	return session, err
}

// EndSession ends a session; ending it again changes nothing.
func (s *Service) EndSession(ctx context.Context, userID, id, reason string) (Session, error) {
	session, err := s.Session(ctx, userID, id)
	if err != nil || session.State == Ended {
		return session, err
	}
	if err := s.journal.ready(ctx, id); err != nil {
		return Session{}, err
	}
	return s.setState(ctx, userID, id, Ended, reason)
}

// DeleteSession ends a session and erases everything of it.
func (s *Service) DeleteSession(ctx context.Context, userID, id string) error {
	if _, err := s.EndSession(ctx, userID, id, "deleted by the user"); err != nil {
		return err
	}
	s.closeConversation(id)
	for r, err := range s.journal.records.All(ctx, store.Query{Index: recordsBySession, Equal: []any{id}, PageSize: store.MaxPageSize}) {
		if err != nil {
			return fmt.Errorf("delete session %s: %w", id, err)
		}
		if err := s.journal.records.Delete(ctx, r.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("delete session %s: %w", id, err)
		}
	}
	if err := s.cfg.Log.Remove(ctx, id); err != nil {
		return err
	}
	if err := s.sessions.Of(userID).Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// DeleteSessionsOf ends and erases the sessions in which questions of a mock
// interview were answered.
func (s *Service) DeleteSessionsOf(ctx context.Context, userID, interview string) error {
	for session, err := range s.sessions.Of(userID).All(ctx, store.Query{Index: store.OwnerIndex}) {
		if err != nil {
			return fmt.Errorf("look for the sessions of interview %s: %w", interview, err)
		}
		if session.Interview != interview {
			continue
		}
		if err := s.DeleteSession(ctx, userID, session.ID); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

// setState stores and announces a state, unless it is already so or the
// session has ended. A paused session stays paused while its peer comes and
// goes.
func (s *Service) setState(ctx context.Context, userID, id string, to State, reason string) (Session, error) {
	changed := false
	session, err := s.sessions.Of(userID).Update(ctx, id, func(session *Session) error {
		changed = session.State != to && session.State != Ended && (session.State != Paused || to == Ended)
		if !changed {
			return nil
		}
		session.State = to
		if to == Ended {
			session.EndedAt = s.cfg.Now().UTC()
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Session{}, sessionNotFound()
	}
	if err != nil || !changed {
		return session, err
	}
	_, err = s.journal.append(ctx, userID, id, Event{State: &StateChanged{State: to, Reason: reason}})
	return session, err
}

// LastSequence returns the number of a session's newest event that can still
// be had; 0 when there is none. While the log is away that is the newest lasting
// one.
func (s *Service) LastSequence(ctx context.Context, sessionID string) (int64, error) {
	last, err := s.cfg.Log.Last(ctx, sessionID)
	if last > 0 || err != nil && !errors.Is(err, ErrEventsUnavailable) {
		return last, err
	}
	page, err := s.journal.records.List(ctx, store.Query{
		Index: recordsBySession, Equal: []any{sessionID}, Descending: true, PageSize: 1,
	})
	if err != nil || len(page.Items) == 0 {
		return 0, err
	}
	return page.Items[0].Sequence, nil
}

// logFailure logs what failed with no caller to tell. That something we need is
// away is not ours to mend.
func (s *Service) logFailure(ctx context.Context, what, sessionID string, err error) {
	level := slog.LevelError
	if errors.Is(err, ErrEventsUnavailable) {
		level = slog.LevelWarn
	}
	s.log.Log(ctx, level, what, "session", sessionID, "error", err)
}

func sessionNotFound() error {
	return fault.New(fault.NotFound, "session_not_found", "There is no such live session. List your sessions or create one.")
}

func sessionEnded() error {
	return fault.New(fault.Conflict, "session_ended", "This session has ended. Start a new one.")
}
