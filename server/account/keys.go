package account

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	keyBits = 2048
	// rereadAfter bounds how often a token with an unknown key id makes us look
	// into the database again.
	rereadAfter = time.Second
	// rereadEvery is how soon a key made by another process signs here too.
	rereadEvery = 30 * time.Second
	// retireAfter is how long a key verifies after a newer one took over: longer
	// than any token is good for.
	retireAfter = 24 * time.Hour
)

// ErrUnknownKey is returned for a key id that is not in the ring.
var ErrUnknownKey = errors.New("unknown signing key")

// keyDocument is a signing key as stored. Its id is its RFC 7638 thumbprint.
type keyDocument struct {
	ID        string    `bson:"_id"`
	CreatedAt time.Time `bson:"createdAt"`
	// PrivateKey is PKCS #8, encrypted.
	PrivateKey []byte    `bson:"privateKey"`
	RetiresAt  time.Time `bson:"retiresAt,omitempty"`
}

const keysByAge = "by_age"

func keyCollection() store.Definition[keyDocument] {
	return store.Define[keyDocument]("signing_keys", store.Schema{
		Expiry:    store.Expiry{Field: "retiresAt"},
		Indexes:   []store.Index{{Name: keysByAge, Fields: []string{"createdAt"}}},
		Encrypted: []string{"privateKey"},
		Hidden:    []string{store.HideAll},
	})
}

type signingKey struct {
	id        string
	createdAt time.Time
	retiresAt time.Time // zero for never
	private   *rsa.PrivateKey
}

// KeyRing is the signing keys that all processes on one database share. The
// newest signs, all verify: a key is rotated by adding one, and the older ones
// retire a day later. What another process added is found by Run, or when the
// first token names it.
type KeyRing struct {
	stored *store.Collection[keyDocument]
	now    func() time.Time

	rereading sync.Mutex // held while the database is read
	read      time.Time  // guarded by rereading

	mu   sync.RWMutex
	keys []signingKey // oldest first, never empty
}

// OpenKeyRing reads the keys of a database and makes the first one if there is
// none. Two processes that do so at once may both make one: both verify.
func OpenKeyRing(ctx context.Context, db *store.DB, now func() time.Time) (*KeyRing, error) {
	stored, err := keyCollection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open signing keys: %w", err)
	}
	r := &KeyRing{stored: stored, now: now}
	if err := r.reread(ctx); err != nil {
		return nil, err
	}
	if len(r.keys) == 0 {
		if _, err := r.Rotate(ctx); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Run follows what other processes change until ctx ends. While the database
// cannot be read the keys stay as they are.
func (r *KeyRing) Run(ctx context.Context) error {
	ticker := time.NewTicker(rereadEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			r.rereading.Lock()
			// A failure is the database's, which is watched and reported elsewhere.
			_ = r.reread(ctx)
			r.rereading.Unlock()
		}
	}
}

// Rotate adds a key, which signs from now on, and returns its id. Those older
// than it verify for another day, so that nobody is signed out.
func (r *KeyRing) Rotate(ctx context.Context) (string, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return "", fmt.Errorf("make signing key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", fmt.Errorf("make signing key: %w", err)
	}
	r.rereading.Lock()
	defer r.rereading.Unlock()
	made := keyDocument{ID: thumbprint(&private.PublicKey), CreatedAt: r.now(), PrivateKey: der}
	if err := r.stored.Insert(ctx, made); err != nil {
		return "", fmt.Errorf("store signing key: %w", err)
	}
	if err := r.retireBefore(ctx, made); err != nil {
		return "", err
	}
	return made.ID, r.reread(ctx)
}

// retireBefore ends the keys older than the new one. Never the newest of all:
// of two rotations at once only the later may end the other's key.
func (r *KeyRing) retireBefore(ctx context.Context, newest keyDocument) error {
	for old, err := range r.stored.All(ctx, store.Query{Index: keysByAge, To: newest.CreatedAt}) {
		if err != nil {
			return fmt.Errorf("retire signing keys: %w", err)
		}
		_, err = r.stored.Update(ctx, old.ID, func(d *keyDocument) error {
			if d.RetiresAt.IsZero() {
				d.RetiresAt = newest.CreatedAt.Add(retireAfter)
			}
			return nil
		})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("retire signing keys: %w", err)
		}
	}
	return nil
}

// PublicKey returns the key with this id, reading the database again when
// another process may have added it. Its error is ErrUnknownKey or the store's.
func (r *KeyRing) PublicKey(ctx context.Context, id string) (*rsa.PublicKey, error) {
	if key := r.find(id); key != nil {
		return key, nil
	}
	// Callers with known keys do not wait here for the database.
	r.rereading.Lock()
	defer r.rereading.Unlock()
	if key := r.find(id); key != nil {
		return key, nil
	}
	if r.now().Sub(r.read) < rereadAfter {
		return nil, ErrUnknownKey
	}
	if err := r.reread(ctx); err != nil {
		return nil, err
	}
	if key := r.find(id); key != nil {
		return key, nil
	}
	return nil, ErrUnknownKey
}

func (r *KeyRing) find(id string) *rsa.PublicKey {
	now := r.now()
	r.mu.RLock()
	defer r.mu.RUnlock()
	for i := range r.keys {
		if key := &r.keys[i]; key.id == id && !key.retired(now) {
			return &key.private.PublicKey
		}
	}
	return nil
}

func (k *signingKey) retired(now time.Time) bool {
	return !k.retiresAt.IsZero() && !now.Before(k.retiresAt)
}

func (r *KeyRing) newest() signingKey {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys[len(r.keys)-1]
}

// JWKS returns the public keys as a JSON Web Key Set (RFC 7517), newest first.
func (r *KeyRing) JWKS() JWKS {
	now := r.now()
	r.mu.RLock()
	defer r.mu.RUnlock()
	set := JWKS{Keys: []JWK{}}
	for _, key := range slices.Backward(r.keys) {
		if !key.retired(now) {
			set.Keys = append(set.Keys, newJWK(key.id, &key.private.PublicKey))
		}
	}
	return set
}

// reread takes over what is stored. An attempt counts as one even when it
// fails, so that a flood of forged tokens does not hold a weak database down.
func (r *KeyRing) reread(ctx context.Context) error {
	r.read = r.now()
	var keys []signingKey
	for d, err := range r.stored.All(ctx, store.Query{Index: keysByAge}) {
		if err != nil {
			return fmt.Errorf("read signing keys: %w", err)
		}
		private, err := r.parsed(d)
		if err != nil {
			return fmt.Errorf("read signing key %s: %w", d.ID, err)
		}
		keys = append(keys, signingKey{id: d.ID, createdAt: d.CreatedAt, retiresAt: d.RetiresAt, private: private})
	}
	slices.SortFunc(keys, func(a, b signingKey) int {
		return cmp.Or(a.createdAt.Compare(b.createdAt), cmp.Compare(a.id, b.id))
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(keys) > 0 {
		r.keys = keys
	}
	return nil
}

// parsed returns a stored key, without parsing again what the ring has.
func (r *KeyRing) parsed(d keyDocument) (*rsa.PrivateKey, error) {
	r.mu.RLock()
	i := slices.IndexFunc(r.keys, func(k signingKey) bool { return k.id == d.ID })
	if i >= 0 {
		defer r.mu.RUnlock()
		return r.keys[i].private, nil
	}
	r.mu.RUnlock()
	parsed, err := x509.ParsePKCS8PrivateKey(d.PrivateKey)
	if err != nil {
		return nil, err
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("not an RSA key")
	}
	return private, nil
}
