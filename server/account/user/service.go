package user

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Hasher hashes passwords, few at a time.
type Hasher interface {
	// Hash returns what to store; a fault of kind Unavailable when too many wait.
	Hash(ctx context.Context, password string) (string, error)
	// Matches compares; with an empty hash it takes as long and is false.
	Matches(ctx context.Context, hash, password string) (bool, error)
}

// Captcha tells people from programs.
type Captcha interface {
	// Check refuses a payload that is wrong, late or used before.
	Check(ctx context.Context, payload string) error
	// GiveBack makes an accepted payload good for another time.
	GiveBack(ctx context.Context, payload string) error
}

// Sessions are the sign-in sessions.
type Sessions interface {
	Start(ctx context.Context, who account.Identity, method string, remember bool) (signin.Tokens, error)
	Refresh(ctx context.Context, token string) (signin.Tokens, error)
	End(ctx context.Context, userID account.UserID, sessionID string) error
	EndByToken(ctx context.Context, token string) (session signin.Session, ended bool, err error)
	EndAll(ctx context.Context, userID account.UserID, except string) (int, error)
	List(ctx context.Context, userID account.UserID) ([]signin.Session, error)
	Cut(ctx context.Context, userID account.UserID) error
}

// Background does later what need not be done before a call is answered. What
// it accepted is done at least once, whatever crashes.
type Background interface {
	// Add takes a piece of work. The same key is the same piece.
	Add(ctx context.Context, w Work) error
}

// Work is a piece of background work.
type Work struct {
	Kind    string
	Owner   string
	Key     string
	Payload any
}

// Kinds of work, each with its payload.
const (
	WorkLetter        = "send_letter"    // letter.Letter
	WorkResend        = "resend_link"    // AboutAddress
	WorkPasswordReset = "send_reset"     // AboutAddress
	WorkLocked        = "tell_of_lock"   // AboutAddress
	WorkTaken         = "tell_of_taken"  // AboutAddress
	WorkExport        = "export_data"    // ExportJob
	WorkPicture       = "import_picture" // PictureJob
)

// AboutAddress is the payload of work about an address that may or may not
// have an account. Looking only later makes both cases take equally long.
type AboutAddress struct {
	Email string `json:"email"`
	Place string `json:"place,omitempty"`
	Agent string `json:"agent,omitempty"`
	// Minutes that a lock lasts.
	Minutes int `json:"minutes,omitempty"`
}

// Blobs keeps pictures and exports.
type Blobs interface {
	Put(ctx context.Context, owner, name, contentType string, r io.Reader) (int64, error)
	Open(ctx context.Context, owner, name string) (File, error)
	Delete(ctx context.Context, owner, name string) error
	Names(ctx context.Context, owner string) iter.Seq2[string, error]
	EraseOwner(ctx context.Context, owner string) (int, error)
}

// File is a blob being read.
type File struct {
	io.ReadCloser
	Size     int64
	Modified time.Time
}

// Options is what accounts stand on.
type Options struct {
	DB       *store.DB
	Blobs    Blobs
	Hasher   Hasher
	Captcha  Captcha // nil asks for none
	Sessions Sessions
	Attempts *attempt.Counter
	Links    *link.Links
	Trail    *audit.Trail
	Later    Background
	// OAuth may be nil: no providers.
	OAuth OAuth
	// Pictures fetches a provider's picture; nil fetches none.
	Pictures Pictures
	// Key makes device tokens and the hashes of Telegram's numbers: 32 bytes,
	// the same in every process.
	Key []byte
	// PublicURL begins the addresses of pictures and exports.
	PublicURL string
	// Bot is the Telegram bot's user name; empty when there is none.
	Bot string
	// Changed is called with a user's id after their account changed, to forget
	// what is cached about them; nil forgets nothing.
	Changed func(ctx context.Context, userID string)
	// Erasers remove what other domains keep outside documents and blobs.
	Erasers []func(ctx context.Context, userID string) error
	Now     func() time.Time
	Logger  *slog.Logger
}

// Service is everything that can be done with accounts. It is safe for
// concurrent use by any number of processes on one database.
type Service struct {
	Options
	users     *store.Collection[User]
	addresses *store.Collection[address]
	providers *store.Collection[providerAccount]
	telegrams *store.Collection[telegramAccount]
	pictures  *store.Collection[picture]
	erasures  *store.Collection[erasure]
	exports   *store.Collection[Export]
	codes     *store.Collection[telegramCode]
	turns     *turns
}

