package user_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// google is what the provider says; subject is its own id of the person.
func google(subject, email string, verified bool) user.OAuthIdentity {
	return user.OAuthIdentity{Provider: "google", Subject: subject, Email: email, EmailVerified: verified, FirstName: "Anna", LastName: "Berg"}
}

// through signs in with what the provider says, or links it to an account, from a session of its own.
func (r *rig) through(who user.OAuthIdentity, linkTo string) (user.SignedIn, error) {
	r.Helper()
	ctx := r.from(home, "")
	if linkTo != "" {
		u, _, err := r.Account(ctx, linkTo)
		r.ok(err)
		ctx, _ = r.as(r.signedIn(u.Email))
	}
	r.google.who = who
	_, err := r.StartOAuth(ctx, who.Provider, user.OAuthAttempt{Language: "uz", ReturnTo: "/account", Terms: true})
	r.ok(err)
	return r.FinishOAuth(r.from(home, ""), who.Provider, "code", "state", "binding")
}

func TestProviderCreatesAnAccount(t *testing.T) {
	r := newRig(t)
	in, err := r.through(google("1", "Anna@example.org", true), "")
	r.ok(err)
	u := in.User
	if !in.Created || in.ReturnTo != "/account" || !u.EmailVerified || u.Email != anna || len(u.Providers) != 1 || u.Preferences.Language != "uz" {
		t.Errorf("%+v", in)
	}
	again, err := r.through(google("1", "else@example.org", false), "") // found by the provider's id alone
	r.ok(err)
	if again.Created || again.User.ID != u.ID {
		t.Errorf("%+v", again)
	}
	_, who := r.as(in)
	r.refused(r.UnlinkOAuth(t.Context(), who, "google"), fault.Conflict, "only_way_in")
	r.ok(r.ChangePassword(t.Context(), who, "", right)) // just signed in
	r.refused(r.UnlinkOAuth(t.Context(), who, "github"), fault.NotFound, "not_linked")
	r.ok(r.UnlinkOAuth(t.Context(), who, "google"))
	if _, err := r.through(google("1", "else@example.org", false), ""); fault.ReasonOf(err) != "provider_email_not_verified" {
		t.Errorf("unlinked, and yet %v", err)
	}
	r.pass(8 * day)
	if n, err := r.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
}

func TestUnverifiedProviderAddress(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	for _, email := range []string{anna, boris, ""} {
		_, err := r.through(google("1", email, false), "")
		r.refused(err, fault.Denied, "provider_email_not_verified")
	}
	if u, err := r.Profile(t.Context(), "x"); err == nil || len(u.Providers) != 0 || w.count(t, "users") != 1 || w.count(t, "provider_accounts") != 0 {
		t.Errorf("%d accounts, %d links", w.count(t, "users"), w.count(t, "provider_accounts"))
	}
	in, err := r.through(google("1", anna, true), "")
	r.ok(err)
	if in.User.ID != id || in.Created || len(r.sent(letter.ProviderLinked)) != 1 {
		t.Errorf("%+v", in)
	}
	r.signedIn(anna) // a verified account keeps its password
}

