package user

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// OAuthIdentity is who a provider says somebody is.
type OAuthIdentity struct {
	Provider, Subject   string
	Email               string
	EmailVerified       bool
	FirstName, LastName string
	Picture             string // address of a picture
}

// OAuthAttempt is what a sign-in through a provider was begun with.
type OAuthAttempt struct {
	ReturnTo, Language string
	LinkTo             string // the user who links; empty to sign in
	LinkFrom           string // the sign-in session they do it in
	Remember           bool
	Terms              bool // accepted, for an account made on this occasion
}

// OAuthStarted is where to send the person, and what must come back.
type OAuthStarted struct{ URL, State, Binding string }

// OAuth signs in through providers.
type OAuth interface {
	Start(ctx context.Context, provider string, a OAuthAttempt) (OAuthStarted, error)
	Finish(ctx context.Context, provider, code, state, binding string) (OAuthIdentity, OAuthAttempt, error)
}

var (
	errNoProvider      = fault.BadField("provider", "unknown", "Signing in through other services is not offered here. Use your password.")
	errProviderAddress = fault.New(fault.Denied, "provider_email_not_verified", "The provider has not confirmed your address. Confirm it there, or register with a password.")
	errProviderTaken   = fault.New(fault.Conflict, "provider_account_taken", "That account signs in to another account of ours. Unlink it there first.")
	errNotLinked       = fault.New(fault.NotFound, "not_linked", "There is no such account linked.")
	errTerms           = fault.New(fault.Denied, "terms_not_accepted", "There is no account for this address yet. Accept the terms to open one.")
	errProviderLinked  = fault.New(fault.Conflict, "provider_account_linked", "Another account of that provider signs in to this account. Sign in with it, or unlink it first.")
	errOnlyWayIn       = fault.New(fault.Conflict, "only_way_in", "This is the only way to sign in to your account. Set a password first.")
)

// StartOAuth begins to sign in through a provider, or, within 15 minutes of
// signing in, to link its account to the caller's.
func (s *Service) StartOAuth(ctx context.Context, provider string, a OAuthAttempt) (OAuthStarted, error) {
	if s.OAuth == nil {
		return OAuthStarted{}, errNoProvider
	}
	if caller, ok := account.FromContext(ctx); ok {
		// What is linked signs in for good: an open session alone, which may be
		// stolen, is not enough.
		if err := s.proveRecent(ctx, caller); err != nil {
			return OAuthStarted{}, err
		}
		a.LinkTo, a.LinkFrom = string(caller.UserID), caller.SessionID
	}
	return s.OAuth.Start(ctx, provider, a) //nolint:wrapcheck // a fault of its own
}

// FinishOAuth signs in with what the provider sent back. An account of ours is
// found by the provider's own id; by address only when the provider has
// verified it.
func (s *Service) FinishOAuth(ctx context.Context, provider, code, state, binding string) (SignedIn, error) {
	if s.OAuth == nil {
		return SignedIn{}, errNoProvider
	}
	who, attempt, err := s.OAuth.Finish(ctx, provider, code, state, binding)
	if err != nil {
		return SignedIn{}, err //nolint:wrapcheck // a fault of its own
	}
	if err := s.stillLinking(ctx, attempt); err != nil {
		return SignedIn{}, err
	}
	who.Email = normal(who.Email)
	u, created, err := s.providerUser(ctx, who, attempt)
	if err != nil {
		return SignedIn{}, err
	}
	// Read once more, after the time: what ends all sessions from now on, such as
	// a suspension, ends the new one too.
	read := s.Now()
	if u, err = s.get(ctx, account.UserID(u.ID)); err != nil {
		return SignedIn{}, err
	}
	_, known := s.knownDevice(origin.FromContext(ctx).DeviceToken, u.ID)
	known = known || attempt.LinkTo != "" // who links is signed in on this device
	out, err := s.begin(ctx, u, read, who.Provider, attempt.Remember, known)
	out.Created, out.ReturnTo = created, attempt.ReturnTo
	if err == nil && attempt.LinkTo != "" {
		// The new session takes the place of the one that linked.
		if err = s.Sessions.End(ctx, account.UserID(attempt.LinkTo), attempt.LinkFrom); fault.KindOf(err) == fault.NotFound {
			err = nil
		}
	}
	return out, err
}