// Open makes the collections ready.
func Open(ctx context.Context, o Options) (*Service, error) {
	s := &Service{Options: o, turns: newTurns()}
	// As times are stored: the answer to a change says what the next read will.
	s.Now = func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) }
	var failed [8]error
	s.users, failed[0] = usersCollection().Open(ctx, o.DB)
	s.addresses, failed[1] = addressCollection().Open(ctx, o.DB)
	s.providers, failed[2] = providerCollection().Open(ctx, o.DB)
	s.telegrams, failed[3] = telegramCollection().Open(ctx, o.DB)
	s.pictures, failed[4] = pictureCollection().Open(ctx, o.DB)
	s.erasures, failed[5] = erasureCollection().Open(ctx, o.DB)
	s.exports, failed[6] = exportCollection().Open(ctx, o.DB)
	s.codes, failed[7] = codeCollection().Open(ctx, o.DB)
	if err := errors.Join(failed[:]...); err != nil {
		return nil, err
	}
	return s, nil
}

// The refusals that callers meet in several places.
var (
	errNoAccount = fault.New(fault.NotFound, "not_found", "There is no such account.")
	errSuspended = fault.New(fault.Denied, "account_suspended", "This account is suspended. The mail we sent says why and whom to write to.")
	errDeleted   = fault.New(fault.Unauthenticated, "account_deleted", "This account was deleted. Sign in within 30 days to restore it.")
)

// Identity returns what a new access token says of a user. It is a fault when
// the account is gone, deleted or suspended.
func (s *Service) Identity(ctx context.Context, id account.UserID) (account.Identity, error) {
	u, err := s.users.Get(ctx, string(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return account.Identity{}, account.ErrToken.Because(err)
	case err != nil:
		return account.Identity{}, err
	}
	if err := u.shut(); err != nil {
		return account.Identity{}, err
	}
	return u.identity(), nil
}

// shut is the refusal of an account that is deleted or suspended; nil of one
// that may be used.
func (u User) shut() error {
	switch {
	case u.Deleted():
		return errDeleted
	case u.Suspended():
		return errSuspended
	}
	return nil
}

// byEmail finds the account of a normalised address; store.ErrNotFound when
// there is none.
func (s *Service) byEmail(ctx context.Context, email string) (User, error) {
	reserved, err := s.addresses.Get(ctx, email)
	if err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	u, err := s.users.Get(ctx, reserved.UserID)
	if err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	if u.Email != email {
		// Reserved for a change that was never finished.
		return User{}, fmt.Errorf("find %s by address: %w", reserved.UserID, store.ErrNotFound)
	}
	return u, nil
}

// update changes an account and what is cached about it. One that is being
// erased is gone: nothing can bring back what has been removed already.
func (s *Service) update(ctx context.Context, id string, change func(*User) error) (User, error) {
	u, err := s.users.Update(ctx, id, func(u *User) error {
		if u.Erasing {
			return errNoAccount
		}
		u.UpdatedAt = s.Now()
		return change(u)
	})
	if errors.Is(err, store.ErrNotFound) {
		return u, errNoAccount
	}
	if err == nil {
		s.changed(ctx, id)
	}
	return u, err //nolint:wrapcheck // the store says what it did
}

func (s *Service) changed(ctx context.Context, id string) {
	if s.Changed != nil {
		s.Changed(ctx, id)
	}
}

// note writes an act into the audit trail. What was done stays done when the
// trail cannot be written: the failure is the caller's to return.
func (s *Service) note(ctx context.Context, userID, act, by string, details map[string]string) error {
	caller, _ := account.FromContext(ctx)
	return s.noteIn(ctx, caller.SessionID, userID, act, by, details)
}

// noteIn is note for an act in another sign-in session than the caller's, such
// as one that it has begun.
func (s *Service) noteIn(ctx context.Context, session, userID, act, by string, details map[string]string) error {
	from := origin.FromContext(ctx)
	event := audit.Event{UserID: userID, Act: act, By: by, SessionID: session, Agent: from.Agent, Place: from.Place(), Details: details}
	return s.Trail.Record(ctx, event) //nolint:wrapcheck // the trail says what it did
}

// send queues a letter to an account.
func (s *Service) send(ctx context.Context, u User, kind string, data map[string]string) error {
	return s.sendTo(ctx, u, u.Email, kind, "", data)
}

func (s *Service) sendTo(ctx context.Context, u User, to, kind, key string, data map[string]string) error {
	return s.Later.Add(ctx, Work{Kind: WorkLetter, Owner: u.ID, Key: key, Payload: letter.Letter{ //nolint:wrapcheck // the queue says what it did
		Kind: kind, UserID: u.ID, To: to, Name: u.Name(), Language: u.Preferences.Language, Data: data,
	}})
}

// mac is a keyed hash in hexadecimal, apart for each purpose.
func (s *Service) mac(purpose, text string) string {
	h := hmac.New(sha256.New, s.Key)
	h.Write([]byte(purpose + "\x00" + text))
	return hex.EncodeToString(h.Sum(nil))
}
