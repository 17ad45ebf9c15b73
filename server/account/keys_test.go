package account_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/sqlite"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func issue(t *testing.T, keys *account.KeyRing, c *clock) string {
	t.Helper()
	token, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func verifies(t *testing.T, keys account.PublicKeys, c *clock, token string) bool {
	t.Helper()
	_, err := account.NewVerifier(keys, c.now).Access(t.Context(), token)
	if err != nil && !errors.Is(err, account.ErrToken) {
		t.Errorf("got %v, want ErrToken", err)
	}
	return err == nil
}

func TestKeysOutliveTheProcess(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	token := issue(t, ring(t, db, c), c)
	if again := ring(t, db, c); !verifies(t, again, c, token) || len(again.JWKS().Keys) != 1 {
		t.Errorf("after a restart: refused, or %d keys", len(again.JWKS().Keys))
	}
}

func TestProcessesThatStartAtOnceTrustEachOther(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	var (
		rings [4]*account.KeyRing
		all   sync.WaitGroup
	)
	for i := range rings {
		all.Go(func() {
			keys, err := account.OpenKeyRing(t.Context(), db, c.now)
			if err != nil {
				t.Error(err)
			}
			rings[i] = keys
		})
	}
	all.Wait()
	c.Time = c.Add(2 * time.Second)
	for i, from := range rings {
		for j, to := range rings {
			if !verifies(t, to, c, issue(t, from, c)) {
				t.Errorf("process %d refuses the tokens of process %d", j, i)
			}
		}
	}
}

func TestRotationSignsWithTheNewestAndVerifiesAll(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	running := ring(t, db, c)
	old := issue(t, running, c)

	// Another process rotates; the running one learns of it from a token.
	c.Time = c.Add(time.Minute)
	other := ring(t, db, c)
	id, err := other.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fresh := issue(t, other, c)
	if !verifies(t, running, c, old) || !verifies(t, running, c, fresh) {
		t.Error("a rotation signs people out")
	}
	if got := running.JWKS().Keys; len(got) != 2 || got[0].ID != id {
		t.Errorf("keys published: %+v, want the new one first", got)
	}

	// The old key retires a day later, in a process that has not looked since too.
	c.Time = c.Add(24*time.Hour - time.Second)
	if got := running.JWKS().Keys; len(got) != 2 {
		t.Errorf("keys published within the day: %+v", got)
	}
	c.Time = c.Add(time.Second)
	if got := running.JWKS().Keys; len(got) != 1 || got[0].ID != id {
		t.Errorf("keys published a day later: %+v", got)
	}
	if _, err := running.PublicKey(t.Context(), keyOf(t, old)); !errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("a retired key verifies: %v", err)
	}
}

// keyOf is the id of the key that signed a token.
func keyOf(t *testing.T, token string) string {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	id, _ := parsed.Header["kid"].(string)
	return id
}

func TestARetiredKeyRefusesRememberedTokens(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	keys := ring(t, db, c)
	set, err := keys.JWKS().PublicKeys()
	if err != nil {
		t.Fatal(err)
	}
	verifier := account.NewVerifier(fixed(set), c.now)
	token := issue(t, keys, c)
	for range 2 {
		if _, err := verifier.Access(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	clear(set)
	if _, err := verifier.Access(t.Context(), token); !errors.Is(err, account.ErrToken) {
		t.Errorf("a key that has left still verifies: %v", err)
	}
}

func TestRunFollowsARotation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := func(db *store.DB) *account.KeyRing {
			keys, err := account.OpenKeyRing(t.Context(), db, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			return keys
		}
		db := storetest.SQLite(t) // in the bubble with all it does; a server outside could not be
		running, other := open(db), open(db)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- running.Run(ctx) }()
		<-time.After(time.Second)
		id, err := other.Rotate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if running.JWKS().Keys[0].ID == id {
			t.Error("known before it was looked for")
		}
		<-time.After(30 * time.Second)
		synctest.Wait()
		if running.JWKS().Keys[0].ID != id {
			t.Error("not known half a minute later")
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestUnknownKeysDoNotMakeUsReadTheDatabaseEachTime(t *testing.T) {
	c := newClock()
	engine, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "documents.db"))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := store.NewSealer(store.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	db := store.New(engine, sealer)
	keys := ring(t, db, c)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.PublicKey(t.Context(), "x"); !errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("within a second: %v, want ErrUnknownKey without looking", err)
	}
	c.Time = c.Add(time.Second)
	if _, err := keys.PublicKey(t.Context(), "x"); err == nil || errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("later: %v, want that the database cannot be read", err)
	}
	if _, err := keys.PublicKey(t.Context(), "x"); !errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("right after: %v, want ErrUnknownKey without looking", err)
	}
	if !verifies(t, keys, c, issue(t, keys, c)) {
		t.Error("without the database nobody is signed in any more")
	}
}

func TestPublishedKeysCanBeReadBack(t *testing.T) {
	c := newClock()
	keys := ring(t, storetest.DB(t), c)
	text, err := json.Marshal(keys.JWKS())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"d"`) {
		t.Error("the private exponent is published")
	}
	var set account.JWKS
	if err := json.Unmarshal(text, &set); err != nil {
		t.Fatal(err)
	}
	public, err := set.PublicKeys()
	if err != nil {
		t.Fatal(err)
	}
	token, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.NewVerifier(fixed(public), c.now).Access(t.Context(), token); err != nil {
		t.Error(err)
	}

	for name, change := range map[string]func(*account.JWK){
		"modulus":   func(k *account.JWK) { k.Modulus = "!" },
		"short key": func(k *account.JWK) { k.Modulus = "AQAB" },
		"exponent":  func(k *account.JWK) { k.Exponent = "!" },
		"e = 1":     func(k *account.JWK) { k.Exponent = "AQ" },
		"type":      func(k *account.JWK) { k.Type = "EC" },
	} {
		bad := keys.JWKS()
		change(&bad.Keys[0])
		if _, err := bad.PublicKeys(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

type fixed map[string]*rsa.PublicKey

func (f fixed) PublicKey(_ context.Context, id string) (*rsa.PublicKey, error) {
	if key := f[id]; key != nil {
		return key, nil
	}
	return nil, account.ErrUnknownKey
}
