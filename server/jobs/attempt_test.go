package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/jobs"
)

func TestThreeAttempts(t *testing.T) {
	ctx := t.Context()
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	var seen []int
	r.Handle("greet", func(_ context.Context, w jobs.Work) error {
		if seen = append(seen, w.Attempt); w.Last != (len(seen)%3 == 0) {
			t.Errorf("attempt %d is the last: %t", w.Attempt, w.Last)
		}
		return fmt.Errorf("attempt %d: %w", w.Attempt, errOut)
	})
	id := r.add(t, jobs.New{})
	for round := range 2 {
		for i, wait := range []time.Duration{2 * time.Second, 4 * time.Second} {
			if err := r.Offer(ctx, id); err != nil {
				t.Fatal(err)
			}
			d := r.document(t, id)
			if d.State != jobs.Pending || d.Attempts != 3*round+i+1 || !d.NextAt.Equal(c.Now().Add(wait)) || d.LastError != fmt.Sprintf("attempt %d: out of order", d.Attempts) {
				t.Errorf("after attempt %d: %+v", i+1, d)
			}
			c.advance(wait - time.Millisecond)
			if err := r.Offer(ctx, id); err == nil || r.document(t, id).Attempts != d.Attempts {
				t.Errorf("tried again too early: %v", err)
			}
			c.advance(time.Millisecond)
		}
		if err := r.Offer(ctx, id); err != nil {
			t.Fatal(err)
		}
		d := r.document(t, id)
		if d.State != jobs.Dead || !d.EndedAt.Equal(c.Now()) || !d.ExpiresAt.Equal(c.Now().Add(30*24*time.Hour)) {
			t.Errorf("after the last attempt: %+v", d)
		}
		if err := r.Offer(ctx, id); err != nil || len(seen) != 3*(round+1) {
			t.Errorf("a dead job was tried: %v, %v", seen, err)
		}
		job, err := r.Retry(ctx, id)
		if err != nil || job.State != jobs.Pending || !job.EndedAt.IsZero() || !r.document(t, id).ExpiresAt.IsZero() {
			t.Errorf("retry: %+v, %v", job, err)
		}
	}
}

