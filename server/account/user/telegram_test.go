package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func (r *rig) code(id string) string {
	r.Helper()
	c, err := r.CreateTelegramCode(r.Context(), account.Identity{UserID: account.UserID(id)}, right)
	r.ok(err)
	if len(c.Code) != 8 || c.URL != "https://t.me/InterviewBot?start="+c.Code {
		r.Errorf("%+v", c)
	}
	return c.Code
}

func (r *rig) redeem(code string, sender int64) error {
	_, err := r.RedeemTelegramCode(r.Context(), code, sender)
	return err //nolint:wrapcheck // looked at
}

func TestFiftyRightCodes(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	code := r.code(id)
	// Of as many people, so that none is short of tries.
	got := fifty(func(i int) error { return r.redeem(strings.ToLower(code), int64(i+1)) })
	if got["ok"] != 1 || got["invalid_code"] != 49 || w.count(t, "telegram_accounts") != 1 {
		t.Errorf("%v", got)
	}
	code = r.code(id)
	if got := fifty(func(int) error { return r.redeem(code, 99) }); got["ok"] != 1 {
		t.Errorf("one sender: %v", got)
	}
	if u, err := r.ByTelegram(t.Context(), 99); err != nil || u.ID != id || u.TelegramID != 99 {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestFiftyWrongCodes(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	w.on(nil)
	got := fifty(func(int) error { return r.redeem("AAAAAAAA", 99) })
	if got["invalid_code"] > 5 || got["invalid_code"]+got["too_many_attempts"] != 50 {
		t.Errorf("%v", got)
	}
	code := r.code(id)
	r.refused(r.redeem(code, 99), fault.Limited, "too_many_attempts")
	r.ok(r.redeem(code, 98))
	r.pass(15 * time.Minute)
	r.ok(r.redeem(r.code(id), 99))
}

// Codes of one's own between the guesses do not buy more of them.
func TestOwnCodesBuyNoGuesses(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	for range 4 {
		r.refused(r.redeem("AAAAAAAA", 99), fault.Invalid, "invalid_code")
		r.ok(r.redeem(r.code(id), 99))
	}
	r.refused(r.redeem("AAAAAAAA", 99), fault.Invalid, "invalid_code")
	r.refused(r.redeem("AAAAAAAA", 99), fault.Limited, "too_many_attempts")
}

func TestCodeExpires(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	old := r.code(id)
	code := r.code(id)
	r.refused(r.redeem(old, 1), fault.Invalid, "invalid_code")
	r.pass(10 * time.Minute)
	r.refused(r.redeem(code, 1), fault.Invalid, "invalid_code")
}

func TestTelegramMoves(t *testing.T) {
	r := newRig(t)
	a, b := r.person(anna), r.person(boris)
	r.ok(r.redeem(r.code(a), 7))
	r.ok(r.redeem(r.code(b), 7))
	if u, err := r.ByTelegram(t.Context(), 7); err != nil || u.ID != b {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := r.Profile(t.Context(), account.UserID(a)); err != nil || u.TelegramID != 0 {
		t.Errorf("%+v, %v", u, err)
	}
	r.ok(r.redeem(r.code(b), 8))
	_, err := r.ByTelegram(t.Context(), 7)
	r.refused(err, fault.NotFound, "not_found")
	r.ok(r.UnlinkTelegram(t.Context(), account.UserID(b)))
	_, err = r.ByTelegram(t.Context(), 8)
	r.refused(err, fault.NotFound, "not_found")
}

// What is linked gets in for good, so an open session alone links nothing, and
// the owner is told.
func TestLinkingTelegramIsTheOwners(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	r.pass(16 * time.Minute)
	_, err := r.CreateTelegramCode(ctx, who, "")
	r.refused(err, fault.Denied, "recent_sign_in_required")
	_, err = r.CreateTelegramCode(ctx, who, other)
	r.refused(err, fault.Denied, "wrong_password")
	code, err := r.CreateTelegramCode(ctx, who, right)
	r.ok(err)
	r.ok(r.redeem(code.Code, 7))
	if told := r.sent(letter.TelegramLinked); len(told) != 1 || told[0].To != anna {
		t.Errorf("%+v", told)
	}
	r.ok(r.UnlinkTelegram(t.Context(), who.UserID))
	r.refused(r.UnlinkTelegram(t.Context(), who.UserID), fault.NotFound, "not_linked")
}

// A thief with a stolen session makes a code; the owner signs all devices out.
func TestCodeEndsWithTheSession(t *testing.T) {
	r := newRig(t)
	r.person(anna)
	ctx, who := r.as(r.signedIn(anna))
	code, err := r.CreateTelegramCode(ctx, who, "")
	r.ok(err)
	_, err = r.EndDevices(t.Context(), who.UserID, "")
	r.ok(err)
	r.refused(r.redeem(code.Code, 7), fault.Invalid, "invalid_code")
	_, err = r.ByTelegram(t.Context(), 7)
	r.refused(err, fault.NotFound, "not_found")
}

// Whoever is shut out is shut out of the bot as well.
func TestTelegramOfAClosedAccount(t *testing.T) {
	r := newRig(t)
	id := r.person(anna)
	r.ok(r.redeem(r.code(id), 7))
	_, err := r.Suspend(t.Context(), admin, id, true, "spam")
	r.ok(err)
	_, err = r.ByTelegram(t.Context(), 7)
	r.refused(err, fault.Denied, "account_suspended")
	_, err = r.Suspend(t.Context(), admin, id, false, "")
	r.ok(err)
	_, who := r.as(r.signedIn(anna))
	_, err = r.Delete(t.Context(), who, right)
	r.ok(err)
	_, err = r.ByTelegram(t.Context(), 7)
	r.refused(err, fault.Unauthenticated, "account_deleted")
}
