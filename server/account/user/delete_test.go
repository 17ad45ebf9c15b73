package user_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func (r *rig) delete(email string) user.SignedIn {
	r.Helper()
	in := r.signedIn(email)
	ctx, who := r.as(in)
	at, err := r.Delete(ctx, who, right)
	r.ok(err)
	if left := at.Sub(r.now()); left > 30*day || left < 30*day-time.Minute {
		r.Errorf("erased in %v", left)
	}
	return in
}

func (r *rig) sweep(want int) {
	r.Helper()
	if n, err := r.Sweep(r.Context()); n != want || err != nil {
		r.Fatalf("erased %d, %v, want %d", n, err, want)
	}
}

func TestDeletedForThirtyDays(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	in := r.delete(anna)
	r.ended(in)
	if _, err := r.Identity(t.Context(), account.UserID(id)); fault.ReasonOf(err) != "account_deleted" {
		t.Errorf("identity: %v", err)
	}
	r.unverified(anna) // the address stays taken
	if n := len(r.sent(letter.VerifyEmail)); n != 1 {
		t.Errorf("%d letters", n)
	}
	r.pass(30*day - time.Minute)
	r.sweep(0)
	token := r.token(letter.AccountDeleted)
	r.pass(time.Minute)
	r.sweep(1)
	r.refused(r.Restore(t.Context(), token), fault.Invalid, "invalid_link")
	r.refused(r.try(r.from(home, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
	r.person(anna)
}

func TestRestore(t *testing.T) {
	for name, restore := range map[string]func(*rig){
		"by mail":       func(r *rig) { r.ok(r.Restore(r.Context(), r.token(letter.AccountDeleted))) },
		"by signing in": func(r *rig) { _ = r.token(letter.AccountDeleted); r.restoredBySigningIn(anna) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.person(anna)
			r.delete(anna)
			token := r.token(letter.AccountDeleted)
			r.pass(29 * day)
			restore(r)
			r.refused(r.Restore(t.Context(), token), fault.Invalid, "invalid_link")
			r.pass(90 * day)
			r.sweep(0)
			if in := r.signedIn(anna); in.Restored || in.User.Deleted() {
				t.Errorf("%+v", in)
			}
			if n := len(r.sent(letter.AccountRestored)); n != 1 {
				t.Errorf("%d letters", n)
			}
		})
	}
}

func (r *rig) restoredBySigningIn(email string) {
	r.Helper()
	if in := r.signedIn(email); !in.Restored || in.User.Deleted() {
		r.Errorf("%+v", in)
	}
}

func TestRestoreWithoutToken(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, _ := r.as(r.signedIn(anna))
	r.ok(r.Restore(ctx, ""))
	if err := r.Restore(t.Context(), ""); !errors.Is(err, account.ErrToken) {
		t.Error(err)
	}
}

// At whatever moment of the sweep somebody signs in to their account: either it is whole, or it is gone.
func TestRestoringWhileTheSweepRuns(t *testing.T) {
	r, w := newWatchedRig(t)
	for step, outcomes := 1, map[bool]int{}; ; step++ {
		email := fmt.Sprintf("anna%d@example.org", step)
		r.person(email)
		r.delete(email)
		r.pass(31 * day)
		n, back := 0, error(nil)
		w.on(func(string) error {
			if n++; n == step {
				w.on(nil)
				back = r.try(r.from(home, ""), email, right)
			}
			return nil
		})
		if _, err := r.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.on(nil)
		if n < step {
			if outcomes[true] == 0 || outcomes[false] == 0 {
				t.Errorf("not every case was met: %v", outcomes)
			}
			return
		}
		outcomes[back == nil]++
		r.work()
		id := r.letters[len(r.letters)-1].UserID
		switch again := r.try(r.from(home, ""), email, right); {
		case back == nil && again != nil:
			t.Fatalf("step %d: restored, and yet %v", step, again)
		case back != nil && again == nil:
			t.Fatalf("step %d: %v, and yet it is there", step, back)
		case back != nil && w.mentions(t, email)["users"]+w.mentions(t, email)["emails"] != 0:
			t.Fatalf("step %d: left %v", step, w.mentions(t, id))
		}
	}
}

// Whatever fails in the middle of an erasure, the next sweep finishes it.
func TestErasureIsFinished(t *testing.T) {
	r, w := newWatchedRig(t)
	for step := 1; ; step++ {
		email := fmt.Sprintf("anna%d@example.org", step)
		id := r.person(email)
		r.delete(email)
		r.pass(31 * day)
		n := 0
		w.on(func(string) error {
			if n++; n == step {
				return errPower
			}
			return nil
		})
		_, err := r.Sweep(t.Context())
		w.on(nil)
		if n < step {
			return
		}
		if !errors.Is(err, errPower) {
			t.Fatalf("step %d: %v", step, err)
		}
		// The last step of all, that it was finished, may be all that is missing.
		if _, err := r.Sweep(t.Context()); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		if _, err := r.EraseAgain(t.Context()); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		r.nowhere(w, id, email)
	}
}