func TestPermanentErrorsAreNotRetried(t *testing.T) {
	r := newRig(t, jobs.Options{})
	r.Handle("greet", func(context.Context, jobs.Work) error {
		return fmt.Errorf("send: %w", jobs.Permanent(errOut))
	})
	id := r.add(t, jobs.New{})
	if err := r.Offer(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if d := r.document(t, id); d.State != jobs.Dead || d.Attempts != 1 || d.LastError != "send: out of order" {
		t.Errorf("%+v", d)
	}
	if err := jobs.Permanent(errOut); !errors.Is(err, errOut) || jobs.Permanent(nil) != nil {
		t.Error("Permanent changes what the error is")
	}
}

func TestAPanicIsAFailedAttempt(t *testing.T) {
	r := newRig(t, jobs.Options{})
	r.Handle("greet", func(context.Context, jobs.Work) error { panic("open sesame") })
	id := r.add(t, jobs.New{})
	if err := r.Offer(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if d := r.document(t, id); d.State != jobs.Pending || d.Attempts != 1 || d.LastError != "the handler panicked" {
		t.Errorf("%+v", d)
	}
}

func TestAHandlerRunsOutOfTime(t *testing.T) {
	r := newRig(t, jobs.Options{Timeout: time.Millisecond})
	r.Handle("greet", func(ctx context.Context, _ jobs.Work) error { <-ctx.Done(); return ctx.Err() })
	id := r.add(t, jobs.New{})
	if err := r.Offer(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if d := r.document(t, id); d.State != jobs.Pending || d.Attempts != 1 || d.LastError != context.DeadlineExceeded.Error() {
		t.Errorf("%+v", d)
	}
}

// TestAnUnknownKindWaits is a rolling deployment: the old process meets a kind that only the new one knows.
func TestAnUnknownKindWaits(t *testing.T) {
	before := newRig(t, jobs.Options{})
	after := newRig(t, jobs.Options{DB: before.db, Redis: before.redis})
	after.Handle("greet", func(context.Context, jobs.Work) error { return nil })
	id := after.add(t, jobs.New{})
	for range 5 {
		if err := before.Offer(t.Context(), id); err == nil {
			t.Error("the old process took it")
		}
	}
	if d := before.document(t, id); d.State != jobs.Pending || d.Attempts != 0 || d.Claims != 0 {
		t.Errorf("%+v", d)
	}
	if err := after.Offer(t.Context(), id); err != nil || after.document(t, id).State != jobs.Done {
		t.Errorf("the new process: %v", err)
	}
}

// TestAVanishedWorker: its lease runs out, another takes over, and what the first one says later changes nothing.
func TestAVanishedWorker(t *testing.T) {
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	begun, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	r.Handle("greet", func(_ context.Context, w jobs.Work) error {
		if w.Attempt == 1 {
			close(begun)
			<-goOn
			return errOut
		}
		return nil
	})
	id := r.add(t, jobs.New{})
	go func() { ended <- r.Offer(context.WithoutCancel(t.Context()), id) }()
	receive(t, begun)

	c.advance(29 * time.Second)
	if err := r.Sweeper()(t.Context()); err != nil || r.document(t, id).State != jobs.Running {
		t.Errorf("taken from a worker whose lease holds: %v", err)
	}
	c.advance(2 * time.Second)
	if err := r.Sweeper()(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := r.document(t, id); d.State != jobs.Pending || d.Attempts != 1 || d.NextAt.After(c.Now()) {
		t.Errorf("after the lease: %+v", d)
	}
	if err := r.OfferAt(t.Context(), id, 0); err != nil || r.document(t, id).State != jobs.Pending {
		t.Errorf("an old entry of Redis started the job: %v", err)
	}
	if err := r.Offer(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	close(goOn)
	if err := receive(t, ended); err != nil {
		t.Error(err)
	}
	if d := r.document(t, id); d.State != jobs.Done || d.Attempts != 2 {
		t.Errorf("in the end: %+v", d)
	}
}

// TestAJobThatKills is dead after three workers vanished with it.
func TestAJobThatKills(t *testing.T) {
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	begun, goOn := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 3)
	r.Handle("greet", func(context.Context, jobs.Work) error { begun <- struct{}{}; <-goOn; return nil })
	id := r.add(t, jobs.New{})
	for range 3 {
		go func() { ended <- r.Offer(context.WithoutCancel(t.Context()), id) }()
		receive(t, begun)
		c.advance(time.Minute)
		if err := r.Sweeper()(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	close(goOn)
	for range 3 {
		if err := receive(t, ended); err != nil {
			t.Error(err)
		}
	}
	if d := r.document(t, id); d.State != jobs.Dead || d.Attempts != 3 || d.LastError == "" {
		t.Errorf("%+v", d)
	}
}

// TestAWorkingHandlerKeepsItsLease, until the job is taken away from it.
func TestAWorkingHandlerKeepsItsLease(t *testing.T) {
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now, Lease: 30 * time.Millisecond})
	begun, ended := make(chan struct{}), make(chan error, 1)
	r.Handle("greet", func(ctx context.Context, _ jobs.Work) error {
		close(begun)
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	})
	id := r.add(t, jobs.New{Owner: "ann"})
	offered := make(chan error, 1)
	go func() { offered <- r.Offer(context.WithoutCancel(t.Context()), id) }()
	receive(t, begun)
	c.advance(time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		d, err := r.Document(ctx, id)
		if err != nil {
			t.Fatalf("the lease was not renewed: %v", err)
		}
		if d.Lease.After(c.Now()) {
			break
		}
	}
	if _, err := r.db.EraseOwner(ctx, "ann"); err != nil {
		t.Fatal(err)
	}
	if cause := receive(t, ended); !errors.Is(cause, jobs.ErrTaken) {
		t.Errorf("the handler's context ended with %v", cause)
	}
	if err := receive(t, offered); err != nil {
		t.Error(err)
	}
}
