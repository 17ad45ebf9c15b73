package jobs_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

// faulty is a real engine whose writes fail as often as is asked for.
type faulty struct {
	store.Engine
	inserts, replaces atomic.Int64 // how many of the next ones fail
	inserted          atomic.Pointer[bson.Raw]
}

func (f *faulty) Open(ctx context.Context, spec store.Spec) (store.Table, error) {
	table, err := f.Engine.Open(ctx, spec)
	return &faultyTable{table, f}, err
}

type faultyTable struct {
	store.Table
	faults *faulty
}

var errAway = errors.New("the database is away")

func (t *faultyTable) Insert(ctx context.Context, doc bson.Raw) error {
	if t.faults.inserts.Add(-1) >= 0 {
		return errAway
	}
	t.faults.inserted.Store(&doc)
	return t.Table.Insert(ctx, doc)
}

func (t *faultyTable) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	if t.faults.replaces.Add(-1) >= 0 {
		return errAway
	}
	return t.Table.Replace(ctx, target, version, doc)
}

func openFaulty(t *testing.T) (*store.DB, *faulty) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{Engine: engine}
	db := store.New(f, sealer)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, f
}

// TestTheDatabaseIsAwayWhenAJobEnds: what was done is written down when it is back, and not done again.
func TestTheDatabaseIsAwayWhenAJobEnds(t *testing.T) {
	db, faults := openFaulty(t)
	r := newRig(t, jobs.Options{DB: db})
	runs := newTally()
	r.Handle("greet", func(_ context.Context, w jobs.Work) error {
		runs.enter(w)
		defer runs.leave(w)
		faults.replaces.Store(3)
		return nil
	})
	r.start(t)
	id := r.add(t, jobs.New{})
	r.await(t, jobs.Succeeded, 1)
	runs.check(t, []string{id}, 1)
	if d := r.document(t, id); d.State != jobs.Done {
		t.Errorf("%+v", d)
	}
}

// TestTheDatabaseIsAwayWhenAJobBegins: no attempt is made or counted, and it is offered again.
func TestTheDatabaseIsAwayWhenAJobBegins(t *testing.T) {
	db, faults := openFaulty(t)
	r := newRig(t, jobs.Options{DB: db})
	r.Handle("greet", func(context.Context, jobs.Work) error { return nil })
	r.start(t)
	faults.replaces.Store(1)
	id := r.add(t, jobs.New{})
	r.await(t, jobs.Succeeded, 1)
	if d := r.document(t, id); d.State != jobs.Done || d.Attempts != 1 {
		t.Errorf("%+v", d)
	}
}

// TestTheDatabaseIsAwayWhenAJobIsAdded: whoever adds is told, and nothing is left behind in Redis.
func TestTheDatabaseIsAwayWhenAJobIsAdded(t *testing.T) {
	db, faults := openFaulty(t)
	r := newRig(t, jobs.Options{DB: db})
	faults.inserts.Store(1)
	if id, err := r.Add(t.Context(), jobs.New{Queue: jobs.Email, Kind: "greet"}); !errors.Is(err, errAway) {
		t.Errorf("added as %q: %v", id, err)
	}
	if keys, err := r.redis.Keys(t.Context(), "asynq:{email}:*").Result(); err != nil || len(keys) > 0 {
		t.Errorf("in redis: %v, %v", keys, err)
	}
}
