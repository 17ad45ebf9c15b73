package cv

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// watchPoll is how often a watched document is looked at: another process may
	// be reading it.
	watchPoll = time.Second
	// watchTime bounds one watch; whoever wants to know more asks again.
	watchTime = 10 * time.Minute
	// watchesEach bounds one person's watches in this process.
	watchesEach = 10
)

var (
	errTooManyWatches = fault.New(fault.Limited, "too_many_watches", "You are watching too many CVs at once. Close a window.").After(5 * time.Second)
	errWatchOver      = fault.New(fault.Unavailable, "watch_ended", "The reading takes long. Watch again to go on.").After(time.Second)
)

// Progress is how far a reading is.
type Progress struct {
	Stage   Stage
	Version int
	At      time.Time
	Failure *Failure
}

// Watch tells how far the reading of a CV is: the present stage, then each
// change, until it is over. The document is the truth; what this process does to
// it is told at once, and what others do within a second.
func (s *Service) Watch(ctx context.Context, owner account.UserID, id string, tell func(Progress) error) error {
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
	var told Progress
	for look := s.get; ; look = s.find {
		c, err := look(ctx, owner, id)
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx) //nolint:wrapcheck // as below
		}
		if err != nil {
			return err
		}
		now := Progress{Stage: c.Stage, Version: c.Version, At: c.StageAt, Failure: c.Failure}
		if now.Stage != told.Stage || now.Version != told.Version {
			if err := tell(now); err != nil {
				return err
			}
			told = now
		}
		if now.Stage.Over() {
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
