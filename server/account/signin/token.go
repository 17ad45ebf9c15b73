package signin

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
)

const (
	secretBytes = 32
	// longestWalk bounds how far back a reused token is recognised: each step is
	// an HMAC, and a session of 30 days refreshed every 15 minutes takes 2,880.
	longestWalk = 5000
	// longestToken bounds what is looked at: 24 digits, a number, a secret.
	longestToken = 128
)

// refreshToken is "session.generation.secret". The secrets of a session are a
// chain, each the HMAC of the one before, so that the database needs only the
// hash of the current one: who presents the one before it can be given the
// current one by one step, and who presents an older one is recognised because
// the steps from it lead to the current one. Nobody without the key can step.
type refreshToken struct {
	session    string
	generation int64
	secret     []byte
}

func newRefreshToken(session string) refreshToken {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program instead
	return refreshToken{session: session, secret: secret}
}

// parseRefreshToken reads a token; false when it is none.
func parseRefreshToken(text string) (refreshToken, bool) {
	if len(text) > longestToken {
		return refreshToken{}, false
	}
	parts := strings.Split(text, ".")
	if len(parts) != 3 || parts[0] == "" {
		return refreshToken{}, false
	}
	generation, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || generation < 0 || strconv.FormatInt(generation, 10) != parts[1] {
		return refreshToken{}, false
	}
	secret, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(secret) != secretBytes {
		return refreshToken{}, false
	}
	return refreshToken{session: parts[0], generation: generation, secret: secret}, true
}

func (t refreshToken) String() string {
	return t.session + "." + strconv.FormatInt(t.generation, 10) + "." + base64.RawURLEncoding.EncodeToString(t.secret)
}

func (t refreshToken) hash() []byte {
	sum := sha256.Sum256(t.secret)
	return sum[:]
}

// next is the token that takes this one's place.
func (t refreshToken) next(key []byte) refreshToken {
	mac := hmac.New(sha256.New, key)
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(t.generation+1)) //nolint:gosec // a generation is never negative
	mac.Write(t.secret)
	mac.Write([]byte(t.session))
	mac.Write(number[:])
	return refreshToken{session: t.session, generation: t.generation + 1, secret: mac.Sum(nil)}
}

// verdict is what presenting a token means for its session.
type verdict int

const (
	invalid  verdict = iota // it never was this session's
	current                 // the next one takes its place
	previous                // two presented the same at once: both get the current one
	reused                  // it was replaced before: somebody has a copy
)

// judge compares a token with its session's state. For current and previous it
// also returns the session's current token.
func judge(key []byte, t refreshToken, d *document, now time.Time) (verdict, refreshToken) {
	behind := d.Generation - t.generation
	if behind < 0 || behind > longestWalk {
		return invalid, refreshToken{}
	}
	at := t
	for range behind {
		at = at.next(key)
	}
	switch {
	case subtle.ConstantTimeCompare(at.hash(), d.TokenHash) != 1:
		return invalid, refreshToken{}
	case behind == 0:
		return current, at
	case behind == 1 && now.Sub(d.RotatedAt) <= grace:
		return previous, at
	default:
		return reused, refreshToken{}
	}
}