// stillLinking refuses an attempt to link whose session was ended since it
// began: a thief who was signed out must not come back through an account of
// his own.
func (s *Service) stillLinking(ctx context.Context, a OAuthAttempt) error {
	if a.LinkTo == "" {
		return nil
	}
	_, open, err := s.device(ctx, account.UserID(a.LinkTo), a.LinkFrom)
	if err == nil && !open {
		err = signin.ErrEnded
	}
	return err
}

func (s *Service) providerUser(ctx context.Context, who OAuthIdentity, attempt OAuthAttempt) (u User, created bool, err error) {
	linked, err := s.providers.Get(ctx, who.key())
	switch {
	case err == nil && attempt.LinkTo != "" && linked.UserID != attempt.LinkTo:
		return u, false, errProviderTaken
	case err == nil:
		u, err = s.linkedUser(ctx, linked.UserID, who)
		return u, false, err
	case !errors.Is(err, store.ErrNotFound):
		return u, false, err //nolint:wrapcheck // the store says what it did
	}
	if attempt.LinkTo != "" {
		u, err = s.linkProvider(ctx, attempt.LinkTo, who, nil)
		return u, false, err
	}
	if who.Email == "" || !who.EmailVerified {
		return u, false, errProviderAddress
	}
	u, err = s.byEmail(ctx, who.Email)
	switch {
	case errors.Is(err, store.ErrNotFound) && !attempt.Terms:
		return u, false, errTerms
	case errors.Is(err, store.ErrNotFound):
		return s.createFromProvider(ctx, who, attempt.Language)
	case err != nil:
		return u, false, err
	case u.Suspended():
		return u, false, errSuspended
	case u.linked(who.Provider):
		// The owner chose another one by hand.
		return u, false, errProviderLinked
	}
	u, err = s.adopt(ctx, u, who)
	return u, false, err
}

// linkedUser is the account that a provider's account signs in to. A crash may
// have come between the link and what goes with it: that is done now, or the
// password of whoever registered the address first would stay.
func (s *Service) linkedUser(ctx context.Context, id string, who OAuthIdentity) (User, error) {
	u, err := s.users.Get(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return u, errNoAccount
	case err != nil:
		return u, err //nolint:wrapcheck // the store says what it did
	case u.Suspended():
		return u, errSuspended
	case !u.EmailVerified && (who.EmailVerified && who.Email == u.Email || !u.linked(who.Provider)):
		// Nothing is linked to an account that nobody verified unless the provider
		// has verified its address, which may be another one by now.
		return s.adopt(ctx, u, who)
	case !u.linked(who.Provider):
		return s.attach(ctx, id, who, nil)
	}
	return u, nil
}

// adopt links a provider's account to ours of the same, verified address. One
// that nobody verified may have been registered by somebody else: its password
// and its sessions go.
func (s *Service) adopt(ctx context.Context, u User, who OAuthIdentity) (User, error) {
	doubtful := !u.EmailVerified
	if doubtful {
		if _, err := s.Sessions.EndAll(ctx, account.UserID(u.ID), ""); err != nil {
			return u, err //nolint:wrapcheck // the sessions say what they did
		}
	}
	return s.linkProvider(ctx, u.ID, who, func(u *User) {
		if !u.EmailVerified {
			u.Password = ""
			u.FirstName, u.LastName = who.names()
		}
		u.verify()
	})
}

// linkProvider attaches a provider's account and tells the owner.
func (s *Service) linkProvider(ctx context.Context, userID string, who OAuthIdentity, also func(*User)) (User, error) {
	u, err := s.attach(ctx, userID, who, also)
	if err != nil {
		return u, err
	}
	return u, errors.Join(
		s.note(ctx, u.ID, audit.ProviderLinked, audit.Owner, map[string]string{"provider": who.Provider}),
		s.send(ctx, u, letter.ProviderLinked, map[string]string{"provider": who.Provider}))
}

// attach reserves the provider's account for ours, then shows it there. One
// that the same provider had linked before signs in no longer.
func (s *Service) attach(ctx context.Context, userID string, who OAuthIdentity, also func(*User)) (User, error) {
	now := s.Now()
	err := s.providers.Insert(ctx, providerAccount{ID: who.key(), UserID: userID, Provider: who.Provider, Email: who.Email, LinkedAt: now})
	if errors.Is(err, store.ErrExists) {
		if _, err = s.providers.Of(userID).Get(ctx, who.key()); errors.Is(err, store.ErrNotFound) {
			return User{}, errProviderTaken
		}
	}
	if err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	u, err := s.update(ctx, userID, func(u *User) error {
		u.unlink(who.Provider)
		u.Providers = append(u.Providers, Provider{Name: who.Provider, Email: who.Email, LinkedAt: now})
		if also != nil {
			also(u)
		}
		return nil
	})
	if err != nil {
		return u, err
	}
	if replaced, err := s.forgetProvider(ctx, userID, who.Provider, who.key()); err != nil || !replaced {
		return u, err
	}
	return u, s.note(ctx, userID, audit.ProviderUnlinked, audit.Owner, map[string]string{"provider": who.Provider})
}

