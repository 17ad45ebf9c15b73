package store

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Engine keeps collections: server/store/sqlite and server/store/mongo are the two there are.
type Engine interface {
	// Open makes a collection and its indexes ready, creating or changing them as needed.
	Open(ctx context.Context, spec Spec) (Table, error)
	// Ping fails if the engine cannot serve.
	Ping(ctx context.Context) error
	// Close gives back what the engine holds, after the operations under way.
	Close() error
}

// Table is one collection in an engine, holding encoded documents. A write that returned nil is durable.
type Table interface {
	// Get returns the document, or ErrNotFound.
	Get(ctx context.Context, target Target) (Record, error)
	// Insert adds a document, or returns ErrExists.
	Insert(ctx context.Context, doc bson.Raw) error
	// Replace writes doc over the document if that still has the version, and returns ErrConflict otherwise.
	Replace(ctx context.Context, target Target, version int64, doc bson.Raw) error
	// Increment adds to an integer field (0 when missing) if the sum stays at or under limit, atomically, and returns
	// the sum; ErrLimit or ErrNotFound otherwise.
	Increment(ctx context.Context, target Target, field string, by, limit int64) (int64, error)
	// Delete removes the document, or returns ErrNotFound.
	Delete(ctx context.Context, target Target) error
	// List returns at most scan.Limit documents.
	List(ctx context.Context, scan Scan) ([]Record, error)
	// Sweep removes documents whose expiry is at or before now and returns how many.
	Sweep(ctx context.Context, now time.Time) (int, error)
}

// Target names one document; with an Owner only if it is that owner's.
type Target struct {
	ID    string
	Owner string
}

// Record is a stored document with its version.
type Record struct {
	Doc     bson.Raw
	Version int64
}

// Scan is a validated query, as engines see it.
type Scan struct {
	// Index that serves it; one without a name stands for all documents in key order.
	Index Index
	// Equal has a value for each of the index's leading fields: all, or all but the last.
	Equal []bson.RawValue
	// Order is the field after those, which orders the result before the key does; empty when Equal covers all.
	Order string
	// From (inclusive) and To (exclusive) bound Order; a zero value is open.
	From, To bson.RawValue
	// After is the last document of the page before, if any.
	After      *Position
	Descending bool
	Limit      int
}

// Position is a document's place in a scan's order. Value is zero when the scan is ordered by key alone.
type Position struct {
	Value bson.RawValue
	ID    string
}
