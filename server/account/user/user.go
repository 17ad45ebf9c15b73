// Package user keeps accounts: who registered, how they prove who they are, what
// they chose, and how they leave again.
//
// An account is a document in "users". Its address is reserved by a document in
// "emails" whose key is the address, so that of any number of simultaneous
// registrations one wins. What follows from an act but need not be finished
// before it is answered (letters, exports) is a job.
package user

import (
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store"
)

// User is an account, with the specification's field names (§5.1).
type User struct {
	ID string `bson:"_id"`
	// UserID is the ID again: the owner, as in every other collection.
	UserID string `bson:"userId"`
	// Email is the normalised address to sign in with.
	Email string `bson:"email"`
	// Password is a hash; empty for accounts without one.
	Password  string       `bson:"password,omitempty"`
	FirstName string       `bson:"firstName"`
	LastName  string       `bson:"lastName"`
	Avatar    string       `bson:"avatar,omitempty"` // key of the picture
	Bio       string       `bson:"bio,omitempty"`
	Role      account.Role `bson:"role"`
	// EmailVerified is set once somebody showed that the address is theirs.
	EmailVerified bool       `bson:"emailVerified"`
	Providers     []Provider `bson:"providers,omitempty"`
	// TelegramID of the linked account; 0 without one.
	TelegramID      int64        `bson:"telegramId,omitempty"`
	Subscription    Subscription `bson:"subscription"`
	Preferences     Preferences  `bson:"preferences"`
	Usage           Usage        `bson:"usage"`
	TermsAcceptedAt time.Time    `bson:"termsAcceptedAt"`
	// Change is a new address that waits to be confirmed.
	Change *EmailChange `bson:"emailChange,omitempty"`
	// SuspendedAt is set while an administrator shuts the account out.
	SuspendedAt      time.Time `bson:"suspendedAt,omitempty"`
	SuspensionReason string    `bson:"suspensionReason,omitempty"`
	CreatedAt        time.Time `bson:"createdAt"`
	UpdatedAt        time.Time `bson:"updatedAt"`
	// DeletedAt is when the owner closed the account, EraseAt when everything
	// goes.
	DeletedAt time.Time `bson:"deletedAt,omitempty"`
	EraseAt   time.Time `bson:"eraseAt,omitempty"`
	// Erasing is set once nobody can take the erasure back any more.
	Erasing bool `bson:"erasing,omitempty"`
	// SignedInOnce is set by the first sign-in: those after it from unknown
	// devices are worth a letter.
	SignedInOnce bool `bson:"signedInOnce,omitempty"`
	// Passwords counts the passwords there were. Failures to sign in are counted
	// for each by itself, so that a new one lets everybody try again.
	Passwords int64 `bson:"passwords,omitempty"`
}

// Provider is somebody else's account that signs in to this one.
type Provider struct {
	Name     string    `bson:"name"`
	Email    string    `bson:"email"`
	LinkedAt time.Time `bson:"linkedAt"`
}

// EmailChange is a new address and who has confirmed it.
type EmailChange struct {
	ID               string    `bson:"id"`
	Email            string    `bson:"email"`
	CurrentConfirmed bool      `bson:"currentConfirmed"`
	NewConfirmed     bool      `bson:"newConfirmed"`
	ExpiresAt        time.Time `bson:"expiresAt"`
}

// Subscription is what was bought.
type Subscription struct {
	Plan      string    `bson:"plan"`   // free, pro, elite, enterprise
	Status    string    `bson:"status"` // active, cancelled, expired
	StartDate time.Time `bson:"startDate"`
	EndDate   time.Time `bson:"endDate,omitempty"`
}

// Preferences is what a person chose.
type Preferences struct {
	Language          string            `bson:"language"`
	Notifications     Notifications     `bson:"notifications"`
	InterviewSettings InterviewSettings `bson:"interviewSettings"`
	Privacy           Privacy           `bson:"privacy"`
}

// Notifications says how to be told of things.
type Notifications struct {
	Email    bool `bson:"email"`
	Telegram bool `bson:"telegram"`
	Push     bool `bson:"push"`
}

// InterviewSettings says how suggested answers should be.
type InterviewSettings struct {
	AnswerStyle    string `bson:"answerStyle"`
	AnswerLength   string `bson:"answerLength"`
	AutoTranscribe bool   `bson:"autoTranscribe"`
}

