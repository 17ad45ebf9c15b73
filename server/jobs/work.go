package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	keyJob, keyQueue, keyKind, keyAttempt = "job_id", "queue", "kind", "attempt"

	// unknownWait is how long a job whose kind this process does not know stays away from it.
	unknownWait = 5 * time.Second
	// recordTimeout bounds one try at writing down how an attempt ended, recordPause is between tries.
	recordTimeout = 5 * time.Second
	recordPause   = 250 * time.Millisecond
)

var (
	// errStale: the job was done, deleted or taken by another worker.
	errStale = errors.New("the job has moved on")
	// errTaken is why a handler's context ends when its job's lease was lost.
	errTaken = errors.New("the job was taken away from this worker")
	// errStopping is why a handler's context ends when the service does.
	errStopping = errors.New("the service is stopping")
)

// later asks for the job again after a wait, without an attempt having been made.
type later struct {
	wait   time.Duration
	reason string
}

func (l *later) Error() string { return l.reason }

// Permanent marks a handler's error as one that further attempts would not change: the job is dead at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanent{err}
}

type permanent struct{ error }

func (p *permanent) Unwrap() error { return p.error }

// work makes one attempt at the job if it is still at that claim, due, and of a kind known here. Its error means that
// no attempt was made and the job should be offered again.
func (j *Jobs) work(ctx context.Context, id string, claims int) error {
	var handler func(context.Context, Work) error
	d, err := j.documents.Update(ctx, id, func(d *document) error {
		now := j.Now()
		switch handler = j.handler(d.Kind); {
		case d.State != Pending || d.Claims != claims:
			return errStale
		case handler == nil:
			j.warnUnknown(ctx, d)
			return &later{unknownWait, "this process does not know the kind"}
		case d.NextAt.After(now):
			return &later{d.NextAt.Sub(now), "the job is not due yet"}
		}
		d.State, d.Lease = Running, now.Add(j.Lease)
		d.Attempts++
		d.Claims++
		return nil
	})
	if errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("claim job %s: %w", id, err)
	}
	j.record(ctx, d, j.attempt(ctx, handler, d))
	return nil
}

func (j *Jobs) handler(kind string) func(context.Context, Work) error {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.handlers[kind]
}

// warnUnknown says once for each kind that jobs wait for a process that knows it.
func (j *Jobs) warnUnknown(ctx context.Context, d *document) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.unknown[d.Kind] {
		j.unknown[d.Kind] = true
		j.Logger.WarnContext(ctx, "jobs of an unknown kind wait for a process that knows it", keyKind, d.Kind, keyQueue, d.Queue)
	}
}

// attempt runs the handler while it keeps the job's lease fresh.
func (j *Jobs) attempt(ctx context.Context, handler func(context.Context, Work) error, d document) error {
	ctx, cancel := context.WithTimeout(ctx, j.Timeout)
	defer cancel()
	ctx, takeAway := context.WithCancelCause(ctx)
	ended, renewed := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(renewed)
		j.renew(ctx, d, ended, takeAway)
	}()
	err := j.guard(ctx, handler, d)
	close(ended)
	<-renewed
	if cause := context.Cause(ctx); err != nil && (errors.Is(cause, errStopping) || errors.Is(cause, errTaken)) {
		err = cause
	}
	takeAway(nil)
	return err
}

// guard turns a handler's panic into a failed attempt.
func (j *Jobs) guard(ctx context.Context, handler func(context.Context, Work) error, d document) (err error) {
	defer func() {
		if p := recover(); p != nil {
			j.Logger.ErrorContext(ctx, "a job's handler panicked", keyJob, d.ID, keyKind, d.Kind, observe.KeyStack, string(debug.Stack()))
			err = errors.New("the handler panicked")
		}
	}()
	return handler(ctx, Work{ID: d.ID, Queue: d.Queue, Kind: d.Kind, Owner: d.Owner, Attempt: d.Attempts, Last: d.inARow() >= attempts, Payload: d.Payload})
}

