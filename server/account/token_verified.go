package account

import (
	"crypto/sha256"
	"sync"
	"time"
)

// verifiedMost bounds a generation of remembered tokens: two of them take some
// 6 MB. Beyond that the tokens unused for longest are checked again.
const verifiedMost = 8192

// verifiedToken is what a token that was checked said.
type verifiedToken struct {
	who     Identity
	key     string // id of the key that signed it
	expires time.Time
}

// verified remembers tokens by their hash in two generations: when the young
// one is full it becomes the old one, and what was not used since is forgotten.
type verified struct {
	mu         sync.RWMutex
	young, old map[[sha256.Size]byte]verifiedToken
}

func newVerified() *verified {
	return &verified{young: map[[sha256.Size]byte]verifiedToken{}}
}

func (v *verified) get(sum [sha256.Size]byte) (verifiedToken, bool) {
	v.mu.RLock()
	token, ok := v.young[sum]
	if ok {
		v.mu.RUnlock()
		return token, true
	}
	token, ok = v.old[sum]
	v.mu.RUnlock()
	if ok {
		v.put(sum, token)
	}
	return token, ok
}

func (v *verified) put(sum [sha256.Size]byte, token verifiedToken) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.young) >= verifiedMost {
		v.old, v.young = v.young, make(map[[sha256.Size]byte]verifiedToken, verifiedMost)
	}
	v.young[sum] = token
}
