// Package storetest holds the one suite that every engine of server/store passes, and databases for tests of other
// packages.
package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Backend is an engine under test.
type Backend struct {
	// Place makes an empty place for documents (a file, a database on a server) and returns its address.
	Place func(tb testing.TB) string
	// Open opens the engine on such a place; also called in a child process.
	Open func(ctx context.Context, place string) (store.Engine, error)
}

func (b Backend) new(tb testing.TB) *store.DB {
	tb.Helper()
	engine, err := b.Open(tb.Context(), b.Place(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return database(tb, engine)
}

// account is the suite's document: with every kind of indexed value, a nested counter and an encrypted field.
type account struct {
	ID        string    `bson:"_id"`
	UserID    string    `bson:"userId,omitempty"`
	Plan      string    `bson:"plan"`
	Active    bool      `bson:"active"`
	Sequence  int64     `bson:"sequence"`
	Telegram  *int64    `bson:"telegramId,omitempty"`
	CreatedAt time.Time `bson:"createdAt"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
	Usage     usage     `bson:"usage"`
	Notes     []string  `bson:"notes,omitempty"`
	Secret    string    `bson:"secret,omitempty"`
}

type usage struct {
	Questions int64 `bson:"chromeQuestionsThisMonth"`
}

func accounts(tb testing.TB, db *store.DB) *store.Collection[account] {
	tb.Helper()
	c, err := store.Define[account]("accounts", store.Schema{
		Owner:  "userId",
		Expiry: store.Expiry{Field: "expiresAt", After: time.Hour},
		Indexes: []store.Index{
			{Name: "by_user", Fields: []string{"userId", "createdAt"}},
			{Name: "by_plan", Fields: []string{"plan", "active", "sequence"}},
			{Name: "by_sequence", Fields: []string{"sequence"}},
			{Name: "by_telegram", Fields: []string{"telegramId"}},
			{Name: "by_usage", Fields: []string{"usage.chromeQuestionsThisMonth"}},
		},
		Encrypted: []string{"secret"},
	}).Open(tb.Context(), db)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// noon is the suite's time, in whole milliseconds as documents keep it.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// Run runs the suite.
func Run(t *testing.T, b Backend) {
	t.Run("documents", func(t *testing.T) { testDocuments(t, b) })
	t.Run("update", func(t *testing.T) { testUpdate(t, b) })
	t.Run("parallel updates", func(t *testing.T) { testParallelUpdates(t, b) })
	t.Run("increment", func(t *testing.T) { testIncrement(t, b) })
	t.Run("parallel increments", func(t *testing.T) { testParallelIncrements(t, b) })
	t.Run("parallel inserts", func(t *testing.T) { testParallelInserts(t, b) })
	t.Run("list", func(t *testing.T) { testList(t, b) })
	t.Run("list refused", func(t *testing.T) { testListRefused(t, b) })
	t.Run("paging", func(t *testing.T) { testPaging(t, b) })
	t.Run("expiry", func(t *testing.T) { testExpiry(t, b) })
	t.Run("owner", func(t *testing.T) { testOwner(t, b) })
	t.Run("export and erasure", func(t *testing.T) { testErasure(t, b) })
	t.Run("encryption", func(t *testing.T) { testEncryption(t, b) })
	t.Run("changed declaration", func(t *testing.T) { testRedeclared(t, b) })
	t.Run("kill", func(t *testing.T) { testKill(t, b) })
}

func testDocuments(t *testing.T, b Backend) {
	ctx := t.Context()
	c := accounts(t, b.new(t))
	telegram := int64(7)
	doc := account{
		ID: "a", UserID: "u1", Plan: "pro", Active: true, Sequence: 3, Telegram: &telegram, CreatedAt: noon(),
		ExpiresAt: noon().Add(time.Hour), Usage: usage{Questions: 4}, Notes: []string{"é", "問"}, Secret: "s3",
	}
	if _, err := c.Get(ctx, "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get before insert: %v, want ErrNotFound", err)
	}
	if err := c.Insert(ctx, doc); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Get(ctx, "a"); err != nil || !cmp.Equal(got, doc) {
		t.Errorf("get: %v, difference %s", err, cmp.Diff(doc, got))
	}
	if err := c.Insert(ctx, account{ID: "a", UserID: "u2"}); !errors.Is(err, store.ErrExists) {
		t.Errorf("insert again: %v, want ErrExists", err)
	}
	if got, err := c.Get(ctx, "a"); err != nil || got.UserID != "u1" {
		t.Errorf("the refused insert changed the document: %+v, %v", got, err)
	}
	if err := c.Insert(ctx, account{}); err == nil {
		t.Error("a document without key was inserted")
	}
	if err := c.Delete(ctx, "a"); err != nil {
		t.Error(err)
	}
	if err := c.Delete(ctx, "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("delete again: %v, want ErrNotFound", err)
	}
	if _, err := c.Get(ctx, "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get after delete: %v, want ErrNotFound", err)
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if err := c.Insert(done, account{ID: "late"}); !errors.Is(err, context.Canceled) {
		t.Errorf("insert with an ended context: %v", err)
	}
	if _, err := c.Get(ctx, "late"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an insert with an ended context happened: %v", err)
	}
}
