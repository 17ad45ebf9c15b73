package recording

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// sweepEvery is how often Run looks for what has to go.
	sweepEvery = time.Minute
	// shownFor is how long it can be seen that a recording failed.
	shownFor = 7 * 24 * time.Hour
	// overdue is when a recording is queued again, in case the process ended
	// between keeping its last byte and queueing it; lost is when no earlier job is
	// expected to be done any more.
	overdue = 10 * time.Minute
	lost    = 2 * time.Hour
)

// Run sweeps until ctx ends (the worker's role).
func (s *Service) Run(ctx context.Context) error {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.Logger.WarnContext(ctx, "recordings could not be swept; it is tried again", observe.KeyError, err)
			}
		}
	}
}

// Sweep deletes the sound of recordings whose time is over, ends uploads that were
// never finished, and queues again what is left to do and was lost on its way to a
// job.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Now()
	var failed []error
	for r, err := range s.recordings.All(ctx, store.Query{Index: byExpiry, To: now.Add(time.Millisecond)}) {
		if err == nil {
			err = s.expire(ctx, r)
		}
		failed = append(failed, err)
	}
	for r, err := range s.recordings.All(ctx, store.Query{Index: byTry, To: now.Add(-overdue)}) {
		if err == nil {
			err = s.requeue(ctx, r)
		}
		failed = append(failed, err)
	}
	if err := errors.Join(failed...); err != nil {
		return fmt.Errorf("sweep recordings: %w", err)
	}
	return nil
}

// expire lets the sound of a recording go. Its time is taken off last: a sweep
// that breaks off finds the recording again.
func (s *Service) expire(ctx context.Context, r Recording) error {
	switch {
	case r.Status == Uploading:
		return s.fail(ctx, r, ErrUnfinished, 0)
	case r.Status == Processing && r.Transcript == nil:
		return s.fail(ctx, r, ErrNotTranscribed, 0)
	}
	_, err := s.update(ctx, r.UserID, r.ID, func(now *Recording) error {
		if now.ExpiresAt.IsZero() || now.ExpiresAt.After(s.Now()) {
			return errMoved // its owner keeps it since a moment ago
		}
		now.dropSound(s.Now())
		return nil
	})
	if err != nil {
		return ignoreMoved(err)
	}
	if err := s.dropBlobs(ctx, r.UserID, r.ID); err != nil {
		return err
	}
	_, err = s.update(ctx, r.UserID, r.ID, func(now *Recording) error {
		now.ExpiresAt = time.Time{}
		return nil
	})
	return ignoreMoved(err)
}

// requeue sees to a recording whose job is overdue.
func (s *Service) requeue(ctx context.Context, r Recording) error {
	if s.Now().Sub(r.NextTryAt) > lost {
		again, err := s.step(ctx, r, func(r *Recording) {
			r.Try++
			r.NextTryAt = s.Now()
		})
		if err != nil {
			return ignoreMoved(err)
		}
		r = again
	}
	return s.Queue.Add(ctx, r.job(), 0) //nolint:wrapcheck // the queue says what it did
}
