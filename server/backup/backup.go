// Package backup writes what is embedded in a data directory (documents, blobs
// and the key of the encrypted fields) into one file, and back.
//
// The file is a tar archive in gzip. Its last entry is a manifest with the
// length and SHA-256 of all others, so that a file that was cut or changed is
// recognised before anything is replaced. Whoever has the file can read all of
// it: the key is within.
package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

const (
	manifestName = "manifest.json"
	format       = 1
)

// Layout names what is backed up, within the data directory.
type Layout struct {
	// Documents is the SQLite file, Blobs the folder of blobs and Key the file
	// that encrypts fields of documents. The key may be absent, and is not
	// written where it has no name: the configuration has it then.
	Documents, Blobs, Key string
}

// manifest is the last entry of a backup.
type manifest struct {
	Format int       `json:"format"`
	MadeAt time.Time `json:"madeAt"`
	Files  []entry   `json:"files"`
}

type entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Summary is what a backup holds.
type Summary struct {
	MadeAt time.Time
	Files  int
	Bytes  int64
	// HasKey is false when the key must come from the configuration.
	HasKey bool
}

// Write backs a data directory up into a file, while the service may be
// running. The file has mode 0600 and appears whole or not at all. Documents
// are of one moment; blobs are read after them, so that those they name are
// there unless deleted meanwhile.
func Write(ctx context.Context, dir string, layout Layout, file string, now time.Time) (s Summary, err error) {
	work, err := os.MkdirTemp(filepath.Dir(file), ".backup-*") // mode 0700, on the file's own disk
	if err != nil {
		return s, fmt.Errorf("write backup: %w", err)
	}
	defer func() {
		if gone := os.RemoveAll(work); err == nil && gone != nil {
			err = fmt.Errorf("write backup: %w", gone)
		}
	}()
	snapshot := filepath.Join(work, "documents")
	if err := sqlite.Snapshot(ctx, filepath.Join(dir, layout.Documents), snapshot); err != nil {
		return s, err
	}
	whole := filepath.Join(work, "backup")
	out, err := os.OpenFile(whole, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return s, fmt.Errorf("write backup: %w", err)
	}
	m, err := archive(ctx, out, dir, layout, snapshot, now)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = os.Rename(whole, file)
	}
	if err == nil {
		err = syncDir(filepath.Dir(file))
	}
	if err != nil {
		return s, fmt.Errorf("write backup: %w", err)
	}
	return m.summary(layout), nil
}

func archive(ctx context.Context, out io.Writer, dir string, layout Layout, snapshot string, now time.Time) (manifest, error) {
	m := manifest{Format: format, MadeAt: now.UTC()}
	packed := gzip.NewWriter(out)
	w := tar.NewWriter(packed)
	add := func(name, path string) error {
		one, err := addFile(w, name, path)
		if err == nil {
			m.Files = append(m.Files, one)
		}
		return err
	}
	if err := add(layout.Documents, snapshot); err != nil {
		return m, err
	}
	if layout.Key != "" {
		if err := add(layout.Key, filepath.Join(dir, layout.Key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return m, err
		}
	}
	blobs := filepath.Join(dir, layout.Blobs)
	err := filepath.WalkDir(blobs, func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && d.Type().IsRegular() {
			err = add(layout.Blobs+"/"+filepath.ToSlash(path[len(blobs)+1:]), path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted meanwhile, or there never was a blob
		}
		return err
	})
	if err != nil {
		return m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if err := addBytes(w, manifestName, int64(len(text)), bytes.NewReader(text)); err != nil {
		return m, err
	}
	return m, errors.Join(w.Close(), packed.Close())
}

func addFile(w *tar.Writer, name, path string) (entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return entry{}, err
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return entry{}, err
	}
	sum := sha256.New()
	// A blob never changes: it is written beside its name and renamed.
	if err := addBytes(w, name, info.Size(), io.TeeReader(f, sum)); err != nil {
		return entry{}, err
	}
	return entry{Name: name, Size: info.Size(), SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

func addBytes(w *tar.Writer, name string, size int64, from io.Reader) error {
	err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := io.Copy(w, from); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (m manifest) summary(layout Layout) Summary {
	s := Summary{MadeAt: m.MadeAt, Files: len(m.Files)}
	for _, one := range m.Files {
		s.Bytes += one.Size
		s.HasKey = s.HasKey || one.Name == layout.Key
	}
	return s
}

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
