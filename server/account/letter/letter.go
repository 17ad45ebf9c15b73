// Package letter says what the product writes to people. A domain fills in a
// Letter and hands it on; which words, layout and service carry it is decided
// where letters are rendered and sent.
package letter

import (
	"fmt"
	"log/slog"
)

// The kinds of letters. The comments name the keys of Data that each must have.
const (
	VerifyEmail        = "verify_email"         // token: proves the address, 24 h
	AlreadyRegistered  = "already_registered"   // somebody registered with this address again
	SignInLocked       = "sign_in_locked"       // place, agent, minutes: too many failed sign-ins
	PasswordReset      = "password_reset"       // token: sets a new password, 1 h
	PasswordChanged    = "password_changed"     // the password was changed
	EmailChangeCurrent = "email_change_current" // token, new_email: to the present address
	EmailChangeNew     = "email_change_new"     // token: to the new address
	EmailChanged       = "email_changed"        // new_email: to the former address
	AccountDeleted     = "account_deleted"      // token, erased_on: restores the account until then
	AccountRestored    = "account_restored"     // the account is back
	AccountSuspended   = "account_suspended"    // reason: as the administrator gave it
	AccountReinstated  = "account_reinstated"   // the suspension is over
	ExportReady        = "export_ready"         // expires_on: the data export can be fetched
	NewDevice          = "new_device"           // agent, place: signed in from an unknown device
	SessionReused      = "session_reused"       // agent, place: a used refresh token came again
	ProviderLinked     = "provider_linked"      // provider: its account can be used to sign in
	TelegramLinked     = "telegram_linked"      // a Telegram account was linked
	RegisteredAgain    = "registered_again"     // token: sets a password for an address nobody has confirmed, 1 h
)

// The keys of Data.
const (
	Token     = "token"      // the single-use secret of the link in the letter
	Place     = "place"      // where from, as coarse as origin.Place gives it
	Agent     = "agent"      // the device, as its browser or program calls itself
	Minutes   = "minutes"    // whole minutes until the lock ends
	NewEmail  = "new_email"  // the address that replaces the present one
	ErasedOn  = "erased_on"  // date, RFC 3339 full-date
	ExpiresOn = "expires_on" // moment, RFC 3339 date-time
	Reason    = "reason"     // free text
	Provider  = "provider"   // name for people, such as "Google"
)

// Letter is one letter to one person.
type Letter struct {
	// Kind is one of the constants.
	Kind string `json:"kind"`
	// UserID of the person, who need not have an account any more.
	UserID string `json:"userId"`
	// To is the e-mail address.
	To string `json:"to"`
	// Name to greet the person by; may be empty.
	Name string `json:"name"`
	// Language to write in, ISO 639-1; one the product has no words in, or
	// none, means English.
	Language string `json:"language"`
	// Data of the kind, by the keys above.
	Data map[string]string `json:"data,omitempty"`
}

// LogValue keeps address, name and tokens out of logs.
func (l Letter) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", l.Kind), slog.String("user", l.UserID))
}

// Kinds returns all kinds, in the order of the constants.
func Kinds() []string {
	kinds := make([]string, len(table))
	for i, row := range table {
		kinds[i] = row.kind
	}
	return kinds
}

// Keys returns the keys of Data that a letter of a kind must have; false for
// an unknown kind.
func Keys(kind string) ([]string, bool) {
	for _, row := range table {
		if row.kind == kind {
			return append([]string(nil), row.keys...), true
		}
	}
	return nil, false
}

// Check returns an error for a letter that cannot be written: of no known
// kind, to nobody, or without a key that its kind must have. The error names
// no values.
func (l Letter) Check() error {
	keys, ok := Keys(l.Kind)
	if !ok {
		return fmt.Errorf("letter of unknown kind %q", l.Kind)
	}
	if l.To == "" {
		return fmt.Errorf("letter %s has no address", l.Kind)
	}
	for _, key := range keys {
		if _, ok := l.Data[key]; !ok {
			return fmt.Errorf("letter %s lacks %s", l.Kind, key)
		}
	}
	return nil
}

var table = []struct {
	kind string
	keys []string
}{
	{VerifyEmail, []string{Token}},
	{AlreadyRegistered, nil},
	{SignInLocked, []string{Place, Agent, Minutes}},
	{PasswordReset, []string{Token}},
	{PasswordChanged, nil},
	{EmailChangeCurrent, []string{Token, NewEmail}},
	{EmailChangeNew, []string{Token}},
	{EmailChanged, []string{NewEmail}},
	{AccountDeleted, []string{Token, ErasedOn}},
	{AccountRestored, nil},
	{AccountSuspended, []string{Reason}},
	{AccountReinstated, nil},
	{ExportReady, []string{ExpiresOn}},
	{NewDevice, []string{Agent, Place}},
	{SessionReused, []string{Agent, Place}},
	{ProviderLinked, []string{Provider}},
	{TelegramLinked, nil},
	{RegisteredAgain, []string{Token}},
}
