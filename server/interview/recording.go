package interview

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
)

// Recording is the recording of an answer.
type Recording struct {
	// Item is the question or follow-up question that it answers.
	Item string
	// Partial tells that bytes of it are missing yet.
	Partial bool
	// Ready tells that it was transcribed.
	Ready bool
	// Text is what was said.
	Text string
	// Delivery is how it was said.
	Delivery *delivery.Figures
	// Failure says why it could not be read, for a person; empty otherwise.
	Failure string
}

// MayRecord returns nil when an answer to a question or follow-up question of
// this interview may be recorded.
func (s *Service) MayRecord(ctx context.Context, owner account.UserID, id, item string) error {
	v, err := s.find(ctx, owner, id)
	if err != nil {
		return err
	}
	v.settle(s.Now())
	if err := ready(&v); err != nil {
		return err
	}
	at, ok := v.at(item)
	switch {
	case !ok:
		return errNoItem
	case !v.Questions[at].takes(item):
		return errAnswered
	}
	return nil
}

// Known returns nil when an interview is this owner's.
func (s *Service) Known(ctx context.Context, owner account.UserID, id string) error {
	_, err := s.find(ctx, owner, id)
	return err
}

// takes tells whether a question or follow-up question waits for an answer.
func (q *Question) takes(item string) bool {
	if item == q.ID {
		return !q.Answered() || q.Repeatable()
	}
	return q.waiting(item) != nil
}

// recording is that of what was answered last: while an answer is being read, the
// one that is read.
func (q *Question) recording() string {
	for _, f := range slices.Backward(q.FollowUps) {
		if f.Given {
			return f.Recording
		}
	}
	return q.Answer.Recording
}

// Transcribed takes over what was said in a recording, if an answer waits for it,
// and scores the answer. It may be told more than once.
func (s *Service) Transcribed(ctx context.Context, owner account.UserID, id, recording string) error {
	r, err := s.Recordings.Recording(ctx, owner, id, recording)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err //nolint:wrapcheck // recordings say what they did
	}
	gone := err != nil
	if !r.Ready && r.Failure == "" && !gone {
		return nil
	}
	item := ""
	v, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		at, it, ok := v.waitingFor(recording)
		if !ok {
			return errMoved
		}
		item = it
		if gone {
			r.Failure = catalogue().In(v.Language, "gone")
		}
		v.charge(now)
		v.Questions[at].heard(it, r, v.Language, now)
		if r.Failure != "" {
			v.note(WasNotHeard, v.Questions[at].ID, now)
			v.goOn()
		}
		return nil
	})
	if errors.Is(err, errNone) { // deleted while it was being recorded or read
		if err := s.Recordings.DeleteOf(ctx, owner, id); err != nil {
			return fmt.Errorf("delete recordings: %w", err)
		}
		return nil
	}
	if errors.Is(err, errMoved) {
		return nil
	}
	if err != nil || r.Failure != "" {
		return err
	}
	at, _ := v.at(item)
	_, err = s.score(ctx, v, at)
	return err
}

// waitingFor is the question, and the item of it, whose answer is in a
// recording that was not transcribed yet.
func (v *Interview) waitingFor(recording string) (at int, item string, ok bool) {
	for i := range v.Questions {
		q := &v.Questions[i]
		if q.Answer == nil || q.Answer.State != Transcribing || q.recording() != recording {
			continue
		}
		for _, f := range q.FollowUps {
			if f.Recording == recording {
				return i, f.ID, true
			}
		}
		return i, q.ID, true
	}
	return 0, "", false
}

// heard fills in what was said in a recording, or that it could not be read:
// then the question waits for an answer again.
func (q *Question) heard(item string, r Recording, language string, now time.Time) {
	a := q.Answer
	if r.Failure == "" {
		q.say(Given{Item: item, Text: bounded(r.Text), Delivery: r.Delivery})
		a.Version++
		a.State, a.Notice, a.QueuedAt = Queued, "", now
		return
	}
	a.Notice = catalogue().In(language, "failed", "why", r.Failure)
	if item == q.ID {
		a.State = Failed
		return
	}
	for i := range q.FollowUps {
		if f := &q.FollowUps[i]; f.ID == item {
			f.Given, f.Recording = false, ""
		}
	}
	a.State = Scored
}
