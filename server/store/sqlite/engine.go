// Package sqlite keeps the collections of server/store in one SQLite file: the embedded engine.
//
// Each collection is a table with one row a document: its key, its version, a column for each indexed field (so that
// a person can query the file) and the whole document as BSON. One goroutine writes; readers work beside it on the
// write-ahead log (https://sqlite.org/wal.html) and see every write that was acknowledged before they began.
//
//	callers ──► bounded queue ──► writer: BEGIN, up to maxBatch writes, COMMIT (one fsync) ──► acknowledgements
//	callers ──► read pool (prepared statements)
//
// With synchronous=FULL the log is synced before a commit returns, so an acknowledged write survives loss of power
// (https://sqlite.org/pragma.html#pragma_synchronous; NORMAL would only survive the process's end). Committing in
// groups pays for it: the cost of one fsync is shared by all writes that arrived during the one before.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"time"

	// The driver registers itself with database/sql under the name "sqlite3".
	_ "github.com/mattn/go-sqlite3"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Engine is one SQLite file. One process serves from it (server/datadir has the lock); a command may have an engine of
// its own on it for a moment: they take turns at writing, and each sees what the other has committed.
type Engine struct {
	reads  *sql.DB
	writes *sql.DB
	writer *writer
}

var _ store.Engine = (*Engine)(nil)

// Open opens the file at path, creating it with mode 0600. Close ends it.
func Open(ctx context.Context, path string) (*Engine, error) {
	// SQLite gives its -wal and -shm files the permissions of the main file.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open sqlite file: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open sqlite file: %w", err)
	}
	writes, err := sql.Open("sqlite3", dsn(path, "immediate", false))
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	reads, err := sql.Open("sqlite3", dsn(path, "deferred", true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sqlite: %w", err), writes.Close())
	}
	writes.SetMaxOpenConns(1)
	// Reads are short and CPU-bound: a few more connections than CPUs keep them busy.
	readers := max(4, runtime.NumCPU()*2)
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	w, err := newWriter(ctx, writes)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open sqlite %s: %w", path, err), reads.Close(), writes.Close())
	}
	return &Engine{reads: reads, writes: writes, writer: w}, nil
}

func dsn(path, lock string, readOnly bool) string {
	q := url.Values{
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_busy_timeout": {"10000"},
		"_txlock":       {lock},
		"_cache_size":   {"-16000"}, // KiB
	}
	if readOnly {
		q.Set("_query_only", "1")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// Ping reads from the file and passes through the writer's queue.
func (e *Engine) Ping(ctx context.Context) error {
	var one int
	if err := e.reads.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("ping sqlite: %w", err)
	}
	if err := e.writer.do(ctx, func(*sql.Conn) error { return nil }); err != nil {
		return fmt.Errorf("ping sqlite: %w", err)
	}
	return nil
}

// Close ends the writer after what is queued and closes the file.
func (e *Engine) Close() error {
	e.writer.close()
	if err := errors.Join(e.reads.Close(), e.writer.conn.Close(), e.writes.Close()); err != nil {
		return fmt.Errorf("close sqlite: %w", err)
	}
	return nil
}

// Stats counts what the writer did since Open.
type Stats struct {
	Writes  int64 // acknowledged or refused, each caller's one
	Commits int64 // transactions: Writes/Commits is the size of a group
	Waits   int64 // callers that found the queue full and had to wait
}

// Stats returns the counters.
func (e *Engine) Stats() Stats {
	return Stats{Writes: e.writer.writes.Load(), Commits: e.writer.commits.Load(), Waits: e.writer.waits.Load()}
}

// Open creates the collection's table and indexes, or changes them to fit the declaration. A newly indexed field is
// filled in from the documents; all of it is one transaction.
func (e *Engine) Open(ctx context.Context, spec store.Spec) (store.Table, error) {
	l := newLayout(spec)
	err := e.writer.do(ctx, func(c *sql.Conn) error {
		// Many statements, and other callers' writes in the same transaction: undone alone if one of them fails.
		// The caller's context stays outside, as for every write.
		ctx := context.WithoutCancel(ctx)
		if _, err := c.ExecContext(ctx, "SAVEPOINT migrate"); err != nil {
			return err
		}
		err := l.migrate(ctx, c)
		if err != nil {
			_, undo := c.ExecContext(ctx, "ROLLBACK TO migrate")
			err = errors.Join(err, undo)
		}
		_, release := c.ExecContext(ctx, "RELEASE migrate")
		return errors.Join(err, release)
	})
	if err != nil {
		return nil, fmt.Errorf("make table %s: %w", spec.Name, err)
	}
	return newTable(ctx, e, l)
}

// unixMilli is how times are stored: as BSON has them.
func unixMilli(t time.Time) int64 { return t.UnixMilli() }
