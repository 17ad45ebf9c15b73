package oauth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

// attempt is the document of one attempt. Its key is a hash, so that who reads
// the database cannot finish what somebody else began; the rest is encrypted.
type attempt struct {
	ID        string    `bson:"_id"`
	Secret    kept      `bson:"secret"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

type kept struct {
	Provider string  `bson:"provider"`
	Binding  string  `bson:"binding"` // hashed: it need only be compared
	Nonce    string  `bson:"nonce"`
	Verifier string  `bson:"verifier"`
	Attempt  Attempt `bson:"attempt"`
}

func attemptCollection() store.Definition[attempt] {
	return store.Define[attempt]("oauth_attempts", store.Schema{
		Expiry:    store.Expiry{Field: "expiresAt"},
		Encrypted: []string{"secret"},
		Hidden:    []string{store.HideAll},
	})
}

// spend uses an attempt up: of any number of callers in any number of processes
// one gets it. An attempt that is shown without its binding stays, so that a
// stranger who has seen the state cannot keep its owner from finishing.
func (f *Flow) spend(ctx context.Context, provider, state, binding string) (kept, error) {
	if state == "" || binding == "" {
		return kept{}, ErrState
	}
	id := key(state)
	doc, err := f.attempts.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return kept{}, ErrState
	}
	if err != nil {
		return kept{}, fmt.Errorf("read sign-in attempt: %w", err)
	}
	same := subtle.ConstantTimeCompare([]byte(doc.Secret.Binding), []byte(key(binding))) == 1
	if !same || doc.Secret.Provider != provider || !f.now().Before(doc.ExpiresAt) {
		return kept{}, ErrState
	}
	// The store deletes a document once: who comes second finds none.
	err = f.attempts.Delete(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return kept{}, ErrState
	}
	if err != nil {
		return kept{}, fmt.Errorf("use up sign-in attempt: %w", err)
	}
	return doc.Secret, nil
}

// secret makes 256 random bits, in 43 characters that suit addresses, cookies
// and code verifiers (RFC 7636, 4.1) alike.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func key(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
