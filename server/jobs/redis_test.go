package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// tallied handles jobs by tallying them; every attempt waits for goOn.
func (r *rig) tallied(goOn <-chan struct{}) *tally {
	runs := newTally()
	r.Handle("greet", func(_ context.Context, w jobs.Work) error {
		runs.enter(w)
		defer runs.leave(w)
		<-goOn
		return nil
	})
	return runs
}

// TestRedisIsEmptied while jobs run, wait and are being added.
func TestRedisIsEmptied(t *testing.T) {
	r := newRig(t, jobs.Options{Workers: 4})
	goOn := make(chan struct{})
	runs := r.tallied(goOn)
	r.start(t)
	var ids []string
	for range 60 {
		ids = append(ids, r.add(t, jobs.New{}))
	}
	if err := r.redis.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		ids = append(ids, r.add(t, jobs.New{}))
	}
	close(goOn)
	if err := r.redis.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	r.SweepSoon()
	r.await(t, jobs.Succeeded, len(ids))
	runs.check(t, ids, 1)
	if runs.peak > 4 {
		t.Errorf("%d at once", runs.peak)
	}
}

// TestRedisIsAway: jobs are added and done without it, also those that find no free worker, and through it again when
// it is back.
func TestRedisIsAway(t *testing.T) {
	server := miniredis.RunT(t)
	r := newRig(t, jobs.Options{Workers: 4, Redis: redistest.Connect(t, "redis://"+server.Addr())})
	goOn := make(chan struct{})
	runs := r.tallied(goOn)
	r.Handle("first", func(context.Context, jobs.Work) error { return nil })
	r.start(t)
	r.add(t, jobs.New{Kind: "first"})
	r.await(t, jobs.Succeeded, 1)
	server.Close()
	var ids []string
	for range 10 {
		ids = append(ids, r.add(t, jobs.New{}))
	}
	close(goOn)
	r.await(t, jobs.Succeeded, 10)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		ids = append(ids, r.add(t, jobs.New{}))
	}
	r.await(t, jobs.Succeeded, 10)
	runs.check(t, ids, 1)
	if runs.peak > 4 {
		t.Errorf("%d at once", runs.peak)
	}
}

// TestAddedWithoutAnyWorker: the process that added ended, and Redis was away all the time; the next start finds the jobs.
func TestAddedWithoutAnyWorker(t *testing.T) {
	server := miniredis.RunT(t)
	adder := newRig(t, jobs.Options{Redis: redistest.Connect(t, "redis://"+server.Addr())})
	server.Close()
	var ids []string
	for range 5 {
		ids = append(ids, adder.add(t, jobs.New{}))
	}
	worker := newRig(t, jobs.Options{DB: adder.db})
	goOn := make(chan struct{})
	close(goOn)
	runs := worker.tallied(goOn)
	worker.start(t)
	worker.await(t, jobs.Succeeded, 5)
	runs.check(t, ids, 1)
}

// TestAnotherProcessAdds: the one that adds has no workers, and Redis tells the one that has.
func TestAnotherProcessAdds(t *testing.T) {
	adder := newRig(t, jobs.Options{})
	worker := newRig(t, jobs.Options{DB: adder.db, Redis: adder.redis, Workers: 4})
	goOn := make(chan struct{})
	runs := worker.tallied(goOn)
	worker.start(t)
	worker.Handle("first", func(context.Context, jobs.Work) error { return nil })
	adder.add(t, jobs.New{Kind: "first"}) // the worker is past its first sweep when this is done
	worker.await(t, jobs.Succeeded, 1)
	var ids []string
	for range 50 {
		ids = append(ids, adder.add(t, jobs.New{}))
	}
	close(goOn)
	worker.await(t, jobs.Succeeded, len(ids))
	runs.check(t, ids, 1)
	if runs.peak > 4 {
		t.Errorf("%d at once", runs.peak)
	}
}

// TestManyDueJobs are more than one sweep compares.
func TestManyDueJobs(t *testing.T) {
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	const n = 1100
	for range n {
		r.add(t, jobs.New{Delay: time.Minute})
	}
	if err := r.redis.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	c.advance(time.Minute)
	sweep := r.Sweeper()
	for range 2 {
		if err := sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if waiting, err := r.redis.LLen(t.Context(), "asynq:{email}:pending").Result(); err != nil || waiting != n {
		t.Errorf("%d of %d jobs are in redis, %v", waiting, n, err)
	}
}

// TestTwoWorkers share a database and a Redis; every job fails once.
func TestTwoWorkers(t *testing.T) {
	runs := newTally()
	a := newRig(t, jobs.Options{Workers: 4, Backoff: time.Millisecond})
	b := newRig(t, jobs.Options{Workers: 4, Backoff: time.Millisecond, DB: a.db, Redis: a.redis})
	for _, r := range []*rig{a, b} {
		r.Handle("greet", func(_ context.Context, w jobs.Work) error {
			runs.enter(w)
			defer runs.leave(w)
			if w.Attempt == 1 {
				return errOut
			}
			return nil
		})
		r.start(t)
	}
	var ids []string
	for i := range 100 {
		r := a
		if i%2 == 0 {
			r = b
		}
		ids = append(ids, r.add(t, jobs.New{}))
		if i%10 == 0 {
			a.SweepSoon()
			b.SweepSoon()
		}
	}
	deadline := time.After(patience)
	for done := 0; done < len(ids); {
		select {
		case e := <-a.events:
			done += count(e)
		case e := <-b.events:
			done += count(e)
		case <-deadline:
			t.Fatalf("%d of %d done", done, len(ids))
		}
	}
	runs.check(t, ids, 2)
}

func count(e jobs.Event) int {
	if e == jobs.Succeeded {
		return 1
	}
	return 0
}
