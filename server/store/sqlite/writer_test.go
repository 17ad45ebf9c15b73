package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func openEngine(t *testing.T) *Engine {
	t.Helper()
	e, err := Open(t.Context(), filepath.Join(t.TempDir(), "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// held makes the writer wait inside a change until release is called.
func held(t *testing.T, e *Engine) (release func(), ended <-chan error) {
	t.Helper()
	entered, leave, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- e.writer.do(context.Background(), func(*sql.Conn) error {
			close(entered)
			<-leave
			return nil
		})
	}()
	<-entered
	return func() { close(leave) }, done
}

// until gives way to the other goroutines until the condition holds; the test's own deadline bounds it.
func until(condition func() bool) {
	for !condition() {
		runtime.Gosched()
	}
}

func TestWritesWaitWhenTheQueueIsFull(t *testing.T) {
	e := openEngine(t)
	release, ended := held(t, e)
	var wg sync.WaitGroup
	const over = 20
	for range queueLength + over {
		wg.Go(func() {
			if err := e.writer.do(context.Background(), func(*sql.Conn) error { return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	until(func() bool { return e.Stats().Waits >= over })
	late, cancel := context.WithCancel(context.Background())
	refused := make(chan error, 1)
	go func() {
		refused <- e.writer.do(late, func(*sql.Conn) error { return errors.New("a change whose caller left was made") })
	}()
	cancel()
	if err := <-refused; !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that gave up: %v", err)
	}
	release()
	wg.Wait()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	stats := e.Stats()
	if stats.Writes < queueLength+over+1 || stats.Commits >= stats.Writes/10 {
		t.Errorf("writes were not grouped: %+v", stats)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestAChangeWhoseCallerLeftTheQueueIsNotMade(t *testing.T) {
	e := openEngine(t)
	release, ended := held(t, e)
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() {
		result <- e.writer.do(ctx, func(*sql.Conn) error {
			t.Error("the change was made")
			return nil
		})
	}()
	until(func() bool { return len(e.writer.queue) == 1 })
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller got %v", err)
	}
	release()
	if err := errors.Join(<-ended, e.Close()); err != nil {
		t.Error(err)
	}
}

func TestCloseWritesWhatIsQueuedAndRefusesTheRest(t *testing.T) {
	defer goleak.VerifyNone(t)
	e := openEngine(t)
	release, ended := held(t, e)
	queued := make(chan error, 1)
	go func() { queued <- e.writer.do(context.Background(), func(*sql.Conn) error { return nil }) }()
	until(func() bool { return len(e.writer.queue) == 1 })
	closed := make(chan error, 1)
	go func() { closed <- e.Close() }()
	<-e.writer.closing
	release()
	if err := errors.Join(<-ended, <-queued, <-closed); err != nil {
		t.Error(err)
	}
	if err := e.writer.do(context.Background(), func(*sql.Conn) error { return nil }); !errors.Is(err, errClosed) {
		t.Errorf("after close: %v", err)
	}
	if err := e.Ping(context.Background()); err == nil {
		t.Error("ping after close")
	}
}

// TestAFailedCommitIsNobodysSuccess breaks the transaction from within one change: everyone in it is told.
func TestAFailedCommitIsNobodysSuccess(t *testing.T) {
	e := openEngine(t)
	if err := e.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := e.writer.do(t.Context(), func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), "ROLLBACK") // as SQLite itself does when the disk is full
		return err
	})
	if err == nil {
		t.Error("a change in a transaction that was rolled back was acknowledged")
	}
	if err := e.Ping(t.Context()); err != nil {
		t.Errorf("the next write: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestFileIsForItsOwnerOnly(t *testing.T) {
	e := openEngine(t)
	defer func() { _ = e.Close() }()
	if err := e.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	var path string
	if err := e.reads.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list").Scan(&path); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none", "documents.db")); err == nil {
		t.Error("opened in a directory that is not there")
	}
}

// TestAcknowledgedMeansSynced: no test can take the power away, so the setting that makes the difference is held fast.
func TestAcknowledgedMeansSynced(t *testing.T) {
	const full = 2 // https://sqlite.org/pragma.html#pragma_synchronous
	e := openEngine(t)
	defer func() { _ = e.Close() }()
	var synchronous int
	var journal string
	err := e.writer.do(t.Context(), func(c *sql.Conn) error {
		return errors.Join(
			c.QueryRowContext(context.Background(), "PRAGMA synchronous").Scan(&synchronous),
			c.QueryRowContext(context.Background(), "PRAGMA journal_mode").Scan(&journal))
	})
	if err != nil || synchronous != full || journal != "wal" {
		t.Errorf("synchronous %d, journal %s, %v", synchronous, journal, err)
	}
}
