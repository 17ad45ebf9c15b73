package storetest

import (
	"path/filepath"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

// SQLite returns an empty database in a temporary directory, closed at the end of the test: what tests of other
// packages use. Encrypted fields work.
func SQLite(tb testing.TB) *store.DB {
	tb.Helper()
	engine, err := sqlite.Open(tb.Context(), filepath.Join(tb.TempDir(), "documents.db"))
	if err != nil {
		tb.Fatal(err)
	}
	return database(tb, engine)
}

// database closes the engine at the end of the test.
func database(tb testing.TB, engine store.Engine) *store.DB {
	tb.Helper()
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		tb.Fatal(err)
	}
	db := store.New(engine, sealer)
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Errorf("close database: %v", err)
		}
	})
	return db
}
