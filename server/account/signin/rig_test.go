package signin_test

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ada, bob = account.UserID("ada"), account.UserID("bob")

// clock is a time that tests set.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	seen func()
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen != nil {
		c.seen()
	}
	return c.at
}

// look calls seen whenever the time is read, to get between two steps.
func (c *clock) look(seen func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = seen
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// directory stands for the users: their roles, and who is suspended.
type directory struct {
	mu      sync.Mutex
	roles   map[account.UserID]account.Role
	refused map[account.UserID]error
}

func (d *directory) who(_ context.Context, user account.UserID) (account.Identity, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return account.Identity{UserID: user, Email: string(user) + "@example.org", Role: d.roles[user]}, d.refused[user]
}

// process is one process of the service on a database that several share.
type process struct {
	*signin.Sessions
	gate     *signin.Gate
	verifier *account.Verifier
	// who answers who a user is, at first as the directory does.
	who func(context.Context, account.UserID) (account.Identity, error)

	mu     sync.Mutex
	reused []signin.Session
	from   []origin.Origin
}

type rig struct {
	*clock
	db    *store.DB
	keys  *account.KeyRing
	users *directory
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{clock: newClock(), db: storetest.DB(t), users: &directory{
		roles: map[account.UserID]account.Role{ada: account.User, bob: account.User}, refused: map[account.UserID]error{},
	}}
	keys, err := account.OpenKeyRing(t.Context(), r.db, r.now)
	if err != nil {
		t.Fatal(err)
	}
	r.keys = keys
	return r
}

func (r *rig) process(t testing.TB) *process {
	t.Helper()
	cuts, err := signin.OpenCuts(t.Context(), r.db, r.now)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{
		gate:     signin.NewGate(cuts, r.now, slog.New(slog.DiscardHandler)),
		verifier: account.NewVerifier(r.keys, r.now),
		who:      r.users.who,
	}
	p.Sessions, err = signin.Open(t.Context(), signin.Options{
		DB: r.db, Key: []byte("a key of thirty-two bytes, or so"), Signer: account.NewSigner(r.keys, r.now),
		Gate: p.gate, Now: r.now,
		Who: func(ctx context.Context, user account.UserID) (account.Identity, error) { return p.who(ctx, user) },
		Reused: func(_ context.Context, session signin.Session, from origin.Origin) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.reused, p.from = append(p.reused, session), append(p.from, from)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) reuses() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.reused)
}

func (p *process) start(t testing.TB, user account.UserID, remember bool) signin.Tokens {
	t.Helper()
	tokens, err := p.Start(phone(t), account.Identity{UserID: user, Role: account.User}, "password", remember)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func (p *process) refresh(t testing.TB, token string) signin.Tokens {
	t.Helper()
	tokens, err := p.Refresh(phone(t), token)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// admit is what every call goes through.
func (p *process) admit(t testing.TB, access string) error {
	t.Helper()
	who, err := p.verifier.Access(t.Context(), access)
	if err != nil {
		t.Fatal(err)
	}
	return p.gate.Admit(who)
}

func (p *process) identity(t testing.TB, access string) account.Identity {
	t.Helper()
	who, err := p.verifier.Access(t.Context(), access)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func phone(t testing.TB) context.Context {
	return origin.NewContext(t.Context(), origin.Origin{Address: netip.MustParseAddr("203.0.113.9"), Agent: "Phone"})
}

func thief(t testing.TB) context.Context {
	return origin.NewContext(t.Context(), origin.Origin{Address: netip.MustParseAddr("198.51.100.7"), Agent: "Thief"})
}
