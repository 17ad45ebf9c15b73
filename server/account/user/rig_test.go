package user_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/bcrypt"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	anna, boris = "anna@example.org", "boris@example.org"
	// right and other satisfy every rule, wrong is nobody's.
	right, other, wrong = "Correct horse 7!", "Battery staple 8?", "Nobody's own 9#"
	home, cafe          = "203.0.113.9", "198.51.100.7"
	day                 = 24 * time.Hour
)

// clock is the injected time; each look lets a millisecond pass, as each write does in life.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time       { return time.UnixMilli(c.at.Add(1)).UTC() }
func (c *clock) pass(d time.Duration) { c.at.Add(d.Milliseconds()) }

// counting counts what the real Hasher is asked.
type counting struct {
	*password.Hasher
	hashed, judged atomic.Int64
	before         func() // comparing; may be nil
}

func (c *counting) Hash(ctx context.Context, secret string) (string, error) {
	c.hashed.Add(1)
	return c.Hasher.Hash(ctx, secret) //nolint:wrapcheck // it only counts
}

func (c *counting) Matches(ctx context.Context, hash, secret string) (bool, error) {
	c.judged.Add(1)
	if c.before != nil {
		c.before()
	}
	return c.Hasher.Matches(ctx, hash, secret) //nolint:wrapcheck // it only counts
}

// files is a directory of blobs in the words of accounts.
type files struct {
	*blob.Bucket
	before *func() // writing; may be nil
}

func (f files) Put(ctx context.Context, owner, name, contentType string, r io.Reader) (int64, error) {
	if before := *f.before; before != nil {
		before()
	}
	return f.Bucket.Put(ctx, owner, name, contentType, r) //nolint:wrapcheck // only watched
}

var errGone = fault.New(fault.NotFound, "not_found", "gone")

func (f files) Open(ctx context.Context, owner, name string) (user.File, error) {
	r, err := f.Get(ctx, owner, name)
	if err != nil {
		return user.File{}, errGone.Because(err)
	}
	return user.File{ReadCloser: r, Size: r.Size, Modified: r.ModTime}, nil
}

func (f files) Delete(ctx context.Context, owner, name string) error {
	err := f.Bucket.Delete(ctx, owner, name)
	if errors.Is(err, blob.ErrNotFound) {
		return errGone.Because(err)
	}
	return err //nolint:wrapcheck // only translated
}

func (f files) Names(ctx context.Context, owner string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range f.List(ctx, owner, "") {
			if !yield(item.Name, err) {
				return
			}
		}
	}
}

// rig is the service on real parts.
type rig struct {
	testing.TB
	clock
	*user.Service
	*later
	db       *store.DB
	gate     *signin.Gate
	verifier *account.Verifier
	hasher   *counting
	blobs    files
	google   *provider
}

func newRig(t testing.TB) *rig { return newRigOn(t, storetest.DB(t)) }

