package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// sweepEvery is how often what is due is compared with what Redis knows.
	sweepEvery = 10 * time.Second
	// sweepPages bounds how many pages of due jobs one sweep compares; the next sweep goes on behind them.
	sweepPages = 4
	sweepPage  = 250
)

// errVanished is the failure of an attempt whose worker let its lease run out.
var errVanished = errors.New("the worker vanished before the job ended")

// sweeper goes through the due jobs, over as many sweeps as that takes.
type sweeper struct {
	*Jobs
	due  time.Time // of the jobs gone through now
	page string    // where to go on
	away bool      // Redis did not answer last time
}

// sweepUntil sweeps at once, every ten seconds and when asked to, until ctx ends.
func (j *Jobs) sweepUntil(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	s := &sweeper{Jobs: j}
	for {
		if err := s.sweep(ctx); err != nil && ctx.Err() == nil {
			j.Logger.WarnContext(ctx, "sweep of jobs failed; it is tried again", observe.KeyError, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-j.wake:
		}
	}
}

// sweepSoon asks for a sweep; one that was asked for and has not begun is enough.
func (j *Jobs) sweepSoon() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// sweep does what a lost entry in Redis or a lost worker would have.
func (s *sweeper) sweep(ctx context.Context) error {
	return errors.Join(s.reclaim(ctx), s.offer(ctx))
}

// reclaim takes jobs from workers whose lease has run out. A vanished worker's attempt counts: a job that kills whoever
// runs it must come to an end.
func (s *sweeper) reclaim(ctx context.Context) error {
	for lost, err := range s.documents.All(ctx, store.Query{Index: "by_lease", To: s.Now(), PageSize: sweepPage}) {
		if err != nil {
			return fmt.Errorf("find lost jobs: %w", err)
		}
		var event Event
		d, err := s.documents.Update(ctx, lost.ID, func(d *document) error {
			if !d.heldAs(lost) || d.Lease.After(s.Now()) {
				return errStale
			}
			if event = d.end(s.Now(), s.Backoff, errVanished); event == Failed {
				d.NextAt = s.Now() // it has waited long enough
			}
			return nil
		})
		if errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("take back a lost job: %w", err)
		}
		s.Count(d.Queue, Lost)
		s.report(ctx, d, event, errVanished)
	}
	return nil
}

// offer makes sure that Redis knows every job that is due, or does without it.
func (s *sweeper) offer(ctx context.Context) error {
	if s.page == "" {
		s.due = s.Now().Add(time.Millisecond) // the end of a range is exclusive, and times have milliseconds
	}
	missing := false
	for range sweepPages {
		page, err := s.documents.List(ctx, store.Query{
			Index: "by_state", Equal: []any{Pending}, To: s.due, PageSize: sweepPage, PageToken: s.page,
		})
		if err != nil {
			s.page = ""
			return fmt.Errorf("find due jobs: %w", err)
		}
		news, all := s.offerPage(ctx, page.Items)
		missing = missing || news
		if !all {
			s.page = ""
			return nil
		}
		if s.page = page.Next; s.page == "" {
			return nil
		}
	}
	if missing {
		s.sweepSoon() // Redis was emptied: do not wait with the rest
	}
	return nil
}

// offerPage reports whether Redis lacked one of the jobs, and whether all of them are taken care of.
func (s *sweeper) offerPage(ctx context.Context, due []document) (missing, all bool) {
	away := false
	for _, d := range due {
		if ctx.Err() != nil {
			return missing, false
		}
		if !away {
			known, news := s.enqueue(ctx, d)
			if news {
				missing = true
				s.Count(d.Queue, Requeued)
			}
			away = !known
			s.noteRedis(ctx, away)
		}
		if away && s.handler(d.Kind) != nil && !s.start(d) {
			return missing, false // busy
		}
	}
	return missing, true
}

// noteRedis logs when Redis goes away and comes back.
func (s *sweeper) noteRedis(ctx context.Context, away bool) {
	if away && !s.away {
		s.Logger.WarnContext(ctx, "redis takes no jobs; this process does them without it")
	}
	if !away && s.away {
		s.Logger.InfoContext(ctx, "redis takes jobs again")
	}
	s.away = away
}
