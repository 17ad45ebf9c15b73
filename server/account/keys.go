package account

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	keyBits = 2048
	keyFile = ".pem"
	// keyTime sorts file names by age.
	keyTime = "20060102T150405.000000000Z"
	// rereadAfter bounds how often a token with an unknown key id makes us look
	// at the directory again.
	rereadAfter = time.Second
)

// ErrUnknownKey is returned for a key id that is not in the ring.
var ErrUnknownKey = errors.New("unknown signing key")

type signingKey struct {
	id      string
	private *rsa.PrivateKey
}

// KeyRing is the signing keys in a directory, one PEM file each, named by age.
// The newest signs, all verify: a key is rotated by adding a file and retired
// by removing one. Several processes may use one directory; a key that another
// has added is found when the first token names it.
type KeyRing struct {
	dir string
	now func() time.Time

	mu   sync.Mutex
	keys []signingKey // oldest first, never empty
	read time.Time
}

// OpenKeyRing reads the keys of a directory and makes the first one if there
// is none.
func OpenKeyRing(dir string, now func() time.Time) (*KeyRing, error) {
	r := &KeyRing{dir: dir, now: now}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open signing keys: %w", err)
	}
	keys, err := readKeys(dir)
	if err != nil {
		return nil, err
	}
	r.keys = keys
	r.read = now()
	if len(keys) == 0 {
		if _, err := r.Rotate(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Rotate adds a key, which signs from now on, and returns its id.
func (r *KeyRing) Rotate() (string, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return "", fmt.Errorf("make signing key: %w", err)
	}
	key := signingKey{id: thumbprint(&private.PublicKey), private: private}
	if err := writeKey(r.dir, r.now().UTC().Format(keyTime)+"-"+key.id[:8]+keyFile, private); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = append(r.keys, key)
	return key.id, nil
}

// PublicKey returns the key with this id, reading the directory again when
// another process may have added it. Its error is ErrUnknownKey.
func (r *KeyRing) PublicKey(_ context.Context, id string) (*rsa.PublicKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if key := r.find(id); key != nil {
		return key, nil
	}
	if now := r.now(); now.Sub(r.read) >= rereadAfter {
		r.read = now
		keys, err := readKeys(r.dir)
		if err != nil {
			return nil, err
		}
		if len(keys) > 0 {
			r.keys = keys
		}
		if key := r.find(id); key != nil {
			return key, nil
		}
	}
	return nil, ErrUnknownKey
}

func (r *KeyRing) find(id string) *rsa.PublicKey {
	for _, key := range r.keys {
		if key.id == id {
			return &key.private.PublicKey
		}
	}
	return nil
}

func (r *KeyRing) newest() signingKey {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys[len(r.keys)-1]
}

// JWKS returns the public keys as a JSON Web Key Set (RFC 7517).
func (r *KeyRing) JWKS() JWKS {
	r.mu.Lock()
	defer r.mu.Unlock()
	set := JWKS{Keys: []JWK{}}
	for _, key := range slices.Backward(r.keys) {
		set.Keys = append(set.Keys, newJWK(key.id, &key.private.PublicKey))
	}
	return set
}

func readKeys(dir string) ([]signingKey, error) {
	entries, err := os.ReadDir(dir) // sorted by name, so by age
	if err != nil {
		return nil, fmt.Errorf("read signing keys: %w", err)
	}
	var keys []signingKey
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), keyFile) {
			continue
		}
		private, err := readKey(filepath.Join(dir, entry.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // retired while we were reading
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, signingKey{id: thumbprint(&private.PublicKey), private: private})
	}
	return keys, nil
}

func readKey(file string) (*rsa.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("read signing key %s: no PEM block", file)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read signing key %s: %w", file, err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("read signing key %s: not an RSA key", file)
	}
	return private, nil
}

// writeKey writes a key so that, killed at any moment, the file is there whole
// or not at all.
func writeKey(dir, name string, private *rsa.PrivateKey) (err error) {
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("write signing key: %w", err)
	}
	f, err := os.CreateTemp(dir, "new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write signing key: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write signing key: %w", errors.Join(err, os.Remove(f.Name())))
		}
	}()
	if err := pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// thumbprint is the key's id (RFC 7638): the same key has the same id wherever
// it is read.
func thumbprint(key *rsa.PublicKey) string {
	text := fmt.Sprintf(`{"e":%q,"kty":"RSA","n":%q}`, encodeInt(big.NewInt(int64(key.E))), encodeInt(key.N))
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func encodeInt(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
