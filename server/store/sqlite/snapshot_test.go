package sqlite_test

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

type counter struct {
	ID string `bson:"_id"`
	N  int64  `bson:"n"`
}

// TestASecondProcessMayWriteToo is the service and a command beside it: each
// has an engine of its own on one file, and copies are made in between.
func TestASecondProcessMayWriteToo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "documents.db")
	open := func(path string) *store.Collection[counter] {
		engine, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		db := store.New(engine, nil)
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		c, err := store.Define[counter]("counters", store.Schema{}).Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	service, command := open(path), open(path)
	if err := service.Insert(t.Context(), counter{ID: "c"}); err != nil {
		t.Fatal(err)
	}
	const each = 100
	var all sync.WaitGroup
	for _, c := range []*store.Collection[counter]{service, command} {
		for range 4 {
			all.Go(func() {
				for range each {
					if _, err := c.Increment(t.Context(), "c", "n", 1, store.NoLimit); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
	}
	copies := make([]string, 5)
	for i := range copies {
		copies[i] = filepath.Join(t.TempDir(), "copy.db")
		if err := sqlite.Snapshot(t.Context(), path, copies[i]); err != nil {
			t.Fatal(err)
		}
	}
	all.Wait()
	for _, c := range []*store.Collection[counter]{service, command} {
		if got, err := c.Get(t.Context(), "c"); err != nil || got.N != 8*each {
			t.Errorf("counted %d, %v, want %d", got.N, err, 8*each)
		}
	}
	last := int64(0)
	for i, path := range copies {
		got, err := open(path).Get(t.Context(), "c")
		if err != nil || got.N < last || got.N > 8*each {
			t.Errorf("copy %d counted %d after %d, %v", i, got.N, last, err)
		}
		last = got.N
	}
	if err := sqlite.Snapshot(t.Context(), filepath.Join(t.TempDir(), "none"), filepath.Join(t.TempDir(), "copy")); err == nil {
		t.Error("a file that is not there was copied")
	}
}
