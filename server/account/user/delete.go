package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// grace is how long a deleted account can be restored (UM-003, NFR-C-002).
	grace = 30 * 24 * time.Hour
	// rememberErasure is longer than any backup is kept (30 days, NFR-C-002).
	rememberErasure = 90 * 24 * time.Hour

	purposeRestore = "restore_account"
)

// Delete closes the caller's account at once: every device is signed out. All
// that is kept is erased when the grace ends, which it returns.
func (s *Service) Delete(ctx context.Context, caller account.Identity, given string) (eraseAt time.Time, err error) {
	u, err := s.get(ctx, caller.UserID)
	if err != nil {
		return time.Time{}, err
	}
	if err := s.prove(ctx, caller, u, given); err != nil {
		return time.Time{}, err
	}
	now := s.Now()
	u, err = s.update(ctx, u.ID, func(u *User) error {
		u.DeletedAt, u.EraseAt = now, now.Add(grace)
		return nil
	})
	if err != nil {
		return time.Time{}, err
	}
	if _, err := s.Sessions.EndAll(ctx, caller.UserID, ""); err != nil {
		return time.Time{}, err //nolint:wrapcheck // the sessions say what they did
	}
	token, err := s.Links.Issue(ctx, link.Link{UserID: u.ID, Purpose: purposeRestore}, grace)
	if err != nil {
		return time.Time{}, err //nolint:wrapcheck // the links say what they did
	}
	return u.EraseAt, errors.Join(
		s.note(ctx, u.ID, audit.AccountDeleted, audit.Owner, nil),
		s.send(ctx, u, letter.AccountDeleted, map[string]string{"token": token, "erased_on": u.EraseAt.UTC().Format(time.DateOnly)}))
}

// Restore takes a deletion back with the token of the mail, once. Without a
// token it is for a signed-in caller, whose account signing in has restored.
func (s *Service) Restore(ctx context.Context, token string) error {
	if token == "" {
		if _, ok := account.FromContext(ctx); !ok {
			return account.ErrToken
		}
		return nil
	}
	l, err := s.Links.Redeem(ctx, purposeRestore, token)
	if err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	if _, err = s.restore(ctx, l.UserID); errors.Is(err, errNoAccount) {
		return errLink
	}
	return err
}

func (s *Service) restore(ctx context.Context, id string) (User, error) {
	restored := false
	u, err := s.update(ctx, id, func(u *User) error {
		restored = u.Deleted()
		if restored {
			u.DeletedAt, u.EraseAt = time.Time{}, time.Time{}
			if !u.EmailVerified {
				u.EraseAt = s.Now().Add(unverifiedLife)
			}
		}
		return nil
	})
	if err != nil || !restored {
		return u, err
	}
	return u, errors.Join(
		s.Links.Revoke(ctx, id, purposeRestore),
		s.note(ctx, id, audit.AccountRestored, audit.Owner, nil),
		s.send(ctx, u, letter.AccountRestored, nil))
}

// Sweep erases the accounts whose time has come: deleted ones after their
// grace, and those that nobody ever verified; and makes expired exports go. A
// failing account does not keep the others from being erased.
func (s *Service) Sweep(ctx context.Context) (erased int, err error) {
	var failed []error
	now := s.Now()
	for u, err := range s.users.All(ctx, store.Query{Index: byErasure, To: now}) {
		if err != nil {
			failed = append(failed, err)
			break
		}
		due, err := s.claimErasure(ctx, u.ID, now)
		if err == nil && due {
			err = s.Erase(ctx, u.ID)
		}
		if err != nil {
			failed = append(failed, err)
		} else if due {
			erased++
		}
	}
	failed = append(failed, s.sweepExports(ctx))
	return erased, errors.Join(failed...)
}

// claimErasure marks an account whose time has come; false when its owner has
// come back. From then on no restoring and no verifying finds it, so that the
// one or the other happens and never both.
func (s *Service) claimErasure(ctx context.Context, id string, now time.Time) (bool, error) {
	errBack := errors.New("the owner came back")
	_, err := s.users.Update(ctx, id, func(u *User) error {
		if u.EraseAt.IsZero() || u.EraseAt.After(now) {
			return errBack
		}
		u.Erasing = true
		return nil
	})
	if errors.Is(err, errBack) || errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err //nolint:wrapcheck // the store says what it did
}

// Erase removes everything about a person: sessions, what other domains keep,
// blobs, documents of every collection, the reserved address. It may be
// repeated; that somebody was erased is remembered first, so that a restored
// backup cannot bring them back.
func (s *Service) Erase(ctx context.Context, id string) error {
	now := s.Now()
	err := s.erasures.Insert(ctx, erasure{UserID: id, At: now, ExpiresAt: now.Add(rememberErasure)})
	if err != nil && !errors.Is(err, store.ErrExists) {
		return fmt.Errorf("erase %s: %w", id, err)
	}
	if _, err := s.Sessions.EndAll(ctx, account.UserID(id), ""); err != nil {
		return fmt.Errorf("erase %s: %w", id, err)
	}
	for one, err := range s.addresses.All(ctx, store.Query{Index: byUser, Equal: []any{id}}) {
		if err == nil {
			err = s.release(ctx, one.Email, id)
		}
		if err != nil {
			return fmt.Errorf("erase %s: %w", id, err)
		}
	}
	for _, erase := range s.Erasers {
		if err := erase(ctx, id); err != nil {
			return fmt.Errorf("erase %s: %w", id, err)
		}
	}
	if _, err := s.Blobs.EraseOwner(ctx, id); err != nil {
		return fmt.Errorf("erase %s: %w", id, err)
	}
	if _, err := s.DB.EraseOwner(ctx, id); err != nil {
		return fmt.Errorf("erase %s: %w", id, err)
	}
	s.changed(ctx, id)
	_, err = s.erasures.Update(ctx, id, func(e *erasure) error { e.Done = true; return nil })
	return err //nolint:wrapcheck // the store says what it did
}

// EraseAgain erases those who are here although they were erased, brought back
// by a restored backup, and those whose erasure was not finished. It returns how
// many were looked for.
func (s *Service) EraseAgain(ctx context.Context) (int, error) {
	n := 0
	var failed []error
	for one, err := range s.erasures.All(ctx, store.Query{Index: byTime}) {
		if err != nil {
			return n, err //nolint:wrapcheck // the store says what it did
		}
		n++
		if one.Done {
			_, err := s.users.Get(ctx, one.UserID)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
		}
		failed = append(failed, s.Erase(ctx, one.UserID))
	}
	return n, errors.Join(failed...)
}
