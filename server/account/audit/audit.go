// Package audit keeps the trail of acts that concern the safety of accounts:
// who did what, when and from where. People see their own events, and
// administrators all.
package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Retention is how long events are kept.
const Retention = 90 * 24 * time.Hour

// Who did it, as Event.By says.
const (
	Owner    = "owner"    // the person whose account it is
	Admin    = "admin"    // an administrator
	Stranger = "stranger" // somebody who failed to prove who they are
)

// maxText bounds each text of an event, in bytes: callers choose their own
// User-Agent, and an event is no place to store things.
const maxText = 300

// Event is one act. It never holds a secret: no password, token or code, in
// Details neither; an address appears at most masked.
type Event struct {
	// ID is given by Record.
	ID string `bson:"_id"`
	// UserID of the account it concerns; empty if it concerns none, such as the
	// change of a signing key, in which case administrators alone see it.
	UserID string `bson:"userId"`
	// At is the present time unless given; the store keeps milliseconds.
	At time.Time `bson:"at,omitempty"`
	// Act is one of the constants.
	Act string `bson:"act"`
	// By says who did it: Owner, Admin or Stranger.
	By string `bson:"by"`
	// SessionID of the sign-in session it was done in; empty without one.
	SessionID string `bson:"sessionId,omitempty"`
	// Agent is the device as it calls itself.
	Agent string `bson:"agent,omitempty"`
	// Place is where from, as coarse as origin.Place gives it.
	Place string `bson:"place,omitempty"`
	// Details more about it, such as the provider's name. Never a secret.
	Details map[string]string `bson:"details,omitempty"`
}

const (
	byOwner = "by_owner"
	byTime  = "by_time"
)

func collection() store.Definition[Event] {
	return store.Define[Event]("audit_events", store.Schema{
		Owner:  "userId",
		Expiry: store.Expiry{Field: "at", After: Retention},
		Indexes: []store.Index{
			{Name: byOwner, Fields: []string{"userId", "at"}},
			{Name: byTime, Fields: []string{"at"}},
		},
	})
}

// Trail is the kept events. It is safe for concurrent use.
type Trail struct {
	events *store.Collection[Event]
	now    func() time.Time
}

// Open makes the collection ready.
func Open(ctx context.Context, db *store.DB, now func() time.Time) (*Trail, error) {
	events, err := collection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open audit trail: %w", err)
	}
	return &Trail{events: events, now: now}, nil
}

// Record keeps an event; it is durable when Record returns nil. Texts are cut
// to 300 bytes.
func (t *Trail) Record(ctx context.Context, e Event) error {
	if !slices.Contains(acts, e.Act) || e.By == "" {
		return fmt.Errorf("record audit event %q: it needs one of the acts and who did it", e.Act)
	}
	if e.At.IsZero() {
		e.At = t.now()
	}
	e.ID = store.NewID(e.At)
	e.Agent, e.Place = cut(e.Agent), cut(e.Place)
	details := make(map[string]string, len(e.Details))
	for key, value := range e.Details {
		details[cut(key)] = cut(value)
	}
	e.Details = details
	if err := t.events.Insert(ctx, e); err != nil {
		return fmt.Errorf("record audit event %s: %w", e.Act, err)
	}
	return nil
}

// List returns a page of what happened to one account, newest first, and the
// token of the next page, empty on the last. Size 0 means 50; at most 500 are
// returned. A page token from elsewhere is store.ErrPageToken.
func (t *Trail) List(ctx context.Context, userID string, size int, pageToken string) (events []Event, next string, err error) {
	return page(t.events.Of(userID).List(ctx, query(byOwner, size, pageToken)))
}

// ListAll is List for all accounts and for what concerns none.
func (t *Trail) ListAll(ctx context.Context, size int, pageToken string) (events []Event, next string, err error) {
	return page(t.events.List(ctx, query(byTime, size, pageToken)))
}

func query(index string, size int, pageToken string) store.Query {
	return store.Query{Index: index, Descending: true, PageSize: size, PageToken: pageToken}
}

func page(p store.Page[Event], err error) ([]Event, string, error) {
	if err != nil {
		return nil, "", fmt.Errorf("list audit events: %w", err)
	}
	return p.Items, p.Next, nil
}

// cut makes a text storable: valid UTF-8 and short.
func cut(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
