package interview

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/wake"
)

// Grader scores answers.
type Grader interface {
	// Grade returns how an answer is scored, or a fault of kind Unavailable when
	// it cannot be scored now.
	Grade(ctx context.Context, a grade.Answer) (grade.Result, error)
}

// Interviewer asks what the bank does not have: a model.
type Interviewer interface {
	// FollowUp returns a question about what an answer left open, other than those
	// asked before; an empty one for none.
	FollowUp(ctx context.Context, a grade.Answer, r grade.Result, asked ...string) (bank.FollowUp, error)
	// Questions returns questions that fit a CV and a job description.
	Questions(ctx context.Context, cv, job, lang string, number int, kind string) ([]bank.Question, error)
}

// CVs are people's CVs.
type CVs interface {
	// Text returns what a CV of this owner says; a fault of kind NotFound for any
	// other, and of kind Conflict for one that is not read yet.
	Text(ctx context.Context, owner account.UserID, id string) (string, error)
}

// Recordings are the recordings of answers.
type Recordings interface {
	// Recording returns a recording of an interview of this owner; a fault of kind
	// NotFound when there is none.
	Recording(ctx context.Context, owner account.UserID, interview, id string) (Recording, error)
	// DeleteOf removes the recordings of an interview.
	DeleteOf(ctx context.Context, owner account.UserID, interview string) error
}

// Queue does work later.
type Queue interface {
	// Add queues the scoring of an answer, which ends in Service.Score, after a
	// while. The same job is queued once, however often it is added.
	Add(ctx context.Context, job ScoreJob, after time.Duration) error
}

// Live are live sessions, in which answers are spoken.
type Live interface {
	// Open opens a session of an interview in which only the candidate speaks.
	Open(ctx context.Context, owner account.UserID, interview, language, signIn string) (session string, err error)
	// Listen tells what is said in a session, everything from the beginning, and
	// what is still understood after its end. It returns when ctx ends, with
	// heard's error, or when nothing more can come.
	Listen(ctx context.Context, owner account.UserID, session string, heard func(Heard) error) error
	// End ends a session; ending it again changes nothing.
	End(ctx context.Context, owner account.UserID, session string) error
	// Forget ends and erases the sessions of an interview.
	Forget(ctx context.Context, owner account.UserID, interview string) error
}

// Options are what interviews need.
type Options struct {
	DB *store.DB
	// Grader scores answers; GraderName is what it is called.
	Grader     Grader
	GraderName string
	// Interviewer is nil without a model.
	Interviewer Interviewer
	CVs         CVs
	Recordings  Recordings
	Queue       Queue
	// Live is nil where no sound can be taken.
	Live Live
	// Reader is nil where questions are not read aloud.
	Reader Reader
	// Language is a person's, as ISO 639-1; empty when it is not known.
	Language func(ctx context.Context, owner account.UserID) string
	// Name is what a person is called, for a report that has it.
	Name     func(ctx context.Context, owner account.UserID) (string, error)
	Attempts *attempt.Counter
	Now      func() time.Time
	Logger   *slog.Logger
}

// Service is people's mock interviews. It is safe for concurrent use.
type Service struct {
	Options
	interviews *store.Collection[Interview]
	histories  *store.Collection[practice.History]
	shelf      shelf
	watchers   *wake.Watchers
	voices     *voices
}

// Open makes the collections ready.
func Open(ctx context.Context, o Options) (*Service, error) {
	s := &Service{Options: o, watchers: wake.New(watchesEach), voices: newVoices()}
	// As times are stored: the answer to a change says what the next read will.
	s.Now = func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
	var failed [3]error
	s.interviews, failed[0] = interviewCollection().Open(ctx, o.DB)
	s.histories, failed[1] = historyCollection().Open(ctx, o.DB)
	failed[2] = s.shelf.open(ctx, o.DB, s.Now)
	return s, errors.Join(failed[:]...)
}

func historyCollection() store.Definition[practice.History] {
	return store.Define[practice.History]("interview_practice", store.Schema{Owner: "userId"})
}

// Faults that several calls answer.
var (
	errNone    = fault.New(fault.NotFound, "interview_not_found", "There is no such interview. List your interviews or start one.")
	errOver    = fault.New(fault.Conflict, "interview_completed", "This interview is completed. Start a new one.")
	errExpired = fault.New(fault.Conflict, "interview_expired", "This interview has expired, since nobody came back to it for a week. Start a new one.")
	errPaused  = fault.New(fault.Conflict, "interview_paused", "This interview is paused. Resume it first.")
	errNoItem  = fault.BadField("question_id", "known", "This interview has no such question.")
)

