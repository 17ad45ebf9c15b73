// Package blob keeps files: CVs, recordings, exports. They are in a directory or in S3, through gocloud.dev/blob.
//
// A blob is named by its owner and a name of the owner's; both are in its key, so that everything of a person can be
// found and removed. Content is streamed both ways, never held whole in memory.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// ErrNotFound says that the owner has no blob of that name.
var ErrNotFound = errors.New("blob not found")

// maxKey is S3's limit on a key's length, in bytes.
const maxKey = 1024

// Bucket is where blobs are kept. It is safe for concurrent use.
type Bucket struct {
	bucket   *blob.Bucket
	embedded bool
	// dir is the directory of the embedded form.
	dir string
}

// Embedded reports whether the blobs are in a directory, which start-up says plainly.
func (b *Bucket) Embedded() bool { return b.embedded }

// Ping fails if the bucket cannot be reached or is not there.
func (b *Bucket) Ping(ctx context.Context) error {
	ok, err := b.bucket.IsAccessible(ctx)
	if err != nil {
		return fmt.Errorf("ping blobs: %w", err)
	}
	if !ok {
		return errors.New("ping blobs: the bucket is not accessible")
	}
	return nil
}

// Close ends the use of the bucket.
func (b *Bucket) Close() error {
	if err := b.bucket.Close(); err != nil {
		return fmt.Errorf("close blobs: %w", err)
	}
	return nil
}

// key checks owner and name and joins them. A name is a slash-separated path without dots, as io/fs has it.
func key(owner, name string) (string, error) {
	k := owner + "/" + name
	switch {
	case owner == "" || strings.Contains(owner, "/") || !fs.ValidPath(k) || len(k) > maxKey:
		return "", fmt.Errorf("%q is not a valid blob name", k)
	case strings.ContainsFunc(k, unicode.IsControl) || strings.HasSuffix(k, ".attrs"):
		// The directory keeps content types in files of that ending.
		return "", fmt.Errorf("%q is not a valid blob name", k)
	}
	return k, nil
}

// Put stores what r holds, to its end, under the owner's name, replacing what was there, and returns its size. If r
// fails, or ctx ends, nothing is stored and what was there stays.
func (b *Bucket) Put(ctx context.Context, owner, name, contentType string, r io.Reader) (int64, error) {
	k, err := key(owner, name)
	if err != nil {
		return 0, fmt.Errorf("put blob: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	options := &blob.WriterOptions{ContentType: contentType, DisableContentTypeDetection: true}
	w, err := b.bucket.NewWriter(ctx, k, options)
	if err != nil && b.embedded { // a folder may be tidied away this moment
		w, err = b.bucket.NewWriter(ctx, k, options)
	}
	if err != nil {
		return 0, fmt.Errorf("put blob %s: %w", k, err)
	}
	n, err := io.Copy(w, r)
	if err != nil {
		cancel() // makes Close give up what was written
	}
	closed := w.Close()
	if err == nil {
		err = closed
	}
	if err != nil {
		return 0, fmt.Errorf("put blob %s: %w", k, err)
	}
	return n, nil
}

// Reader reads one blob, or a range of it. It must be closed.
type Reader struct {
	io.ReadCloser
	// Size is the whole blob's, in bytes, whatever the range.
	Size        int64
	ContentType string
	ModTime     time.Time
}

// Get opens a blob, or returns ErrNotFound.
func (b *Bucket) Get(ctx context.Context, owner, name string) (*Reader, error) {
	return b.GetRange(ctx, owner, name, 0, -1)
}

// GetRange opens length bytes of a blob from offset, to its end if length is negative.
func (b *Bucket) GetRange(ctx context.Context, owner, name string, offset, length int64) (*Reader, error) {
	k, err := key(owner, name)
	if err != nil {
		return nil, fmt.Errorf("get blob: %w", err)
	}
	r, err := b.bucket.NewRangeReader(ctx, k, offset, length, nil)
	if err != nil {
		return nil, fmt.Errorf("get blob %s: %w", k, known(err))
	}
	return &Reader{ReadCloser: r, Size: r.Size(), ContentType: r.ContentType(), ModTime: r.ModTime()}, nil
}

// Delete removes a blob, or returns ErrNotFound.
func (b *Bucket) Delete(ctx context.Context, owner, name string) error {
	k, err := key(owner, name)
	if err != nil {
		return fmt.Errorf("delete blob: %w", err)
	}
	// S3 answers a deletion of nothing as one of something.
	exists, err := b.bucket.Exists(ctx, k)
	if err == nil && !exists {
		err = ErrNotFound
	}
	if err == nil {
		err = b.bucket.Delete(ctx, k)
	}
	if err != nil {
		return fmt.Errorf("delete blob %s: %w", k, known(err))
	}
	b.tidy(k)
	return nil
}

// tidy removes the folders that a blob leaves empty, whose names say what was in
// them. S3 has none.
func (b *Bucket) tidy(k string) {
	if b.dir == "" {
		return
	}
	for folder := path.Dir(k); folder != "."; folder = path.Dir(folder) {
		if os.Remove(filepath.Join(b.dir, filepath.FromSlash(folder))) != nil {
			return // it has other blobs
		}
	}
}

// Item is one blob of a list.
type Item struct {
	Name    string // without the owner
	Size    int64  // bytes
	ModTime time.Time
}

// List goes through an owner's blobs whose names begin with prefix, in the order of names. It ends after an error.
func (b *Bucket) List(ctx context.Context, owner, prefix string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if _, err := key(owner, "any"); err != nil {
			yield(Item{}, fmt.Errorf("list blobs: %w", err))
			return
		}
		objects := b.bucket.List(&blob.ListOptions{Prefix: owner + "/" + prefix})
		for {
			o, err := objects.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Item{}, fmt.Errorf("list blobs of %s: %w", owner, err))
				return
			}
			if !yield(Item{Name: strings.TrimPrefix(o.Key, owner+"/"), Size: o.Size, ModTime: o.ModTime}, nil) {
				return
			}
		}
	}
}

// EraseOwner deletes everything that belongs to an owner and returns how many blobs that were.
func (b *Bucket) EraseOwner(ctx context.Context, owner string) (int, error) {
	erased := 0
	for item, err := range b.List(ctx, owner, "") {
		if err == nil {
			err = b.Delete(ctx, owner, item.Name)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return erased, fmt.Errorf("erase blobs: %w", err)
		}
		erased++
	}
	return erased, nil
}

func known(err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		return ErrNotFound
	}
	return err
}
