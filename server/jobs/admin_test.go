package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/store"
)

func TestOverviewAndLists(t *testing.T) {
	ctx := t.Context()
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	r.Handle("greet", func(_ context.Context, w jobs.Work) error { return nil })
	r.Handle("stumble", func(_ context.Context, w jobs.Work) error { return jobs.Permanent(errOut) })
	var dead []string
	for _, queue := range []string{jobs.Email, jobs.CVAnalysis, jobs.CVAnalysis} {
		c.advance(time.Second)
		id := r.add(t, jobs.New{Queue: queue, Kind: "stumble", Owner: "ann"})
		dead = append(dead, id)
		if err := r.Offer(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	done := r.add(t, jobs.New{})
	if err := r.Offer(ctx, done); err != nil {
		t.Fatal(err)
	}
	waiting := r.add(t, jobs.New{Queue: jobs.Notification, Delay: time.Hour})

	got, err := r.Overview(ctx)
	want := []jobs.QueueCount{
		{Queue: jobs.Email, Done: 1, Dead: 1}, {Queue: jobs.AIProcessing}, {Queue: jobs.CVAnalysis, Dead: 2}, {Queue: jobs.Notification, Pending: 1},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("overview %+v, %v", got, err)
	}
	first, token, err := r.List(ctx, "", 2, "")
	if err != nil || len(first) != 2 || first[0].ID != dead[2] || first[1].ID != dead[1] || token == "" {
		t.Errorf("first page %+v, %v", first, err)
	}
	second, token, err := r.List(ctx, jobs.Dead, 2, token)
	if err != nil || len(second) != 1 || token != "" {
		t.Fatalf("second page %+v, %v", second, err)
	}
	if j := second[0]; j.ID != dead[0] || j.Queue != jobs.Email || j.Kind != "stumble" || j.Owner != "ann" || j.Attempts != 1 || j.LastError != "out of order" || !j.NextAt.IsZero() || j.EndedAt.IsZero() {
		t.Errorf("%+v", j)
	}
	pending, _, err := r.List(ctx, jobs.Pending, 0, "")
	if err != nil || len(pending) != 1 || pending[0].ID != waiting || !pending[0].NextAt.Equal(c.Now().Add(time.Hour)) {
		t.Errorf("pending %+v, %v", pending, err)
	}
	if _, _, err := r.List(ctx, "asleep", 0, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("list of no state: %v", err)
	}
	if _, _, err := r.List(ctx, jobs.Dead, 0, "forged"); !errors.Is(err, store.ErrPageToken) {
		t.Errorf("list from a forged page: %v", err)
	}
	for id, reason := range map[string]string{done: "job_not_dead", waiting: "job_not_dead", "unknown": "job_not_found"} {
		if _, err := r.Retry(ctx, id); fault.ReasonOf(err) != reason {
			t.Errorf("retry: %v, want %s", err, reason)
		}
	}
	if err := r.Delete(ctx, dead[0]); err != nil {
		t.Error(err)
	}
	if err := r.Delete(ctx, dead[0]); fault.ReasonOf(err) != "job_not_found" {
		t.Errorf("deleted twice: %v", err)
	}
	// An hour on, the sweep of expired documents takes what was done, and leaves what is dead.
	if n, err := r.db.Sweep(ctx, c.Now().Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("%d expired, %v", n, err)
	}
}

func TestRetriedJobRunsAgain(t *testing.T) {
	r := newRig(t, jobs.Options{})
	mended := false // handlers of one job follow one another
	r.Handle("greet", func(context.Context, jobs.Work) error {
		if mended {
			return nil
		}
		return jobs.Permanent(errOut)
	})
	r.start(t)
	id := r.add(t, jobs.New{})
	r.await(t, jobs.Died, 1)
	mended = true
	if job, err := r.Retry(t.Context(), id); err != nil || job.State != jobs.Pending {
		t.Errorf("%+v, %v", job, err)
	}
	r.await(t, jobs.Succeeded, 1)
	if d := r.document(t, id); d.State != jobs.Done || d.Attempts != 2 || d.LastError != "" {
		t.Errorf("%+v", d)
	}
}

func TestARunningJobIsNotDeleted(t *testing.T) {
	r := newRig(t, jobs.Options{})
	begun, goOn := make(chan struct{}), make(chan struct{})
	r.Handle("greet", func(context.Context, jobs.Work) error { close(begun); <-goOn; return nil })
	r.start(t)
	id := r.add(t, jobs.New{})
	receive(t, begun)
	if err := r.Delete(t.Context(), id); fault.ReasonOf(err) != "job_running" {
		t.Errorf("delete: %v", err)
	}
	close(goOn)
	r.await(t, jobs.Succeeded, 1)
}

func TestStoredErrorsAreHarmless(t *testing.T) {
	for _, c := range []struct{ err, want string }{
		{"connection refused", "connection refused"},
		{"550 <ann.lee+x@mail.example.org>: no such user", "550 <…@…>: no such user"},
		{"get https://user:pw@mail.example/send?to=ann: 500", "get https://…@mail.example/send?… 500"},
		{"bad token SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf09kq", "bad token …"},
		{strings.Repeat("no ", 200), strings.Repeat("no ", 99) + "no…"},
	} {
		if got := jobs.Describe(errors.New(c.err)); got != c.want {
			t.Errorf("%q is stored as %q, want %q", c.err, got, c.want)
		}
	}
	err := fmt.Errorf("send: %w", fault.New(fault.Unavailable, "busy", "Try later.").Because(errOut))
	if got := jobs.Describe(err); got != "busy: Try later.: out of order" {
		t.Errorf("a fault is stored as %q", got)
	}
}
