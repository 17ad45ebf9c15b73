package coach

import (
	"context"
	"fmt"

	"github.com/interviewai-pro/interviewai/server/store"
)

// LogRemover removes the fast copy of a session's events.
type LogRemover interface {
	Remove(ctx context.Context, sessionID string) error
}

// EraseLogs removes what is kept of a person's live sessions outside the
// documents, for a process that may not run this service. The documents
// themselves go with all others of their owner.
func EraseLogs(ctx context.Context, db *store.DB, logs LogRemover, userID string) error {
	sessions, err := Sessions.Open(ctx, db)
	if err != nil {
		return fmt.Errorf("erase live sessions: %w", err)
	}
	for session, err := range sessions.Of(userID).All(ctx, store.Query{Index: store.OwnerIndex}) {
		if err != nil {
			return fmt.Errorf("erase live sessions: %w", err)
		}
		if err := logs.Remove(ctx, session.ID); err != nil {
			return fmt.Errorf("erase live session %s: %w", session.ID, err)
		}
	}
	return nil
}
