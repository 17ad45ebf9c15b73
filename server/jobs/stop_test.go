package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/jobs"
)

// TestStoppingLetsHandlersFinish.
func TestStoppingLetsHandlersFinish(t *testing.T) {
	r := newRig(t, jobs.Options{Grace: time.Hour})
	begun, goOn := make(chan struct{}), make(chan struct{})
	r.Handle("greet", func(ctx context.Context, _ jobs.Work) error {
		close(begun)
		<-goOn
		return ctx.Err()
	})
	id := r.add(t, jobs.New{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	receive(t, begun)
	cancel()
	close(goOn)
	if err := receive(t, ended); err != nil {
		t.Error(err)
	}
	if d := r.document(t, id); d.State != jobs.Done {
		t.Errorf("%+v", d)
	}
}

// TestStoppingGivesBack what does not finish, without an attempt being lost; the next worker takes it up.
func TestStoppingGivesBack(t *testing.T) {
	r := newRig(t, jobs.Options{Grace: time.Millisecond})
	begun := make(chan struct{})
	cause := make(chan error, 1)
	r.Handle("greet", func(ctx context.Context, _ jobs.Work) error {
		close(begun)
		<-ctx.Done()
		cause <- context.Cause(ctx)
		return ctx.Err()
	})
	stop := r.start(t)
	id := r.add(t, jobs.New{})
	receive(t, begun)
	stop()
	if err := receive(t, cause); !errors.Is(err, jobs.ErrStopping) {
		t.Errorf("the handler's context ended with %v", err)
	}
	r.await(t, jobs.GivenBack, 1)
	if d := r.document(t, id); d.State != jobs.Pending || d.Attempts != 0 || !d.Lease.IsZero() {
		t.Errorf("%+v", d)
	}
	next := newRig(t, jobs.Options{DB: r.db, Redis: r.redis})
	got := make(chan jobs.Work, 1)
	next.Handle("greet", func(_ context.Context, w jobs.Work) error { got <- w; return nil })
	next.start(t)
	if w := receive(t, got); w.ID != id || w.Attempt != 1 {
		t.Errorf("%+v", w)
	}
	next.await(t, jobs.Succeeded, 1)
}
