package signin_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestSigningIn(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	want := signin.Session{
		ID: tokens.Session.ID, UserID: "ada", Agent: "Phone", Place: "203.0.113.x", Method: "password",
		CreatedAt: r.now(), LastUsedAt: r.now(), ExpiresAt: r.now().Add(7 * 24 * time.Hour),
	}
	if diff := cmp.Diff(want, tokens.Session); diff != "" {
		t.Error(diff)
	}
	if tokens.AccessLife != 15*time.Minute {
		t.Errorf("access life %v", tokens.AccessLife)
	}
	who := p.identity(t, tokens.Access)
	if who.SessionID != tokens.Session.ID || who.UserID != ada || p.gate.Admit(who) != nil {
		t.Errorf("signed in as %+v", who)
	}
	listed, err := p.List(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]signin.Session{want}, listed); diff != "" {
		t.Error(diff)
	}
}

func TestRefreshingReadsTheUserAnew(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	r.users.roles[ada] = account.Pro
	r.add(time.Hour)
	fresh, err := p.Refresh(thief(t), tokens.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	who := p.identity(t, fresh.Access)
	want := account.Identity{UserID: ada, Email: "ada@example.org", Role: account.Pro, SessionID: tokens.Session.ID, IssuedAt: r.now()}
	if diff := cmp.Diff(want, who); diff != "" {
		t.Error(diff)
	}
	if s := fresh.Session; s.Agent != "Thief" || s.Place != "198.51.100.x" || !s.LastUsedAt.Equal(r.now()) {
		t.Errorf("last use not noted: %+v", s)
	}

	suspended := fault.New(fault.Denied, "account_suspended", "Suspended.")
	r.users.refused[ada] = suspended
	if _, err := p.Refresh(t.Context(), fresh.Refresh); !errors.Is(err, suspended) {
		t.Errorf("a suspended user refreshes: %v", err)
	}
	delete(r.users.refused, ada)
	p.refresh(t, fresh.Refresh) // and it is not used up by the refusal
}

// TestChains goes through what can be presented when. Each step uses the
// newest, or an earlier, token after some time.
func TestChains(t *testing.T) {
	type step struct {
		after time.Duration
		use   int // index of the token, in the order received
		want  error
		same  int // the successor must be this one, already received
	}
	const fresh = -1
	for _, c := range []struct {
		name  string
		steps []step
		alive bool
	}{
		{"in order", []step{{time.Hour, 0, nil, fresh}, {time.Hour, 1, nil, fresh}, {0, 2, nil, fresh}}, true},
		{"two tabs within ten seconds", []step{{0, 0, nil, fresh}, {10 * time.Second, 0, nil, 1}, {0, 1, nil, fresh}}, true},
		{"the second tab too late", []step{{0, 0, nil, fresh}, {10*time.Second + time.Millisecond, 0, signin.ErrReused, 0}}, false},
		{"its successor was used", []step{{0, 0, nil, fresh}, {time.Second, 1, nil, fresh}, {0, 0, signin.ErrReused, 0}}, false},
		{"long ago", []step{{0, 0, nil, fresh}, {time.Hour, 1, nil, fresh}, {time.Hour, 2, nil, fresh}, {time.Hour, 1, signin.ErrReused, 0}}, false},
		{"thief first, owner later", []step{{0, 0, nil, fresh}, {time.Hour, 1, nil, fresh}, {time.Hour, 1, signin.ErrReused, 0}, {0, 2, signin.ErrEnded, 0}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			p := r.process(t)
			tokens := []string{p.start(t, ada, false).Refresh}
			for i, step := range c.steps {
				r.add(step.after)
				got, err := p.Refresh(t.Context(), tokens[step.use])
				if !errors.Is(err, step.want) {
					t.Fatalf("step %d: %v, want %v", i, err, step.want)
				}
				switch {
				case err != nil:
				case step.same == fresh:
					tokens = append(tokens, got.Refresh)
				case got.Refresh != tokens[step.same]:
					t.Errorf("step %d: another successor than the first", i)
				}
			}
			listed, err := p.List(t.Context(), ada)
			if err != nil || (len(listed) == 1) != c.alive {
				t.Errorf("open sessions %+v, %v", listed, err)
			}
		})
	}
}

func TestReuseEndsTheSessionThoughTheCallFails(t *testing.T) {
	r := newRig(t)
	p, other := r.process(t), r.process(t)
	first := p.start(t, ada, false)
	bystander := p.start(t, ada, false)
	second := p.refresh(t, first.Refresh)
	r.add(time.Minute)

	// The thief hangs up between the reading and the writing.
	ctx, hangUp := context.WithCancel(thief(t))
	r.look(hangUp)
	_, err := p.Refresh(ctx, first.Refresh)
	r.look(nil)
	if ctx.Err() == nil {
		t.Fatal("the thief did not hang up: nothing is tested")
	}
	if !errors.Is(err, signin.ErrReused) || fault.ReasonOf(err) != "refresh_token_reused" {
		t.Fatalf("reuse: %v", err)
	}
	if p.reuses() != 1 || p.reused[0].ID != first.Session.ID || p.reused[0].Agent != "Phone" || p.from[0].Agent != "Thief" {
		t.Errorf("told of %+v from %+v", p.reused, p.from)
	}
	if _, err := other.Refresh(t.Context(), second.Refresh); !errors.Is(err, signin.ErrEnded) {
		t.Errorf("the family lives: %v", err)
	}
	if _, err := p.Refresh(thief(t), first.Refresh); !errors.Is(err, signin.ErrEnded) || p.reuses() != 1 {
		t.Errorf("again: %v, told %d times", err, p.reuses())
	}
	if err := p.admit(t, second.Access); !errors.Is(err, signin.ErrEnded) {
		t.Errorf("its access token: %v", err)
	}
	p.refresh(t, bystander.Refresh)
}

func TestWhatIsNoTokenHasNoEffect(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	for range 3 {
		r.add(time.Minute)
		tokens = p.refresh(t, tokens.Refresh)
	}
	stranger := strings.Split(p.start(t, bob, false).Refresh, ".")
	parts := strings.Split(tokens.Refresh, ".")
	for name, text := range map[string]string{
		"empty":                       "",
		"garbage":                     "x",
		"unknown session":             strings.Join([]string{"0123", parts[1], parts[2]}, "."),
		"another's secret":            strings.Join([]string{parts[0], parts[1], stranger[2]}, "."),
		"another's secret, older":     strings.Join([]string{parts[0], "0", stranger[2]}, "."),
		"the current secret as older": strings.Join([]string{parts[0], "1", parts[2]}, "."),
		"a generation to come":        strings.Join([]string{parts[0], "4", parts[2]}, "."),
		"negative":                    strings.Join([]string{parts[0], "-1", parts[2]}, "."),
		"padded":                      tokens.Refresh + "=",
		"long":                        tokens.Refresh + strings.Repeat("A", 1000),
	} {
		if _, err := p.Refresh(t.Context(), text); !errors.Is(err, signin.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
		if _, _, err := p.EndByToken(t.Context(), text); !errors.Is(err, signin.ErrInvalid) {
			t.Errorf("%s: sign out: %v, want ErrInvalid", name, err)
		}
	}
	if p.reuses() != 0 {
		t.Error("taken for reuse")
	}
	p.refresh(t, tokens.Refresh)
}

func TestHowLongSessionsLast(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name     string
		remember bool
		uses     []time.Duration
		lasts    bool
	}{
		{"unused for a week", false, []time.Duration{7 * day}, false},
		{"almost a week", false, []time.Duration{7*day - time.Second, 7*day - time.Second}, true},
		{"never beyond 30 days", false, []time.Duration{6 * day, 6 * day, 6 * day, 6 * day, 6 * day}, false},
		{"up to 30 days", false, []time.Duration{6 * day, 6 * day, 6 * day, 6 * day, 6*day - time.Second}, true},
		{"remembered", true, []time.Duration{30*day - time.Second}, true},
		{"remembered, never beyond 30 days", true, []time.Duration{29 * day, day}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			p := r.process(t)
			token := p.start(t, ada, c.remember).Refresh
			for i, after := range c.uses {
				r.add(after)
				got, err := p.Refresh(t.Context(), token)
				if last := i == len(c.uses)-1; last && !c.lasts {
					if !errors.Is(err, signin.ErrEnded) {
						t.Errorf("use %d: %v, want ErrEnded", i, err)
					}
					if listed, err := p.List(t.Context(), ada); err != nil || len(listed) != 0 {
						t.Errorf("listed: %+v, %v", listed, err)
					}
					return
				}
				if err != nil {
					t.Fatalf("use %d: %v", i, err)
				}
				token = got.Refresh
			}
		})
	}
}

