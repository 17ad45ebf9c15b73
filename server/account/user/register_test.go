package user_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestRegisterAndVerify(t *testing.T) {
	r := newRig(t)
	id := r.unverified(" Anna@Example.ORG ")
	l := r.sent(letter.VerifyEmail)
	if len(l) != 1 || l[0].To != anna || l[0].UserID != id || l[0].Name != "Anna" {
		t.Fatalf("letters %+v", l)
	}
	r.refused(r.try(r.from(home, ""), anna, right), fault.Denied, "email_not_verified")
	r.refused(r.try(r.from(home, ""), anna, wrong), fault.Unauthenticated, "invalid_credentials")
	r.ok(r.VerifyEmail(t.Context(), l[0].Data[letter.Token]))
	in := r.signedIn(anna)
	if in.User.ID != id || !in.User.EmailVerified || in.User.Email != anna {
		t.Errorf("signed in as %+v", in.User)
	}
}

func TestVerificationLinkIsUsedOnceAndForADay(t *testing.T) {
	r := newRig(t)
	r.unverified(anna)
	token := r.token(letter.VerifyEmail)
	got := fifty(func(int) error { return r.VerifyEmail(t.Context(), token) })
	if got["ok"] != 1 || got["invalid_link"] != 49 {
		t.Errorf("fifty uses: %v", got)
	}
	r.unverified(boris)
	late := r.token(letter.VerifyEmail)
	r.pass(day)
	r.refused(r.VerifyEmail(t.Context(), late), fault.Invalid, "invalid_link")
	r.ok(r.ResendVerification(t.Context(), boris))
	r.ok(r.VerifyEmail(t.Context(), r.token(letter.VerifyEmail)))
}

func TestFiftyRegistrationsOfOneAddress(t *testing.T) {
	r, w := newWatchedRig(t)
	got := fifty(func(int) error {
		id, err := r.Register(r.from(home, ""), registration(anna))
		if err == nil && id == "" {
			err = errors.New("no id")
		}
		return err //nolint:wrapcheck // looked at
	})
	if got["ok"] != 50 {
		t.Errorf("answers differ: %v", got)
	}
	if users, addresses := w.count(t, "users"), w.count(t, "emails"); users != 1 || addresses != 1 {
		t.Errorf("%d accounts, %d addresses", users, addresses)
	}
	if n := len(r.sent(letter.VerifyEmail)); n != 1 {
		t.Errorf("%d letters to verify", n)
	}
	if all, _, err := r.Users(t.Context(), anna, 0, ""); err != nil || len(all) != 1 || all[0].Email != anna {
		t.Errorf("%v, %v", all, err)
	}
}

// A stranger learns nothing; the owner of a taken address is written to.
func TestTakenAddressLooksLikeAFreeOne(t *testing.T) {
	r, w := newWatchedRig(t)
	r.person(anna)
	writes := map[string][]string{}
	for _, email := range []string{boris, anna} {
		r.hasher.hashed.Store(0)
		w.on(nil)
		id, err := r.Register(r.from(cafe, ""), registration(email))
		r.ok(err)
		// The letter is queued and the trail written, or the account removed, at the same time.
		writes[email] = w.sequence()
		if n := r.pending(); len(id) != 26 || r.hasher.hashed.Load() != 1 || n != 1 {
			t.Errorf("%s: id %q, %d hashes, %d pieces of work", email, id, r.hasher.hashed.Load(), n)
		}
		r.work()
	}
	if free, taken := writes[boris], writes[anna]; len(free) != 3 || len(taken) != 3 || !slices.Equal(free[:2], taken[:2]) {
		t.Errorf("free %v, taken %v", writes[boris], writes[anna])
	}
	if n := len(r.sent(letter.AlreadyRegistered)); n != 1 {
		t.Errorf("%d letters to the owner", n)
	}
	r.signedIn(anna)
}

