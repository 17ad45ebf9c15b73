package access

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// keysPath is where the server publishes its keys (RFC 7517).
	keysPath = "/.well-known/jwks.json"
	// keysFresh is how long keys are believed before they are fetched again;
	// until that succeeds the old ones are used.
	keysFresh = time.Hour
	// keysPause is the least time between two fetches: tokens with invented
	// key ids must not make us ask the server again and again.
	keysPause = 5 * time.Second
	// keysTimeout bounds one fetch, maxKeys its answer in bytes.
	keysTimeout = 5 * time.Second
	maxKeys     = 256 << 10
	// minModulus is the smallest RSA key accepted, in bits (RFC 7518 §3.3).
	minModulus = 2048
)

// Keys holds the server's public keys: fetched when first needed, again when a
// token names an unknown one and every hour. Safe for concurrent use.
type Keys struct {
	url    string
	client *http.Client

	mu      sync.Mutex
	byID    map[string]*rsa.PublicKey
	fetched time.Time // last success
	tried   time.Time // last attempt
	failure error     // of the last attempt
}

// NewKeys returns the keys of the server at base ("http://127.0.0.1:8080"),
// asked for through client.
func NewKeys(base string, client *http.Client) *Keys {
	return &Keys{url: strings.TrimSuffix(base, "/") + keysPath, client: client}
}

// find returns a key by its id. Callers that need a fetch wait for the one under
// way. Errors wrap ErrKeys (none could ever be fetched) or ErrToken (no such
// key).
func (k *Keys) find(ctx context.Context, id string, now time.Time) (*rsa.PublicKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, ok := k.byID[id]
	if ok && now.Sub(k.fetched) < keysFresh {
		return key, nil
	}
	if k.tried.IsZero() || now.Sub(k.tried) >= keysPause {
		k.refresh(ctx, now)
	}
	if key, ok = k.byID[id]; ok {
		return key, nil
	}
	if k.failure != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeys, k.failure)
	}
	return nil, fmt.Errorf("%w: unknown key", ErrToken)
}

// refresh replaces the keys if it can, and notes why if it cannot.
func (k *Keys) refresh(ctx context.Context, now time.Time) {
	// The keys serve every caller: the one that happens to ask first may hang
	// up without making the others fail.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keysTimeout)
	defer cancel()
	k.tried = now
	byID, err := k.fetch(ctx)
	k.failure = err
	if err == nil {
		k.byID, k.fetched = byID, now
	}
}

func (k *Keys) fetch(ctx context.Context) (map[string]*rsa.PublicKey, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("ask for keys: %w", err)
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask for keys: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxKeys))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read keys: %w", err)
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("ask for keys: status %d", resp.StatusCode)
	}
	return parseKeys(body)
}

// jwk is one key of a set (RFC 7517 §4, RFC 7518 §6.3.1).
type jwk struct {
	Kty string `json:"kty"`
	Kid string `json:"kid"`
	Use string `json:"use"`
	Alg string `json:"alg"`
	N   string `json:"n"`
	E   string `json:"e"`
}

// parseKeys takes the RSA signature keys of a set; others are passed over
// (RFC 7517 §5).
func parseKeys(body []byte) (map[string]*rsa.PublicKey, error) {
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	out := map[string]*rsa.PublicKey{}
	for _, j := range set.Keys {
		if j.Kty != "RSA" || j.Kid == "" || j.Use != "" && j.Use != "sig" || j.Alg != "" && j.Alg != "RS256" {
			continue
		}
		key, err := j.rsa()
		if err != nil {
			return nil, fmt.Errorf("read key %q: %w", j.Kid, err)
		}
		out[j.Kid] = key
	}
	if len(out) == 0 {
		return nil, errors.New("read keys: none that signs with RS256")
	}
	return out, nil
}

func (j jwk) rsa() (*rsa.PublicKey, error) {
	n, err := base64.RawURLEncoding.DecodeString(j.N)
	if err != nil {
		return nil, fmt.Errorf("modulus: %w", err)
	}
	e, err := base64.RawURLEncoding.DecodeString(j.E)
	if err != nil {
		return nil, fmt.Errorf("exponent: %w", err)
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	if key.N.BitLen() < minModulus || len(e) > 4 || key.E < 3 || key.E%2 == 0 {
		return nil, errors.New("weak or malformed RSA key")
	}
	return key, nil
}