// Somebody registered the address of another before: nothing of what they know opens the account.
func TestProviderTakesOverAnUnverifiedAccount(t *testing.T) {
	r, w := newWatchedRig(t)
	r.unverified(anna)
	// In whatever way an unverified account came to have a session.
	w.on(nil)
	in, err := r.through(google("1", anna, true), "")
	r.ok(err)
	if in.User.Password != "" || !in.User.EmailVerified {
		t.Errorf("%+v", in.User)
	}
	r.refused(r.try(r.from(cafe, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
	_, who := r.as(in)
	r.ok(r.gate.Admit(who))
}

func TestTakingOverEndsSessions(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	before := r.signedIn(anna)
	w.edit(t, "users", id, "emailVerified", false)
	_, err := r.through(google("1", anna, true), "")
	r.ok(err)
	r.ended(before)
	r.refused(r.try(r.from(cafe, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
}

// A crash after the provider's account was reserved, before the password of the stranger was removed.
func TestCrashWhileTakingOver(t *testing.T) {
	r, w := newWatchedRig(t)
	r.unverified(anna)
	r.crashAtTheAccount(w, google("1", anna, true))
	in, err := r.through(google("1", anna, true), "")
	r.ok(err)
	if in.User.Password != "" || !in.User.EmailVerified || len(in.User.Providers) != 1 {
		t.Errorf("%+v", in.User)
	}
	r.pass(8 * day)
	if n, err := r.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("erased %d, %v", n, err)
	}
}

func TestLinkToTheCaller(t *testing.T) {
	r := newRig(t)
	a := r.person(anna)
	b := r.person(boris)
	ctx, who := r.as(r.signedIn(anna))
	_, err := r.StartOAuth(ctx, "google", user.OAuthAttempt{LinkTo: b})
	r.ok(err)
	if now := r.google.attempt; now.LinkTo != a || now.LinkFrom != who.SessionID {
		t.Errorf("links to %q from %q", now.LinkTo, now.LinkFrom)
	}
	// Both sides are shown to be theirs, so the address does not matter.
	in, err := r.through(google("1", "else@example.org", false), a)
	r.ok(err)
	if in.User.ID != a || in.User.Email != anna {
		t.Errorf("%+v", in.User)
	}
	r.signedIn(boris)
	_, err = r.through(google("1", "else@example.org", true), b)
	r.refused(err, fault.Conflict, "provider_account_taken")
	// Another account of the same provider replaces it.
	_, err = r.through(google("2", "else@example.org", false), a)
	r.ok(err)
	if _, err := r.through(google("1", "", false), ""); fault.ReasonOf(err) != "provider_email_not_verified" {
		t.Errorf("the former one still signs in: %v", err)
	}
	if u := r.signedIn(anna).User; len(u.Providers) != 1 {
		t.Errorf("%+v", u.Providers)
	}
}

// A thief with a stolen session begins to link an account of his own; the owner
// signs all devices out before he comes back from the provider.
func TestLinkingEndsWithTheSession(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	ctx, _ := r.as(r.signedIn(anna))
	_, err := r.StartOAuth(ctx, "google", user.OAuthAttempt{})
	r.ok(err)
	r.google.who = google("1", "thief@example.org", true)
	_, err = r.EndDevices(t.Context(), account.UserID(id), "")
	r.ok(err)
	_, err = r.FinishOAuth(r.from(cafe, ""), "google", "code", "state", "binding")
	r.refused(err, fault.Unauthenticated, "session_ended")
	if n := w.count(t, "provider_accounts"); n != 0 {
		t.Errorf("%d provider's accounts are linked", n)
	}
}

// A crash after the account was changed, before the provider's account was
// forgotten: to unlink it again says that it is not linked, and makes it so.
func TestCrashWhileUnlinking(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	_, err := r.through(google("1", "else@example.org", false), id)
	r.ok(err)
	w.on(func(operation string) error {
		if operation == "provider_accounts delete" {
			return errPower
		}
		return nil
	})
	if err := r.UnlinkOAuth(ctx, who, "google"); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	w.on(nil)
	r.refused(r.UnlinkOAuth(ctx, who, "google"), fault.NotFound, "not_linked")
	if n := w.count(t, "provider_accounts"); n != 0 {
		t.Errorf("%d provider's accounts still sign in", n)
	}
}

func TestFiftyFirstSignInsThroughAProvider(t *testing.T) {
	r, w := newWatchedRig(t)
	r.google.who = google("1", anna, true)
	r.google.attempt = user.OAuthAttempt{Terms: true}
	fifty(func(int) error { _, err := r.FinishOAuth(r.from(home, ""), "google", "", "", ""); return err })
	if w.count(t, "users") != 1 || w.count(t, "emails") != 1 || w.count(t, "provider_accounts") != 1 {
		t.Errorf("%d accounts", w.count(t, "users"))
	}
	in, err := r.through(google("1", anna, true), "")
	r.ok(err)
	if !in.User.EmailVerified || len(in.User.Providers) != 1 {
		t.Errorf("%+v", in.User)
	}
}

// Nobody has an account whose terms they did not accept; who has one need not
// accept them again.
func TestAnAccountNeedsTheTerms(t *testing.T) {
	r, w := newWatchedRig(t)
	r.google.who = google("1", anna, true)
	_, err := r.FinishOAuth(r.from(home, ""), "google", "", "", "")
	r.refused(err, fault.Denied, "terms_not_accepted")
	if n := w.count(t, "users"); n != 0 {
		t.Errorf("%d accounts", n)
	}
	r.person(anna)
	_, err = r.FinishOAuth(r.from(home, ""), "google", "", "", "")
	r.ok(err)
}

// An account of a provider that the owner linked is not replaced by another one
// that happens to have the same address, and links leave one session.
func TestALinkedProviderIsNotReplacedByAddress(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	in, err := r.through(google("1", "else@example.org", false), id)
	r.ok(err)
	if all, err := r.Devices(t.Context(), account.UserID(id)); err != nil || len(all) != 1 || all[0].ID != in.Tokens.Session.ID {
		t.Errorf("devices %+v, %v", all, err)
	}
	if told := r.sent(letter.NewDevice); len(told) != 0 {
		t.Errorf("told of a new device: %+v", told)
	}
	_, err = r.through(google("2", anna, true), "")
	r.refused(err, fault.Conflict, "provider_account_linked")
	_, err = r.through(google("1", "else@example.org", false), "")
	r.ok(err)
	// By hand it is, and that is in the trail.
	_, err = r.through(google("2", anna, true), id)
	r.ok(err)
	events, _, err := r.AuditEvents(t.Context(), id, 100, "")
	r.ok(err)
	if !slices.ContainsFunc(events, func(e audit.Event) bool { return e.Act == audit.ProviderUnlinked }) {
		t.Error("nothing says that the one before is gone")
	}
}

func TestSuspendedThroughAProvider(t *testing.T) {
	r := newRig(t)
	in, err := r.through(google("1", anna, true), "")
	r.ok(err)
	_, err = r.Suspend(t.Context(), admin, in.User.ID, true, "spam")
	r.ok(err)
	_, err = r.through(google("1", anna, true), "")
	r.refused(err, fault.Denied, "account_suspended")
}

// Nothing is linked to a suspended account, and its owner is told of nothing.
func TestNothingIsLinkedToASuspendedAccount(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	_, err := r.Suspend(t.Context(), admin, id, true, "spam")
	r.ok(err)
	_, err = r.through(google("1", anna, true), "")
	r.refused(err, fault.Denied, "account_suspended")
	if n, told := w.count(t, "provider_accounts"), r.sent(letter.ProviderLinked); n != 0 || len(told) != 0 {
		t.Errorf("%d linked, told %+v", n, told)
	}
}

// An administrator suspends an account while its owner comes back from the
// provider: after it was read, before its session begins.
func TestSuspendedOnTheWayBackFromAProvider(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	w.on(func(operation string) error {
		if operation == "audit_events insert" { // the link was made
			w.on(nil)
			_, err := r.Suspend(t.Context(), admin, id, true, "spam")
			return err
		}
		return nil
	})
	_, err := r.through(google("1", anna, true), "")
	r.refused(err, fault.Denied, "account_suspended")
	if all, err := r.Devices(t.Context(), account.UserID(id)); err != nil || len(all) != 0 {
		t.Errorf("signed in: %+v, %v", all, err)
	}
}

// crashAtTheAccount lets what somebody does through a provider end as it is
// written into the account: what is linked signs in already, and the account
// does not know.
func (r *rig) crashAtTheAccount(w *watched, who user.OAuthIdentity) {
	r.Helper()
	w.on(func(operation string) error {
		if operation == "users replace" {
			return errPower
		}
		return nil
	})
	if _, err := r.through(who, ""); !errors.Is(err, errPower) {
		r.Fatal(err)
	}
	w.on(nil)
}

// The provider's address may be another one when its owner comes back after a
// crash: the account is not taken for one that nobody ever verified, and a
// stranger who had registered the address is shut out all the same.
func TestCrashBeforeTheProvidersAddressChanges(t *testing.T) {
	for name, registered := range map[string]bool{"a new account": false, "one that a stranger registered": true} {
		t.Run(name, func(t *testing.T) {
			r, w := newWatchedRig(t)
			if registered {
				r.unverified(anna)
			}
			r.crashAtTheAccount(w, google("1", anna, true))
			in, err := r.through(google("1", "new@example.org", true), "")
			r.ok(err)
			if u := in.User; !u.EmailVerified || u.Email != anna || u.Password != "" || len(u.Providers) != 1 {
				t.Errorf("%+v", u)
			}
			r.refused(r.try(r.from(cafe, ""), anna, right), fault.Unauthenticated, "invalid_credentials")
			r.pass(8 * day)
			if n, err := r.Sweep(t.Context()); n != 0 || err != nil {
				t.Errorf("erased %d, %v", n, err)
			}
		})
	}
}

// What is linked signs in for good, so the session that links is a fresh one.
func TestLinkingWantsARecentSignIn(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, _ := r.as(r.signedIn(anna))
	r.pass(15 * time.Minute)
	_, err := r.StartOAuth(ctx, "google", user.OAuthAttempt{})
	r.refused(err, fault.Denied, "recent_sign_in_required")
}
