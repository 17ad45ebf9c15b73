package storetest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

func testExpiry(t *testing.T, b Backend) {
	ctx := t.Context()
	db := b.new(t)
	c := accounts(t, db)
	insert(t, c,
		account{ID: "never"},
		account{ID: "soon", ExpiresAt: noon()},
		account{ID: "later", ExpiresAt: noon().Add(time.Hour)},
		account{ID: "prolonged", ExpiresAt: noon()},
	)
	if _, err := c.Update(ctx, "prolonged", func(d *account) error { d.ExpiresAt = noon().Add(24 * time.Hour); return nil }); err != nil {
		t.Fatal(err)
	}
	// The declaration keeps documents for an hour after their time.
	for _, step := range []struct {
		after time.Duration
		left  []string
	}{
		{time.Hour - time.Millisecond, []string{"later", "never", "prolonged", "soon"}},
		{time.Hour, []string{"later", "never", "prolonged"}},
		{3 * time.Hour, []string{"never", "prolonged"}},
		{1000 * time.Hour, []string{"never"}},
	} {
		before := len(ids(t, c, store.Query{Index: "by_sequence"}))
		n, err := db.Sweep(ctx, noon().Add(step.after))
		left := ids(t, c, store.Query{Index: "by_sequence"})
		if err != nil || !slices.Equal(left, step.left) || n != before-len(left) {
			t.Errorf("swept %d at noon + %s (%v), %v left, want %v", n, step.after, err, left, step.left)
		}
	}
}

func testOwner(t *testing.T, b Backend) {
	ctx := t.Context()
	c := accounts(t, b.new(t))
	insert(t, c, account{ID: "mine", UserID: "u1", CreatedAt: noon()}, account{ID: "theirs", UserID: "u2"}, account{ID: "nobodys"})
	for owner, own := range map[string]string{"u1": "mine", "u2": "theirs", "": "", "u3": ""} {
		view := c.Of(owner)
		for _, id := range []string{"mine", "theirs", "nobodys"} {
			want := store.ErrNotFound
			if id == own {
				want = nil
			}
			if _, err := view.Get(ctx, id); !errors.Is(err, want) {
				t.Errorf("%q gets %s: %v", owner, id, err)
			}
			if _, err := view.Update(ctx, id, func(d *account) error { d.Plan = "elite"; return nil }); !errors.Is(err, want) {
				t.Errorf("%q updates %s: %v", owner, id, err)
			}
			if _, err := view.Increment(ctx, id, "sequence", 1, 9); !errors.Is(err, want) {
				t.Errorf("%q increments %s: %v", owner, id, err)
			}
			if want != nil {
				if err := view.Delete(ctx, id); !errors.Is(err, want) {
					t.Errorf("%q deletes %s: %v", owner, id, err)
				}
			}
		}
		var want []string
		if own != "" {
			want = []string{own}
		}
		if got := ids(t, view, store.Query{Index: "by_user"}); !slices.Equal(got, want) {
			t.Errorf("%q lists %v, want %v", owner, got, want)
		}
		if page, err := view.List(ctx, store.Query{Index: "by_sequence"}); err == nil {
			t.Errorf("%q lists by an index that does not begin with the owner: %v", owner, page)
		}
	}
	if err := c.Of("u1").Insert(ctx, account{ID: "planted", UserID: "u2"}); err == nil {
		t.Error("a document was inserted for another owner")
	}
	if err := c.Of("").Insert(ctx, account{ID: "planted"}); err == nil {
		t.Error("a document was inserted for an empty owner")
	}
	if err := c.Of("u1").Delete(ctx, "mine"); err != nil {
		t.Errorf("delete of one's own: %v", err)
	}
	if got, err := c.Get(ctx, "theirs"); err != nil || got.Sequence != 1 {
		t.Errorf("the other owner's document: %+v, %v", got, err)
	}
}

// note is a second collection for what goes over all of them.
type note struct {
	ID     string `bson:"_id"`
	Author string `bson:"author"`
}

