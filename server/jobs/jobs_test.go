package jobs_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/jobs"
)

func TestAJobIsDone(t *testing.T) {
	r := newRig(t, jobs.Options{})
	got := make(chan jobs.Work, 8)
	for _, kind := range []string{"greet", "think"} {
		r.Handle(kind, func(_ context.Context, w jobs.Work) error { got <- w; return nil })
	}
	r.start(t)
	for _, queue := range []string{jobs.Email, jobs.AIProcessing, jobs.CVAnalysis, jobs.Notification} {
		before := time.Now()
		id := r.add(t, jobs.New{Queue: queue, Kind: "think", Owner: "ann", Payload: map[string]string{"about": queue}})
		w := receive(t, got)
		if want := (`{"about":"` + queue + `"}`); w.ID != id || w.Queue != queue || w.Kind != "think" || w.Owner != "ann" || w.Attempt != 1 || string(w.Payload) != want {
			t.Errorf("work: %+v", w)
		}
		r.await(t, jobs.Succeeded, 1)
		d := r.document(t, id)
		if d.State != jobs.Done || !d.Lease.IsZero() || d.EndedAt.Before(before.Truncate(time.Millisecond)) || !d.ExpiresAt.Equal(d.EndedAt.Add(time.Hour)) {
			t.Errorf("document: %+v", d)
		}
	}
}

// TestThePayloadIsNowhereInTheClear looks into Redis, into the database, and into what a person's data export shows.
func TestThePayloadIsNowhereInTheClear(t *testing.T) {
	db, engine := openFaulty(t)
	r := newRig(t, jobs.Options{DB: db})
	r.add(t, jobs.New{Owner: "ann", Payload: "open sesame"})
	if doc := *engine.inserted.Load(); strings.Contains(string(doc), "sesame") || !strings.Contains(string(doc), "greet") {
		t.Errorf("the database holds %s", doc)
	}
	r.add(t, jobs.New{Owner: "ann", Payload: "open sesame", Delay: time.Hour})
	keys, err := r.redis.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) == 0 {
		t.Fatalf("nothing in redis: %v", err)
	}
	for _, key := range keys {
		if fields, _ := r.redis.HGetAll(t.Context(), key).Result(); strings.Contains(strings.Join(mapValues(fields), " "), "sesame") {
			t.Errorf("%s holds the payload", key)
		}
	}
	n := 0
	for d, err := range r.db.ForOwner(t.Context(), "ann") {
		if err != nil {
			t.Fatal(err)
		}
		if n++; d.Collection != "jobs" || d.Doc.Lookup("payload").Type != 0 || d.Doc.Lookup("kind").StringValue() != "greet" {
			t.Errorf("exported: %v", d.Doc)
		}
	}
	if n != 2 {
		t.Errorf("%d jobs exported", n)
	}
}

func mapValues(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

func TestOneKeyIsOneJob(t *testing.T) {
	r := newRig(t, jobs.Options{})
	runs := newTally()
	r.Handle("greet", func(_ context.Context, w jobs.Work) error { runs.enter(w); runs.leave(w); return nil })
	r.start(t)
	ids := make([]string, 50)
	var adding sync.WaitGroup
	for i := range ids {
		adding.Go(func() {
			id, err := r.Add(t.Context(), jobs.New{Queue: jobs.Email, Kind: "greet", Key: "ann/welcome", Payload: i})
			if err != nil {
				t.Error(err)
			}
			ids[i] = id
		})
	}
	adding.Wait()
	r.await(t, jobs.Succeeded, 1)
	other := r.add(t, jobs.New{Key: "bob/welcome"})
	r.await(t, jobs.Succeeded, 1)
	for _, id := range ids {
		if id != ids[0] || id == other {
			t.Errorf("id %s, the first is %s, another key's is %s", id, ids[0], other)
		}
	}
	runs.check(t, []string{ids[0], other}, 1)
	if again := r.add(t, jobs.New{Key: "ann/welcome"}); again != ids[0] || r.document(t, again).State != jobs.Done {
		t.Error("a job that was done is done again")
	}
}

func TestADelayedJobWaits(t *testing.T) {
	c := newClock()
	r := newRig(t, jobs.Options{Now: c.Now})
	r.Handle("greet", func(context.Context, jobs.Work) error { return nil })
	id := r.add(t, jobs.New{Delay: time.Hour})
	c.advance(time.Hour - time.Millisecond)
	if err := r.Offer(t.Context(), id); err == nil || r.document(t, id).State != jobs.Pending {
		t.Errorf("early: %v, %s", err, r.document(t, id).State)
	}
	c.advance(time.Millisecond)
	if err := r.Offer(t.Context(), id); err != nil || r.document(t, id).State != jobs.Done {
		t.Errorf("in time: %v, %s", err, r.document(t, id).State)
	}
}

func TestAddRefuses(t *testing.T) {
	r := newRig(t, jobs.Options{})
	for name, n := range map[string]jobs.New{
		"another queue":    {Queue: "elsewhere", Kind: "greet"},
		"no kind":          {Queue: jobs.Email},
		"no JSON":          {Queue: jobs.Email, Kind: "greet", Payload: make(chan int)},
		"too much payload": {Queue: jobs.Email, Kind: "greet", Payload: strings.Repeat("x", 1<<20)},
	} {
		if id, err := r.Add(t.Context(), n); err == nil {
			t.Errorf("%s: added as %s", name, id)
		}
	}
}

func TestErasureTakesJobsAlong(t *testing.T) {
	r := newRig(t, jobs.Options{})
	begun, goOn := make(chan jobs.Work), make(chan struct{})
	r.Handle("greet", func(_ context.Context, w jobs.Work) error { begun <- w; <-goOn; return nil })
	stop := r.start(t)
	running := r.add(t, jobs.New{Owner: "ann"})
	receive(t, begun)
	later := r.add(t, jobs.New{Owner: "ann", Delay: time.Hour})
	if n, err := r.db.EraseOwner(t.Context(), "ann"); n != 2 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
	close(goOn)
	stop()
	for _, id := range []string{running, later} {
		if _, err := r.Document(t.Context(), id); err == nil {
			t.Errorf("%s came back", id)
		}
	}
}
