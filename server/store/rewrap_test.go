package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

type secretive struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	Secret string `bson:"secret"`
}

// Documents under an old key are readable while it is known, and need it no
// more once they were rewrapped.
func TestRewrap(t *testing.T) {
	file := filepath.Join(t.TempDir(), "documents.db")
	old, current := store.NewKey(), store.NewKey()
	open := func(keys ...[]byte) (*store.DB, *store.Collection[secretive]) {
		t.Helper()
		engine, err := sqlite.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		sealer, err := store.NewSealer(keys[0], keys[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		db := store.New(engine, sealer)
		c, err := store.Define[secretive]("secretive", store.Schema{Owner: "userId", Encrypted: []string{"secret"}}).Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		return db, c
	}
	read := func(c *store.Collection[secretive]) error {
		for i := range 600 { // more than a page
			if d, err := c.Get(t.Context(), fmt.Sprint(i)); err != nil || d.Secret != fmt.Sprint("secret ", i) {
				return fmt.Errorf("%d: %q, %w", i, d.Secret, err)
			}
		}
		return nil
	}

	db, c := open(old)
	for i := range 600 {
		if err := c.Insert(t.Context(), secretive{ID: fmt.Sprint(i), UserID: "u", Secret: fmt.Sprint("secret ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	db, c = open(current, old)
	if err := read(c); err != nil {
		t.Errorf("both keys: %v", err)
	}
	for want := 600; want >= 0; want -= 600 { // and nothing the second time
		if n, err := db.Rewrap(t.Context()); err != nil || n != want {
			t.Errorf("rewrapped %d, %v; want %d", n, err, want)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	db, c = open(current)
	if err := read(c); err != nil {
		t.Errorf("the current key alone: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db, c = open(old)
	if err := read(c); err == nil {
		t.Error("the old key still reads")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
