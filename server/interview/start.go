package interview

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// StartsADay bounds the interviews that somebody starts in a day.
	StartsADay = 30
	// MinQuestions is how many questions an interview has at least.
	MinQuestions = 5
	aDay         = 24 * time.Hour
	startKind    = "interview_start"
	notAsked     = "There are no such questions. Choose another domain, such as backend, frontend, devops, data, mobile, qa or product, or leave it out."
)

var (
	errStarts   = fault.Newf(fault.Limited, "interview_limit", "You have started %d interviews today, which is the most. Come back tomorrow.", StartsADay)
	errMixed    = fault.BadField("mix", "type", "Shares of types are for interviews of type mixed.")
	errMix      = fault.BadField("mix", "shares", "Give each type once, and one of them a weight above 0.")
	errNumber   = fault.BadField("num_questions", "range", "An interview has 5 to 20 questions.")
	errNotAsked = fault.New(fault.NotFound, "no_questions", notAsked).WithFields(fault.Field{Path: "domain", Rule: "known", Message: notAsked})
	errQuestion = fault.BadField("question_ids", "known", "The bank has no such question.")
)

// Wish is what interview somebody wants.
type Wish struct {
	Config
	// JobDescription to fit the questions to.
	JobDescription string
	// Questions of the bank to be asked first, by id.
	Questions []string
	// IdempotencyKey makes repeated calls return the same interview; may be empty.
	IdempotencyKey string
}

// Start chooses the questions of an interview and starts its clock.
func (s *Service) Start(ctx context.Context, owner account.UserID, w Wish) (Interview, error) {
	id := newID()
	if w.IdempotencyKey != "" {
		id = idOfRequest(owner, w.IdempotencyKey)
		if v, err := s.Get(ctx, owner, id); fault.KindOf(err) != fault.NotFound {
			return v, err
		}
	}
	if w.Number < MinQuestions || w.Number > bank.MaxNumber {
		return Interview{}, errNumber
	}
	if err := w.mixed(); err != nil {
		return Interview{}, err
	}
	err := s.Attempts.Reserve(ctx, startKind+":"+string(owner), StartsADay, aDay)
	if errors.Is(err, attempt.ErrSpent) {
		return Interview{}, errStarts.After(fault.From(err).RetryAfter)
	}
	if err != nil {
		return Interview{}, err //nolint:wrapcheck // the counter says what it did
	}
	now := s.Now()
	if w.Language == "" {
		w.Language = s.languageOf(ctx, owner)
	}
	if w.Seed == "" {
		w.Seed = newID()[:12]
	}
	v := Interview{
		ID: id, UserID: string(owner), Config: w.Config, StartedAt: now, Touched: now, Grader: s.GraderName,
	}
	err = s.choose(ctx, owner, &v, w, now)
	if err == nil {
		v.tellUntranslated()
		v.run(now)
		v.note(WasStarted, "", now)
		err = s.interviews.Of(string(owner)).Insert(ctx, v)
	}
	if err != nil { // nothing was started: it does not count
		kept := context.WithoutCancel(ctx)
		if refund := s.Attempts.Refund(kept, startKind+":"+string(owner)); refund != nil {
			return Interview{}, errors.Join(err, refund)
		}
	}
	if errors.Is(err, store.ErrExists) && w.IdempotencyKey != "" {
		return s.Get(ctx, owner, id)
	}
	if err != nil {
		return Interview{}, fmt.Errorf("start interview: %w", err)
	}
	return v, s.learn(ctx, &v)
}

// mixed refuses shares of types that are none.
func (w *Wish) mixed() error {
	sum := 0
	for i, share := range w.Mix {
		if slices.ContainsFunc(w.Mix[:i], func(other bank.Share) bool { return other.Type == share.Type }) {
			return errMix
		}
		sum += share.Weight
	}
	switch {
	case len(w.Mix) == 0:
		return nil
	case w.Type != Mixed:
		return errMixed
	case sum == 0:
		return errMix
	}
	return nil
}

func (s *Service) languageOf(ctx context.Context, owner account.UserID) string {
	language := s.Language(ctx, owner)
	for _, known := range bank.Languages() {
		if language == known {
			return language
		}
	}
	return "en"
}

func seedOf(seed string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed)) // never fails
	return h.Sum64()
}
