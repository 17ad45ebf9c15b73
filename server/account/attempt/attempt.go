// Package attempt bounds guessing: of passwords, codes, links. An attempt is
// spent before it is judged, so that however many guesses arrive at once, in
// however many processes, no more than the limit are ever looked at.
package attempt

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// ErrSpent is the fault of Reserve once the attempts are spent; copies of it
// (which say how long to wait) are errors.Is it.
var ErrSpent = fault.New(fault.Limited, "too_many_attempts", "Too many attempts.")

// tries bounds how often Reserve looks again because the count ended, began or
// was swept away under it; each such change lasts for a whole window.
const tries = 20

// document counts the attempts of one key in its present window.
type document struct {
	ID        string    `bson:"_id"` // see hashed
	Count     int64     `bson:"count"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"` // end of the window
}

func collection() store.Definition[document] {
	return store.Define[document]("attempts", store.Schema{
		Expiry: store.Expiry{Field: "expiresAt"},
		Hidden: []string{store.HideAll},
	})
}

// Counter counts attempts. It is safe for concurrent use, in any number of
// processes on one database.
type Counter struct {
	counts *store.Collection[document]
	now    func() time.Time
}

// Open makes the collection ready.
func Open(ctx context.Context, db *store.DB, now func() time.Time) (*Counter, error) {
	counts, err := collection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open attempts: %w", err)
	}
	return &Counter{counts: counts, now: now}, nil
}

// Reserve spends one attempt of the key, or returns ErrSpent with RetryAfter
// when limit attempts were spent in the present window. The first attempt
// starts the window and later ones don't prolong it; after its end the next
// attempt starts another. Keys may be secret or personal: they are stored
// hashed.
func (c *Counter) Reserve(ctx context.Context, key string, limit int, window time.Duration) error {
	if key == "" || limit < 1 || window <= 0 {
		return errors.New("reserve attempt: it needs a key, a limit and a window")
	}
	id := hashed(key)
	for range tries {
		doc, err := c.counts.Get(ctx, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			err = c.counts.Insert(ctx, document{ID: id, Count: 1, ExpiresAt: c.now().Add(window)})
			if errors.Is(err, store.ErrExists) {
				continue
			}
		case err != nil:
		case doc.over(c.now()):
			err = c.startAnew(ctx, id, window)
			if errors.Is(err, errRunning) || errors.Is(err, store.ErrNotFound) {
				continue
			}
		default:
			_, err = c.counts.Increment(ctx, id, "count", 1, int64(limit))
			if errors.Is(err, store.ErrLimit) {
				return spent(doc.ExpiresAt.Sub(c.now()))
			}
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
		}
		if err != nil {
			return fmt.Errorf("reserve attempt: %w", err)
		}
		return nil
	}
	return fmt.Errorf("reserve attempt: %w", store.ErrConflict)
}

// errRunning tells that somebody else started the new window first.
var errRunning = errors.New("the window is running")

// startAnew begins a window with one attempt spent, unless somebody did.
func (c *Counter) startAnew(ctx context.Context, id string, window time.Duration) error {
	_, err := c.counts.Update(ctx, id, func(doc *document) error {
		now := c.now()
		if !doc.over(now) {
			return errRunning
		}
		doc.Count, doc.ExpiresAt = 1, now.Add(window)
		return nil
	})
	return err //nolint:wrapcheck // Reserve decides on it and wraps it
}

// Refund gives one attempt of the present window back: it was judged and was
// right, or could not be judged. When none is left spent, the next attempt
// starts the window anew.
func (c *Counter) Refund(ctx context.Context, key string) error {
	_, err := c.counts.Update(ctx, hashed(key), func(doc *document) error {
		if doc.over(c.now()) {
			return store.ErrNotFound
		}
		doc.Count--
		return nil
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("refund attempt: %w", err)
	}
	return nil
}

// Clear forgets the key's attempts.
func (c *Counter) Clear(ctx context.Context, key string) error {
	if err := c.counts.Delete(ctx, hashed(key)); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("clear attempts: %w", err)
	}
	return nil
}

// over reports that nothing counts any more.
func (d document) over(now time.Time) bool { return d.Count < 1 || !now.Before(d.ExpiresAt) }

func spent(wait time.Duration) error {
	wait = max(wait, time.Second)
	minutes := int(math.Ceil(wait.Minutes()))
	f := *ErrSpent
	f.Message = fmt.Sprintf("Too many attempts. Try again in %d minutes.", minutes)
	if minutes == 1 {
		f.Message = "Too many attempts. Try again in a minute."
	}
	return f.After(wait)
}

// hashed hides a key, which may be an address, from readers of the database.
func hashed(key string) string {
	sum := sha256.Sum256([]byte("interviewai attempt\x00" + key))
	return hex.EncodeToString(sum[:])
}
