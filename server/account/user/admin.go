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

var errOwnAccount = fault.New(fault.Conflict, "own_account", "Administrators cannot do this to their own account. Ask another one.")

// Users lists accounts, newest first, or the one with an address.
func (s *Service) Users(ctx context.Context, email string, size int, token string) (users []User, next string, err error) {
	if email != "" {
		u, err := s.byEmail(ctx, normal(email))
		if errors.Is(err, store.ErrNotFound) {
			return nil, "", nil
		}
		return []User{u}, "", err
	}
	page, err := s.users.List(ctx, store.Query{Index: byCreation, Descending: true, PageSize: size, PageToken: token})
	return page.Items, page.Next, err //nolint:wrapcheck // the store says what it did
}

// Account returns anybody's account, for administrators, and how many devices
// are signed in.
func (s *Service) Account(ctx context.Context, id string) (User, int, error) {
	u, err := s.users.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return u, 0, errNoAccount
	}
	if err != nil {
		return u, 0, err //nolint:wrapcheck // the store says what it did
	}
	devices, err := s.Sessions.List(ctx, account.UserID(id))
	return u, len(devices), err //nolint:wrapcheck // the sessions say what they did
}

// SetRole changes what an account may do. Access tokens with the old role are
// refused at once.
func (s *Service) SetRole(ctx context.Context, admin account.Identity, id string, role account.Role) (User, error) {
	if id == string(admin.UserID) {
		return User{}, errOwnAccount
	}
	u, err := s.update(ctx, id, func(u *User) error { u.Role = role; return nil })
	if err != nil {
		return u, err
	}
	return u, errors.Join(
		s.Sessions.Cut(ctx, account.UserID(id)),
		s.note(ctx, id, audit.RoleChanged, audit.Admin, map[string]string{"role": string(role), "admin": string(admin.UserID)}))
}

// Suspend shuts an account out at once, or lets it in again.
func (s *Service) Suspend(ctx context.Context, admin account.Identity, id string, suspended bool, reason string) (User, error) {
	if id == string(admin.UserID) {
		return User{}, errOwnAccount
	}
	act, kind, data := audit.AccountReinstated, letter.AccountReinstated, map[string]string(nil)
	u, err := s.update(ctx, id, func(u *User) error {
		u.SuspendedAt, u.SuspensionReason = time.Time{}, ""
		if suspended {
			u.SuspendedAt, u.SuspensionReason = s.Now(), reason
		}
		return nil
	})
	if err != nil {
		return u, err
	}
	if suspended {
		act, kind, data = audit.AccountSuspended, letter.AccountSuspended, map[string]string{"reason": reason}
		if _, err := s.Sessions.EndAll(ctx, account.UserID(id), ""); err != nil {
			return u, err //nolint:wrapcheck // the sessions say what they did
		}
	}
	return u, errors.Join(
		s.note(ctx, id, act, audit.Admin, map[string]string{"admin": string(admin.UserID)}),
		s.send(ctx, u, kind, data))
}

// AuditEvents lists what happened to an account, newest first; an empty id
// means all accounts.
func (s *Service) AuditEvents(ctx context.Context, id string, size int, token string) ([]audit.Event, string, error) {
	if id == "" {
		return s.Trail.ListAll(ctx, size, token) //nolint:wrapcheck // the trail says what it did
	}
	return s.Trail.List(ctx, id, size, token) //nolint:wrapcheck // the trail says what it did
}

