package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
)

const (
	// queueLength bounds the writes waiting for the writer. When it is full callers wait for a place, until their
	// context ends: the store pushes back rather than dropping a write. Waits are counted.
	queueLength = 1024
	// maxBatch bounds a transaction, so that the first caller in it does not wait too long for the last one.
	maxBatch = 256
	// checkpointPages is how long the log grows before it is copied into the file: 16 MiB instead of SQLite's 4, so that
	// an index page that is written again and again is copied once.
	checkpointPages = 4000
)

var errClosed = errors.New("the database is closed")

// writer owns the one connection that writes.
type writer struct {
	conn    *sql.Conn
	begin   *sql.Stmt
	commit  *sql.Stmt
	queue   chan *write
	closing chan struct{}
	stopped chan struct{}

	writes, commits, waits atomic.Int64
}

// write is one caller's change. apply must change nothing if it returns an error.
type write struct {
	ctx   context.Context //nolint:containedctx // a queued request carries its caller's context
	apply func(*sql.Conn) error
	done  chan error
	err   error
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn, queue: make(chan *write, queueLength), closing: make(chan struct{}), stopped: make(chan struct{})}
	if _, err = conn.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", checkpointPages)); err == nil {
		w.begin, err = conn.PrepareContext(ctx, "BEGIN IMMEDIATE")
	}
	if err == nil {
		w.commit, err = conn.PrepareContext(ctx, "COMMIT")
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go w.run()
	return w, nil
}

// do passes a change to the writer and waits until it is durable or refused. If ctx ends while it waits in the
// queue's line nothing happens; if it ends later, the change may or may not be made.
func (w *writer) do(ctx context.Context, apply func(*sql.Conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	change := &write{ctx: ctx, apply: apply, done: make(chan error, 1)}
	select {
	case w.queue <- change:
	default:
		w.waits.Add(1)
		select {
		case w.queue <- change:
		case <-ctx.Done():
			return ctx.Err()
		case <-w.stopped:
			return errClosed
		}
	}
	select {
	case err := <-change.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		select {
		case err := <-change.done:
			return err
		default:
			return errClosed
		}
	}
}

func (w *writer) close() {
	close(w.closing)
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	batch := make([]*write, 0, maxBatch)
	for {
		select {
		case first := <-w.queue:
			batch = w.fill(append(batch[:0], first))
		case <-w.closing:
			// What was queued before the end is still written.
			if batch = w.fill(batch[:0]); len(batch) == 0 {
				return
			}
		}
		w.write(batch)
	}
}

// fill adds what is waiting, without waiting for more.
func (w *writer) fill(batch []*write) []*write {
	for len(batch) < maxBatch {
		select {
		case next := <-w.queue:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// write applies a batch in one transaction and acknowledges it after the commit. A change that is refused leaves the
// others alone: SQLite undoes a failed statement by itself, and each change writes in its last statement only.
func (w *writer) write(batch []*write) {
	err := w.transact(batch)
	w.commits.Add(1)
	for _, change := range batch {
		w.writes.Add(1)
		if change.err == nil {
			change.err = err
		}
		change.done <- change.err
	}
}

func (w *writer) transact(batch []*write) error {
	// No caller's context reaches SQLite: an interrupted statement would end everybody's transaction.
	ctx := context.Background()
	if _, err := w.begin.ExecContext(ctx); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, change := range batch {
		if change.err = change.ctx.Err(); change.err == nil {
			change.err = change.apply(w.conn)
		}
	}
	if _, err := w.commit.ExecContext(ctx); err != nil {
		_, rollback := w.conn.ExecContext(ctx, "ROLLBACK")
		return errors.Join(fmt.Errorf("commit: %w", err), rollback)
	}
	return nil
}
