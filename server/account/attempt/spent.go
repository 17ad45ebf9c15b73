package attempt

import (
	"context"
	"errors"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Spent returns how many attempts of the key the present window has seen.
func (c *Counter) Spent(ctx context.Context, key string) (int, error) {
	d, err := c.counts.Get(ctx, hashed(key))
	if errors.Is(err, store.ErrNotFound) || err == nil && d.over(c.now()) {
		return 0, nil
	}
	return int(d.Count), err //nolint:wrapcheck // the store says what it did
}