func TestFiftyRefreshesAtOnceHaveOneSuccessor(t *testing.T) {
	r := newRig(t)
	processes := []*process{r.process(t), r.process(t), r.process(t)}
	first := processes[0].start(t, ada, false)
	var (
		all sync.WaitGroup
		got [50]signin.Tokens
	)
	for i := range got {
		all.Go(func() {
			tokens, err := processes[i%3].Refresh(t.Context(), first.Refresh)
			if err != nil {
				t.Error(err)
			}
			got[i] = tokens
		})
	}
	all.Wait()
	for i, tokens := range got {
		if tokens.Refresh != got[0].Refresh || tokens.Refresh == first.Refresh {
			t.Fatalf("caller %d has another successor", i)
		}
		if err := processes[0].admit(t, tokens.Access); err != nil {
			t.Errorf("caller %d: %v", i, err)
		}
	}
	processes[1].refresh(t, got[0].Refresh)
}

func TestFiftyReusesAtOnceAreToldOnce(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	first := p.start(t, ada, false)
	p.refresh(t, first.Refresh)
	r.add(time.Minute)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := p.Refresh(t.Context(), first.Refresh); !errors.Is(err, signin.ErrReused) && !errors.Is(err, signin.ErrEnded) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if p.reuses() != 1 {
		t.Errorf("told %d times", p.reuses())
	}
}

func TestStoredTokensCannotBeUsed(t *testing.T) {
	r := newRig(t)
	p := r.process(t)
	tokens := p.start(t, ada, false)
	for doc, err := range r.db.ForOwner(t.Context(), string(ada)) {
		if err != nil {
			t.Fatal(err)
		}
		text, err := doc.JSON()
		if err != nil {
			t.Fatal(err)
		}
		secret := strings.Split(tokens.Refresh, ".")[2]
		if strings.Contains(string(text), secret) || strings.Contains(string(text), "tokenHash") {
			t.Errorf("%s holds %s", doc.Collection, text)
		}
	}
}
