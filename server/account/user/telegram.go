package user

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// codeLife is how long a link code works.
	codeLife = 10 * time.Minute
	// codeLetters leave out what looks alike: 31 letters to the power of 8 are
	// 40 bits, and a sender has five tries a quarter of an hour.
	codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	codeLength  = 8
)

var errCode = fault.New(fault.Invalid, "invalid_code", "This code is wrong, used or too old. Make a new one in your account.").
	WithFields(fault.Field{Path: "code", Rule: "invalid_code", Message: "is wrong, used or too old"})

// telegramCode is a code that waits to be sent to the bot: its key is a keyed
// hash of the code.
type telegramCode struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	// SessionID is the sign-in session it was made in; with that the code ends.
	SessionID string    `bson:"sessionId,omitempty"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

func codeCollection() store.Definition[telegramCode] {
	return store.Define[telegramCode]("telegram_codes", store.Schema{
		Owner: "userId", Expiry: store.Expiry{Field: "expiresAt"}, Hidden: []string{store.HideAll},
	})
}

// TelegramCode is what to send to the bot.
type TelegramCode struct {
	Code      string
	ExpiresAt time.Time
	URL       string // opens the bot with the code; empty without a bot
}

// CreateTelegramCode makes a code that links a Telegram account, once, for an
// owner who gives the password or signed in just now: what is linked gets in for
// good. The codes before it stop working.
func (s *Service) CreateTelegramCode(ctx context.Context, caller account.Identity, given string) (TelegramCode, error) {
	id := caller.UserID
	u, err := s.get(ctx, id)
	if err != nil {
		return TelegramCode{}, err
	}
	if err := s.prove(ctx, caller, u, given); err != nil {
		return TelegramCode{}, err
	}
	for old, err := range s.codes.Of(string(id)).All(ctx, store.Query{Index: store.OwnerIndex}) {
		if err != nil {
			return TelegramCode{}, err //nolint:wrapcheck // the store says what it did
		}
		if err := s.codes.Delete(ctx, old.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return TelegramCode{}, err //nolint:wrapcheck // the store says what it did
		}
	}
	out := TelegramCode{Code: newCode(), ExpiresAt: s.Now().Add(codeLife)}
	code := telegramCode{ID: s.mac("code", out.Code), UserID: string(id), SessionID: caller.SessionID, ExpiresAt: out.ExpiresAt}
	if err := s.codes.Insert(ctx, code); err != nil {
		return TelegramCode{}, err //nolint:wrapcheck // the store says what it did
	}
	if s.Bot != "" {
		out.URL = "https://t.me/" + s.Bot + "?start=" + out.Code
	}
	return out, nil
}

func newCode() string {
	code := make([]byte, 0, codeLength)
	random := make([]byte, 1)
	for len(code) < codeLength {
		_, _ = rand.Read(random) // never fails
		// The remainder of 256 is thrown away, so that letters are equally likely.
		if int(random[0]) < 256/len(codeLetters)*len(codeLetters) {
			code = append(code, codeLetters[int(random[0])%len(codeLetters)])
		}
	}
	return string(code)
}

// RedeemTelegramCode links the Telegram account that sent a code. A sender has
// five wrong tries a quarter of an hour, each counted before it is judged. A
// Telegram account that was linked elsewhere moves here.
func (s *Service) RedeemTelegramCode(ctx context.Context, code string, telegramID int64) (User, error) {
	sender := s.mac("telegram", strconv.FormatInt(telegramID, 10))
	key := "telegram:" + sender
	if err := s.Attempts.Reserve(ctx, key, maxFailures, window); err != nil {
		return User{}, err //nolint:wrapcheck // a fault of its own
	}
	found, err := s.codes.Get(ctx, s.mac("code", strings.ToUpper(strings.TrimSpace(code))))
	if err == nil && s.Now().Before(found.ExpiresAt) {
		err = s.codes.Delete(ctx, found.ID) // of any number of callers, one
	} else if err == nil {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return User{}, errCode
	}
	if err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	if found.SessionID != "" {
		// As with linking a provider: who was signed out links nothing any more.
		_, open, err := s.device(ctx, account.UserID(found.UserID), found.SessionID)
		if err != nil {
			return User{}, err
		}
		if !open {
			return User{}, errCode
		}
	}
	if err := s.moveTelegram(ctx, sender, found.UserID); err != nil {
		return User{}, err
	}
	u, err := s.update(ctx, found.UserID, func(u *User) error { u.TelegramID = telegramID; return nil })
	if err != nil {
		return User{}, err
	}
	return u, errors.Join(
		s.Attempts.Refund(ctx, key), // the wrong ones stay counted
		s.note(ctx, u.ID, audit.TelegramLinked, audit.Owner, nil),
		s.send(ctx, u, letter.TelegramLinked, nil))
}

// moveTelegram makes sender's account this one and no other.
func (s *Service) moveTelegram(ctx context.Context, sender, userID string) error {
	linked, err := s.telegrams.Get(ctx, sender)
	if err == nil && linked.UserID != userID {
		if err := s.UnlinkTelegram(ctx, account.UserID(linked.UserID)); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err //nolint:wrapcheck // the store says what it did
	}
	if err := s.forgetTelegram(ctx, userID); err != nil {
		return err
	}
	return s.telegrams.Insert(ctx, telegramAccount{ID: sender, UserID: userID, LinkedAt: s.Now()}) //nolint:wrapcheck // the store says what it did
}

// UnlinkTelegram forgets the user's Telegram account; a fault of kind NotFound
// when there is none.
func (s *Service) UnlinkTelegram(ctx context.Context, id account.UserID) error {
	if err := s.forgetTelegram(ctx, string(id)); err != nil {
		return err
	}
	_, err := s.update(ctx, string(id), func(u *User) error {
		if u.TelegramID == 0 {
			return errNotLinked
		}
		u.TelegramID = 0
		return nil
	})
	if err != nil {
		return err
	}
	return s.note(ctx, string(id), audit.TelegramUnlinked, audit.Owner, nil)
}

func (s *Service) forgetTelegram(ctx context.Context, userID string) error {
	for one, err := range s.telegrams.Of(userID).All(ctx, store.Query{Index: store.OwnerIndex}) {
		if err != nil {
			return err //nolint:wrapcheck // the store says what it did
		}
		if err := s.telegrams.Delete(ctx, one.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err //nolint:wrapcheck // the store says what it did
		}
	}
	return nil
}

// ByTelegram finds the account of somebody in Telegram; a fault of kind
// NotFound when none is linked, and that of Identity when it may not be used.
func (s *Service) ByTelegram(ctx context.Context, telegramID int64) (User, error) {
	linked, err := s.telegrams.Get(ctx, s.mac("telegram", strconv.FormatInt(telegramID, 10)))
	if errors.Is(err, store.ErrNotFound) {
		return User{}, errNoAccount
	}
	if err != nil {
		return User{}, err //nolint:wrapcheck // the store says what it did
	}
	u, err := s.get(ctx, account.UserID(linked.UserID))
	if err != nil {
		return User{}, err
	}
	if err := u.shut(); err != nil {
		return User{}, err
	}
	return u, nil
}
