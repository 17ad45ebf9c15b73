package interview_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

// tripped is an engine whose writes fail where the test says so: a process that
// ends, or a store that is away, between two of them.
type tripped struct {
	store.Engine
	trip atomic.Pointer[func(collection, operation string) error]
}

var errTripped = errors.New("tripped")

// tripping opens a room over an engine that can be tripped.
func tripping(t *testing.T) (*room, *tripped) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	trip := &tripped{Engine: engine}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(trip, sealer)
	t.Cleanup(func() { _ = db.Close() })
	return open(t, func(o *interview.Options) { o.DB = db }), trip
}

// once lets the next write of a kind to a collection fail.
func (e *tripped) once(collection, operation string) {
	var done atomic.Bool
	f := func(c, o string) error {
		if c == collection && o == operation && done.CompareAndSwap(false, true) {
			return errTripped
		}
		return nil
	}
	e.trip.Store(&f)
}

func (e *tripped) Open(ctx context.Context, spec store.Spec) (store.Table, error) {
	table, err := e.Engine.Open(ctx, spec)
	return trippedTable{table, spec.Name, e}, err //nolint:wrapcheck // the engine's own
}

type trippedTable struct {
	store.Table
	name   string
	engine *tripped
}

func (t trippedTable) at(operation string) error {
	if trip := t.engine.trip.Load(); trip != nil {
		return (*trip)(t.name, operation)
	}
	return nil
}

func (t trippedTable) Insert(ctx context.Context, doc bson.Raw) error {
	if err := t.at("insert"); err != nil {
		return err
	}
	return t.Table.Insert(ctx, doc) //nolint:wrapcheck // the engine's own
}

func (t trippedTable) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	if err := t.at("replace"); err != nil {
		return err
	}
	return t.Table.Replace(ctx, target, version, doc) //nolint:wrapcheck // the engine's own
}

func (t trippedTable) Increment(ctx context.Context, target store.Target, field string, by, limit int64) (int64, error) {
	if err := t.at("increment"); err != nil {
		return 0, err
	}
	return t.Table.Increment(ctx, target, field, by, limit) //nolint:wrapcheck // the engine's own
}

func (t trippedTable) Delete(ctx context.Context, target store.Target) error {
	if err := t.at("delete"); err != nil {
		return err
	}
	return t.Table.Delete(ctx, target) //nolint:wrapcheck // the engine's own
}
