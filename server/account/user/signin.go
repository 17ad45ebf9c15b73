package user

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// failures that lock a device out of an account for a window (UM-002).
	maxFailures = 5
	// accountFailures an hour shut all unknown devices out of an account.
	accountFailures = 100
	accountWindow   = time.Hour
)

var (
	errCredentials = fault.New(fault.Unauthenticated, "invalid_credentials", "The address or the password is wrong.")
	errUnverified  = fault.New(fault.Denied, "email_not_verified", "Confirm your address first: open the link in the mail we sent, or ask for a new one.")
)

// Credentials is what somebody signs in with.
type Credentials struct {
	Email, Password string
	Remember        bool
	// DeviceToken from an earlier sign-in; empty takes the one of the origin.
	DeviceToken string
}

// SignedIn is a new sign-in session.
type SignedIn struct {
	Tokens signin.Tokens
	User   User
	// DeviceToken makes this device known.
	DeviceToken string
	// Restored tells that the account was about to be deleted.
	Restored bool
	// Created tells that the account was made on this occasion.
	Created bool
	// ReturnTo is the page to go to, for sign-ins through a provider.
	ReturnTo string
}

// SignIn begins a session with a password. Nothing it answers, nor its time,
// tells whether the address has an account.
//
// An attempt is counted before it is judged, so that parallel attempts cannot
// exceed the limit; those of one device come one after another. The failures
// of a device count for that device alone, and those of strangers never lock
// out a device that signed in before.
func (s *Service) SignIn(ctx context.Context, c Credentials) (SignedIn, error) {
	email := normal(c.Email)
	from := origin.FromContext(ctx)
	if c.DeviceToken == "" {
		c.DeviceToken = from.DeviceToken
	}
	u, err := s.byEmail(ctx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return SignedIn{}, err
	}
	all := allAttempts(u, email)
	key, known := s.attempts(all, u, from, c.DeviceToken)
	release, err := s.turns.take(ctx, key)
	if err != nil {
		return SignedIn{}, err
	}
	defer release()
	if err := s.Attempts.Reserve(ctx, key, maxFailures, window); err != nil {
		return SignedIn{}, locked(err)
	}
	if !known {
		if err := s.Attempts.Reserve(ctx, all, accountFailures, accountWindow); err != nil {
			return SignedIn{}, locked(err)
		}
	}
	// Once more: much may have happened while others had their turn.
	read := s.Now()
	if u, err = s.byEmail(ctx, email); err != nil && !errors.Is(err, store.ErrNotFound) {
		return SignedIn{}, err
	}
	right, err := s.Hasher.Matches(ctx, u.Password, c.Password)
	if err != nil {
		// Nothing was judged, so nothing is counted. The caller may have hung up.
		ctx := context.WithoutCancel(ctx)
		return SignedIn{}, errors.Join(err, s.Attempts.Refund(ctx, key), s.refund(ctx, all, known))
	}
	if !right {
		return SignedIn{}, s.failed(ctx, u.ID, email, key, all)
	}
	if err := errors.Join(s.Attempts.Clear(ctx, key), s.refund(ctx, all, known)); err != nil {
		return SignedIn{}, err
	}
	if !u.EmailVerified {
		return SignedIn{}, errUnverified
	}
	return s.begin(ctx, u, read, "password", c.Remember, known)
}

// allAttempts is what those of all unknown devices are counted under: the
// account and its present password, or an address without account.
func allAttempts(u User, email string) string {
	if u.ID == "" {
		return "signin:address:" + email
	}
	return "signin:" + u.ID + ":" + strconv.FormatInt(u.Passwords, 10)
}

// attempts is what the attempts of one device are counted under.
func (s *Service) attempts(all string, u User, from origin.Origin, token string) (key string, known bool) {
	if device, known := s.knownDevice(token, u.ID); known {
		return all + ":" + device, true
	}
	return all + ":" + from.Subnet(), false
}

