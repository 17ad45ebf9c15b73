package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

const (
	// NoLimit lets Increment add without a limit.
	NoLimit = math.MaxInt64
	// updateAttempts bounds how often Update tries; fifty callers on one document need far fewer.
	updateAttempts = 200
	maxPause       = 20 * time.Millisecond
)

// Collection is an open collection of documents of type T. It is safe for concurrent use.
type Collection[T any] struct {
	*codec[T]
	owner  string
	scoped bool
}

// Open makes the collection ready in a database: it is created, or its indexes are brought up to its declaration.
func (d Definition[T]) Open(ctx context.Context, db *DB) (*Collection[T], error) {
	if d.err != nil {
		return nil, d.err
	}
	table, err := db.table(ctx, d.spec, d.encrypted, d.hidden)
	if err != nil {
		return nil, err
	}
	return &Collection[T]{codec: &codec[T]{def: d, table: table, sealer: db.sealer}}, nil
}

// Of returns a view of the collection in which only one owner's documents exist: those of others are ErrNotFound,
// inserting one is an error, and lists through indexes that begin with the owner's field get it as their first equal
// value by themselves. An empty owner owns nothing.
func (c *Collection[T]) Of(owner string) *Collection[T] {
	return &Collection[T]{codec: c.codec, owner: owner, scoped: true}
}

// target names a document within the view.
func (c *Collection[T]) target(id string) (Target, error) {
	if id == "" || c.scoped && (c.owner == "" || c.def.spec.Owner == "") {
		return Target{}, ErrNotFound
	}
	return Target{ID: id, Owner: c.owner}, nil
}

func (c *Collection[T]) failed(operation, id string, err error) error {
	return fmt.Errorf("%s %s/%s: %w", operation, c.def.spec.Name, id, err)
}

// Get returns a document, or ErrNotFound.
func (c *Collection[T]) Get(ctx context.Context, id string) (T, error) {
	doc, _, err := c.get(ctx, id)
	if err != nil {
		return doc, c.failed("get", id, err)
	}
	return doc, nil
}

func (c *Collection[T]) get(ctx context.Context, id string) (doc T, r Record, err error) {
	target, err := c.target(id)
	if err != nil {
		return doc, r, err
	}
	if r, err = c.table.Get(ctx, target); err != nil {
		return doc, r, err
	}
	doc, err = c.decode(r.Doc)
	return doc, r, err
}

// Insert adds a document, or returns ErrExists if its key is taken. When it returns nil the document is durable.
func (c *Collection[T]) Insert(ctx context.Context, doc T) error {
	body, id, owner, err := c.encode(doc)
	if err == nil && c.scoped && (c.owner == "" || owner != c.owner) {
		err = fmt.Errorf("the document belongs to another owner: %w", ErrFixedField)
	}
	if err == nil {
		err = c.table.Insert(ctx, body)
	}
	if err != nil {
		return c.failed("insert", id, err)
	}
	return nil
}

// Update changes a document atomically: change gets the current document and alters it, and the result is written if
// nobody else wrote in between; otherwise it is tried again with the newer document. So change may run several times
// and must have no effects outside. Its error is returned unchanged and nothing is written. Key and owner stay
// as they are (ErrFixedField). The document as written is returned; ErrNotFound if there is none.
func (c *Collection[T]) Update(ctx context.Context, id string, change func(*T) error) (T, error) {
	var none T
	for attempt := range updateAttempts {
		doc, r, err := c.get(ctx, id)
		if err != nil {
			return none, c.failed("update", id, err)
		}
		if err := change(&doc); err != nil {
			return none, err
		}
		body, newID, newOwner, err := c.encode(doc)
		if err != nil {
			return none, c.failed("update", id, err)
		}
		owner := c.ownerOf(r.Doc)
		if newID != id || newOwner != owner {
			return none, c.failed("update", id, ErrFixedField)
		}
		err = c.table.Replace(ctx, Target{ID: id, Owner: owner}, r.Version, body)
		if err == nil {
			return doc, nil
		}
		if !errors.Is(err, ErrConflict) {
			return none, c.failed("update", id, err)
		}
		if err := pause(ctx, attempt); err != nil {
			return none, c.failed("update", id, err)
		}
	}
	return none, c.failed("update", id, ErrConflict)
}

