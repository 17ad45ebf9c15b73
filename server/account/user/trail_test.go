package user_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
)

// scene is somebody signed in, to whom things happen.
type scene struct {
	*rig
	email, next, id string
	in              user.SignedIn
	ctx             context.Context //nolint:containedctx // of the one call that the scene is about
	who             account.Identity
}

// acts is what must be in the trail, and the call that puts it there.
var acts = []struct {
	act, by string
	call    func(*scene) error
}{
	{"registered", "owner", func(*scene) error { return nil }},
	{"email_verified", "owner", func(*scene) error { return nil }},
	{"signed_in", "owner", func(*scene) error { return nil }},
	{"sign_in_failed", "stranger", func(s *scene) error { s.fail(s.from(cafe, ""), s.email, 1); return nil }},
	{"device_locked_out", "stranger", func(s *scene) error { s.fail(s.from(cafe, ""), s.email, 5); return nil }},
	{"registration_refused", "stranger", func(s *scene) error { s.unverified(s.email); return nil }},
	{"signed_out", "owner", func(s *scene) error { return s.SignOut(s.ctx, "") }},
	{"signed_out", "owner", func(s *scene) error { return s.SignOut(s.from(home, ""), s.in.Tokens.Refresh) }},
	{"session_ended", "owner", func(s *scene) error { return s.EndDevice(s.ctx, s.who.UserID, s.who.SessionID) }},
	{"sessions_ended", "owner", func(s *scene) error { _, err := s.EndDevices(s.ctx, s.who.UserID, ""); return err }},
	{"refresh_token_reused", "stranger", func(s *scene) error {
		_, err := s.Refresh(s.ctx, s.in.Tokens.Refresh)
		s.pass(time.Minute)
		_, _ = s.Refresh(s.ctx, s.in.Tokens.Refresh)
		return err
	}},
	{"password_reset_requested", "stranger", func(s *scene) error { return s.RequestPasswordReset(s.ctx, s.email) }},
	{"password_reset", "owner", func(s *scene) error {
		s.ok(s.RequestPasswordReset(s.ctx, s.email))
		return s.ResetPassword(s.ctx, s.token(letter.PasswordReset), other)
	}},
	{"password_changed", "owner", func(s *scene) error { return s.ChangePassword(s.ctx, s.who, right, other) }},
	{"password_refused", "stranger", func(s *scene) error { _ = s.ChangePassword(s.ctx, s.who, wrong, other); return nil }},
	{"email_change_requested", "owner", func(s *scene) error { s.askForChange(s.in, s.next); return nil }},
	{"email_changed", "owner", func(s *scene) error { s.changeAddress(s.in, s.next); return nil }},
	{"provider_linked", "owner", func(s *scene) error { _, err := s.through(google(s.id, s.next, false), s.id); return err }},
	{"provider_unlinked", "owner", func(s *scene) error {
		_, err := s.through(google(s.id, s.next, false), s.id)
		s.ok(err)
		return s.UnlinkOAuth(s.ctx, s.who, "google")
	}},
	{"telegram_linked", "owner", func(s *scene) error { return s.redeem(s.code(s.id), 7) }},
	{"telegram_unlinked", "owner", func(s *scene) error {
		return errors.Join(s.redeem(s.code(s.id), 8), s.UnlinkTelegram(s.ctx, s.who.UserID))
	}},
	{"data_export_requested", "owner", func(s *scene) error { _, err := s.RequestExport(s.ctx, s.who.UserID); return err }},
	{"data_export_fetched", "owner", func(s *scene) error {
		e, err := s.RequestExport(s.ctx, s.who.UserID)
		s.ok(err)
		s.work()
		s.unpack(s.id, e.ID)
		return nil
	}},
	{"account_deleted", "owner", func(s *scene) error { _, err := s.Delete(s.ctx, s.who, right); return err }},
	{"account_restored", "owner", func(s *scene) error { s.delete(s.email); s.restoredBySigningIn(s.email); return nil }},
	{"account_suspended", "admin", func(s *scene) error { _, err := s.Suspend(s.ctx, admin, s.id, true, "spam"); return err }},
	{"account_reinstated", "admin", func(s *scene) error { _, err := s.Suspend(s.ctx, admin, s.id, false, ""); return err }},
	{"role_changed", "admin", func(s *scene) error { _, err := s.SetRole(s.ctx, admin, s.id, account.Pro); return err }},
	{"role_changed", "admin", func(s *scene) error { _, _, err := s.CreateAdmin(s.ctx, s.email, ""); return err }},
	{"feature_enabled", "admin", func(s *scene) error { return s.NoteFlag(s.ctx, s.who, "x", true) }},
	{"feature_disabled", "admin", func(s *scene) error { return s.NoteFlag(s.ctx, s.who, "x", false) }},
	{"feature_reset", "admin", func(s *scene) error { return s.NoteFlagReset(s.ctx, s.who, "x") }},
}

// Every act that concerns the safety of an account is in its trail, without a secret and without an address.
func TestTrail(t *testing.T) {
	r, w := newWatchedRig(t)
	secrets := []string{right, other, wrong, "@example"}
	for i, c := range acts {
		s := &scene{rig: r, email: fmt.Sprintf("anna%d@example.org", i), next: fmt.Sprintf("boris%d@example.org", i)}
		s.id = r.person(s.email)
		s.in = r.signedIn(s.email)
		s.ctx, s.who = r.as(s.in)
		secrets = append(secrets, s.in.Tokens.Refresh, s.in.Tokens.Access, s.in.DeviceToken)
		r.ok(c.call(s))
		r.work()
		events, _, err := r.AuditEvents(t.Context(), s.id, 100, "")
		r.ok(err)
		found := map[string]int{}
		for _, e := range events {
			found[e.Act+" by "+e.By]++
		}
		if n := found[c.act+" by "+c.by]; n != 1 && (n == 0 || c.act == "role_changed") {
			t.Errorf("%s by %s: %v", c.act, c.by, found)
		}
	}
	for _, l := range r.letters {
		if token := l.Data[letter.Token]; token != "" {
			secrets = append(secrets, token)
		}
	}
	trail := strings.Join(w.raw(t, "audit_events"), "\n")
	if !strings.Contains(trail, "signed_in") {
		t.Error("the trail was not read")
	}
	for _, secret := range secrets {
		if strings.Contains(trail, secret) {
			t.Errorf("the trail holds %q", secret)
		}
	}
}

// A failure at an address that nobody has is noted all the same, about nobody.
func TestTrailOfUnknownAddresses(t *testing.T) {
	r := newRig(t)
	r.fail(r.from(cafe, ""), "nobody@example.org", 2)
	r.work()
	events, _, err := r.AuditEvents(t.Context(), "", 10, "")
	r.ok(err)
	if len(events) != 2 || events[0].Act != "sign_in_failed" || events[0].UserID != "" || events[0].Place != "198.51.100.x" {
		t.Errorf("%+v", events)
	}
	r.person(anna)
	if mine, _, err := r.AuditEvents(t.Context(), r.signedIn(anna).User.ID, 10, ""); err != nil || len(mine) != 3 {
		t.Errorf("%+v, %v", mine, err)
	}
}
