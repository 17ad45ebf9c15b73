package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

// table is one collection. Statements that write are prepared on the writer's connection.
type table struct {
	*layout
	engine *Engine

	get *sql.Stmt // on the read pool

	read, insert, replace, remove, sweep *sql.Stmt // on the writer's connection

	mu    sync.Mutex
	lists map[string]*sql.Stmt // by text; as many as there are forms of queries
}

func newTable(ctx context.Context, e *Engine, l *layout) (*table, error) {
	t := &table{layout: l, engine: e, lists: map[string]*sql.Stmt{}}
	// Somebody else's document is not there. The key is unique, so the owner costs nothing to compare.
	which := `"_id" = ?`
	if l.spec.Owner != "" {
		which += fmt.Sprintf(` AND (? = '' OR %s = ?)`, quote(l.spec.Owner))
	}
	selects := fmt.Sprintf(`SELECT "_v", %s FROM %s WHERE %s`, quote(docColumn), l.table(), which) //nolint:gosec // names are declared in the program and quoted
	columns := l.columns()
	var set []string
	for _, column := range columns {
		set = append(set, column+" = ?")
	}
	var err error
	if t.get, err = e.reads.PrepareContext(ctx, selects); err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	for _, s := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&t.read, selects},
		{&t.insert, fmt.Sprintf(`INSERT INTO %s ("_id", "_v", %s) VALUES (?, 1%s) ON CONFLICT ("_id") DO NOTHING`,
			l.table(), strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)))},
		{&t.replace, fmt.Sprintf(`UPDATE %s SET "_v" = "_v" + 1, %s WHERE "_v" = ? AND %s`, l.table(), strings.Join(set, ", "), which)},
		{&t.remove, fmt.Sprintf(`DELETE FROM %s WHERE %s`, l.table(), which)},
		{&t.sweep, fmt.Sprintf(`DELETE FROM %[1]s WHERE "_id" IN (SELECT "_id" FROM %[1]s WHERE %[2]s <= ? LIMIT ?)`,
			l.table(), quote(expiresColumn))},
	} {
		err := e.writer.do(ctx, func(c *sql.Conn) (err error) {
			*s.to, err = c.PrepareContext(ctx, s.text)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("prepare: %w", err)
		}
	}
	return t, nil
}

// which are the arguments of the condition that names one document.
func (t *table) which(target store.Target) []any {
	if t.spec.Owner == "" {
		return []any{target.ID}
	}
	return []any{target.ID, target.Owner, target.Owner}
}

// Reads do not carry the caller's context into SQLite: with a cancellable one the driver starts a goroutine for each
// statement, which costs more than a read takes.

func (t *table) Get(ctx context.Context, target store.Target) (store.Record, error) {
	if err := ctx.Err(); err != nil {
		return store.Record{}, err
	}
	return t.fetch(context.WithoutCancel(ctx), t.get, target)
}

func (t *table) fetch(ctx context.Context, s *sql.Stmt, target store.Target) (store.Record, error) {
	var r store.Record
	var doc []byte
	err := s.QueryRowContext(ctx, t.which(target)...).Scan(&r.Version, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return r, store.ErrNotFound
	}
	r.Doc = doc
	return r, err
}

func (t *table) Insert(ctx context.Context, doc bson.Raw) error {
	args := append([]any{doc.Lookup(store.KeyField).StringValue()}, t.values(doc)...)
	return t.change(ctx, t.insert, store.ErrExists, args)
}

func (t *table) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	args := append(append(t.values(doc), version), t.which(target)...)
	return t.change(ctx, t.replace, store.ErrConflict, args)
}

func (t *table) Delete(ctx context.Context, target store.Target) error {
	return t.change(ctx, t.remove, store.ErrNotFound, t.which(target))
}

// change runs a statement that changes one row; unchanged is the error for when it changed none.
func (t *table) change(ctx context.Context, s *sql.Stmt, unchanged error, args []any) error {
	return t.engine.writer.do(ctx, func(*sql.Conn) error { return change(s, unchanged, args) })
}

func change(s *sql.Stmt, unchanged error, args []any) error {
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, unchanged)
	}
	return nil
}

// Increment is atomic because nothing else writes between its reading and its writing.
func (t *table) Increment(ctx context.Context, target store.Target, field string, by, limit int64) (int64, error) {
	var sum int64
	err := t.engine.writer.do(ctx, func(*sql.Conn) error {
		r, err := t.fetch(context.Background(), t.read, target)
		if err != nil {
			return err
		}
		now := int64(0)
		if v, ok := raw.Lookup(r.Doc, field); ok {
			if now, ok = raw.Int(v); !ok {
				return fmt.Errorf("field %s is not an integer", field)
			}
		}
		if by > 0 && now > limit-by {
			return store.ErrLimit
		}
		if by < 0 && now < math.MinInt64-by {
			return fmt.Errorf("field %s would pass the smallest integer", field)
		}
		v, err := raw.Value(now + by)
		if err != nil {
			return err
		}
		doc, err := raw.Set(r.Doc, field, v)
		if err != nil {
			return err
		}
		if err := change(t.replace, store.ErrConflict, append(append(t.values(doc), r.Version), t.which(target)...)); err != nil {
			return err
		}
		sum = now + by
		return nil
	})
	if err != nil {
		return 0, err
	}
	return sum, nil
}

func (t *table) Sweep(ctx context.Context, now time.Time) (int, error) {
	if t.spec.Expiry.Field == "" {
		return 0, nil
	}
	const batch = 500 // so that other writes get through in between
	total := 0
	for {
		var n int64
		err := t.engine.writer.do(ctx, func(*sql.Conn) error {
			result, err := t.sweep.ExecContext(context.Background(), unixMilli(now), batch)
			if err != nil {
				return err
			}
			n, err = result.RowsAffected()
			return err
		})
		if err != nil {
			return total, err
		}
		if total += int(n); n < batch {
			return total, nil
		}
	}
}