// pause waits a random time that grows with the attempts, so that competing updates come apart.
func pause(ctx context.Context, attempt int) error {
	most := min(time.Millisecond<<min(attempt, 10), maxPause)
	timer := time.NewTimer(rand.N(most)) //nolint:gosec // it only keeps competing updates apart
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Increment adds by (which may be negative) to an integer field, named by its dotted path and 0 when missing, if the
// sum stays at or under limit, and returns the sum. Otherwise it returns ErrLimit and changes nothing. It is
// atomic: of any number of parallel callers exactly as many pass as the limit allows.
func (c *Collection[T]) Increment(ctx context.Context, id, field string, by, limit int64) (int64, error) {
	target, err := c.target(id)
	if err == nil {
		err = c.countable(field)
	}
	var sum int64
	if err == nil {
		sum, err = c.table.Increment(ctx, target, field, by, limit)
	}
	if err != nil {
		return 0, c.failed("increment "+field+" of", id, err)
	}
	return sum, nil
}

// Delete removes a document, or returns ErrNotFound.
func (c *Collection[T]) Delete(ctx context.Context, id string) error {
	target, err := c.target(id)
	if err == nil {
		err = c.table.Delete(ctx, target)
	}
	if err != nil {
		return c.failed("delete", id, err)
	}
	return nil
}

// List returns one page of a query. A malformed or foreign page token is ErrPageToken.
func (c *Collection[T]) List(ctx context.Context, q Query) (Page[T], error) {
	var page Page[T]
	if c.scoped {
		index, ok := c.def.spec.index(q.Index)
		if !ok || index.Fields[0] != c.def.spec.Owner {
			return page, fmt.Errorf("list %s of one owner by %q: the index does not begin with the owner", c.def.spec.Name, q.Index)
		}
		if c.owner == "" {
			return page, nil
		}
		q.Equal = slices.Insert(slices.Clone(q.Equal), 0, any(c.owner))
	}
	scan, err := q.scan(&c.def.spec)
	if err != nil {
		return page, err
	}
	records, next, err := listPage(ctx, c.table, c.def.spec.Name, scan)
	if err != nil {
		return page, fmt.Errorf("list %s by %s: %w", c.def.spec.Name, q.Index, err)
	}
	page.Next = next
	page.Items = make([]T, 0, len(records))
	for _, r := range records {
		doc, err := c.decode(r.Doc)
		if err != nil {
			return Page[T]{}, fmt.Errorf("list %s by %s: %w", c.def.spec.Name, q.Index, err)
		}
		page.Items = append(page.Items, doc)
	}
	return page, nil
}

// listPage asks for one document more than the page holds, to know whether another page follows.
func listPage(ctx context.Context, table Table, collection string, scan Scan) ([]Record, string, error) {
	size := scan.Limit
	scan.Limit++
	records, err := table.List(ctx, scan)
	if err != nil || len(records) <= size {
		return records, "", err
	}
	records = records[:size]
	last := records[size-1].Doc
	position := Position{ID: last.Lookup(KeyField).StringValue()}
	if scan.Order != "" {
		position.Value, _ = raw.Lookup(last, scan.Order)
	}
	next, err := formatToken(scan.fingerprint(collection), position)
	return records, next, err
}

// All goes through all pages of a query. It ends after the first error.
func (c *Collection[T]) All(ctx context.Context, q Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			page, err := c.List(ctx, q)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, doc := range page.Items {
				if !yield(doc, nil) {
					return
				}
			}
			if q.PageToken = page.Next; q.PageToken == "" {
				return
			}
		}
	}
}

// codec turns documents into what the engine keeps, and back.
type codec[T any] struct {
	def    Definition[T]
	table  Table
	sealer *Sealer
}

func (c *codec[T]) encode(doc T) (body bson.Raw, id, owner string, err error) {
	body, err = bson.Marshal(doc)
	if err != nil {
		return nil, "", "", fmt.Errorf("encode: %w", err)
	}
	id, _ = body.Lookup(KeyField).StringValueOK()
	if id == "" {
		return nil, "", "", errors.New("the document has no key")
	}
	for _, index := range c.def.spec.Indexes {
		for _, field := range index.Fields {
			if v, ok := raw.Lookup(body, field); ok && !indexable(v) {
				return nil, id, "", fmt.Errorf("field %s of index %s holds a BSON %s, which cannot be indexed", field, index.Name, v.Type)
			}
		}
	}
	owner = c.ownerOf(body)
	if len(c.def.encrypted) > 0 {
		body, err = c.sealer.seal(c.def.spec.Name, id, c.def.encrypted, body)
	}
	return body, id, owner, err
}

func (c *codec[T]) decode(body bson.Raw) (doc T, err error) {
	if len(c.def.encrypted) > 0 {
		id, _ := body.Lookup(KeyField).StringValueOK()
		if body, err = c.sealer.open(c.def.spec.Name, id, c.def.encrypted, body); err != nil {
			return doc, err
		}
	}
	if err = bson.Unmarshal(body, &doc); err != nil {
		return doc, fmt.Errorf("decode: %w", err)
	}
	return doc, nil
}

func (c *codec[T]) ownerOf(body bson.Raw) string {
	if c.def.spec.Owner == "" {
		return ""
	}
	v, _ := raw.Lookup(body, c.def.spec.Owner)
	owner, _ := v.StringValueOK()
	return owner
}

// countable refuses to increment what must not change by itself.
func (c *codec[T]) countable(field string) error {
	top, _, _ := strings.Cut(field, ".")
	if field == "" || top == KeyField || top == VersionField || field == c.def.spec.Owner || slices.Contains(c.def.encrypted, top) {
		return fmt.Errorf("field %q cannot be incremented", field)
	}
	return nil
}