func newRigOn(t testing.TB, db *store.DB) *rig {
	t.Helper()
	if t, ok := t.(*testing.T); ok {
		t.Parallel()
	}
	r := &rig{TB: t, db: db, later: &later{keys: map[string]bool{}}, google: &provider{}}
	r.at.Store(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC).UnixMilli())
	r.hasher = &counting{Hasher: password.NewHasher(password.HasherOptions{Cost: bcrypt.MinCost})}
	ctx, logger := t.Context(), slog.New(slog.DiscardHandler)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	bucket, err := blob.OpenDir(t.TempDir())
	must(err)
	t.Cleanup(func() { must(bucket.Close()) })
	r.blobs = files{bucket, new(func())}
	keys, err := account.OpenKeyRing(ctx, db, r.now)
	must(err)
	r.verifier = account.NewVerifier(keys, r.now)
	cuts, err := signin.OpenCuts(ctx, db, r.now)
	must(err)
	r.gate = signin.NewGate(cuts, r.now, logger)
	key := []byte("a key of thirty-two bytes, or so")
	sessions, err := signin.Open(ctx, signin.Options{
		DB: db, Key: key, Signer: account.NewSigner(keys, r.now), Gate: r.gate, Now: r.now,
		Who: func(ctx context.Context, id account.UserID) (account.Identity, error) { return r.Identity(ctx, id) },
		Reused: func(ctx context.Context, session signin.Session, from origin.Origin) {
			if err := r.Reused(ctx, session, from); err != nil {
				t.Error(err)
			}
		},
	})
	must(err)
	attempts, err := attempt.Open(ctx, db, r.now)
	must(err)
	links, err := link.Open(ctx, db, r.now)
	must(err)
	trail, err := audit.Open(ctx, db, r.now)
	must(err)
	r.Service, err = user.Open(ctx, user.Options{
		DB: db, Blobs: r.blobs, Hasher: r.hasher, Sessions: sessions, Attempts: attempts, Links: links, Trail: trail,
		Later: r.later, OAuth: r.google, Pictures: r.google, Key: key, PublicURL: "https://interview.example", Bot: "InterviewBot", Now: r.now, Logger: logger,
	})
	must(err)
	r.do = r.Do
	return r
}

// at is a call from an address, with or without a device token.
func (r *rig) from(address, device string) context.Context {
	return origin.NewContext(r.Context(), origin.Origin{Address: netip.MustParseAddr(address), Agent: "Phone", DeviceToken: device})
}

// as is a call of somebody signed in.
func (r *rig) as(in user.SignedIn) (context.Context, account.Identity) {
	r.Helper()
	who, err := r.verifier.Access(r.Context(), in.Tokens.Access)
	r.ok(err)
	return account.NewContext(r.from(home, in.DeviceToken), who), who
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// refused checks a refusal by its reason.
func (r *rig) refused(err error, kind fault.Kind, reason string) {
	r.Helper()
	if f := fault.From(err); f == nil || f.Kind != kind || f.Reason != reason {
		r.Fatalf("got %v, want %s %s", err, kind, reason)
	}
}

func registration(email string) user.Registration {
	return user.Registration{Email: email, Password: right, FirstName: "Anna", LastName: "Berg", Language: "en"}
}

// unverified registers somebody.
func (r *rig) unverified(email string) (id string) {
	r.Helper()
	id, err := r.Register(r.from(home, ""), registration(email))
	r.ok(err)
	r.work()
	return id
}

// person registers somebody and follows the link of the mail.
func (r *rig) person(email string) (id string) {
	r.Helper()
	id = r.unverified(email)
	r.ok(r.VerifyEmail(r.from(home, ""), r.token(letter.VerifyEmail)))
	return id
}

func (r *rig) try(ctx context.Context, email, secret string) error {
	_, err := r.SignIn(ctx, user.Credentials{Email: email, Password: secret})
	return err //nolint:wrapcheck // looked at
}

// signedIn signs somebody in at home.
func (r *rig) signedIn(email string) user.SignedIn {
	r.Helper()
	in, err := r.SignIn(r.from(home, ""), user.Credentials{Email: email, Password: right})
	r.ok(err)
	return in
}

// ended checks that nothing of a session works any more.
func (r *rig) ended(in user.SignedIn) {
	r.Helper()
	_, who := r.as(in)
	if err := r.gate.Admit(who); err == nil {
		r.Error("the access token is still admitted")
	}
	if _, err := r.Refresh(r.Context(), in.Tokens.Refresh); fault.KindOf(err) != fault.Unauthenticated {
		r.Errorf("refresh: %v", err)
	}
}

// fifty calls at once and returns how many got which outcome.
func fifty(call func(i int) error) map[string]int {
	var mu sync.Mutex
	var start, callers sync.WaitGroup
	got := map[string]int{}
	start.Add(1)
	for i := range 50 {
		callers.Go(func() {
			start.Wait()
			err := call(i)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				got["ok"]++
			} else {
				got[fault.ReasonOf(err)]++
			}
		})
	}
	start.Done()
	callers.Wait()
	return got
}
