package web

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
)

const (
	// maxJWKS bounds what we read from another process.
	maxJWKS = 1 << 20
	// refetchAfter bounds how often unknown key ids make us ask again.
	refetchAfter = 5 * time.Second
)

// RemoteKeys is the public keys of another process, fetched from its JWKS and
// kept: a process that only verifies needs no access to the private ones.
type RemoteKeys struct {
	url    string
	client *http.Client
	now    func() time.Time

	mu      sync.Mutex
	keys    map[string]*rsa.PublicKey
	fetched time.Time
}

// NewRemoteKeys returns the keys that the process at baseURL publishes. Nothing
// is fetched before the first token.
func NewRemoteKeys(baseURL string, client *http.Client, now func() time.Time) *RemoteKeys {
	return &RemoteKeys{url: baseURL + account.JWKSPath, client: client, now: now}
}

// PublicKey returns the key with this id, fetching the set when it is unknown.
// Its error is account.ErrUnknownKey or that of fetching.
func (r *RemoteKeys) PublicKey(ctx context.Context, id string) (*rsa.PublicKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if key := r.keys[id]; key != nil {
		return key, nil
	}
	now := r.now()
	if !r.fetched.IsZero() && now.Sub(r.fetched) < refetchAfter {
		return nil, account.ErrUnknownKey
	}
	keys, err := r.fetch(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", r.url, err)
	}
	r.keys, r.fetched = keys, now
	if key := keys[id]; key != nil {
		return key, nil
	}
	return nil, account.ErrUnknownKey
}

func (r *RemoteKeys) fetch(ctx context.Context) (map[string]*rsa.PublicKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := r.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // only read
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	var set account.JWKS
	if err := json.NewDecoder(io.LimitReader(response.Body, maxJWKS)).Decode(&set); err != nil {
		return nil, err
	}
	return set.PublicKeys()
}