func (s *Service) refund(ctx context.Context, key string, known bool) error {
	if known {
		return nil
	}
	return s.Attempts.Refund(ctx, key) //nolint:wrapcheck // the counter says what it did
}

// failed notes a failure, for known and unknown addresses alike, and refuses.
// Who is locked out by it is told: the device after five, everybody's unknown
// devices after a hundred.
func (s *Service) failed(ctx context.Context, userID, email, key, all string) error {
	if err := s.note(ctx, userID, audit.SignInFailed, audit.Stranger, nil); err != nil {
		return err
	}
	from := origin.FromContext(ctx)
	for _, limit := range []struct {
		key     string
		most    int
		minutes time.Duration
	}{{key, maxFailures, window}, {all, accountFailures, accountWindow}} {
		spent, err := s.Attempts.Spent(ctx, limit.key)
		if err != nil {
			return err //nolint:wrapcheck // the counter says what it did
		}
		if spent < limit.most {
			continue
		}
		about := AboutAddress{Email: email, Place: from.Place(), Agent: from.Agent, Minutes: int(limit.minutes.Minutes())}
		if err := s.Later.Add(ctx, Work{Kind: WorkLocked, Payload: about}); err != nil {
			return err //nolint:wrapcheck // the queue says what it did
		}
	}
	return errCredentials
}

// locked words the counter's refusal.
func locked(err error) error {
	f := fault.From(err)
	if f == nil || f.Kind != fault.Limited {
		return err
	}
	wait := "a minute"
	if n := int(math.Ceil(f.RetryAfter.Minutes())); n > 1 {
		wait = strconv.Itoa(n) + " minutes"
	}
	return fault.Newf(fault.Limited, "account_locked", "Too many failed attempts. Wait %s, or set a new password with \"forgot password\".", wait).After(f.RetryAfter)
}

// begin starts a session for somebody who has proved who they are, by what was
// read of the account at a time: a password that is replaced while it is being
// compared must not sign in.
func (s *Service) begin(ctx context.Context, u User, read time.Time, method string, remember, known bool) (SignedIn, error) {
	switch {
	case u.Erasing:
		return SignedIn{}, errNoAccount
	case u.Suspended():
		return SignedIn{}, errSuspended
	}
	out := SignedIn{Restored: u.Deleted()}
	if u.Deleted() {
		var err error
		if u, err = s.restore(ctx, u.ID); err != nil {
			return SignedIn{}, err
		}
	}
	who := u.identity()
	who.IssuedAt = read
	var err error
	if out.Tokens, err = s.Sessions.Start(ctx, who, method, remember); err != nil {
		return SignedIn{}, err //nolint:wrapcheck // the sessions say what they did
	}
	from := origin.FromContext(ctx)
	switch {
	case !u.SignedInOnce:
		if u, err = s.update(ctx, u.ID, func(u *User) error { u.SignedInOnce = true; return nil }); err != nil {
			return SignedIn{}, err
		}
	case !known:
		if err := s.send(ctx, u, letter.NewDevice, map[string]string{"agent": from.Agent, "place": from.Place()}); err != nil {
			return SignedIn{}, err
		}
	}
	out.User, out.DeviceToken = u, s.deviceToken(u.ID)
	return out, s.noteIn(ctx, out.Tokens.Session.ID, u.ID, audit.SignedIn, audit.Owner, map[string]string{"method": method})
}

// deviceToken makes a device known to one account: a random name and our
// signature of it with the account's id. It opens nothing.
func (s *Service) deviceToken(userID string) string {
	name := rand.Text()
	return name + "." + s.mac("device", name+"\x00"+userID)
}

// knownDevice returns the name of a device that signed in to this account
// before.
func (s *Service) knownDevice(token, userID string) (name string, ok bool) {
	name, signature, _ := strings.Cut(token, ".")
	want := s.mac("device", name+"\x00"+userID)
	return name, hmac.Equal([]byte(want), []byte(signature))
}

