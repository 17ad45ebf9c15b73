package user_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
)

// later keeps work until the test says that it is time, and letters for the test to read.
type later struct {
	mu      sync.Mutex
	waiting []queued
	keys    map[string]bool
	letters []letter.Letter
	do      func(ctx context.Context, kind string, payload []byte, last bool) error
}

type queued struct {
	kind    string
	payload []byte
}

// Add implements user.Background.
func (l *later) Add(ctx context.Context, w user.Work) error {
	payload, err := json.Marshal(w.Payload)
	if err != nil || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.Key != "" && l.keys[w.Key] {
		return nil
	}
	l.keys[w.Key] = true
	l.waiting = append(l.waiting, queued{w.Kind, payload})
	return nil
}

// take hands out what waits.
func (l *later) take() []queued {
	l.mu.Lock()
	defer l.mu.Unlock()
	waiting := l.waiting
	l.waiting = nil
	return waiting
}

func (l *later) pending() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}

// work does everything that waits, and what follows from it.
func (r *rig) work() {
	r.Helper()
	for waiting := r.take(); len(waiting) > 0; waiting = r.take() {
		for _, one := range waiting {
			if one.kind != user.WorkLetter {
				r.ok(r.do(r.Context(), one.kind, one.payload, false))
				continue
			}
			var l letter.Letter
			r.ok(json.Unmarshal(one.payload, &l))
			r.ok(l.Check())
			r.letters = append(r.letters, l)
		}
	}
}

// sent returns the letters of a kind, after all work is done.
func (r *rig) sent(kind string) []letter.Letter {
	r.Helper()
	r.work()
	return slices.DeleteFunc(slices.Clone(r.letters), func(l letter.Letter) bool { return l.Kind != kind })
}

// token is the secret of the last letter of a kind.
func (r *rig) token(kind string) string {
	r.Helper()
	all := r.sent(kind)
	if len(all) == 0 {
		r.Fatalf("no letter %s", kind)
	}
	return all[len(all)-1].Data[letter.Token]
}

// provider is Google as the test wants it.
type provider struct {
	who     user.OAuthIdentity
	attempt user.OAuthAttempt
	picture []byte
}

// Start implements user.OAuth.
func (p *provider) Start(_ context.Context, _ string, a user.OAuthAttempt) (user.OAuthStarted, error) {
	p.attempt = a
	return user.OAuthStarted{State: "state"}, nil
}

// Finish implements user.OAuth.
func (p *provider) Finish(context.Context, string, string, string, string) (user.OAuthIdentity, user.OAuthAttempt, error) {
	return p.who, p.attempt, nil
}

// Fetch implements user.Pictures.
func (p *provider) Fetch(context.Context, string) ([]byte, error) { return p.picture, nil }

// watched is a real database that writes down what is done to it, and in which a test can do something, or
// let an operation fail, at any moment.
type watched struct {
	store.Engine
	mu     sync.Mutex
	done   []string                     // such as "users insert"
	before func(operation string) error // may be nil
	keys   map[*watchedTable][]string   // of every document that was ever inserted
}

type watchedTable struct {
	store.Table
	name string
	w    *watched
}

// newWatchedRig is a rig on a watched database.
func newWatchedRig(t testing.TB) (*rig, *watched) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{Engine: engine, keys: map[*watchedTable][]string{}}
	db := store.New(w, sealer)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return newRigOn(t, db), w
}

// Open implements store.Engine.
func (w *watched) Open(ctx context.Context, spec store.Spec) (store.Table, error) {
	table, err := w.Engine.Open(ctx, spec)
	return &watchedTable{table, spec.Name, w}, err //nolint:wrapcheck // only watched
}

func (w *watched) on(before func(operation string) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.before, w.done = before, nil
}

func (w *watched) sequence() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.done)
}

func (t *watchedTable) note(operation string) error {
	t.w.mu.Lock()
	t.w.done = append(t.w.done, t.name+" "+operation)
	before := t.w.before
	t.w.mu.Unlock()
	if before == nil {
		return nil
	}
	return before(t.name + " " + operation)
}

// Insert implements store.Table.
func (t *watchedTable) Insert(ctx context.Context, doc bson.Raw) error {
	if err := t.note("insert"); err != nil {
		return err
	}
	t.w.mu.Lock()
	t.w.keys[t] = append(t.w.keys[t], doc.Lookup(store.KeyField).StringValue())
	t.w.mu.Unlock()
	return t.Table.Insert(ctx, doc) //nolint:wrapcheck // only watched
}

// Replace implements store.Table.
func (t *watchedTable) Replace(ctx context.Context, target store.Target, version int64, doc bson.Raw) error {
	if err := t.note("replace"); err != nil {
		return err
	}
	return t.Table.Replace(ctx, target, version, doc) //nolint:wrapcheck // only watched
}

// Increment implements store.Table.
func (t *watchedTable) Increment(ctx context.Context, target store.Target, field string, by, limit int64) (int64, error) {
	if err := t.note("increment"); err != nil {
		return 0, err
	}
	return t.Table.Increment(ctx, target, field, by, limit) //nolint:wrapcheck // only watched
}

// Delete implements store.Table.
func (t *watchedTable) Delete(ctx context.Context, target store.Target) error {
	if err := t.note("delete"); err != nil {
		return err
	}
	return t.Table.Delete(ctx, target) //nolint:wrapcheck // only watched
}

// raw returns the documents of a collection as they are stored.
func (w *watched) raw(t testing.TB, collection string) (docs []string) {
	t.Helper()
	for table, keys := range w.keys {
		if table.name != collection {
			continue
		}
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			if r, err := table.Get(t.Context(), target(key)); err == nil {
				docs = append(docs, string(r.Doc))
			}
		}
	}
	return docs
}

// mentions returns the collections in whose raw documents a text is found, and in how many.
func (w *watched) mentions(t testing.TB, text string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for table := range w.keys {
		for _, doc := range w.raw(t, table.name) {
			if strings.Contains(doc, text) {
				found[table.name]++
			}
		}
	}
	return found
}

// count returns how many documents a collection holds.
func (w *watched) count(t testing.TB, collection string) int {
	t.Helper()
	return len(w.raw(t, collection))
}

func target(id string) store.Target { return store.Target{ID: id} }

// edit sets a field of a document, past all rules.
func (w *watched) edit(t testing.TB, collection, id, field string, value any) {
	t.Helper()
	for table := range w.keys {
		if table.name != collection {
			continue
		}
		r, err := table.Get(t.Context(), target(id))
		var doc bson.M
		if err == nil {
			err = bson.Unmarshal(r.Doc, &doc)
		}
		doc[field] = value
		body, wrong := bson.Marshal(doc)
		if err == nil && wrong == nil {
			err = table.Table.Replace(t.Context(), store.Target{ID: id, Owner: id}, r.Version, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// copies returns what a backup would hold of somebody, but what remembers erasures.
func (w *watched) copies(t testing.TB, id string) map[*watchedTable][]bson.Raw {
	t.Helper()
	copies := map[*watchedTable][]bson.Raw{}
	for table := range w.keys {
		for _, doc := range w.raw(t, table.name) {
			if table.name != "access_cuts" && strings.Contains(doc, id) {
				copies[table] = append(copies[table], bson.Raw(doc))
			}
		}
	}
	return copies
}
