package user

import (
	"context"
	"errors"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// resetLife is how long a reset link works.
	resetLife = time.Hour
	// recent is how long ago one may have signed in to do without the password.
	recent = 15 * time.Minute

	purposeReset = "reset_password"
)

var (
	errWrongPassword = fault.New(fault.Denied, "wrong_password", "The password is wrong.")
	errNotRecent     = fault.New(fault.Denied, "recent_sign_in_required", "Give your password, or sign in again and repeat this within 15 minutes.")
)

// RequestPasswordReset sends a mail with a link, if the address has an account.
// At most five a quarter of an hour for one address.
func (s *Service) RequestPasswordReset(ctx context.Context, email string) error {
	return s.aboutAddress(ctx, WorkPasswordReset, email)
}

// ResetPassword sets a new password with the token of a mail, once, and signs
// all devices out. Who got the mail has the address: it counts as verified.
func (s *Service) ResetPassword(ctx context.Context, token, newPassword string) error {
	l, err := s.Links.Peek(ctx, purposeReset, token)
	if err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	// A password that is refused must not cost the link.
	if err := password.Check("new_password", newPassword, l.Data["email"]); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	hash, err := s.Hasher.Hash(ctx, newPassword)
	if err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	if l, err = s.Links.Redeem(ctx, purposeReset, token); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	// Now and once more when it is done: the link is used up, so should we die in
	// between, nobody could end the sessions of whoever knew the old password.
	if _, err := s.Sessions.EndAll(ctx, account.UserID(l.UserID), ""); err != nil {
		return err //nolint:wrapcheck // the sessions say what they did
	}
	u, err := s.update(ctx, l.UserID, func(u *User) error {
		if u.Email != l.Data["email"] {
			return errLink
		}
		u.Password = hash
		u.Passwords++
		u.verify()
		return nil
	})
	if errors.Is(err, errNoAccount) {
		return errLink
	}
	if err != nil {
		return err
	}
	return s.passwordChanged(ctx, u, audit.PasswordReset, "")
}

// ChangePassword replaces the password and signs all other devices out. An
// account without a password gets one within 15 minutes of signing in.
func (s *Service) ChangePassword(ctx context.Context, caller account.Identity, current, next string) error {
	u, err := s.get(ctx, caller.UserID)
	if err != nil {
		return err
	}
	if u.Password != "" && current == "" {
		return fault.BadField("current_password", "required", "Give the present password.")
	}
	if err := s.prove(ctx, caller, u, current); err != nil {
		return err
	}
	if err := password.Check("new_password", next, u.Email); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	hash, err := s.Hasher.Hash(ctx, next)
	if err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	// As in ResetPassword: with the old password gone this cannot be repeated.
	if _, err := s.Sessions.EndAll(ctx, caller.UserID, caller.SessionID); err != nil {
		return err //nolint:wrapcheck // the sessions say what they did
	}
	before := u.Password
	u, err = s.update(ctx, u.ID, func(u *User) error {
		if u.Password != before {
			// Changed on another device in the meantime.
			return errWrongPassword
		}
		u.Password = hash
		u.Passwords++
		return nil
	})
	if err != nil {
		return err
	}
	return s.passwordChanged(ctx, u, audit.PasswordChanged, caller.SessionID)
}

func (s *Service) passwordChanged(ctx context.Context, u User, act, except string) error {
	_, err := s.Sessions.EndAll(ctx, account.UserID(u.ID), except)
	return errors.Join(err,
		s.Links.Revoke(ctx, u.ID, purposeReset),
		s.note(ctx, u.ID, act, audit.Owner, nil),
		s.send(ctx, u, letter.PasswordChanged, nil))
}

// prove makes sure that it is the owner who asks for something that cannot
// easily be undone: by the password, or by having signed in just now.
func (s *Service) prove(ctx context.Context, caller account.Identity, u User, given string) error {
	if given == "" {
		return s.proveRecent(ctx, caller)
	}
	// Of this session alone: whoever has stolen another one must not be able to
	// keep the owner from changing the password.
	key := "prove:" + u.ID + ":" + caller.SessionID
	release, err := s.turns.take(ctx, key)
	if err != nil {
		return err
	}
	defer release()
	if err := s.Attempts.Reserve(ctx, key, maxFailures, window); err != nil {
		return locked(err)
	}
	right, err := s.Hasher.Matches(ctx, u.Password, given)
	if err != nil {
		// The caller may have hung up while waiting.
		return errors.Join(err, s.Attempts.Refund(context.WithoutCancel(ctx), key))
	}
	if !right {
		return errors.Join(errWrongPassword, s.note(ctx, u.ID, audit.PasswordRefused, audit.Stranger, nil))
	}
	return s.Attempts.Clear(ctx, key) //nolint:wrapcheck // the counter says what it did
}

func (s *Service) proveRecent(ctx context.Context, caller account.Identity) error {
	session, open, err := s.device(ctx, caller.UserID, caller.SessionID)
	if err == nil && (!open || s.Now().Sub(session.CreatedAt) >= recent) {
		err = errNotRecent
	}
	return err
}

// get reads the caller's own account.
func (s *Service) get(ctx context.Context, id account.UserID) (User, error) {
	u, err := s.users.Of(string(id)).Get(ctx, string(id))
	if errors.Is(err, store.ErrNotFound) {
		return u, errNoAccount
	}
	return u, err //nolint:wrapcheck // the store says what it did
}

// sendReset sends a letter with a link that sets a password.
func (s *Service) sendReset(ctx context.Context, u User, kind string) error {
	token, err := s.Links.Issue(ctx, link.Link{UserID: u.ID, Purpose: purposeReset, Data: map[string]string{"email": u.Email}}, resetLife)
	if err != nil {
		return err //nolint:wrapcheck // the links say what they did
	}
	return errors.Join(
		s.note(ctx, u.ID, audit.PasswordResetRequested, audit.Stranger, nil),
		s.send(ctx, u, kind, map[string]string{letter.Token: token}))
}
