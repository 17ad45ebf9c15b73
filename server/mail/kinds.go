package mail

import "github.com/interviewai-pro/interviewai/server/account/letter"

// form is what the words of a kind may rely on.
type form struct {
	// page the button opens, relative to the public address; "" means no button.
	page string
	// needs are the data without which the letter would have a hole.
	needs []string
	// shows are data given in lines of their own, left out when empty.
	shows []string
}

// forms are all kinds of letters. A page that is given a token does one thing
// with it; "account" is where people see their devices and settings, after
// signing in.
var forms = map[string]form{
	letter.VerifyEmail:        {page: "verify-email", needs: []string{letter.Token}},
	letter.AlreadyRegistered:  {page: "account"},
	letter.SignInLocked:       {page: "account", needs: []string{letter.Minutes}, shows: []string{letter.Agent, letter.Place}},
	letter.PasswordReset:      {page: "reset-password", needs: []string{letter.Token}},
	letter.PasswordChanged:    {page: "account"},
	letter.EmailChangeCurrent: {page: "confirm-email-change", needs: []string{letter.Token, letter.NewEmail}},
	letter.EmailChangeNew:     {page: "confirm-email-change", needs: []string{letter.Token}},
	letter.EmailChanged:       {needs: []string{letter.NewEmail}},
	letter.AccountDeleted:     {page: "restore-account", needs: []string{letter.Token, letter.ErasedOn}},
	letter.AccountRestored:    {page: "account"},
	letter.AccountSuspended:   {shows: []string{letter.Reason}},
	letter.AccountReinstated:  {page: "account"},
	letter.ExportReady:        {page: "account", needs: []string{letter.ExpiresOn}},
	letter.NewDevice:          {page: "account", shows: []string{letter.Agent, letter.Place}},
	letter.SessionReused:      {page: "account", shows: []string{letter.Agent, letter.Place}},
	letter.ProviderLinked:     {page: "account", needs: []string{letter.Provider}},
	letter.TelegramLinked:     {page: "account"},
	letter.RegisteredAgain:    {page: "reset-password", needs: []string{letter.Token}},
}
