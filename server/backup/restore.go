package backup

import (
	"archive/tar"
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
	"slices"
	"strings"
	"time"
)

// maxManifest bounds the manifest: some hundred thousand blobs.
const maxManifest = 64 << 20

// ErrDamaged is for a file that is no backup, or not as it was written. Nothing
// has been replaced then.
var ErrDamaged = errors.New("the file is no backup, or it is damaged; nothing was changed")

// Restore replaces what is embedded in a data directory, which the caller owns,
// by the contents of a backup. All of it is unpacked and checked first; what was
// there before is moved to the folder that is returned, and moved back if the
// rest fails.
func Restore(ctx context.Context, dir string, layout Layout, file string, now time.Time) (s Summary, before string, err error) {
	fresh, err := os.MkdirTemp(dir, ".restoring-*") // mode 0700
	if err != nil {
		return s, "", fmt.Errorf("restore: %w", err)
	}
	defer func() {
		if gone := os.RemoveAll(fresh); err == nil && gone != nil {
			err = fmt.Errorf("restore: %w", gone)
		}
	}()
	m, err := unpack(ctx, file, fresh, layout)
	if err != nil {
		return s, "", fmt.Errorf("restore %s: %w", file, err)
	}
	before = filepath.Join(dir, "before-restore-"+now.UTC().Format("20060102T150405.000Z"))
	if err := os.Mkdir(before, 0o700); err != nil {
		return s, "", fmt.Errorf("restore: %w", err)
	}
	if err := exchange(dir, fresh, before, layout); err != nil {
		return s, before, fmt.Errorf("restore: %w", err)
	}
	return m.summary(layout), before, nil
}

// exchange moves what there is aside and what is fresh in its place, or undoes
// what it did. SQLite's log belongs to the documents that go.
func exchange(dir, fresh, before string, layout Layout) (err error) {
	var undo []func() error
	defer func() {
		if err == nil {
			return
		}
		for _, back := range slices.Backward(undo) {
			err = errors.Join(err, back())
		}
	}()
	move := func(from, to string) error {
		err := os.Rename(from, to)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			undo = append(undo, func() error { return os.Rename(to, from) })
		}
		return err
	}
	names := []string{layout.Documents + "-wal", layout.Documents + "-shm", layout.Documents, layout.Key, layout.Blobs}
	for _, name := range names {
		if err := move(filepath.Join(dir, name), filepath.Join(before, name)); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := move(filepath.Join(fresh, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return errors.Join(syncDir(before), syncDir(dir))
}

// unpack writes a backup's files into a folder and checks them all.
func unpack(ctx context.Context, file, into string, layout Layout) (m manifest, err error) {
	f, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer f.Close() //nolint:errcheck // only read
	// Names cannot lead out of the folder.
	root, err := os.OpenRoot(into)
	if err != nil {
		return m, err
	}
	defer root.Close() //nolint:errcheck // a directory
	packed, err := gzip.NewReader(f)
	if err != nil {
		return m, errors.Join(ErrDamaged, err)
	}
	r := tar.NewReader(packed)
	var found []entry
	for {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		header, err := r.Next()
		if err != nil { // io.EOF too: the manifest should have come
			return m, errors.Join(ErrDamaged, err)
		}
		if header.Name == manifestName {
			break
		}
		if header.Typeflag != tar.TypeReg || !layout.has(header.Name) {
			return m, fmt.Errorf("%w: it holds %q", ErrDamaged, header.Name)
		}
		one, err := writeFile(root, header.Name, r)
		if err != nil {
			return m, err
		}
		found = append(found, one)
	}
	if err := json.NewDecoder(io.LimitReader(r, maxManifest)).Decode(&m); err != nil {
		return m, errors.Join(ErrDamaged, err)
	}
	// The end of the archive and gzip's own check.
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("%w: something follows its manifest", ErrDamaged)
	}
	if _, err := io.Copy(io.Discard, packed); err != nil { //nolint:gosec // nothing is kept of it
		return m, errors.Join(ErrDamaged, err)
	}
	// Only now is it known that what the manifest says is what was written.
	if m.Format != format {
		return m, fmt.Errorf("it has format %d and this version reads %d: restore it with the version that made it", m.Format, format)
	}
	if !slices.Equal(found, m.Files) {
		return m, fmt.Errorf("%w: its files are not those of its manifest", ErrDamaged)
	}
	return m, nil
}

// has reports whether a name is one that a backup holds.
func (l Layout) has(name string) bool {
	return name == l.Documents || name == l.Key || strings.HasPrefix(name, l.Blobs+"/") && filepath.IsLocal(name)
}

func writeFile(root *os.Root, name string, from io.Reader) (entry, error) {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return entry{}, err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return entry{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), judged{from})
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return entry{}, fmt.Errorf("%s: %w", name, err)
	}
	return entry{Name: name, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// judged tells errors of reading a backup from those of writing its files.
type judged struct{ io.Reader }

func (j judged) Read(p []byte) (int, error) {
	n, err := j.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.Join(ErrDamaged, err)
	}
	return n, err //nolint:wrapcheck // io.EOF stays as it is
}