// Refresh exchanges a refresh token.
func (s *Service) Refresh(ctx context.Context, token string) (signin.Tokens, error) {
	return s.Sessions.Refresh(ctx, token) //nolint:wrapcheck // a fault of its own
}

// Reused tells the owner that an old refresh token was shown: either it was
// stolen or the new one was. It is what signin.Options.Reused wants.
func (s *Service) Reused(ctx context.Context, session signin.Session, from origin.Origin) error {
	if err := s.note(ctx, session.UserID, audit.RefreshTokenReused, audit.Stranger, map[string]string{"session": session.ID}); err != nil {
		return err
	}
	u, err := s.users.Get(ctx, session.UserID)
	if err != nil {
		return err //nolint:wrapcheck // the store says what it did
	}
	return s.send(ctx, u, letter.SessionReused, map[string]string{"agent": from.Agent, "place": from.Place()})
}

// SignOut ends the session of a caller and that of a refresh token that is shown
// with it or alone: a browser may have signed in twice.
func (s *Service) SignOut(ctx context.Context, refreshToken string) error {
	caller, signedIn := account.FromContext(ctx)
	signedIn = signedIn && caller.SessionID != ""
	if signedIn {
		err := s.Sessions.End(ctx, caller.UserID, caller.SessionID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err //nolint:wrapcheck // the sessions say what they did
		}
		if err := s.note(ctx, string(caller.UserID), audit.SignedOut, audit.Owner, nil); err != nil {
			return err
		}
	}
	switch {
	case refreshToken != "":
		err := s.signOutByToken(ctx, refreshToken)
		if signedIn && fault.KindOf(err) == fault.Unauthenticated {
			return nil // the caller is signed out; the token was nothing
		}
		return err
	case !signedIn:
		return account.ErrToken
	}
	return nil
}

// Forget signs out whoever a refresh token belongs to, because it is about to be
// replaced in the only place where it is. A token that is nothing is no fault.
func (s *Service) Forget(ctx context.Context, refreshToken string) error {
	err := s.signOutByToken(ctx, refreshToken)
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil
	}
	return err
}

// signOutByToken ends the session of a refresh token.
func (s *Service) signOutByToken(ctx context.Context, refreshToken string) error {
	session, ended, err := s.Sessions.EndByToken(ctx, refreshToken)
	if err != nil || !ended {
		return err //nolint:wrapcheck // a fault of its own
	}
	return s.noteIn(ctx, session.ID, session.UserID, audit.SignedOut, audit.Owner, nil)
}

// Devices lists a user's sign-in sessions, last used first.
func (s *Service) Devices(ctx context.Context, id account.UserID) ([]signin.Session, error) {
	return s.Sessions.List(ctx, id) //nolint:wrapcheck // the sessions say what they did
}

// device finds one of a user's open sessions.
func (s *Service) device(ctx context.Context, id account.UserID, session string) (signin.Session, bool, error) {
	all, err := s.Sessions.List(ctx, id)
	i := slices.IndexFunc(all, func(one signin.Session) bool { return one.ID == session })
	if err != nil || i < 0 {
		return signin.Session{}, false, err //nolint:wrapcheck // the sessions say what they did
	}
	return all[i], true, nil
}

// EndDevice ends one of the user's sessions.
func (s *Service) EndDevice(ctx context.Context, id account.UserID, session string) error {
	if err := s.Sessions.End(ctx, id, session); err != nil {
		return err //nolint:wrapcheck // a fault of its own
	}
	return s.note(ctx, string(id), audit.SessionEnded, audit.Owner, map[string]string{"session": session})
}

// EndDevices ends all of a user's sessions but one; an empty one ends all.
func (s *Service) EndDevices(ctx context.Context, id account.UserID, except string) (int, error) {
	n, err := s.Sessions.EndAll(ctx, id, except)
	if err != nil {
		return n, err //nolint:wrapcheck // the sessions say what they did
	}
	return n, s.note(ctx, string(id), audit.SessionsEnded, audit.Owner, nil)
}
