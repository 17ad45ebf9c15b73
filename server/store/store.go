// Package store keeps documents: typed collections with declared indexes, atomic updates and queries by index.
//
// A domain declares a collection once, beside the type of its documents, and opens it on whichever database the
// program was started with. Documents are structs whose bson tags carry the specification's field names (§5.1):
//
//	type Session struct {
//		ID        string    `bson:"_id"`
//		UserID    string    `bson:"userId"`
//		StartedAt time.Time `bson:"startedAt"`
//	}
//
//	func Collection() store.Definition[Session] {
//		return store.Define[Session]("live_sessions", store.Schema{
//			Owner:   "userId",
//			Indexes: []store.Index{{Name: "by_user", Fields: []string{"userId", "startedAt"}}},
//		})
//	}
//
//	sessions, err := Collection().Open(ctx, db)
//	mine := sessions.Of(userID) // somebody else's documents are ErrNotFound here
//	page, err := mine.List(ctx, store.Query{Index: "by_user", Descending: true})
//
// Only what both engines (server/store/sqlite, server/store/mongo) do well and a sharded cluster rewards is offered:
// no query without an index and no change of several documents at once. A value that must be unique and is not
// the key gets a collection of its own, in which it is the key.
package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"
)

// DB is a database of collections. It is safe for concurrent use.
type DB struct {
	engine Engine
	sealer *Sealer

	mu   sync.Mutex
	open map[string]opened
}

type opened struct {
	spec      Spec
	encrypted []string
	hidden    []string
	table     Table
}

// New makes a database of an engine. The sealer encrypts the fields that collections declare; without one (nil) a
// collection with such fields cannot be opened.
func New(engine Engine, sealer *Sealer) *DB {
	return &DB{engine: engine, sealer: sealer, open: map[string]opened{}}
}

// Ping fails if the database cannot serve.
func (db *DB) Ping(ctx context.Context) error { return db.engine.Ping(ctx) }

// Close ends the database after the operations under way. No collection may be used afterwards.
func (db *DB) Close() error { return db.engine.Close() }

// table opens a collection in the engine once, however often it is asked for.
func (db *DB) table(ctx context.Context, spec Spec, encrypted, hidden []string) (Table, error) {
	if len(encrypted) > 0 && db.sealer == nil {
		return nil, fmt.Errorf("open collection %s: it has encrypted fields and there is no key", spec.Name)
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if o, ok := db.open[spec.Name]; ok {
		if !reflect.DeepEqual(o.spec, spec) || !slices.Equal(o.encrypted, encrypted) || !slices.Equal(o.hidden, hidden) {
			return nil, fmt.Errorf("open collection %s: it is already open with another schema", spec.Name)
		}
		return o.table, nil
	}
	table, err := db.engine.Open(ctx, spec)
	if err != nil {
		return nil, fmt.Errorf("open collection %s: %w", spec.Name, err)
	}
	db.open[spec.Name] = opened{spec: spec, encrypted: encrypted, hidden: hidden, table: table}
	return table, nil
}

// collections returns what is open, in the order of names.
func (db *DB) collections() []opened {
	db.mu.Lock()
	defer db.mu.Unlock()
	var all []opened
	for _, name := range slices.Sorted(maps.Keys(db.open)) {
		all = append(all, db.open[name])
	}
	return all
}

// Sweep removes, from all open collections, the documents whose expiry has passed at the given time, and returns how
// many. A failing collection does not keep the others from being swept.
func (db *DB) Sweep(ctx context.Context, now time.Time) (int, error) {
	var total int
	var failed []error
	for _, c := range db.collections() {
		if c.spec.Expiry.Field == "" {
			continue
		}
		n, err := c.table.Sweep(ctx, now)
		total += n
		if err != nil {
			failed = append(failed, fmt.Errorf("sweep %s: %w", c.spec.Name, err))
		}
	}
	return total, errors.Join(failed...)
}