// forgetProvider removes the links to a provider's accounts, except one; false
// when there were none.
func (s *Service) forgetProvider(ctx context.Context, userID, provider, except string) (forgot bool, err error) {
	for one, err := range s.providers.Of(userID).All(ctx, store.Query{Index: store.OwnerIndex}) {
		if err != nil {
			return forgot, err //nolint:wrapcheck // the store says what it did
		}
		if one.Provider != provider || one.ID == except {
			continue
		}
		if err := s.providers.Of(userID).Delete(ctx, one.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return forgot, err //nolint:wrapcheck // the store says what it did
		}
		forgot = true
	}
	return forgot, nil
}

func (s *Service) createFromProvider(ctx context.Context, who OAuthIdentity, language string) (User, bool, error) {
	if checkLanguage("language", language) != nil {
		language = "en"
	}
	first, last := who.names()
	u := s.newUser(who.Email, first, last, language)
	if err := s.users.Insert(ctx, u); err != nil {
		return u, false, err //nolint:wrapcheck // the store says what it did
	}
	won, err := s.reserve(ctx, who.Email, u.ID)
	if err == nil && !won {
		err = fault.New(fault.Conflict, "try_again", "Somebody registered this address at the same moment. Try again.")
	}
	if err != nil {
		return u, false, errors.Join(err, s.users.Delete(ctx, u.ID))
	}
	if u, err = s.attach(ctx, u.ID, who, (*User).verify); err != nil {
		return u, false, err
	}
	if who.Picture != "" && s.Pictures != nil {
		if err := s.Later.Add(ctx, Work{Kind: WorkPicture, Owner: u.ID, Key: "picture:" + u.ID, Payload: PictureJob{UserID: u.ID, URL: who.Picture}}); err != nil {
			return u, false, err //nolint:wrapcheck // the queue says what it did
		}
	}
	return u, true, s.note(ctx, u.ID, audit.Registered, audit.Owner, map[string]string{"provider": who.Provider})
}

// UnlinkOAuth forgets a provider's account, unless nothing else signs in.
func (s *Service) UnlinkOAuth(ctx context.Context, caller account.Identity, provider string) error {
	u, err := s.get(ctx, caller.UserID)
	if err != nil {
		return err
	}
	u, err = s.update(ctx, u.ID, func(u *User) error {
		if !u.unlink(provider) {
			return errNotLinked
		}
		if u.Password == "" && len(u.Providers) == 0 {
			return errOnlyWayIn
		}
		return nil
	})
	if errors.Is(err, errNotLinked) {
		// A crash may have left what signs in, which would link itself again.
		_, failed := s.forgetProvider(ctx, string(caller.UserID), provider, "")
		return errors.Join(err, failed)
	}
	if err != nil {
		return err
	}
	if _, err := s.forgetProvider(ctx, u.ID, provider, ""); err != nil {
		return err
	}
	return s.note(ctx, u.ID, audit.ProviderUnlinked, audit.Owner, map[string]string{"provider": provider})
}

func (u *User) linked(provider string) bool {
	return slices.ContainsFunc(u.Providers, func(p Provider) bool { return p.Name == provider })
}

// unlink takes a provider off the list; false when it is not there.
func (u *User) unlink(provider string) bool {
	for i, p := range u.Providers {
		if p.Name == provider {
			u.Providers = append(u.Providers[:i:i], u.Providers[i+1:]...)
			return true
		}
	}
	return false
}

func (who OAuthIdentity) key() string { return who.Provider + ":" + who.Subject }

// names makes first and last name fit; a provider may know neither.
func (who OAuthIdentity) names() (first, last string) {
	first, last = fit(who.FirstName), fit(who.LastName)
	if first == "" {
		first, _, _ = strings.Cut(who.Email, "@")
		first = fit(first)
	}
	return first, last
}

func fit(name string) string {
	name = strings.TrimSpace(strings.ToValidUTF8(name, ""))
	for utf8.RuneCountInString(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