// find returns an interview of this owner as it is stored.
func (s *Service) find(ctx context.Context, owner account.UserID, id string) (Interview, error) {
	v, err := s.interviews.Of(string(owner)).Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && v.Deleting {
		return Interview{}, errNone
	}
	if err != nil {
		return Interview{}, fmt.Errorf("read interview: %w", err)
	}
	return v, nil
}

// Get returns an interview as it is now, and sees to answers that are waiting.
func (s *Service) Get(ctx context.Context, owner account.UserID, id string) (Interview, error) {
	v, err := s.find(ctx, owner, id)
	if err != nil {
		return Interview{}, err
	}
	if v.settle(s.Now()) {
		if v, err = s.update(ctx, owner, id, func(*Interview, time.Time) error { return nil }); err != nil {
			return Interview{}, err
		}
	}
	return v, s.revive(ctx, &v)
}

// update changes an interview of this owner as it is at this moment, and tells
// its watchers. change may run several times.
func (s *Service) update(ctx context.Context, owner account.UserID, id string, change func(*Interview, time.Time) error) (Interview, error) {
	v, err := s.interviews.Of(string(owner)).Update(ctx, id, func(v *Interview) error {
		if v.Deleting {
			return errNone
		}
		now := s.Now()
		v.settle(now)
		return change(v, now)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Interview{}, errNone
	}
	if err == nil {
		s.watchers.Wake(id)
	}
	return v, err //nolint:wrapcheck // the store says what it did, and change's fault is its own
}

// List returns a page of somebody's interviews, newest first.
func (s *Service) List(ctx context.Context, owner account.UserID, size int, token string) ([]Interview, string, error) {
	if size == 0 {
		size = 20
	}
	page, err := s.interviews.Of(string(owner)).List(ctx, store.Query{Index: byUser, Descending: true, PageSize: size, PageToken: token})
	if err != nil {
		return nil, "", fmt.Errorf("list interviews: %w", err)
	}
	var all []Interview
	for _, v := range page.Items {
		if v.Deleting { // a deletion that is under way, or was cut short
			if err := s.erase(ctx, &v); err != nil {
				s.Logger.WarnContext(ctx, "a deletion could not be made up for", "interview", v.ID, "error", err.Error())
			}
			continue
		}
		v.settle(s.Now())
		all = append(all, v)
	}
	return all, page.Next, nil
}

// Delete erases an interview with its recordings and live sessions. What was
// learned from it stays in the plan of practice. A deletion that was cut short
// hides the interview, and can be repeated.
func (s *Service) Delete(ctx context.Context, owner account.UserID, id string) error {
	v, err := s.interviews.Of(string(owner)).Update(ctx, id, func(v *Interview) error {
		v.Deleting, v.Share = true, nil
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return errNone
	}
	if err != nil {
		return fmt.Errorf("delete interview: %w", err)
	}
	s.watchers.Wake(id)
	return s.erase(ctx, &v)
}

// erase removes what is hidden already.
func (s *Service) erase(ctx context.Context, v *Interview) error {
	owner, id := account.UserID(v.UserID), v.ID
	if s.Live != nil {
		if err := s.Live.Forget(ctx, owner, id); err != nil {
			return fmt.Errorf("erase live sessions: %w", err)
		}
	}
	if err := s.Recordings.DeleteOf(ctx, owner, id); err != nil {
		return fmt.Errorf("delete recordings: %w", err)
	}
	if err := s.interviews.Of(string(owner)).Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("delete interview: %w", err)
	}
	return nil
}

// newID returns an opaque identifier of 130 random bits.
func newID() string { return strings.ToLower(rand.Text()) }

// idOfRequest returns the identifier that an owner's idempotency key always
// leads to; it cannot be guessed from the key without the owner's id.
func idOfRequest(owner account.UserID, key string) string {
	sum := sha256.Sum256([]byte(string(owner) + "\x00" + key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}

// ready refuses what is over.
func ready(v *Interview) error {
	switch v.Status {
	case Completed:
		return errOver
	case Expired:
		return errExpired
	case Active, Paused:
	}
	return nil
}