func testErasure(t *testing.T, b Backend) {
	ctx := t.Context()
	db := b.new(t)
	c := accounts(t, db)
	notes, err := store.Define[note]("notes", store.Schema{Owner: "author"}).Open(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	insert(t, c, account{ID: "a", UserID: "u1", Secret: "canary"}, account{ID: "b", UserID: "u2"}, account{ID: "c"})
	for _, n := range []note{{"n1", "u1"}, {"n2", "u2"}, {"n3", "u1"}} {
		if err := notes.Insert(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	exported := func(owner string) (found []string) {
		for doc, err := range db.ForOwner(ctx, owner) {
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, doc.Collection+"/"+doc.ID)
			if doc.ID == "a" && doc.Doc.Lookup("secret").StringValue() != "canary" {
				t.Errorf("exported still encrypted: %s", doc.Doc)
			}
		}
		return found
	}
	if got := exported("u1"); !slices.Equal(got, []string{"accounts/a", "notes/n1", "notes/n3"}) {
		t.Errorf("export: %v", got)
	}
	if n, err := db.EraseOwner(ctx, "u1"); n != 3 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
	if n, err := db.EraseOwner(ctx, ""); n != 0 || err != nil {
		t.Errorf("erased %d of nobody, %v", n, err)
	}
	if got := exported("u1"); len(got) != 0 {
		t.Errorf("after erasure: %v", got)
	}
	if got := exported("u2"); !slices.Equal(got, []string{"accounts/b", "notes/n2"}) {
		t.Errorf("somebody else's after erasure: %v", got)
	}
}

func testEncryption(t *testing.T, b Backend) {
	ctx := t.Context()
	engine, err := b.Open(ctx, b.Place(t))
	if err != nil {
		t.Fatal(err)
	}
	oldKey, newKey := store.NewKey(), store.NewKey()
	with := func(current []byte, old ...[]byte) *store.Collection[account] {
		sealer, err := store.NewSealer(current, old...)
		if err != nil {
			t.Fatal(err)
		}
		return accounts(t, store.New(engine, sealer))
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	const secret = "the canary's password" //nolint:gosec // made up
	insert(t, with(oldKey), account{ID: "a", UserID: "u1", Secret: secret}, account{ID: "b", UserID: "u1"})

	spec := store.Spec{Name: "accounts", Owner: "userId"}
	table, err := engine.Open(ctx, spec)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := table.Get(ctx, store.Target{ID: "a"})
	if err != nil || bytes.Contains(stored.Doc, []byte("canary")) {
		t.Errorf("the secret is readable in the store: %s, %v", stored.Doc, err)
	}
	if got, err := with(newKey, oldKey).Get(ctx, "a"); err != nil || got.Secret != secret {
		t.Errorf("with the key replaced: %+v, %v", got, err)
	}
	if _, err := with(newKey).Get(ctx, "a"); err == nil || !strings.Contains(err.Error(), "not configured") {
		t.Errorf("without the key: %v", err)
	}
	// A value that is moved to another document does not open there.
	moved := bytes.Replace(stored.Doc, []byte("_id\x00\x02\x00\x00\x00a"), []byte("_id\x00\x02\x00\x00\x00c"), 1)
	if err := table.Insert(ctx, moved); err != nil {
		t.Fatal(err)
	}
	if _, err := with(oldKey).Get(ctx, "c"); err == nil {
		t.Error("an encrypted value opened in another document")
	}
	if _, err := store.Define[account]("other", store.Schema{Encrypted: []string{"secret"}}).Open(ctx, store.New(engine, nil)); err == nil {
		t.Error("a collection with encrypted fields opened without a key")
	}
}

// testRedeclared: a later version of the program declares more and fewer indexes on the same documents.
func testRedeclared(t *testing.T, b Backend) {
	ctx := t.Context()
	place := b.Place(t)
	open := func(schema store.Schema, use func(db *store.DB, c *store.Collection[account])) {
		engine, err := b.Open(ctx, place)
		if err != nil {
			t.Fatal(err)
		}
		db := store.New(engine, nil)
		c, err := store.Define[account]("accounts", schema).Open(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		use(db, c)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	open(store.Schema{Indexes: []store.Index{{Name: "by_plan", Fields: []string{"plan"}}}}, func(_ *store.DB, c *store.Collection[account]) {
		insert(t, c, account{ID: "a", Plan: "pro", Sequence: 2}, account{ID: "b", Plan: "pro", Sequence: 1, ExpiresAt: noon()})
	})
	later := store.Schema{
		Owner:   "userId",
		Expiry:  store.Expiry{Field: "expiresAt"},
		Indexes: []store.Index{{Name: "by_plan", Fields: []string{"plan", "sequence"}}},
	}
	open(later, func(db *store.DB, c *store.Collection[account]) {
		if got := ids(t, c, store.Query{Index: "by_plan", Equal: []any{"pro"}}); !slices.Equal(got, []string{"b", "a"}) {
			t.Errorf("by the new form of the index: %v", got)
		}
		if n, err := db.Sweep(ctx, noon()); n != 1 || err != nil {
			t.Errorf("swept %d by the new expiry, %v", n, err)
		}
	})
	later.Expiry.After = time.Hour
	later.Indexes = nil
	open(later, func(db *store.DB, c *store.Collection[account]) {
		insert(t, c, account{ID: "c", ExpiresAt: noon()})
		if n, err := db.Sweep(ctx, noon()); n != 0 || err != nil {
			t.Errorf("swept %d by the old expiry, %v", n, err)
		}
		if _, err := store.Define[account]("accounts", store.Schema{}).Open(ctx, db); err == nil {
			t.Error("one collection opened with two schemas at once")
		}
	})
}