// Privacy says what may be kept and counted.
type Privacy struct {
	SaveHistory    bool `bson:"saveHistory"`
	ShareAnalytics bool `bson:"shareAnalytics"`
}

// Usage is what was used since LastResetDate.
type Usage struct {
	MockInterviewsThisMonth  int64     `bson:"mockInterviewsThisMonth"`
	CVAnalysesThisMonth      int64     `bson:"cvAnalysesThisMonth"`
	ChromeQuestionsThisMonth int64     `bson:"chromeQuestionsThisMonth"`
	LastResetDate            time.Time `bson:"lastResetDate"`
}

// Deleted reports whether the owner closed the account.
func (u User) Deleted() bool { return !u.DeletedAt.IsZero() }

// Suspended reports whether the account is shut out.
func (u User) Suspended() bool { return !u.SuspendedAt.IsZero() }

// Name is what to call the person in a letter.
func (u User) Name() string { return u.FirstName }

func (u User) identity() account.Identity {
	return account.Identity{UserID: account.UserID(u.ID), Email: u.Email, Role: u.Role}
}

// address reserves an e-mail address: its key is the address.
type address struct {
	Email  string    `bson:"_id"`
	UserID string    `bson:"userId"`
	At     time.Time `bson:"at"`
}

// providerAccount reserves a provider's account: its key is provider and
// subject, so that one such account signs in to one of ours.
type providerAccount struct {
	ID       string    `bson:"_id"`
	UserID   string    `bson:"userId"`
	Provider string    `bson:"provider"`
	Email    string    `bson:"email"`
	LinkedAt time.Time `bson:"linkedAt"`
}

// telegramAccount finds the account of somebody in Telegram: its key is a keyed
// hash of Telegram's number.
type telegramAccount struct {
	ID       string    `bson:"_id"`
	UserID   string    `bson:"userId"`
	LinkedAt time.Time `bson:"linkedAt"`
}

// picture says whose an avatar is.
type picture struct {
	Key       string    `bson:"_id"`
	UserID    string    `bson:"userId"`
	CreatedAt time.Time `bson:"createdAt"`
}

// erasure remembers that somebody was erased, so that a restored backup does
// not bring them back. It holds nothing but an id that means nothing any more.
type erasure struct {
	UserID    string    `bson:"_id"`
	At        time.Time `bson:"at"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
	// Done tells that the erasure was finished.
	Done bool `bson:"done,omitempty"`
}

const (
	byCreation = "by_creation"
	byErasure  = "by_erasure"
	byTime     = "by_time"
	byState    = "by_state"
	byUser     = "by_user"
)

func usersCollection() store.Definition[User] {
	return store.Define[User]("users", store.Schema{
		Owner: "userId",
		Indexes: []store.Index{
			{Name: byCreation, Fields: []string{"createdAt"}},
			{Name: byErasure, Fields: []string{"eraseAt"}},
		},
		Encrypted: []string{"password", "telegramId"},
		Hidden:    []string{"password"},
	})
}

// The addresses have no owner for the store's sake: a reservation that a crash
// left behind passes to somebody else. Erasing an account removes its own.
func addressCollection() store.Definition[address] {
	return store.Define[address]("emails", store.Schema{Indexes: []store.Index{{Name: byUser, Fields: []string{"userId"}}}})
}

func providerCollection() store.Definition[providerAccount] {
	return store.Define[providerAccount]("provider_accounts", store.Schema{Owner: "userId"})
}

func telegramCollection() store.Definition[telegramAccount] {
	return store.Define[telegramAccount]("telegram_accounts", store.Schema{Owner: "userId", Hidden: []string{store.HideAll}})
}

func pictureCollection() store.Definition[picture] {
	return store.Define[picture]("avatars", store.Schema{Owner: "userId"})
}

func erasureCollection() store.Definition[erasure] {
	return store.Define[erasure]("erasures", store.Schema{
		Expiry:  store.Expiry{Field: "expiresAt"},
		Indexes: []store.Index{{Name: byTime, Fields: []string{"at"}}},
	})
}

// normal is an address as it is compared: providers that tell upper from lower
// case do not exist in practice, people who type either do.
func normal(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
