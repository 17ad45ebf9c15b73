package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"github.com/interviewai-pro/interviewai/server/blob"
)

// buckets are both kinds; S3 is an emulator's, in memory.
func buckets(t *testing.T) map[string]*blob.Bucket {
	t.Helper()
	dir, err := blob.OpenDir(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	backend := s3mem.New()
	if err := backend.CreateBucket(t.Context(), "interviewai"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	s3, err := blob.OpenS3(t.Context(), blob.S3{
		Bucket: "interviewai", Region: "us-east-1", Endpoint: server.URL,
		AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*blob.Bucket{"directory": dir, "s3": s3}
	for _, b := range all {
		t.Cleanup(func() {
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return all
}

func each(t *testing.T, f func(t *testing.T, b *blob.Bucket)) {
	for name, b := range buckets(t) {
		t.Run(name, func(t *testing.T) { f(t, b) })
	}
}

func put(t *testing.T, b *blob.Bucket, owner, name, content string) {
	t.Helper()
	n, err := b.Put(t.Context(), owner, name, "text/plain", strings.NewReader(content))
	if err != nil || n != int64(len(content)) {
		t.Fatalf("put %s/%s: %d, %v", owner, name, n, err)
	}
}

func get(t *testing.T, b *blob.Bucket, owner, name string) string {
	t.Helper()
	r, err := b.Get(t.Context(), owner, name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(r)
	if err != nil || r.Size != int64(len(content)) || r.ContentType != "text/plain" || r.ModTime.IsZero() {
		t.Errorf("get %s/%s: %+v, %v", owner, name, r, err)
	}
	return string(content)
}

func names(t *testing.T, b *blob.Bucket, owner, prefix string) []string {
	t.Helper()
	var found []string
	for item, err := range b.List(t.Context(), owner, prefix) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, fmt.Sprintf("%s:%d", item.Name, item.Size))
	}
	return found
}

func TestBlobs(t *testing.T) {
	each(t, func(t *testing.T, b *blob.Bucket) {
		ctx := t.Context()
		if err := b.Ping(ctx); err != nil {
			t.Error(err)
		}
		put(t, b, "u1", "cv/Резюме 1.pdf", "first")
		put(t, b, "u1", "cv/Резюме 1.pdf", "second, longer")
		if got := get(t, b, "u1", "cv/Резюме 1.pdf"); got != "second, longer" {
			t.Errorf("content: %q", got)
		}
		r, err := b.GetRange(ctx, "u1", "cv/Резюме 1.pdf", 8, 3)
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || string(part) != "lon" || r.Size != 14 {
			t.Errorf("range: %q of %d, %v", part, r.Size, err)
		}
		if err := b.Delete(ctx, "u1", "cv/Резюме 1.pdf"); err != nil {
			t.Error(err)
		}
		if err := b.Delete(ctx, "u1", "cv/Резюме 1.pdf"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("delete again: %v", err)
		}
		if _, err := b.Get(ctx, "u1", "cv/Резюме 1.pdf"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("get after delete: %v", err)
		}
	})
}

func TestOwnersAreApart(t *testing.T) {
	each(t, func(t *testing.T, b *blob.Bucket) {
		put(t, b, "u1", "audio/a", "1")
		put(t, b, "u1", "audio/b", "22")
		put(t, b, "u1", "cv", "333")
		put(t, b, "u10", "audio/a", "other")
		if got := names(t, b, "u1", ""); !slices.Equal(got, []string{"audio/a:1", "audio/b:2", "cv:3"}) {
			t.Errorf("all: %v", got)
		}
		if got := names(t, b, "u1", "audio/"); !slices.Equal(got, []string{"audio/a:1", "audio/b:2"}) {
			t.Errorf("with prefix: %v", got)
		}
		if _, err := b.Get(t.Context(), "u10", "cv"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("another owner's: %v", err)
		}
		if n, err := b.EraseOwner(t.Context(), "u1"); n != 3 || err != nil {
			t.Errorf("erased %d, %v", n, err)
		}
		if got := names(t, b, "u1", ""); len(got) != 0 {
			t.Errorf("after erasure: %v", got)
		}
		if got := get(t, b, "u10", "audio/a"); got != "other" {
			t.Errorf("another owner's after erasure: %q", got)
		}
	})
}

// TestLargeBlob is larger than the parts in which S3 takes it, and comes from a reader that cannot seek.
func TestLargeBlob(t *testing.T) {
	const size = 12 << 20
	each(t, func(t *testing.T, b *blob.Bucket) {
		seed := [32]byte{1}
		sent := sha256.New()
		content := io.TeeReader(io.LimitReader(rand.NewChaCha8(seed), size), sent)
		if n, err := b.Put(t.Context(), "u1", "recording.ogg", "audio/ogg", content); n != size || err != nil {
			t.Fatalf("put: %d, %v", n, err)
		}
		r, err := b.Get(t.Context(), "u1", "recording.ogg")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		got := sha256.New()
		if n, err := io.Copy(got, r); n != size || err != nil || !bytes.Equal(got.Sum(nil), sent.Sum(nil)) {
			t.Errorf("got %d bytes, %v", n, err)
		}
	})
}

func TestAFailedPutLeavesWhatWasThere(t *testing.T) {
	broken := errors.New("the upload broke off")
	each(t, func(t *testing.T, b *blob.Bucket) {
		put(t, b, "u1", "cv", "old")
		half := io.MultiReader(strings.NewReader(strings.Repeat("new", 1<<20)), iotest.ErrReader(broken))
		for _, name := range []string{"cv", "other"} {
			if _, err := b.Put(t.Context(), "u1", name, "text/plain", half); !errors.Is(err, broken) {
				t.Errorf("put: %v", err)
			}
		}
		done, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := b.Put(done, "u1", "cv", "text/plain", strings.NewReader("new")); !errors.Is(err, context.Canceled) {
			t.Errorf("put with an ended context: %v", err)
		}
		if got := names(t, b, "u1", ""); !slices.Equal(got, []string{"cv:3"}) {
			t.Errorf("there: %v", got)
		}
	})
}

func TestNamesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, b *blob.Bucket) {
		for _, k := range [][2]string{
			{"", "a"},
			{"..", "a"},
			{".", "a"},
			{"u/1", "a"},
			{"u1", ""},
			{"u1", ".."},
			{"u1", "../u2/a"},
			{"u1", "/a"},
			{"u1", "a//b"},
			{"u1", "a/"},
			{"u1", "a\nb"},
			{"u1", "a.attrs"},
			{"u1", strings.Repeat("a", 1100)},
			{"u1", "\xff"},
		} {
			if _, err := b.Put(t.Context(), k[0], k[1], "", strings.NewReader("x")); err == nil {
				t.Errorf("put %q", k)
			}
			if _, err := b.Get(t.Context(), k[0], k[1]); err == nil || errors.Is(err, blob.ErrNotFound) {
				t.Errorf("get %q: %v", k, err)
			}
			if err := b.Delete(t.Context(), k[0], k[1]); err == nil || errors.Is(err, blob.ErrNotFound) {
				t.Errorf("delete %q: %v", k, err)
			}
		}
		for item, err := range b.List(t.Context(), "../u2", "") {
			if err == nil {
				t.Errorf("listed %v", item)
			}
		}
		if _, err := b.EraseOwner(t.Context(), ""); err == nil {
			t.Error("erased an empty owner's")
		}
	})
}

func TestDirectoryIsForItsOwnerOnly(t *testing.T) {
	root := t.TempDir()
	b, err := blob.OpenDir(filepath.Join(root, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if !b.Embedded() {
		t.Error("a directory does not count as embedded")
	}
	put(t, b, "u1", "cv/a", "x")
	for name, want := range map[string]os.FileMode{"blobs": 0o700, "blobs/u1/cv": 0o700} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want mode %v", name, info.Mode(), err, want)
		}
	}
}

func TestS3NeedsABucket(t *testing.T) {
	if _, err := blob.OpenS3(t.Context(), blob.S3{Region: "us-east-1"}); err == nil {
		t.Error("opened without a bucket's name")
	}
	if _, err := blob.OpenS3(t.Context(), blob.S3{Bucket: "b"}); err == nil {
		t.Error("opened without a region")
	}
}

// A folder is named for what was in it: none is left when that is deleted.
func TestDeletionLeavesNoFolder(t *testing.T) {
	root := filepath.Join(t.TempDir(), "blobs")
	b, err := blob.OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	put(t, b, "anna", "cvs/7/1", "first")
	put(t, b, "anna", "cvs/7/2", "second")
	put(t, b, "anna", "cvs/8/1", "other")
	for _, name := range []string{"cvs/7/1", "cvs/7/2"} {
		if err := b.Delete(t.Context(), "anna", name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "anna/cvs/7")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
	if got := get(t, b, "anna", "cvs/8/1"); got != "other" {
		t.Errorf("another one's: %q", got)
	}
}
