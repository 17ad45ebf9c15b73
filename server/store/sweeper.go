package store

import (
	"context"
	"log/slog"
	"time"
)

// Sweeper sweeps a database at regular times. Several processes may sweep one database: a document is removed once.
type Sweeper struct {
	DB    *DB
	Every time.Duration // a minute, as MongoDB's own TTL task takes
	Log   *slog.Logger
}

// Run sweeps until ctx ends. A failed sweep is logged, and what it left is removed by the next.
func (s Sweeper) Run(ctx context.Context) error {
	ticker := time.NewTicker(s.Every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-ticker.C:
			n, err := s.DB.Sweep(ctx, now)
			switch {
			case err != nil && ctx.Err() == nil:
				s.Log.ErrorContext(ctx, "sweep failed", "error", err)
			case n > 0:
				s.Log.DebugContext(ctx, "swept expired documents", "documents", n)
			}
		}
	}
}
