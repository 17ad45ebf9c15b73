package user_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func (r *rig) askForChange(in user.SignedIn, to string) (current, next string) {
	r.Helper()
	ctx, who := r.as(in)
	r.ok(r.RequestEmailChange(ctx, who, to, right))
	return r.token(letter.EmailChangeCurrent), r.token(letter.EmailChangeNew)
}

func (r *rig) confirm(token string, want bool) {
	r.Helper()
	if changed, err := r.ConfirmEmailChange(r.Context(), token); err != nil || changed != want {
		r.Fatalf("changed %v, %v", changed, err)
	}
}

func (r *rig) changeAddress(in user.SignedIn, to string) {
	r.Helper()
	current, next := r.askForChange(in, to)
	r.confirm(current, false)
	r.confirm(next, true)
}

func TestEmailChangeWantsBothSides(t *testing.T) {
	for _, order := range []string{"current first", "new first"} {
		t.Run(order, func(t *testing.T) {
			r := newRig(t)
			id := r.person(anna)
			in := r.signedIn(anna)
			first, second := r.askForChange(in, " Boris@example.org")
			if order == "new first" {
				first, second = second, first
			}
			r.confirm(first, false)
			_, err := r.ConfirmEmailChange(t.Context(), first)
			r.refused(err, fault.Invalid, "invalid_link")
			r.ok(r.try(r.from(home, ""), anna, right)) // not yet
			r.confirm(second, true)
			r.refused(r.try(r.from(home, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
			if now := r.signedIn(boris); now.User.ID != id || now.User.Change != nil {
				t.Errorf("%+v", now.User)
			}
			// Tokens carry the address: the old ones are refused, refreshing gets new ones.
			_, who := r.as(in)
			if err := r.gate.Admit(who); !errors.Is(err, account.ErrToken) {
				t.Errorf("old access token: %v", err)
			}
			tokens, err := r.Refresh(t.Context(), in.Tokens.Refresh)
			r.ok(err)
			if who, err := r.verifier.Access(t.Context(), tokens.Access); err != nil || who.Email != boris || r.gate.Admit(who) != nil {
				t.Errorf("refreshed as %q, %v", who.Email, err)
			}
			if l := r.sent(letter.EmailChanged); len(l) != 1 || l[0].To != anna || l[0].Data[letter.NewEmail] != boris {
				t.Errorf("old address told %+v", l)
			}
			r.person(anna) // the old address is free
		})
	}
}

func TestEmailChangeLettersGoWhereTheyBelong(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	r.askForChange(r.signedIn(anna), boris)
	if c, n := r.sent(letter.EmailChangeCurrent), r.sent(letter.EmailChangeNew); c[0].To != anna || n[0].To != boris || c[0].Data[letter.NewEmail] != boris {
		t.Errorf("%+v %+v", c, n)
	}
}

func TestEmailChangeExpires(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	current, next := r.askForChange(r.signedIn(anna), boris)
	r.confirm(current, false)
	r.pass(day)
	_, err := r.ConfirmEmailChange(t.Context(), next)
	r.refused(err, fault.Invalid, "invalid_link")
	r.signedIn(anna)
}

func TestEmailChangeAskedAgain(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	current, next := r.askForChange(in, boris)
	r.confirm(current, false)
	current, last := r.askForChange(in, "anna@example.com")
	_, err := r.ConfirmEmailChange(t.Context(), next)
	r.refused(err, fault.Invalid, "invalid_link")
	r.confirm(last, false)
	r.confirm(current, true)
	r.signedIn("anna@example.com")
}

func TestEmailTakenMeanwhile(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	current, next := r.askForChange(in, boris)
	r.confirm(next, false)
	r.person(boris)
	_, err := r.ConfirmEmailChange(t.Context(), current)
	r.refused(err, fault.Conflict, "email_taken")
	if u := r.signedIn(anna).User; u.Change != nil {
		t.Error("the change still waits")
	}
	r.signedIn(boris)
	// Asking looks the same whether or not the address is taken.
	current, _ = r.askForChange(in, boris)
	r.confirm(current, false)
	ctx, who := r.as(in)
	r.refused(r.RequestEmailChange(ctx, who, anna, right), fault.Invalid, "invalid_argument")
}

// Both links at once: one of the two puts the change in force.
func TestBothLinksAtOnce(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	current, next := r.askForChange(r.signedIn(anna), boris)
	done := make(chan bool, 50)
	got := fifty(func(i int) error {
		changed, err := r.ConfirmEmailChange(t.Context(), []string{current, next}[i%2])
		done <- changed
		return err
	})
	close(done)
	n := 0
	for changed := range done {
		if changed {
			n++
		}
	}
	if n != 1 || got["ok"] != 2 || got["invalid_link"] != 48 {
		t.Errorf("changed %d times, %v", n, got)
	}
	r.signedIn(boris)
}

// A crash between reserving the new address and using it: the owner asks again and gets it.
func TestCrashWhileChangingTheAddress(t *testing.T) {
	r, w := newWatchedRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	current, next := r.askForChange(in, boris)
	r.confirm(current, false)
	w.on(func(operation string) error {
		for _, done := range w.sequence() {
			if done == "emails insert" && operation == "users replace" {
				return errPower
			}
		}
		return nil
	})
	if _, err := r.ConfirmEmailChange(t.Context(), next); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	w.on(nil)
	r.signedIn(anna)
	r.changeAddress(in, boris)
	r.signedIn(boris)
	if w.count(t, "emails") != 1 {
		t.Errorf("%d addresses", w.count(t, "emails"))
	}
}

// The account asks for yet another address while a change is being made: the last wish counts.
func TestAskedAgainWhileChanging(t *testing.T) {
	r, w := newWatchedRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	current, next := r.askForChange(in, boris)
	r.confirm(current, false)
	w.on(func(operation string) error {
		if operation == "emails insert" {
			w.on(nil)
			r.askForChange(in, "anna@example.com")
		}
		return nil
	})
	_, err := r.ConfirmEmailChange(context.WithoutCancel(t.Context()), next)
	r.refused(err, fault.Invalid, "invalid_link")
	r.person(boris) // not held
	r.signedIn(anna)
	r.pass(time.Minute)
}

// However many accounts ask for it, a stranger's mailbox is not filled.
func TestMailsToANewAddressAreBounded(t *testing.T) {
	r := newRig(t)
	for i := range 6 {
		email := fmt.Sprintf("person-%d@example.org", i)
		r.person(email)
		ctx, who := r.as(r.signedIn(email))
		if err := r.RequestEmailChange(ctx, who, boris, right); i < 5 {
			r.ok(err)
		} else {
			r.refused(err, fault.Limited, "too_many_attempts")
		}
	}
}