// CreateAdmin makes a verified administrator's account, or makes the account
// that an address has one. It is for the command line. An empty password
// leaves the account without one: ResetLink is the way in.
func (s *Service) CreateAdmin(ctx context.Context, email, secret string) (u User, created bool, err error) {
	email = normal(email)
	hash := ""
	if secret != "" {
		if err := password.Check("password", secret, email); err != nil {
			return u, false, err //nolint:wrapcheck // a fault of its own
		}
		if hash, err = s.Hasher.Hash(ctx, secret); err != nil {
			return u, false, err //nolint:wrapcheck // a fault of its own
		}
	}
	u, err = s.byEmail(ctx, email)
	if errors.Is(err, store.ErrNotFound) {
		u, created, err = s.open(ctx, s.newUser(email, "Admin", "Admin", "en"))
	}
	if err != nil {
		return u, false, err
	}
	u, err = s.update(ctx, u.ID, func(u *User) error {
		u.Role = account.Admin
		// Whoever chose the password of an account that nobody verified may be
		// anybody: it does not become an administrator's.
		if hash != "" || !u.EmailVerified {
			u.Password = hash
		}
		u.verify()
		return nil
	})
	if err != nil {
		return u, created, err
	}
	if hash != "" {
		_, err = s.Sessions.EndAll(ctx, account.UserID(u.ID), "")
	}
	return u, created, errors.Join(err,
		s.Sessions.Cut(ctx, account.UserID(u.ID)),
		s.note(ctx, u.ID, audit.RoleChanged, audit.Admin, map[string]string{"role": string(account.Admin), "admin": "command line"}))
}

// ResetToken issues a token that sets a new password, as the mail would have
// it. It is for the command line.
func (s *Service) ResetToken(ctx context.Context, email string) (string, error) {
	u, err := s.ByAddress(ctx, email)
	if err != nil {
		return "", err
	}
	token, err := s.Links.Issue(ctx, link.Link{UserID: u.ID, Purpose: purposeReset, Data: map[string]string{"email": u.Email}}, resetLife)
	return token, errors.Join(err, s.note(ctx, u.ID, audit.PasswordResetRequested, audit.Admin, nil))
}

// DevelopmentUser returns the verified account of an address, making one if
// there is none. It is for the command line in development.
func (s *Service) DevelopmentUser(ctx context.Context, email string) (User, error) {
	email = normal(email)
	u, err := s.byEmail(ctx, email)
	if errors.Is(err, store.ErrNotFound) {
		u, _, err = s.open(ctx, s.newUser(email, "Developer", "Developer", "en"))
	}
	if err != nil || u.EmailVerified {
		return u, err
	}
	return s.update(ctx, u.ID, func(u *User) error { u.verify(); return nil })
}

// open makes an account, not yet verified, so that one which a crash leaves
// without its address is swept; or returns the one that was made meanwhile.
func (s *Service) open(ctx context.Context, u User) (_ User, created bool, err error) {
	if err := s.users.Insert(ctx, u); err != nil {
		return u, false, err //nolint:wrapcheck // the store says what it did
	}
	won, err := s.reserve(ctx, u.Email, u.ID)
	if err != nil || won {
		return u, won, err
	}
	if err := s.users.Delete(ctx, u.ID); err != nil {
		return u, false, err //nolint:wrapcheck // the store says what it did
	}
	u, err = s.byEmail(ctx, u.Email)
	return u, false, err
}

// ByAddress finds the account of an address, for the command line.
func (s *Service) ByAddress(ctx context.Context, email string) (User, error) {
	u, err := s.byEmail(ctx, normal(email))
	if errors.Is(err, store.ErrNotFound) {
		return u, errNoAccount
	}
	return u, err
}

// NoteFlag writes into the trail of an administrator that they switched a
// feature.
func (s *Service) NoteFlag(ctx context.Context, admin account.Identity, name string, enabled bool) error {
	act := audit.FeatureDisabled
	if enabled {
		act = audit.FeatureEnabled
	}
	return s.note(ctx, string(admin.UserID), act, audit.Admin, map[string]string{"flag": name})
}

// NoteFlagReset writes into the trail of an administrator that they took back
// what was set of a feature.
func (s *Service) NoteFlagReset(ctx context.Context, admin account.Identity, name string) error {
	return s.note(ctx, string(admin.UserID), audit.FeatureReset, audit.Admin, map[string]string{"flag": name})
}

// NoteJob writes into the trail of an administrator what they did with a job.
func (s *Service) NoteJob(ctx context.Context, admin account.Identity, act, job string) error {
	return s.note(ctx, string(admin.UserID), act, audit.Admin, map[string]string{"job": job})
}
