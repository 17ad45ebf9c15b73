// Package datadir holds the one directory under which everything embedded lives: documents, blobs and keys.
//
// One process at a time owns it, by an exclusive flock(2) on a file in it; others may visit. The kernel gives the lock up with the process,
// however that ends, so there is never a stale lock to clean up by hand.
package datadir

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const lockName = "lock"

// Dir is a data directory, owned by this process until Close unless it only visits.
type Dir struct {
	path string
	lock *os.File // nil for a visitor
}

// InUseError says that another process owns the directory.
type InUseError struct {
	Path string
	// PID is the other process, or 0 if it could not be told.
	PID int
}

func (e *InUseError) Error() string {
	who := "another process"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d", e.PID)
	}
	return fmt.Sprintf("data directory %s is in use by %s: stop it, or choose another directory with --data", e.Path, who)
}

// Open takes the directory at path, creating it with mode 0700 if it is missing. A second Open, by this or another
// process, fails with an *InUseError until Close.
func Open(path string) (*Dir, error) {
	path, err := create(path)
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer func() { _ = lock.Close() }()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &InUseError{Path: path, PID: readPID(lock)}
		}
		return nil, fmt.Errorf("lock data directory %s: %w", path, err)
	}
	if err := writePID(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("lock data directory %s: %w", path, err), lock.Close())
	}
	return &Dir{path: path, lock: lock}, nil
}

// Visit opens the directory at path beside the process that owns it, if any does: for commands that work on what
// several processes may share, its secrets and its documents. It is created if it is missing.
func Visit(path string) (*Dir, error) {
	path, err := create(path)
	if err != nil {
		return nil, err
	}
	return &Dir{path: path}, nil
}

// create makes the directory, readable by its owner only. One that is there already and not empty keeps its mode: it
// may be somebody's home, named by mistake.
func create(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find data directory: %w", err)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return "", fmt.Errorf("create data directory: %w", err)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", fmt.Errorf("read data directory: %w", err)
	}
	if len(entries) == 0 {
		if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // a directory has to be entered
			return "", fmt.Errorf("protect data directory: %w", err)
		}
	}
	return path, nil
}

// Path names something in the directory.
func (d *Dir) Path(elements ...string) string {
	return filepath.Join(append([]string{d.path}, elements...)...)
}

// Sub creates a directory within, with mode 0700, and returns its path.
func (d *Dir) Sub(name string) (string, error) {
	path := d.Path(name)
	if err := os.MkdirAll(path, 0o700); err != nil {
		return "", fmt.Errorf("create %s in data directory: %w", name, err)
	}
	return path, nil
}

// Close gives the directory up.
func (d *Dir) Close() error {
	if d.lock == nil {
		return nil
	}
	if err := d.lock.Close(); err != nil {
		return fmt.Errorf("unlock data directory: %w", err)
	}
	return nil
}

// readPID reads who wrote the lock file last; only a hint for the message.
func readPID(lock io.ReaderAt) int {
	var text [32]byte
	n, err := lock.ReadAt(text[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text[:n])))
	if err != nil {
		return 0
	}
	return pid
}

func writePID(lock *os.File) error {
	if err := lock.Truncate(0); err != nil {
		return err
	}
	_, err := lock.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}
