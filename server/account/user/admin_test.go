package user_test

import (
	"errors"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
)

var admin = account.Identity{UserID: "root", Role: account.Admin}

func TestSuspend(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	in := r.signedIn(anna)
	_, err := r.Suspend(t.Context(), admin, id, true, "spam")
	r.ok(err)
	r.ended(in)
	r.refused(r.try(r.from(home, ""), anna, right), fault.Denied, "account_suspended")
	r.refused(r.try(r.from(home, ""), anna, wrong), fault.Unauthenticated, "invalid_credentials")
	if _, err := r.Identity(t.Context(), account.UserID(id)); fault.ReasonOf(err) != "account_suspended" {
		t.Error(err)
	}
	if l := r.sent(letter.AccountSuspended); len(l) != 1 || l[0].Data[letter.Reason] != "spam" {
		t.Errorf("%+v", l)
	}
	_, err = r.Suspend(t.Context(), admin, id, false, "")
	r.ok(err)
	r.signedIn(anna)
	if len(r.sent(letter.AccountReinstated)) != 1 {
		t.Error("not told")
	}
}

func TestSetRole(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	in := r.signedIn(anna)
	_, err := r.SetRole(t.Context(), admin, id, account.Pro)
	r.ok(err)
	_, who := r.as(in)
	if err := r.gate.Admit(who); !errors.Is(err, account.ErrToken) {
		t.Errorf("the token with the old role: %v", err)
	}
	tokens, err := r.Refresh(t.Context(), in.Tokens.Refresh)
	r.ok(err)
	who, err = r.verifier.Access(t.Context(), tokens.Access)
	r.ok(err)
	if who.Role != account.Pro || r.gate.Admit(who) != nil {
		t.Errorf("refreshed as %v", who)
	}
	u, devices, err := r.Account(t.Context(), id)
	if err != nil || u.Role != account.Pro || devices != 1 {
		t.Errorf("%v, %d devices, %v", u.Role, devices, err)
	}
}

func TestOwnAccount(t *testing.T) {
	r := newRig(t)
	self := account.Identity{UserID: account.UserID(r.person(anna)), Role: account.Admin}
	_, err := r.SetRole(t.Context(), self, string(self.UserID), account.User)
	r.refused(err, fault.Conflict, "own_account")
	_, err = r.Suspend(t.Context(), self, string(self.UserID), true, "")
	r.refused(err, fault.Conflict, "own_account")
	_, err = r.SetRole(t.Context(), self, "nobody", account.User)
	r.refused(err, fault.NotFound, "not_found")
	_, err = r.Suspend(t.Context(), self, "nobody", true, "")
	r.refused(err, fault.NotFound, "not_found")
	_, _, err = r.Account(t.Context(), "nobody")
	r.refused(err, fault.NotFound, "not_found")
}

func TestUsersAreListed(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	r.person(boris)
	first, next, err := r.Users(t.Context(), "", 1, "")
	r.ok(err)
	second, end, err := r.Users(t.Context(), "", 1, next)
	r.ok(err)
	if first[0].Email != boris || second[0].Email != anna || next == "" || end != "" {
		t.Errorf("%v, %v", first, second)
	}
	if none, _, err := r.Users(t.Context(), "nobody@example.org", 0, ""); len(none) != 0 || err != nil {
		t.Errorf("%v, %v", none, err)
	}
}

func TestCreateAdmin(t *testing.T) {
	r, w := newWatchedRig(t)
	u, created, err := r.CreateAdmin(t.Context(), "Anna@example.org", right)
	r.ok(err)
	if !created || u.Role != account.Admin || !u.EmailVerified {
		t.Errorf("%+v", u)
	}
	again, created, err := r.CreateAdmin(t.Context(), anna, "")
	r.ok(err)
	if created || again.ID != u.ID || w.count(t, "users") != 1 {
		t.Errorf("%+v", again)
	}
	if who, err := r.verifier.Access(t.Context(), r.signedIn(anna).Tokens.Access); err != nil || who.Role != account.Admin {
		t.Errorf("%v, %v", who, err)
	}
	_, _, err = r.CreateAdmin(t.Context(), boris, "short")
	r.refused(err, fault.Invalid, "invalid_argument")
	r.pass(8 * day)
	r.sweep(0)
}

// Who registered the address of a future administrator gains nothing by it.
func TestAdminOfARegisteredAddress(t *testing.T) {
	r := newRig(t)
	r.unverified(anna)
	_, created, err := r.CreateAdmin(t.Context(), anna, "")
	r.ok(err)
	if created {
		t.Error("created")
	}
	r.refused(r.try(r.from(home, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
	r.person(boris)
	in := r.signedIn(boris)
	_, _, err = r.CreateAdmin(t.Context(), boris, other)
	r.ok(err)
	r.ended(in)
	r.ok(r.try(r.from(home, ""), boris, other))
}

func TestCommandsMayBeRepeatedAtOnce(t *testing.T) {
	for name, command := range map[string]func(*rig) error{
		"admin":     func(r *rig) error { _, _, err := r.CreateAdmin(r.Context(), anna, right); return err },
		"developer": func(r *rig) error { _, err := r.DevelopmentUser(r.Context(), anna); return err },
	} {
		t.Run(name, func(t *testing.T) {
			r, w := newWatchedRig(t)
			for range 3 {
				fifty(func(int) error { return command(r) })
			}
			r.ok(command(r))
			if w.count(t, "users") != 1 || w.count(t, "emails") != 1 {
				t.Errorf("%d accounts", w.count(t, "users"))
			}
			if u, err := r.ByAddress(t.Context(), anna); err != nil || !u.EmailVerified {
				t.Errorf("%+v, %v", u, err)
			}
			r.pass(8 * day)
			r.sweep(0)
		})
	}
}

// A crash in the command leaves nothing that is never swept.
func TestCrashWhileCreatingAnAdmin(t *testing.T) {
	r, w := newWatchedRig(t)
	w.on(func(operation string) error {
		if operation == "emails insert" {
			return errPower
		}
		return nil
	})
	if _, _, err := r.CreateAdmin(t.Context(), anna, right); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	w.on(nil)
	r.pass(8 * day)
	r.sweep(1)
}
