package user

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// changeLife is how long both sides have to confirm a new address.
	changeLife = 24 * time.Hour

	purposeChange = "change_email"
)

var errAddressTaken = fault.New(fault.Conflict, "email_taken", "The new address can no longer be used. Ask for the change again with another one.")

// RequestEmailChange writes to the present and to the new address; the change
// is made when both have confirmed. Whether the new one has an account is not
// told: in that case only its owner learns of it.
func (s *Service) RequestEmailChange(ctx context.Context, caller account.Identity, newEmail, given string) error {
	u, err := s.get(ctx, caller.UserID)
	if err != nil {
		return err
	}
	email := normal(newEmail)
	if email == u.Email {
		return fault.BadField("new_email", "same", "This is your address already.")
	}
	if err := s.prove(ctx, caller, u, given); err != nil {
		return err
	}
	// By the new address as well: many accounts must not fill one mailbox.
	for _, key := range []string{"change:" + u.ID, "change:" + email} {
		if err := s.Attempts.Reserve(ctx, key, mailsPerWindow, window); err != nil {
			return err //nolint:wrapcheck // a fault of its own
		}
	}
	change := EmailChange{ID: rand.Text(), Email: email, ExpiresAt: s.Now().Add(changeLife)}
	if u, err = s.update(ctx, u.ID, func(u *User) error { u.Change = &change; return nil }); err != nil {
		return err
	}
	if err := s.Links.Revoke(ctx, u.ID, purposeChange); err != nil {
		return err //nolint:wrapcheck // the links say what they did
	}
	current, err1 := s.changeLink(ctx, u, change, "current")
	next, err2 := s.changeLink(ctx, u, change, "new")
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return errors.Join(
		s.send(ctx, u, letter.EmailChangeCurrent, map[string]string{"token": current, "new_email": email}),
		s.sendTo(ctx, u, email, letter.EmailChangeNew, "", map[string]string{"token": next}),
		s.note(ctx, u.ID, audit.EmailChangeRequested, audit.Owner, nil))
}

func (s *Service) changeLink(ctx context.Context, u User, c EmailChange, side string) (string, error) {
	return s.Links.Issue(ctx, link.Link{UserID: u.ID, Purpose: purposeChange, Data: map[string]string{"change": c.ID, "side": side}}, changeLife) //nolint:wrapcheck // the links say what they did
}

// ConfirmEmailChange confirms a change from one of its two addresses. changed
// tells that both have, and that the new address is in force.
func (s *Service) ConfirmEmailChange(ctx context.Context, token string) (changed bool, err error) {
	l, err := s.Links.Redeem(ctx, purposeChange, token)
	if err != nil {
		return false, err //nolint:wrapcheck // a fault of its own
	}
	u, err := s.update(ctx, l.UserID, func(u *User) error {
		if u.Change == nil || u.Change.ID != l.Data["change"] || !s.Now().Before(u.Change.ExpiresAt) {
			return errLink
		}
		if l.Data["side"] == "current" {
			u.Change.CurrentConfirmed = true
		} else {
			u.Change.NewConfirmed = true
		}
		return nil
	})
	if errors.Is(err, errNoAccount) {
		return false, errLink
	}
	if err != nil || !u.Change.CurrentConfirmed || !u.Change.NewConfirmed {
		return false, err
	}
	return true, s.changeEmail(ctx, u)
}

// changeEmail puts a confirmed address in force: the new one is reserved
// first, so that at every moment the account can be reached by one of them.
func (s *Service) changeEmail(ctx context.Context, u User) error {
	id, old, change := u.ID, u.Email, *u.Change
	won, err := s.reserve(ctx, change.Email, id)
	if err != nil {
		return err
	}
	if !won {
		_, err := s.update(ctx, id, func(u *User) error { u.Change = nil; return nil })
		return errors.Join(errAddressTaken, err)
	}
	u, err = s.update(ctx, u.ID, func(u *User) error {
		if u.Change == nil || u.Change.ID != change.ID {
			return errLink // asked for another address meanwhile
		}
		u.Email, u.Change, u.EmailVerified = change.Email, nil, true
		return nil
	})
	if fault.From(err) != nil {
		return errors.Join(err, s.release(ctx, change.Email, id))
	}
	if err != nil {
		return err
	}
	return errors.Join(
		s.release(ctx, old, u.ID),
		// Access tokens carry the address: the devices get new ones.
		s.Sessions.Cut(ctx, account.UserID(u.ID)),
		s.Links.Revoke(ctx, u.ID, purposeReset),
		s.note(ctx, u.ID, audit.EmailChanged, audit.Owner, nil),
		s.sendTo(ctx, u, old, letter.EmailChanged, "", map[string]string{"new_email": u.Email}))
}
