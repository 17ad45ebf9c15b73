package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestRememberedTokensEndAtTheirTime(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	keys := ring(t, db, c)
	verifier := account.NewVerifier(keys, c.now)
	token := issue(t, keys, c)
	first, err := verifier.Access(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	c.Time = c.Add(account.AccessTokenLife + 4*time.Second) // within the leeway
	if again, err := verifier.Access(t.Context(), token); err != nil || again != first {
		t.Errorf("remembered: %+v, %v, want %+v", again, err, first)
	}
	c.Time = c.Add(time.Second)
	if _, err := verifier.Access(t.Context(), token); !errors.Is(err, account.ErrToken) {
		t.Errorf("after its end: %v", err)
	}
}

func TestATokenMaySayWhenItsFactsWereRead(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	keys := ring(t, db, c)
	who := ada
	who.IssuedAt = c.Add(-2345 * time.Millisecond)
	token, err := account.NewSigner(keys, c.now).AccessToken(who)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := account.NewVerifier(keys, c.now).Access(t.Context(), token); err != nil || got != who {
		t.Errorf("got %+v, %v, want %+v", got, err, who)
	}
}

func TestTokensAreNotConfused(t *testing.T) {
	c, db := newClock(), storetest.DB(t)
	keys := ring(t, db, c)
	verifier := account.NewVerifier(keys, c.now)
	signer := account.NewSigner(keys, c.now)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			who := account.Identity{UserID: account.UserID(fmt.Sprint("u", i)), Role: account.User, IssuedAt: c.Time}
			token, err := signer.AccessToken(who)
			if err != nil {
				t.Error(err)
				return
			}
			for range 200 {
				if got, err := verifier.Access(t.Context(), token); err != nil || got != who {
					t.Errorf("got %+v, %v, want %+v", got, err, who)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkAccess(b *testing.B) {
	c, db := newClock(), storetest.DB(b)
	keys := ring(b, db, c)
	token, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("remembered", func(b *testing.B) {
		verifier := account.NewVerifier(keys, c.now)
		for b.Loop() {
			if _, err := verifier.Access(b.Context(), token); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("first seen", func(b *testing.B) {
		for b.Loop() {
			if _, err := account.NewVerifier(keys, c.now).Access(b.Context(), token); err != nil {
				b.Fatal(err)
			}
		}
	})
}
