package signin_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// learn brings a process up to date, as its next poll would.
func (p *process) learn(t testing.TB) {
	t.Helper()
	if err := p.gate.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func ids(t testing.TB, p *process, user account.UserID) map[string]bool {
	t.Helper()
	listed, err := p.List(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, session := range listed {
		found[session.ID] = true
	}
	return found
}

func TestEndingOneSession(t *testing.T) {
	r := newRig(t)
	here, there := r.process(t), r.process(t)
	phone, laptop, bobs := here.start(t, ada, false), here.start(t, ada, true), here.start(t, bob, false)

	for name, id := range map[string]string{"somebody else's": bobs.Session.ID, "unknown": "0123", "empty": ""} {
		if err := here.End(t.Context(), ada, id); !errors.Is(err, signin.ErrNotFound) || fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
	if err := here.End(t.Context(), ada, phone.Session.ID); err != nil {
		t.Fatal(err)
	}
	if err := here.End(t.Context(), ada, phone.Session.ID); !errors.Is(err, signin.ErrNotFound) {
		t.Errorf("twice: %v, want not found", err)
	}
	if got := ids(t, there, ada); len(got) != 1 || !got[laptop.Session.ID] {
		t.Errorf("open: %v", got)
	}
	there.learn(t)
	for _, p := range []*process{here, there} {
		if err := p.admit(t, phone.Access); !errors.Is(err, signin.ErrEnded) {
			t.Errorf("its access token: %v", err)
		}
		if _, err := p.Refresh(t.Context(), phone.Refresh); !errors.Is(err, signin.ErrEnded) {
			t.Errorf("its refresh token: %v", err)
		}
		for _, tokens := range []signin.Tokens{laptop, bobs} {
			if err := p.admit(t, tokens.Access); err != nil {
				t.Errorf("another session: %v", err)
			}
		}
	}
}

func TestSigningOutByToken(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	for _, first := range []bool{true, false} { // twice is no mistake
		session, ended, err := p.EndByToken(t.Context(), tokens.Refresh)
		if err != nil || ended != first || session.ID != tokens.Session.ID || session.UserID != "ada" {
			t.Errorf("got %+v, %t, %v", session, ended, err)
		}
	}
	if err := p.admit(t, tokens.Access); !errors.Is(err, signin.ErrEnded) {
		t.Errorf("its access token: %v", err)
	}
}

func TestEndingAllOthers(t *testing.T) {
	r := newRig(t)
	here, there := r.process(t), r.process(t)
	var all []signin.Tokens
	for range 5 {
		all = append(all, here.start(t, ada, false))
	}
	bobs := there.start(t, bob, false)
	kept := all[2]
	if n, err := here.EndAll(t.Context(), ada, kept.Session.ID); err != nil || n != 4 {
		t.Fatalf("ended %d, %v", n, err)
	}
	there.learn(t)
	for _, p := range []*process{here, there} {
		for i, tokens := range append(all, bobs) {
			err := p.admit(t, tokens.Access)
			if stays := i == 2 || i == 5; stays != (err == nil) {
				t.Errorf("session %d: %v", i, err)
			}
		}
		if got := ids(t, p, ada); len(got) != 1 || !got[kept.Session.ID] {
			t.Errorf("open: %v", got)
		}
	}
	there.refresh(t, kept.Refresh)
}

// TestEndingAll is what a password reset does: the sign-in right after it, in
// the same moment by the clock, must work.
func TestEndingAll(t *testing.T) {
	r := newRig(t)
	here, there := r.process(t), r.process(t)
	old := here.start(t, ada, false)
	loose, err := account.NewSigner(r.keys, r.now).AccessToken(account.Identity{UserID: ada, Role: account.User})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := here.EndAll(t.Context(), ada, ""); err != nil || n != 1 {
		t.Fatalf("ended %d, %v", n, err)
	}
	there.learn(t)
	fresh := there.start(t, ada, false)
	here.learn(t)
	for _, p := range []*process{here, there} {
		if err := p.admit(t, old.Access); !errors.Is(err, signin.ErrEnded) {
			t.Errorf("the old session: %v", err)
		}
		if err := p.admit(t, loose); !errors.Is(err, account.ErrToken) {
			t.Errorf("a token of no session: %v", err)
		}
		if err := p.admit(t, fresh.Access); err != nil {
			t.Errorf("the sign-in right after: %v", err)
		}
		if err := p.admit(t, p.refresh(t, fresh.Refresh).Access); err != nil {
			t.Errorf("its refresh: %v", err)
		}
	}
}

func TestACutAsksForARefresh(t *testing.T) {
	r := newRig(t)
	here, there := r.process(t), r.process(t)
	adas, bobs := here.start(t, ada, false), here.start(t, bob, false)
	r.users.roles[ada] = account.Pro
	if err := here.Cut(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	there.learn(t)
	fresh := there.refresh(t, adas.Refresh) // in the same millisecond
	for _, p := range []*process{here, there} {
		if err := p.admit(t, adas.Access); !errors.Is(err, account.ErrToken) {
			t.Errorf("issued before the cut: %v", err)
		}
		if err := p.admit(t, fresh.Access); err != nil {
			t.Errorf("issued after the cut: %v", err)
		}
		if err := p.admit(t, bobs.Access); err != nil {
			t.Errorf("somebody else's: %v", err)
		}
	}
	if got := ids(t, here, ada); len(got) != 1 {
		t.Errorf("open: %v", got)
	}
}

// TestARefreshThatReadTheOldRoleIsCut: the role changes between the reading of
// the user and the end of the call.
func TestARefreshThatReadTheOldRoleIsCut(t *testing.T) {
	r := newRig(t)
	here, there := r.process(t), r.process(t)
	first := here.start(t, ada, false)
	r.add(time.Minute)
	var once sync.Once
	there.who = func(ctx context.Context, user account.UserID) (account.Identity, error) {
		who, err := r.users.who(ctx, user)
		once.Do(func() {
			r.add(50 * time.Millisecond)
			r.users.roles[ada] = account.Admin
			if err := here.Cut(t.Context(), ada); err != nil {
				t.Error(err)
			}
			r.add(50 * time.Millisecond)
		})
		return who, err
	}
	late := there.refresh(t, first.Refresh)
	if err := here.admit(t, late.Access); !errors.Is(err, account.ErrToken) {
		t.Errorf("a token with the old role is admitted: %v", err)
	}
}

func TestASignInWithTheOldPasswordComesTooLate(t *testing.T) {
	for name, except := range map[string]bool{"reset": false, "change on another device": true} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			p := r.process(t)
			kept := ""
			if except {
				kept = p.start(t, ada, false).Session.ID
			}
			read := r.now()
			r.add(100 * time.Millisecond) // while the password is compared
			if _, err := p.EndAll(t.Context(), ada, kept); err != nil {
				t.Fatal(err)
			}
			r.add(100 * time.Millisecond)
			_, err := p.Start(t.Context(), account.Identity{UserID: ada, Role: account.User, IssuedAt: read}, "password", false)
			if !errors.Is(err, signin.ErrEnded) {
				t.Errorf("signed in: %v", err)
			}
			if got := ids(t, p, ada); len(got) != map[bool]int{true: 1}[except] {
				t.Errorf("open: %v", got)
			}
			tokens, err := p.Start(t.Context(), account.Identity{UserID: ada, Role: account.User, IssuedAt: r.now()}, "password", false)
			if err != nil || p.admit(t, tokens.Access) != nil {
				t.Errorf("with the new password: %v", err)
			}
		})
	}
}

func TestEndedSessionsAreKeptAWhileAndThenSwept(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	if err := p.End(t.Context(), ada, tokens.Session.ID); err != nil {
		t.Fatal(err)
	}
	count := func() (sessions int) {
		for doc, err := range r.db.ForOwner(t.Context(), string(ada)) {
			if err != nil {
				t.Fatal(err)
			}
			if doc.Collection == "sign_in_sessions" {
				sessions++
			}
		}
		return sessions
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{29 * 24 * time.Hour, 1}, {24 * time.Hour, 0}} {
		r.add(c.after)
		if _, err := r.db.Sweep(t.Context(), r.now()); err != nil {
			t.Fatal(err)
		}
		if got := count(); got != c.want {
			t.Errorf("%d sessions kept, want %d", got, c.want)
		}
	}
}
