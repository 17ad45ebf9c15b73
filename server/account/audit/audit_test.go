package audit_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/store"
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

func open(t *testing.T, db *store.DB, c *clock) *audit.Trail {
	t.Helper()
	trail, err := audit.Open(t.Context(), db, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return trail
}

func record(t *testing.T, trail *audit.Trail, e audit.Event) {
	t.Helper()
	if err := trail.Record(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

// lister is List of one account, or ListAll.
type lister func(size int, token string) ([]audit.Event, string, error)

// acts reads all pages and returns what happened, page by page.
func acts(t *testing.T, list lister, size int) (pages [][]string) {
	t.Helper()
	for token := ""; ; {
		events, next, err := list(size, token)
		if err != nil {
			t.Fatal(err)
		}
		var page []string
		for _, e := range events {
			page = append(page, e.Act)
		}
		pages = append(pages, page)
		if token = next; token == "" {
			return pages
		}
	}
}

func TestPages(t *testing.T) {
	c := newClock()
	trail := open(t, storetest.DB(t), c)
	for _, e := range []audit.Event{
		{UserID: "anna", Act: "registered"},
		{UserID: "boris", Act: "signed_in"},
		{UserID: "anna", Act: "email_verified"},
		{Act: "signing_key_rotated"},
		{UserID: "anna", Act: "signed_in"},
	} {
		e.By = audit.Owner
		record(t, trail, e)
		c.advance(time.Second)
	}
	of := func(user string) lister {
		return func(size int, token string) ([]audit.Event, string, error) {
			return trail.List(t.Context(), user, size, token)
		}
	}
	all := func(size int, token string) ([]audit.Event, string, error) {
		return trail.ListAll(t.Context(), size, token)
	}
	for name, c := range map[string]struct {
		list lister
		size int
		want [][]string
	}{
		"one page":        {of("anna"), 0, [][]string{{"signed_in", "email_verified", "registered"}}},
		"two pages":       {of("anna"), 2, [][]string{{"signed_in", "email_verified"}, {"registered"}}},
		"another's":       {of("boris"), 2, [][]string{{"signed_in"}}},
		"nobody's":        {of(""), 2, [][]string{nil}},
		"all":             {all, 3, [][]string{{"signed_in", "signing_key_rotated", "email_verified"}, {"signed_in", "registered"}}},
		"all on one page": {all, 500, [][]string{{"signed_in", "signing_key_rotated", "email_verified", "signed_in", "registered"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, acts(t, c.list, c.size)); diff != "" {
				t.Error(diff)
			}
		})
	}

	_, annas, err := trail.List(t.Context(), "anna", 1, "")
	if err != nil || annas == "" {
		t.Fatal(annas, err)
	}
	for name, token := range map[string]string{"rubbish": "x", "another account's": annas} {
		_, _, err := trail.List(t.Context(), "boris", 1, token)
		if !errors.Is(err, store.ErrPageToken) {
			t.Errorf("%s page token: %v", name, err)
		}
	}
}

func TestKeepsTheWholeEvent(t *testing.T) {
	c := newClock()
	trail := open(t, storetest.DB(t), c)
	want := audit.Event{
		UserID: "anna", Act: "provider_linked", By: audit.Owner, SessionID: "s1", Agent: "Firefox",
		Place: "203.0.113.x", Details: map[string]string{"provider": "google"},
	}
	record(t, trail, want)
	events, _, err := trail.List(t.Context(), "anna", 0, "")
	if err != nil || len(events) != 1 {
		t.Fatal(events, err)
	}
	got := events[0]
	if len(got.ID) != 24 {
		t.Errorf("id %q", got.ID)
	}
	want.ID, want.At = got.ID, c.now()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTextsAreCutAndValid(t *testing.T) {
	trail := open(t, storetest.DB(t), newClock())
	long := strings.Repeat("ж", 1000)
	for name, text := range map[string]string{"long": "x" + long, "not UTF-8": "bad \xff byte"} {
		record(t, trail, audit.Event{UserID: name, Act: "signed_in", By: audit.Owner, Agent: text, Details: map[string]string{"name": text}})
		events, _, err := trail.List(t.Context(), name, 0, "")
		if err != nil || len(events) != 1 {
			t.Fatal(events, err)
		}
		for _, kept := range []string{events[0].Agent, events[0].Details["name"]} {
			if len(kept) > 300 || len(kept) < 5 || !utf8.ValidString(kept) {
				t.Errorf("%s: kept %d bytes, %q", name, len(kept), kept)
			}
		}
	}
}

func TestRetention(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	trail := open(t, db, c)
	record(t, trail, audit.Event{UserID: "anna", Act: "signed_in", By: audit.Owner})
	c.advance(time.Hour)
	record(t, trail, audit.Event{UserID: "anna", Act: "signed_out", By: audit.Owner})
	c.advance(audit.Retention - time.Minute)
	if n, err := db.Sweep(t.Context(), c.now()); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	list := func(size int, token string) ([]audit.Event, string, error) {
		return trail.List(t.Context(), "anna", size, token)
	}
	if diff := cmp.Diff([][]string{{"signed_out"}}, acts(t, list, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestBelongsToThePerson(t *testing.T) {
	db := storetest.DB(t)
	trail := open(t, db, newClock())
	for _, user := range []string{"anna", "boris", ""} {
		record(t, trail, audit.Event{UserID: user, Act: "signed_in", By: audit.Owner})
	}
	exported := 0
	for doc, err := range db.ForOwner(t.Context(), "anna") {
		if err != nil || doc.Collection != "audit_events" {
			t.Fatal(doc.Collection, err)
		}
		exported++
	}
	if exported != 1 {
		t.Errorf("%d events in the export", exported)
	}
	if n, err := db.EraseOwner(t.Context(), "anna"); n != 1 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
	if events, _, err := trail.ListAll(t.Context(), 0, ""); len(events) != 2 || err != nil {
		t.Errorf("%d events left, %v", len(events), err)
	}
}

func TestRecordNeedsActAndActor(t *testing.T) {
	trail := open(t, storetest.DB(t), newClock())
	for _, e := range []audit.Event{{UserID: "anna", By: audit.Owner}, {UserID: "anna", Act: "signed_in"}, {UserID: "anna", Act: "signed_inn", By: audit.Owner}} {
		if err := trail.Record(t.Context(), e); err == nil {
			t.Errorf("recorded %+v", e)
		}
	}
}