// Whoever registered the address of somebody else first gains nothing: the owner gets a link to set a password.
func TestRegisteredBySomebodyElseBefore(t *testing.T) {
	r := newRig(t)
	r.unverified(anna)
	own := registration(anna)
	own.Password = other
	_, err := r.Register(r.from(home, ""), own)
	r.ok(err)
	r.ok(r.ResetPassword(t.Context(), r.token(letter.RegisteredAgain), other))
	r.refused(r.try(r.from(cafe, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
	r.ok(r.try(r.from(home, ""), anna, other))
}

func TestRegistrationNamesEveryWrongField(t *testing.T) {
	r := newRig(t)
	_, err := r.Register(t.Context(), user.Registration{Email: anna, Password: "short", FirstName: " ", LastName: "a\u202eb", Language: "english"})
	r.refused(err, fault.Invalid, "invalid_argument")
	wrongFields := map[string]bool{}
	for _, f := range fault.From(err).Fields {
		wrongFields[f.Path] = true
	}
	for _, field := range []string{"first_name", "last_name", "language", "password"} {
		if !wrongFields[field] {
			t.Errorf("%s is not named: %v", field, fault.From(err).Fields)
		}
	}
}

// gate is a captcha that counts what is not given back.
type gate struct{ spent int }

// Check implements user.Captcha.
func (g *gate) Check(context.Context, string) error { g.spent++; return nil }

// GiveBack implements user.Captcha.
func (g *gate) GiveBack(context.Context, string) error { g.spent--; return nil }

// Who comes while too many passwords are being hashed need not prove anew that
// they are no robot.
func TestABusyMomentCostsNoCaptcha(t *testing.T) {
	r := newRig(t)
	g := &gate{}
	r.Captcha = g
	r.Hasher = busy{}
	_, err := r.Register(r.from(home, ""), registration(anna))
	r.refused(err, fault.Unavailable, "busy")
	if g.spent != 0 {
		t.Errorf("%d spent", g.spent)
	}
}

// busy hashes nothing.
type busy struct{}

var errBusy = fault.New(fault.Unavailable, "busy", "Try again.")

// Hash implements user.Hasher.
func (busy) Hash(context.Context, string) (string, error) { return "", errBusy }

// Matches implements user.Hasher.
func (busy) Matches(context.Context, string, string) (bool, error) { return false, errBusy }

var errPower = errors.New("the power is gone")

// A crash anywhere in a registration leaves an address that can be had, by the one way or the other.
func TestCrashWhileRegistering(t *testing.T) {
	for _, c := range []struct {
		at   string
		wait time.Duration
	}{
		{"users insert", 0}, {"emails insert", 0}, {"audit_events insert", 0},
	} {
		t.Run(c.at, func(t *testing.T) {
			r, w := newWatchedRig(t)
			w.on(func(operation string) error {
				if operation == c.at {
					return errPower
				}
				return nil
			})
			if _, err := r.Register(t.Context(), registration(anna)); !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			r.take() // the work is lost as well
			w.on(nil)
			_, err := r.Register(t.Context(), registration(anna))
			r.ok(err)
			r.work()
			if mails := len(r.sent(letter.VerifyEmail)) + len(r.sent(letter.RegisteredAgain)); mails != 1 {
				t.Fatalf("%d letters that let the owner in", mails)
			}
			r.pass(8 * day)
			if _, err := r.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
			if users, addresses := w.count(t, "users"), w.count(t, "emails"); users != 0 || addresses != 0 {
				t.Errorf("left: %d accounts, %d addresses", users, addresses)
			}
		})
	}
}

// A reservation whose account is not there passes to somebody else, but not at once: the account may be on its way.
func TestReservationWithoutAccount(t *testing.T) {
	r, w := newWatchedRig(t)
	r.google.who = user.OAuthIdentity{Provider: "google", Subject: "1", Email: anna, EmailVerified: true}
	r.google.attempt = user.OAuthAttempt{Terms: true}
	// The address is written, the answer is lost, and the account is taken back.
	ctx, cancel := context.WithCancel(t.Context())
	w.on(func(operation string) error {
		if operation == "provider_accounts insert" {
			cancel()
			return errPower
		}
		return nil
	})
	if _, err := r.FinishOAuth(ctx, "google", "", "", ""); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	w.on(nil)
	found, err := r.ByAddress(t.Context(), anna)
	r.ok(err)
	for table := range w.keys {
		if table.name == "users" {
			r.ok(table.Table.Delete(t.Context(), target(found.ID)))
		}
	}
	r.unverified(anna)
	if len(r.sent(letter.VerifyEmail)) != 0 {
		t.Error("taken over at once")
	}
	r.pass(10 * time.Minute)
	got := fifty(func(int) error { _, err := r.Register(t.Context(), registration(anna)); return err })
	if n := len(r.sent(letter.VerifyEmail)); got["ok"] != 50 || n != 1 || w.count(t, "users") != 1 {
		t.Errorf("%v, %d letters, %d accounts", got, n, w.count(t, "users"))
	}
}

// Strangers who register somebody's address again and again fill no mailbox.
func TestMailsToATakenAddressAreBounded(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	for range 7 {
		_, err := r.Register(t.Context(), registration(anna))
		r.ok(err)
	}
	r.work()
	if n := len(r.sent(letter.AlreadyRegistered)); n != 5 {
		t.Errorf("%d letters", n)
	}
}

func TestUnverifiedAccountsGo(t *testing.T) {
	r := newRig(t)
	r.unverified(anna)
	token := r.token(letter.VerifyEmail)
	r.person(boris)
	r.pass(7*day - time.Hour)
	if n, err := r.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("erased %d early, %v", n, err)
	}
	r.pass(time.Hour)
	if n, err := r.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
	r.refused(r.VerifyEmail(t.Context(), token), fault.Invalid, "invalid_link")
	r.signedIn(boris)
	r.person(anna) // the address is free
	r.signedIn(anna)
}