// renew moves the lease's end until the attempt has ended. When the documents cannot be reached, it goes on trying:
// the lease may hold until they can.
func (j *Jobs) renew(ctx context.Context, d document, ended <-chan struct{}, takeAway context.CancelCauseFunc) {
	ticker := time.NewTicker(j.Lease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
		_, err := j.documents.Update(context.WithoutCancel(ctx), d.ID, func(now *document) error {
			if !now.heldAs(d) {
				return errStale
			}
			now.Lease = j.Now().Add(j.Lease)
			return nil
		})
		if errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound) {
			takeAway(errTaken)
			return
		}
	}
}

// heldAs reports whether the job is still with the worker that claimed it as mine.
func (d *document) heldAs(mine document) bool { return d.State == Running && d.Claims == mine.Claims }

// record writes down how an attempt ended and enqueues the next one. If the documents cannot be reached it tries for
// as long as the lease lasts; after that the sweep takes the job for lost.
func (j *Jobs) record(ctx context.Context, mine document, failure error) {
	if errors.Is(failure, errTaken) {
		return
	}
	until := time.Now().Add(j.Lease)
	for {
		var event Event
		d, err := j.write(ctx, mine.ID, func(d *document) error {
			if !d.heldAs(mine) {
				return errStale
			}
			event = d.end(j.Now(), j.Backoff, failure)
			return nil
		})
		switch {
		case err == nil:
			j.report(ctx, d, event, failure)
			if d.State == Pending {
				j.enqueue(context.WithoutCancel(ctx), d)
			}
			return
		case errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound):
			return // erased, deleted, or given to another when the lease ran out
		case ctx.Err() != nil || time.Now().After(until):
			j.Logger.ErrorContext(ctx, "the end of a job's attempt could not be written; it is made again", keyJob, mine.ID, keyKind, mine.Kind, observe.KeyError, err)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(recordPause):
		}
	}
}

// write updates a document also when ctx has ended, for a bounded time.
func (j *Jobs) write(ctx context.Context, id string, change func(*document) error) (document, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	return j.documents.Update(ctx, id, change)
}

// inARow counts the attempts since the job was added, or since an administrator gave it more.
func (d *document) inARow() int { return d.Attempts - (d.Limit - attempts) }

// end puts the job into the state that follows from how its attempt ended.
func (d *document) end(now time.Time, backoff time.Duration, failure error) Event {
	made := d.inARow()
	*d = d.pending(now)
	var p *permanent
	switch {
	case failure == nil:
		d.State, d.EndedAt, d.ExpiresAt, d.LastError = Done, now, now.Add(keepDone), ""
		return Succeeded
	case errors.Is(failure, errStopping):
		d.Attempts--
		return GivenBack
	}
	d.LastError = describe(failure)
	if errors.As(failure, &p) || made >= attempts {
		d.State, d.EndedAt, d.ExpiresAt = Dead, now, now.Add(keepDead)
		return Died
	}
	d.NextAt = now.Add(backoff << (made - 1))
	return Failed
}

// pending is the job as it waits to be due at that time.
func (d *document) pending(at time.Time) document {
	p := *d
	p.State, p.NextAt = Pending, at
	p.Lease, p.EndedAt, p.ExpiresAt = time.Time{}, time.Time{}, time.Time{}
	return p
}

func (j *Jobs) report(ctx context.Context, d document, event Event, failure error) {
	j.Count(d.Queue, event)
	log := j.Logger.With(keyJob, d.ID, keyQueue, d.Queue, keyKind, d.Kind, keyAttempt, d.Attempts)
	switch event {
	case Failed:
		log.WarnContext(ctx, "a job failed and is tried again", observe.KeyError, describe(failure))
	case Died:
		log.ErrorContext(ctx, "a job failed for good", observe.KeyError, describe(failure))
	default:
		log.DebugContext(ctx, "a job's attempt ended", observe.KeyReason, string(event))
	}
}
