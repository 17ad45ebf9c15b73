// Package secret keeps the keys that all processes on one database share and
// that must outlive the one which encrypts documents: they are made once, by
// whichever process comes first, and stored encrypted.
package secret

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/interviewai-pro/interviewai/server/store"
)

// Bytes is the length of a key.
const Bytes = 32

type document struct {
	Name string `bson:"_id"`
	Key  []byte `bson:"key"`
}

func collection() store.Definition[document] {
	return store.Define[document]("secrets", store.Schema{Encrypted: []string{"key"}, Hidden: []string{store.HideAll}})
}

// Get returns the key of a name, making it if there is none.
func Get(ctx context.Context, db *store.DB, name string) ([]byte, error) {
	secrets, err := collection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open secrets: %w", err)
	}
	key := make([]byte, Bytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	err = secrets.Insert(ctx, document{Name: name, Key: key})
	if err == nil {
		return key, nil
	}
	if !errors.Is(err, store.ErrExists) {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	kept, err := secrets.Get(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("read secret: %w", err)
	}
	return kept.Key, nil
}
