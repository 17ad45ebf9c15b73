package signin

import (
	"context"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store"
)

// cutLife is how long a cut is needed: longer than any access token that was
// issued before it.
const cutLife = account.AccessTokenLife + 5*time.Minute

// Cut ends access tokens before their time.
type Cut struct {
	// SessionID is the session whose tokens are refused; empty for those of the
	// user that were issued at or before At, to the millisecond.
	SessionID string
	UserID    string
	At        time.Time
}

// CutSource is where a process learns of cuts.
type CutSource interface {
	// Cuts returns those made at or after a time; any error means that they are
	// not known at present.
	Cuts(ctx context.Context, since time.Time) ([]Cut, error)
}

// cutDocument is a cut as stored.
type cutDocument struct {
	ID        string    `bson:"_id"`
	SessionID string    `bson:"sessionId"`
	UserID    string    `bson:"userId"`
	At        time.Time `bson:"at"`
	// All says that every session of the user was ended, except the one named.
	All       bool      `bson:"all,omitempty"`
	Except    string    `bson:"except,omitempty"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

// holds reports whether it cuts tokens; one with an exception only marks the
// time, and the sessions have cuts of their own.
func (d *cutDocument) holds() bool { return d.Except == "" }

func (d *cutDocument) cut() Cut { return Cut{SessionID: d.SessionID, UserID: d.UserID, At: d.At} }

const (
	cutsByTime = "by_time"
	endedAlls  = "ended_alls"
)

func cutCollection() store.Definition[cutDocument] {
	return store.Define[cutDocument]("access_cuts", store.Schema{
		Expiry: store.Expiry{Field: "expiresAt"},
		Indexes: []store.Index{
			{Name: cutsByTime, Fields: []string{"at"}},
			{Name: endedAlls, Fields: []string{"userId", "all", "at"}},
		},
		Hidden: []string{store.HideAll},
	})
}

// Cuts are the cuts in a database: the CutSource of the processes that have it.
type Cuts struct {
	cuts *store.Collection[cutDocument]
	now  func() time.Time
}

// OpenCuts makes the collection ready.
func OpenCuts(ctx context.Context, db *store.DB, now func() time.Time) (*Cuts, error) {
	cuts, err := cutCollection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open access cuts: %w", err)
	}
	return &Cuts{cuts: cuts, now: now}, nil
}

// Cuts returns the cuts made at or after a time, oldest first.
func (c *Cuts) Cuts(ctx context.Context, since time.Time) ([]Cut, error) {
	q := store.Query{Index: cutsByTime, PageSize: store.MaxPageSize}
	if !since.IsZero() {
		q.From = since
	}
	var all []Cut
	for d, err := range c.cuts.All(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("list access cuts: %w", err)
		}
		if d.holds() {
			all = append(all, d.cut())
		}
	}
	return all, nil
}

func (c *Cuts) add(ctx context.Context, d cutDocument) (cutDocument, error) {
	now := c.now()
	d.ID, d.At, d.ExpiresAt = store.NewID(now), milli(now), now.Add(cutLife)
	if err := c.cuts.Insert(ctx, d); err != nil {
		return d, fmt.Errorf("cut access: %w", err)
	}
	return d, nil
}

// allEndedSince reports whether all of a user's sessions were ended at or after
// a time.
func (c *Cuts) allEndedSince(ctx context.Context, user account.UserID, since time.Time) (bool, error) {
	page, err := c.cuts.List(ctx, store.Query{
		Index: endedAlls, Equal: []any{string(user), true}, From: milli(since), PageSize: 1,
	})
	if err != nil {
		return false, fmt.Errorf("list access cuts: %w", err)
	}
	return len(page.Items) > 0, nil
}

// milli is a time as the store and the tokens have it.
func milli(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }
