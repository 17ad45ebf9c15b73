package web_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
	"github.com/interviewai-pro/interviewai/server/web"
)

func TestRemoteKeys(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	ring, err := account.OpenKeyRing(t.Context(), storetest.DB(t), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	var fetched atomic.Int32
	broken := atomic.Bool{}
	s := serve(t, web.Route{Pattern: "/api-role" + account.JWKSPath, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		if broken.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_ = json.NewEncoder(w).Encode(ring.JWKS())
	})})
	keys := web.NewRemoteKeys(s.url+"/api-role", s.client, func() time.Time { return now })
	id := ring.JWKS().Keys[0].ID
	for range 3 {
		if _, err := keys.PublicKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if _, err := keys.PublicKey(t.Context(), "forged"); !errors.Is(err, account.ErrUnknownKey) {
			t.Fatal(err)
		}
	}
	if got := fetched.Load(); got != 1 {
		t.Errorf("fetched %d times; forged ids must not make us ask each time", got)
	}
	rotated, err := ring.Rotate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(5 * time.Second)
	if _, err := keys.PublicKey(t.Context(), rotated); err != nil {
		t.Errorf("after a rotation: %v", err)
	}
	now = now.Add(5 * time.Second)
	broken.Store(true)
	if _, err := keys.PublicKey(t.Context(), "x"); err == nil || errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("the api role is down: %v", err)
	}
	if _, err := keys.PublicKey(t.Context(), id); err != nil {
		t.Errorf("a known key needs nobody: %v", err)
	}
}
