package user

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// verifyLife is how long a verification link works (UM-001).
	verifyLife = 24 * time.Hour
	// unverifiedLife is how long an account waits to be verified before it is
	// erased and its address is free again.
	unverifiedLife = 7 * 24 * time.Hour
	// staleReservation is when a reservation without its account is taken for
	// what a crash left behind.
	staleReservation = 10 * time.Minute

	purposeVerify = "verify_email"
)

// Registration is who wants an account.
type Registration struct {
	Email, Password     string
	FirstName, LastName string
	Language            string
	Captcha             string
}

// Register opens an account, or tells the owner of an address that is taken by
// mail. Its answer and its time are the same either way: both hash the
// password, write an account document and queue a job.
func (s *Service) Register(ctx context.Context, r Registration) (userID string, err error) {
	email := normal(r.Email)
	u := s.newUser(email, r.FirstName, r.LastName, r.Language)
	if err := errors.Join(checkName("first_name", u.FirstName), checkName("last_name", u.LastName), checkLanguage("language", r.Language),
		password.Check("password", r.Password, email)); err != nil {
		return "", merge(err)
	}
	if s.Captcha != nil {
		if err := s.Captcha.Check(ctx, r.Captcha); err != nil {
			return "", err //nolint:wrapcheck // a fault of its own
		}
	}
	if u.Password, err = s.Hasher.Hash(ctx, r.Password); err != nil {
		if s.Captcha != nil { // too many are waiting: nobody should have to solve it again
			err = errors.Join(err, s.Captcha.GiveBack(context.WithoutCancel(ctx), r.Captcha))
		}
		return "", err
	}
	// The account comes first: without its address nobody can reach it, and the
	// sweep removes it. The other way round, a crash would lock the address.
	if err := s.users.Insert(ctx, u); err != nil {
		return "", err //nolint:wrapcheck // the store says what it did
	}
	won, err := s.reserve(ctx, email, u.ID)
	if err != nil {
		return "", err
	}
	if won {
		return u.ID, s.welcome(ctx, u)
	}
	var both errgroup.Group
	both.Go(func() error { return s.users.Delete(ctx, u.ID) })
	both.Go(func() error {
		return s.Later.Add(ctx, Work{Kind: WorkTaken, Payload: AboutAddress{Email: email}})
	})
	return u.ID, both.Wait() //nolint:wrapcheck // the store says what it did
}

func (s *Service) welcome(ctx context.Context, u User) error {
	var both errgroup.Group
	both.Go(func() error {
		return s.Later.Add(ctx, Work{Kind: WorkResend, Key: "verify:" + u.ID, Payload: AboutAddress{Email: u.Email}})
	})
	both.Go(func() error { return s.note(ctx, u.ID, audit.Registered, audit.Owner, nil) })
	return both.Wait() //nolint:wrapcheck // wrapped where they fail
}

func (s *Service) newUser(email, first, last, language string) User {
	now := s.Now()
	id := rand.Text()
	return User{
		ID: id, UserID: id, Email: email, FirstName: strings.TrimSpace(first), LastName: strings.TrimSpace(last),
		Role: account.User, TermsAcceptedAt: now, CreatedAt: now, UpdatedAt: now, EraseAt: now.Add(unverifiedLife),
		Subscription: Subscription{Plan: "free", Status: "active", StartDate: now},
		Preferences: Preferences{
			Language:          language,
			Notifications:     Notifications{Email: true, Telegram: true, Push: true},
			InterviewSettings: InterviewSettings{AnswerStyle: "professional", AnswerLength: "medium", AutoTranscribe: true},
			Privacy:           Privacy{SaveHistory: true},
		},
		Usage: Usage{LastResetDate: now},
	}
}

// reserve takes an address for an account; false when somebody has it.
func (s *Service) reserve(ctx context.Context, email, userID string) (bool, error) {
	err := s.addresses.Insert(ctx, address{Email: email, UserID: userID, At: s.Now()})
	if !errors.Is(err, store.ErrExists) {
		return err == nil, err //nolint:wrapcheck // the store says what it did
	}
	_, err = s.byEmail(ctx, email)
	if !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	// The reservation has no account, yet or any more: one that is old enough
	// was left by a crash, and whoever changes it first has it.
	errTaken := errors.New("taken")
	_, err = s.addresses.Update(ctx, email, func(a *address) error {
		if a.UserID != userID && s.Now().Sub(a.At) < staleReservation {
			return errTaken
		}
		a.UserID, a.At = userID, s.Now()
		return nil
	})
	if errors.Is(err, errTaken) || errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err //nolint:wrapcheck // the store says what it did
}

// release gives an address back if it is still this account's. It is renewed
// first, lest somebody takes it over as stale between the look and the removal.
func (s *Service) release(ctx context.Context, email, userID string) error {
	errTaken := errors.New("taken")
	_, err := s.addresses.Update(ctx, email, func(a *address) error {
		if a.UserID != userID {
			return errTaken
		}
		a.At = s.Now()
		return nil
	})
	if err == nil {
		err = s.addresses.Delete(ctx, email)
	}
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, errTaken) {
		return nil
	}
	return err //nolint:wrapcheck // the store says what it did
}

func (s *Service) sendVerification(ctx context.Context, u User) error {
	token, err := s.Links.Issue(ctx, link.Link{UserID: u.ID, Purpose: purposeVerify, Data: map[string]string{"email": u.Email}}, verifyLife)
	if err != nil {
		return err //nolint:wrapcheck // the links say what they did
	}
	return s.send(ctx, u, letter.VerifyEmail, map[string]string{"token": token})
}

// VerifyEmail confirms an address with the token of a mail, once. The link is
// used up last: a crash in between leaves one that still works.
func (s *Service) VerifyEmail(ctx context.Context, token string) error {
	l, err := s.Links.Peek(ctx, purposeVerify, token)
	if err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	u, err := s.update(ctx, l.UserID, func(u *User) error {
		if u.Email != l.Data["email"] {
			return errLink
		}
		u.verify()
		return nil
	})
	if errors.Is(err, errNoAccount) {
		return errLink
	}
	if err != nil {
		return err
	}
	if _, err := s.Links.Redeem(ctx, purposeVerify, token); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	return s.note(ctx, u.ID, audit.EmailVerified, audit.Owner, nil)
}

// verify marks the address as the owner's.
func (u *User) verify() {
	if !u.EmailVerified && !u.Deleted() {
		u.EraseAt = time.Time{}
	}
	u.EmailVerified = true
}

// errLink is for links that have become pointless, in the words of those that
// never were any.
var errLink = link.ErrInvalid

// ResendVerification sends the mail again, if the address has an account that
// waits for it. At most five a quarter of an hour for one address.
func (s *Service) ResendVerification(ctx context.Context, email string) error {
	return s.aboutAddress(ctx, WorkResend, email)
}

// aboutAddress queues work about an address, whether or not it has an account.
func (s *Service) aboutAddress(ctx context.Context, kind, email string) error {
	email = normal(email)
	if err := s.Attempts.Reserve(ctx, kind+":"+email, mailsPerWindow, window); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	return s.Later.Add(ctx, Work{Kind: kind, Payload: AboutAddress{Email: email}}) //nolint:wrapcheck // the queue says what it did
}

// The mails that one address can be made to receive.
const (
	mailsPerWindow = 5
	window         = 15 * time.Minute
)
