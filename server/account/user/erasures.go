package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Erased is somebody who was erased.
type Erased struct {
	UserID string
	At     time.Time
}

// ListErased returns who was erased as long as it is remembered. It is taken
// from a database before a backup replaces it.
func ListErased(ctx context.Context, db *store.DB) ([]Erased, error) {
	erasures, err := erasureCollection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("list erasures: %w", err)
	}
	var all []Erased
	for one, err := range erasures.All(ctx, store.Query{Index: byTime}) {
		if err != nil {
			return nil, fmt.Errorf("list erasures: %w", err)
		}
		all = append(all, Erased{UserID: one.UserID, At: one.At})
	}
	return all, nil
}

// RememberErased makes EraseAgain erase people whom a restored backup brought
// back.
func RememberErased(ctx context.Context, db *store.DB, all []Erased) error {
	erasures, err := erasureCollection().Open(ctx, db)
	if err != nil {
		return fmt.Errorf("remember erasures: %w", err)
	}
	for _, one := range all {
		err := erasures.Insert(ctx, erasure{UserID: one.UserID, At: one.At, ExpiresAt: one.At.Add(rememberErasure)})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return fmt.Errorf("remember erasures: %w", err)
		}
	}
	return nil
}
