package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/backup"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

var (
	layout = backup.Layout{Documents: "documents.db", Blobs: "blobs", Key: "documents.key"}
	now    = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
)

type note struct {
	ID   string `bson:"_id"`
	Text string `bson:"text"`
}

// place is a data directory as the service leaves or keeps it.
type place struct {
	dir   string
	db    *store.DB
	notes *store.Collection[note]
	blobs *blob.Bucket
}

func open(t *testing.T, dir string) *place {
	t.Helper()
	key := filepath.Join(dir, "documents.key")
	secret, err := os.ReadFile(key)
	if errors.Is(err, fs.ErrNotExist) {
		secret = store.NewKey()
		err = os.WriteFile(key, secret, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(secret)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sqlite.Open(t.Context(), filepath.Join(dir, "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	p := &place{dir: dir, db: store.New(engine, sealer)}
	if p.notes, err = store.Define[note]("notes", store.Schema{Encrypted: []string{"text"}}).Open(t.Context(), p.db); err != nil {
		t.Fatal(err)
	}
	if p.blobs, err = blob.OpenDir(filepath.Join(dir, "blobs")); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *place) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(p.db.Close(), p.blobs.Close()); err != nil {
		t.Fatal(err)
	}
}

func (p *place) write(t *testing.T, id string) {
	t.Helper()
	if err := p.notes.Insert(t.Context(), note{id, "text of " + id}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.blobs.Put(t.Context(), "ada", id, "text/plain", strings.NewReader("blob of "+id)); err != nil {
		t.Fatal(err)
	}
}

// has reports whether both the document and the blob are there.
func (p *place) has(t *testing.T, id string) bool {
	t.Helper()
	got, err := p.notes.Get(t.Context(), id)
	reader, missing := p.blobs.Get(t.Context(), "ada", id)
	if missing == nil {
		_ = reader.Close()
	}
	if (err == nil) != (missing == nil) {
		t.Errorf("%s: document %v, blob %v", id, err, missing)
	}
	return err == nil && got.Text == "text of "+id
}

// tree is every file of a directory with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path[len(dir):]] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWhatWasBackedUpComesBack(t *testing.T) {
	source := open(t, t.TempDir())
	for _, id := range []string{"a", "b", "c"} {
		source.write(t, id)
	}
	// The service is running: its documents are still in SQLite's log.
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	made, err := backup.Write(t.Context(), source.dir, layout, file, now)
	if err != nil {
		t.Fatal(err)
	}
	source.write(t, "later")
	source.close(t)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left beside it: %v, %v", left, err)
	}

	target := open(t, t.TempDir()) // another directory, with another key
	target.write(t, "own")
	target.close(t)
	got, before, err := backup.Restore(t.Context(), target.dir, layout, file, now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, got); diff != "" || !made.HasKey || !made.MadeAt.Equal(now) {
		t.Errorf("made %+v, restored %+v", made, got)
	}
	restored := open(t, target.dir)
	for id, want := range map[string]bool{"a": true, "b": true, "c": true, "later": false, "own": false} {
		if restored.has(t, id) != want {
			t.Errorf("%s: there %v, want %v", id, !want, want)
		}
	}
	restored.write(t, "after")
	restored.close(t)
	aside := open(t, before)
	if !aside.has(t, "own") {
		t.Error("what was there before is lost")
	}
	aside.close(t)
	if left, err := filepath.Glob(filepath.Join(target.dir, ".restoring-*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDamagedBackupsChangeNothing(t *testing.T) {
	source := open(t, t.TempDir())
	source.write(t, "a")
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	if _, err := backup.Write(t.Context(), source.dir, layout, file, now); err != nil {
		t.Fatal(err)
	}
	source.close(t)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	target := open(t, t.TempDir())
	target.write(t, "own")
	target.close(t)
	untouched := tree(t, target.dir)

	damaged := map[string][]byte{
		"empty": {}, "text": []byte("hello"), "half": good[:len(good)/2], "without its end": good[:len(good)-9],
		"another's archive":     pack(t, map[string]string{"documents.db": "x"}),
		"a name that leads out": pack(t, map[string]string{"blobs/../../x": "x", "manifest.json": `{"format":1}`}),
		"a changed file": pack(t, map[string]string{
			"documents.db": "x", "manifest.json": `{"format":1,"files":[{"name":"documents.db","size":1,"sha256":"00"}]}`,
		}),
		"a missing file": pack(t, map[string]string{"manifest.json": `{"format":1,"files":[{"name":"documents.db","size":1,"sha256":"00"}]}`}),
	}
	for i := 20; i < len(good); i += len(good)/50 + 1 {
		changed := append([]byte(nil), good...)
		changed[i] ^= 0x10
		if bytes.Equal(unzip(changed), unzip(good)) {
			continue // the same content said otherwise, such as a run of zeros
		}
		damaged[fmt.Sprintf("changed at byte %d", i)] = changed
	}
	for name, content := range damaged {
		bad := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(bad, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := backup.Restore(t.Context(), target.dir, layout, bad, now); !errors.Is(err, backup.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
	if diff := cmp.Diff(untouched, tree(t, target.dir)); diff != "" {
		t.Error(diff)
	}
}

func TestBackupsThatCannotBeWritten(t *testing.T) {
	source := open(t, t.TempDir())
	source.write(t, "a")
	defer source.close(t)
	folder := t.TempDir()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx       context.Context
		dir, file string
	}{
		"no such place":       {t.Context(), source.dir, filepath.Join(folder, "none", "backup")},
		"no data directory":   {t.Context(), filepath.Join(folder, "none"), filepath.Join(folder, "backup")},
		"stopped by somebody": {ended, source.dir, filepath.Join(folder, "backup")},
	} {
		if _, err := backup.Write(c.ctx, c.dir, layout, c.file, now); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if left := tree(t, folder); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
