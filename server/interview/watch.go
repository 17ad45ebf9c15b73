package interview

import (
	"context"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// watchPoll is how often a watched document is looked at: another process may
	// have changed it.
	watchPoll = time.Second
	// watchTime bounds one watch; whoever wants to know more asks again.
	watchTime = 10 * time.Minute
	// watchesEach bounds one person's watches in this process.
	watchesEach = 20
)

var (
	errTooManyWatches = fault.New(fault.Limited, "too_many_watches", "You are watching too many interviews at once. Close a window.").After(5 * time.Second)
	errWatchOver      = fault.New(fault.Unavailable, "watch_ended", "Watch again to go on.").After(time.Second)
)

// Watch tells what happened in an interview after a revision, and what happens
// then, until it is over. Who has seen nothing, or has missed more than is kept,
// is told the newest change with the interview as it is. The document is the
// truth: what this process does to it is told at once, and what others do within
// a second.
func (s *Service) Watch(ctx context.Context, owner account.UserID, id string, after int64, tell func(Change, *Interview) error) error {
	changed, leave, err := s.watchers.Enter(string(owner), id)
	if err != nil {
		return errTooManyWatches
	}
	defer leave()
	// Not a deadline of ctx: it would cut a read short, and look like a failing store.
	over := time.NewTimer(watchTime)
	defer over.Stop()
	poll := time.NewTicker(watchPoll)
	defer poll.Stop()
	for {
		v, err := s.Get(ctx, owner, id)
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx) //nolint:wrapcheck // as below
		}
		if err != nil {
			return err
		}
		for _, c := range v.since(after) {
			if err := tell(c, &v); err != nil {
				return err
			}
			after = c.Revision
		}
		if v.Status.Over() && !v.waits() {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx) //nolint:wrapcheck // the caller's own end
		case <-over.C:
			return errWatchOver
		case <-changed:
		case <-poll.C:
		}
	}
}

// waits tells whether answers are not scored yet.
func (v *Interview) waits() bool {
	return slices.ContainsFunc(v.Questions, func(q Question) bool { return q.Answer != nil && q.Answer.waits() })
}

// waits tells whether an answer is not scored yet. What is scored anew, with a
// follow-up, has no score meanwhile.
func (a *Answer) waits() bool { return a.State == Queued || a.State == Transcribing }

// since are the changes after a revision.
func (v *Interview) since(after int64) []Change {
	if after >= v.Revision || len(v.Changes) == 0 {
		return nil
	}
	if after == 0 || after < v.Changes[0].Revision-1 {
		return v.Changes[len(v.Changes)-1:]
	}
	at := slices.IndexFunc(v.Changes, func(c Change) bool { return c.Revision > after })
	return v.Changes[at:]
}
