package user_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func (r *rig) fail(ctx context.Context, email string, times int) {
	r.Helper()
	for range times {
		r.refused(r.try(ctx, email, wrong), fault.Unauthenticated, "invalid_credentials")
	}
}

func (r *rig) locked(ctx context.Context, email string) {
	r.Helper()
	r.refused(r.try(ctx, email, right), fault.Limited, "account_locked")
}

func TestFiveFailuresLockTheDevice(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	known := r.signedIn(anna)
	r.fail(r.from(cafe, ""), anna, 5)
	r.locked(r.from(cafe, ""), anna)
	r.locked(r.from(cafe, "forged.token"), anna)
	locks := r.sent(letter.SignInLocked)
	if len(locks) != 1 || locks[0].To != anna || locks[0].Data[letter.Place] != "198.51.100.x" {
		t.Errorf("letters %+v", locks)
	}
	r.ok(r.try(r.from(home, ""), anna, right))                // another network
	r.ok(r.try(r.from(cafe, known.DeviceToken), anna, right)) // a device that signed in before
	r.fail(r.from(cafe, ""), "nobody@example.org", 1)         // another account
	r.pass(15*time.Minute - 10*time.Second)
	r.locked(r.from(cafe, ""), anna)
	r.pass(10 * time.Second)
	r.ok(r.try(r.from(cafe, ""), anna, right))
	if n := len(r.sent(letter.SignInLocked)); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestRightPasswordResets(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	for range 3 {
		r.fail(r.from(home, ""), anna, 4)
		r.ok(r.try(r.from(home, ""), anna, right))
	}
}

func TestAKnownDeviceLocksItselfAlone(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	one, two := r.signedIn(anna), r.signedIn(anna)
	r.fail(r.from(home, one.DeviceToken), anna, 5)
	r.locked(r.from(home, one.DeviceToken), anna)
	r.ok(r.try(r.from(home, two.DeviceToken), anna, right))
	r.ok(r.try(r.from(home, ""), anna, right))
	r.person(boris) // a token of one account is none of another's
	r.fail(r.from(cafe, ""), boris, 5)
	r.locked(r.from(cafe, two.DeviceToken), boris)
}

func TestAHundredFailuresShutUnknownDevicesOut(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	known := r.signedIn(anna)
	for i := range 20 {
		r.fail(r.from(fmt.Sprintf("192.0.2.%d", i+1), ""), anna, 5)
	}
	r.hasher.judged.Store(0)
	r.locked(r.from(cafe, ""), anna)
	if r.hasher.judged.Load() != 0 {
		t.Error("the hundred and first was judged")
	}
	r.ok(r.try(r.from(cafe, known.DeviceToken), anna, right))
	r.pass(time.Hour)
	r.ok(r.try(r.from(cafe, ""), anna, right))
}

// Who is locked out is told to set a new password, so that must help.
func TestResetUnlocks(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	known := r.signedIn(anna)
	for i := range 20 {
		r.fail(r.from(fmt.Sprintf("192.0.2.%d", i+1), ""), anna, 5)
	}
	r.locked(r.from("192.0.2.1", ""), anna)
	r.fail(r.from(home, known.DeviceToken), anna, 5)
	r.locked(r.from(home, known.DeviceToken), anna)
	r.ok(r.RequestPasswordReset(t.Context(), anna))
	// Set on another device, by a page that shows no device token.
	r.ok(r.ResetPassword(r.from(cafe, ""), r.token(letter.PasswordReset), other))
	r.ok(r.try(r.from("192.0.2.1", ""), anna, other))
	r.ok(r.try(r.from(home, known.DeviceToken), anna, other))
}

// Whom a hundred failures lock out is told, whichever devices they came from.
func TestTheOwnerIsToldOfADistributedAttack(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	for i := range 101 {
		if err := r.try(r.from(fmt.Sprintf("192.0.2.%d", i+1), ""), anna, other); err == nil {
			t.Fatal("signed in")
		}
	}
	r.locked(r.from(home, ""), anna)
	if told := r.sent(letter.SignInLocked); len(told) != 1 || told[0].Data[letter.Minutes] != "60" {
		t.Errorf("%+v", told)
	}
}

// A device stays known when its owner changes the address.
func TestADeviceStaysKnownUnderANewAddress(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	known := r.signedIn(anna)
	r.changeAddress(known, boris)
	r.fail(r.from(home, ""), boris, 5)
	r.ok(r.try(r.from(home, known.DeviceToken), boris, right))
	if told := r.sent(letter.NewDevice); len(told) != 0 {
		t.Errorf("%+v", told)
	}
}

// Nothing that is done for a known address is left out for an unknown one.
func TestSignInDoesTheSameForUnknownAddresses(t *testing.T) {
	r, w := newWatchedRig(t)
	r.person(anna)
	var done [2][]string
	var messages [2]string
	for i, email := range []string{anna, "nobody@example.org"} {
		r.hasher.judged.Store(0)
		w.on(nil)
		for range 6 {
			messages[i] += fault.From(r.try(r.from(cafe, ""), email, wrong)).Message
		}
		done[i] = w.sequence()
		if n := r.pending(); n != 1 || r.hasher.judged.Load() != 5 {
			t.Errorf("%s: %d pieces of work, %d judged", email, n, r.hasher.judged.Load())
		}
		r.work()
	}
	if !slices.Equal(done[0], done[1]) || messages[0] != messages[1] {
		t.Errorf("known %v %q\nunknown %v %q", done[0], messages[0], done[1], messages[1])
	}
	if w.mentions(t, "nobody@example.org")["audit_events"] != 0 {
		t.Error("the trail holds an address")
	}
	for _, ask := range []func(context.Context, string) error{r.RequestPasswordReset, r.ResendVerification} {
		for i, email := range []string{anna, "nobody@example.org"} {
			w.on(nil)
			r.ok(ask(t.Context(), email))
			if done[i] = w.sequence(); r.pending() != 1 {
				t.Error("not queued")
			}
			r.work()
		}
		if !slices.Equal(done[0], done[1]) {
			t.Errorf("known %v, unknown %v", done[0], done[1])
		}
	}
}

func TestFiftyWrongPasswordsAtOnce(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	got := fifty(func(int) error { return r.try(r.from(cafe, ""), anna, wrong) })
	if n := r.hasher.judged.Load(); n != 5 || got["invalid_credentials"] != 5 || got["account_locked"] != 45 {
		t.Errorf("%d judged, %v", n, got)
	}
	if n := len(r.sent(letter.SignInLocked)); n != 1 {
		t.Errorf("%d letters", n)
	}
	if got := fifty(func(int) error { return r.try(r.from(home, ""), anna, right) }); got["ok"] != 50 {
		t.Errorf("fifty right ones: %v", got)
	}
}

// Who hangs up while waiting has not guessed.
func TestWhatWasNotJudgedDoesNotCount(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	for range 6 {
		ctx, hangUp := context.WithCancel(r.from(home, ""))
		r.hasher.before = hangUp
		if r.try(ctx, anna, wrong) == nil {
			t.Fatal("signed in")
		}
		hangUp()
	}
	r.hasher.before = nil
	r.ok(r.try(r.from(home, ""), anna, right))
}

func TestNewDeviceIsToldOf(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	first := r.signedIn(anna)
	if n := len(r.sent(letter.NewDevice)); n != 0 {
		t.Fatalf("%d letters about the first device", n)
	}
	r.ok(r.try(r.from(cafe, first.DeviceToken), anna, right))
	if n := len(r.sent(letter.NewDevice)); n != 0 {
		t.Fatalf("%d letters about a known device", n)
	}
	ctx, who := r.as(first)
	_, err := r.EndDevices(ctx, who.UserID, "")
	r.ok(err)
	r.ok(r.try(r.from(cafe, ""), anna, right)) // signed in nowhere: all the more suspicious
	if n := len(r.sent(letter.NewDevice)); n != 1 {
		t.Errorf("%d letters about a new device", n)
	}
}

func TestSignOut(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	one, two, three := r.signedIn(anna), r.signedIn(anna), r.signedIn(anna)
	ctx, _ := r.as(one)
	r.ok(r.SignOut(ctx, ""))
	r.ended(one)
	r.ok(r.SignOut(ctx, "")) // twice is no mistake
	r.pass(time.Hour)        // the access token is dead by now
	r.ok(r.SignOut(r.from(home, ""), two.Tokens.Refresh))
	if _, err := r.Refresh(t.Context(), two.Tokens.Refresh); fault.KindOf(err) != fault.Unauthenticated {
		t.Error(err)
	}
	r.ok(r.SignOut(r.from(home, ""), two.Tokens.Refresh))
	if fault.KindOf(r.SignOut(t.Context(), "")) != fault.Unauthenticated || fault.KindOf(r.SignOut(t.Context(), "rubbish")) != fault.Unauthenticated {
		t.Error("nobody signed out")
	}
	_, err := r.Refresh(t.Context(), three.Tokens.Refresh)
	r.ok(err)
}

// A browser that signed in twice shows the access token of one session and the
// cookie of the other.
func TestSignOutEndsWhatIsShown(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	one, two := r.signedIn(anna), r.signedIn(anna)
	ctx, _ := r.as(one)
	r.ok(r.SignOut(ctx, two.Tokens.Refresh))
	r.ended(one)
	r.ended(two)
	three := r.signedIn(anna)
	ctx, _ = r.as(three)
	r.ok(r.SignOut(ctx, "rubbish"))
	r.ended(three)
}

func TestDevicesAreOnesOwn(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	r.person(boris)
	a, b := r.signedIn(anna), r.signedIn(boris)
	_, who := r.as(a)
	_, stranger := r.as(b)
	if all, err := r.Devices(t.Context(), who.UserID); err != nil || len(all) != 1 || all[0].ID != who.SessionID {
		t.Errorf("%v, %v", all, err)
	}
	if fault.KindOf(r.EndDevice(t.Context(), stranger.UserID, who.SessionID)) != fault.NotFound {
		t.Error("a stranger ended the session")
	}
	r.ok(r.EndDevice(t.Context(), who.UserID, who.SessionID))
	r.ended(a)
}

// A refresh token that was used before ends the session, and the owner learns of it.
func TestReusedRefreshToken(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	in := r.signedIn(anna)
	_, err := r.Refresh(t.Context(), in.Tokens.Refresh)
	r.ok(err)
	r.pass(time.Minute)
	_, err = r.Refresh(r.from(cafe, ""), in.Tokens.Refresh)
	r.refused(err, fault.Unauthenticated, "refresh_token_reused")
	if l := r.sent(letter.SessionReused); len(l) != 1 || l[0].Data[letter.Place] != "198.51.100.x" {
		t.Errorf("letters %+v", l)
	}
}

func BenchmarkKnownAndUnknown(b *testing.B) {
	r := newRig(b)
	for i := range b.N {
		r.unverified(fmt.Sprintf("known%d@example.org", i))
	}
	r.take()
	for _, c := range []struct {
		name string
		call func(email string) error
	}{
		{"register", func(email string) error { _, err := r.Register(r.from(cafe, ""), registration(email)); return err }},
		{"sign-in", func(email string) error { _ = r.try(r.from(cafe, ""), email, wrong); return nil }},
		{"forgot", func(email string) error { return r.RequestPasswordReset(b.Context(), email) }},
	} {
		var took [2][]time.Duration
		for i := range b.N {
			for known, email := range []string{fmt.Sprintf("%s%d@example.org", c.name, i), fmt.Sprintf("known%d@example.org", i)} {
				start := time.Now()
				r.ok(c.call(email))
				took[known] = append(took[known], time.Since(start))
			}
		}
		for known := range took {
			slices.Sort(took[known])
		}
		gap := took[1][len(took[1])/2] - took[0][len(took[0])/2]
		b.ReportMetric(float64(gap.Microseconds())/1000, c.name+"-gap-ms")
		b.ReportMetric(float64(took[1][len(took[1])/2].Microseconds())/1000, c.name+"-ms")
	}
}
