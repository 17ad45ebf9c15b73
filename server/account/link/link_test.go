package link_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// clock is the injected time.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

func open(t *testing.T, db *store.DB, c *clock) *link.Links {
	t.Helper()
	links, err := link.Open(t.Context(), db, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return links
}

func issue(t *testing.T, links *link.Links, l link.Link, life time.Duration) string {
	t.Helper()
	token, err := links.Issue(t.Context(), l, life)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

var reset = link.Link{UserID: "u1", Purpose: "password_reset", Data: map[string]string{"new_email": "anna@example.com"}}

func TestRedeemsOnce(t *testing.T) {
	links := open(t, storetest.DB(t), newClock())
	token := issue(t, links, reset, time.Hour)
	if len(token) < 26 || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Errorf("token of %d characters, or with others than letters and digits", len(token))
	}
	for _, use := range []struct {
		name string
		call func() (link.Link, error)
		want error
	}{
		{"peek", func() (link.Link, error) { return links.Peek(t.Context(), reset.Purpose, token) }, nil},
		{"for another purpose", func() (link.Link, error) { return links.Redeem(t.Context(), "verify_email", token) }, link.ErrInvalid},
		{"unknown", func() (link.Link, error) { return links.Redeem(t.Context(), reset.Purpose, "A"+token[1:]+"A") }, link.ErrInvalid},
		{"empty", func() (link.Link, error) { return links.Redeem(t.Context(), reset.Purpose, "") }, link.ErrInvalid},
		{"redeem", func() (link.Link, error) { return links.Redeem(t.Context(), reset.Purpose, token) }, nil},
		{"again", func() (link.Link, error) { return links.Redeem(t.Context(), reset.Purpose, token) }, link.ErrInvalid},
		{"peek after", func() (link.Link, error) { return links.Peek(t.Context(), reset.Purpose, token) }, link.ErrInvalid},
	} {
		got, err := use.call()
		if !errors.Is(err, use.want) {
			t.Fatalf("%s: error %v, want %v", use.name, err, use.want)
		}
		if diff := cmp.Diff(reset, got); use.want == nil && diff != "" {
			t.Errorf("%s: %s", use.name, diff)
		}
	}
	if f := fault.From(link.ErrInvalid); f.Kind != fault.Invalid || f.Reason != "invalid_link" {
		t.Errorf("fault %s %s", f.Kind, f.Reason)
	}
}

func TestLife(t *testing.T) {
	clock := newClock()
	links := open(t, storetest.DB(t), clock)
	inTime, late := issue(t, links, reset, time.Hour), issue(t, links, reset, time.Hour)

	clock.advance(time.Hour - time.Millisecond)
	if _, err := links.Redeem(t.Context(), reset.Purpose, inTime); err != nil {
		t.Errorf("within its life: %v", err)
	}
	clock.advance(time.Millisecond)
	if _, err := links.Redeem(t.Context(), reset.Purpose, late); !errors.Is(err, link.ErrInvalid) {
		t.Errorf("after its life: %v", err)
	}
}

// Fifty parallel uses of one link, in two processes: exactly one success.
func TestParallelUses(t *testing.T) {
	db, clock := storetest.DB(t), newClock()
	processes := []*link.Links{open(t, db, clock), open(t, db, clock)}
	token := issue(t, processes[0], reset, time.Hour)

	var used, refused atomic.Int32
	var start, callers sync.WaitGroup
	start.Add(1)
	for i := range 50 {
		callers.Go(func() {
			start.Wait()
			_, err := processes[i%2].Redeem(t.Context(), reset.Purpose, token)
			switch {
			case err == nil:
				used.Add(1)
			case errors.Is(err, link.ErrInvalid):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	start.Done()
	callers.Wait()
	if used.Load() != 1 || refused.Load() != 49 {
		t.Errorf("%d uses, %d refusals", used.Load(), refused.Load())
	}
}

func TestRevoke(t *testing.T) {
	links := open(t, storetest.DB(t), newClock())
	first, second := issue(t, links, reset, time.Hour), issue(t, links, reset, time.Hour)
	others := map[string]link.Link{}
	for _, other := range []link.Link{{UserID: "u2", Purpose: reset.Purpose}, {UserID: "u1", Purpose: "verify_email"}} {
		others[issue(t, links, other, time.Hour)] = other
	}
	// More than fit on one page.
	var many []string
	for range store.DefaultPageSize + 1 {
		many = append(many, issue(t, links, reset, time.Hour))
	}
	if err := links.Revoke(t.Context(), "u1", reset.Purpose); err != nil {
		t.Fatal(err)
	}
	for _, token := range append(many, first, second) {
		if _, err := links.Redeem(t.Context(), reset.Purpose, token); !errors.Is(err, link.ErrInvalid) {
			t.Errorf("revoked: %v", err)
		}
	}
	for token, other := range others {
		if _, err := links.Redeem(t.Context(), other.Purpose, token); err != nil {
			t.Errorf("another's or another purpose's: %v", err)
		}
	}
}

func TestIssueNeedsEverything(t *testing.T) {
	links := open(t, storetest.DB(t), newClock())
	for name, c := range map[string]struct {
		link link.Link
		life time.Duration
	}{
		"no user":    {link.Link{Purpose: "p"}, time.Hour},
		"no purpose": {link.Link{UserID: "u"}, time.Hour},
		"no life":    {reset, 0},
	} {
		if _, err := links.Issue(t.Context(), c.link, c.life); err == nil {
			t.Errorf("%s: issued", name)
		}
	}
}

// Whoever steals the files of the database finds neither what a link is opened
// with nor what it holds.
func TestTheFilesHoldNoSecret(t *testing.T) {
	dir := t.TempDir()
	engine, err := sqlite.Open(t.Context(), filepath.Join(dir, "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine, sealer)
	token := issue(t, open(t, db, newClock()), reset, time.Hour)
	for doc, err := range db.ForOwner(t.Context(), "u1") {
		t.Errorf("a data export shows %s, %v", doc.Collection, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{reset.Purpose, token, "anna@example.com"} {
			found[text] = found[text] || bytes.Contains(data, []byte(text))
		}
	}
	if !found[reset.Purpose] || found[token] || found["anna@example.com"] {
		t.Errorf("purpose found %v, token %v, address %v", found[reset.Purpose], found[token], found["anna@example.com"])
	}
}
