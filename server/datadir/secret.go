package datadir

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Secret returns size random bytes kept in the file name of the directory, with mode 0600; they are made when the file
// is missing. A file of another size is refused rather than replaced: what it protected would be lost.
func (d *Dir) Secret(name string, size int) ([]byte, error) {
	secret := make([]byte, size)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program instead
	got, err := d.Keep(name, secret)
	if err != nil {
		return nil, err
	}
	if len(got) != size {
		return nil, fmt.Errorf("secret %s in data directory %s has %d bytes, not %d", name, d.path, len(got), size)
	}
	return got, nil
}

// Keep returns the content of the file name; if there is none, content becomes it. The file has mode 0600 and is
// complete and on disk when Keep returns, or absent, whenever the process is killed.
func (d *Dir) Keep(name string, content []byte) ([]byte, error) {
	path := d.Path(name)
	existing, err := os.ReadFile(path)
	if err == nil {
		return existing, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read %s from data directory: %w", name, err)
	}
	switch err := write(path, content); {
	case errors.Is(err, fs.ErrExist): // a visitor, or the owner, was faster
		if existing, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("read %s from data directory: %w", name, err)
		}
		return existing, nil
	case err != nil:
		return nil, fmt.Errorf("keep %s in data directory: %w", name, err)
	}
	return bytes.Clone(content), nil
}

// write writes beside the file and links it to its name, with the syncs that make that durable (link(2), fsync(2)).
// Unlike a rename, a link fails when the name is there: of several processes that make a file all get the first's.
func write(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Link(f.Name(), path)
	}
	if err := errors.Join(err, os.Remove(f.Name())); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
