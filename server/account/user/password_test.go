package user_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestReset(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	r.ok(r.RequestPasswordReset(t.Context(), anna))
	r.ok(r.RequestPasswordReset(t.Context(), "nobody@example.org"))
	token := r.token(letter.PasswordReset)
	// A password that is refused does not cost the link.
	for _, bad := range []string{"short", "", anna, "Password1!"[:8]} {
		r.refused(r.ResetPassword(t.Context(), token, bad), fault.Invalid, "invalid_argument")
	}
	second := func() string { r.ok(r.RequestPasswordReset(t.Context(), anna)); return r.token(letter.PasswordReset) }()
	got := fifty(func(int) error { return r.ResetPassword(t.Context(), token, other) })
	if got["ok"] != 1 || got["invalid_link"] != 49 {
		t.Errorf("fifty uses of one link: %v", got)
	}
	r.ended(in)
	r.refused(r.ResetPassword(t.Context(), second, right), fault.Invalid, "invalid_link") // asked for before the change
	r.refused(r.try(r.from(home, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
	r.ok(r.try(r.from(home, ""), anna, other))
	if n := len(r.sent(letter.PasswordChanged)); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestResetLinkExpires(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	r.ok(r.RequestPasswordReset(t.Context(), anna))
	token := r.token(letter.PasswordReset)
	r.pass(time.Hour)
	r.refused(r.ResetPassword(t.Context(), token, other), fault.Invalid, "invalid_link")
	r.refused(r.ResetPassword(t.Context(), "rubbish", other), fault.Invalid, "invalid_link")
	r.ok(r.try(r.from(home, ""), anna, right))
}

func TestResetLinkDiesWithTheAddress(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	r.ok(r.RequestPasswordReset(t.Context(), anna))
	token := r.token(letter.PasswordReset)
	r.changeAddress(in, boris)
	r.refused(r.ResetPassword(t.Context(), token, other), fault.Invalid, "invalid_link")
}

func TestResetMailsAreBounded(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	for _, email := range []string{anna, "nobody@example.org"} {
		for range 5 {
			r.ok(r.RequestPasswordReset(t.Context(), email))
		}
		r.refused(r.RequestPasswordReset(t.Context(), email), fault.Limited, "too_many_attempts")
	}
	r.pass(15 * time.Minute)
	r.ok(r.RequestPasswordReset(t.Context(), anna))
}

func TestChangePassword(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	here, elsewhere := r.signedIn(anna), r.signedIn(anna)
	ctx, who := r.as(here)
	r.refused(r.ChangePassword(ctx, who, "", other), fault.Invalid, "invalid_argument")
	r.refused(r.ChangePassword(ctx, who, wrong, other), fault.Denied, "wrong_password")
	r.refused(r.ChangePassword(ctx, who, right, "short"), fault.Invalid, "invalid_argument")
	r.ok(r.ChangePassword(ctx, who, right, other))
	r.ended(elsewhere)
	r.ok(r.gate.Admit(who))
	_, err := r.Refresh(t.Context(), here.Tokens.Refresh)
	r.ok(err)
	r.ok(r.try(r.from(home, ""), anna, other))
}

// Two devices that change the password at once: the second was not asked for the new one.
func TestChangePasswordAtOnce(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	got := fifty(func(int) error { return r.ChangePassword(ctx, who, right, other) })
	if got["ok"] != 1 || got["ok"]+got["wrong_password"]+got["account_locked"] != 50 {
		t.Errorf("%v", got)
	}
}

func TestProvingIsBounded(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	r.hasher.judged.Store(0)
	got := fifty(func(int) error { _, err := r.Delete(ctx, who, wrong); return err })
	if got["wrong_password"] != 5 || got["account_locked"] != 45 || r.hasher.judged.Load() != 5 {
		t.Errorf("%v, %d judged", got, r.hasher.judged.Load())
	}
	_, err := r.Delete(ctx, who, right)
	r.refused(err, fault.Limited, "account_locked")
}

// Whoever has stolen one session does not keep the owner from changing the
// password in another.
func TestProvingOnAnotherDevice(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	_, thief := r.as(r.signedIn(anna))
	ctx, owner := r.as(r.signedIn(anna))
	for range 6 {
		_, _ = r.Delete(ctx, thief, wrong)
	}
	_, err := r.Delete(ctx, thief, right)
	r.refused(err, fault.Limited, "account_locked")
	r.ok(r.ChangePassword(ctx, owner, right, other))
}

// A crash between the new password and what goes with it leaves nobody signed
// in who knew the old one: neither the link nor that password work again.
func TestCrashAfterNewPassword(t *testing.T) {
	for name, set := range map[string]func(r *rig, ctx context.Context, who account.Identity) error{
		"reset": func(r *rig, ctx context.Context, _ account.Identity) error {
			r.ok(r.RequestPasswordReset(ctx, anna))
			return r.ResetPassword(ctx, r.token(letter.PasswordReset), other)
		},
		"change": func(r *rig, ctx context.Context, who account.Identity) error {
			return r.ChangePassword(ctx, who, right, other)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, w := newWatchedRig(t)
			r.person(anna)
			stolen := r.signedIn(anna)
			ctx, who := r.as(r.signedIn(anna))
			changed := false
			w.on(func(operation string) error {
				if changed {
					return errPower
				}
				changed = operation == "users replace"
				return nil
			})
			if err := set(r, ctx, who); !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			w.on(nil)
			r.ended(stolen)
			r.ok(r.try(r.from(home, ""), anna, other))
		})
	}
}

// Without the password, what cannot be undone wants a sign-in of the last 15 minutes.
func TestRecentSignIn(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	r.pass(14 * time.Minute)
	r.ok(r.RequestEmailChange(ctx, who, boris, ""))
	r.pass(time.Minute)
	r.refused(r.RequestEmailChange(ctx, who, boris, ""), fault.Denied, "recent_sign_in_required")
	r.ok(r.RequestEmailChange(ctx, who, boris, right))
}
