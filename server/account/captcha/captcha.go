// Package captcha asks strangers' browsers for a proof of work before they may
// cost us anything: version 1 of the ALTCHA protocol
// (https://altcha.org/docs/v2/protocols/proof-of-work-v1), hosted by ourselves.
//
// The challenge is the SHA-256 of a salt and a secret number below MaxNumber,
// which the browser finds by trying; our HMAC of the challenge lets us know it
// again without keeping it. Only solved ones are kept, until they expire, so
// that each counts once.
package captcha

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// Algorithm of challenges, as the protocol names it.
	Algorithm = "SHA-256"
	// MaxNumber is the most tries that a solution needs, half of it on average:
	// 0.14 s in Chromium on a shared virtual machine with two cores.
	MaxNumber = 50_000
	// Life is how long a challenge can be solved: longer than anybody fills in
	// a form.
	Life = 20 * time.Minute

	field       = "captcha"
	minKeyBytes = 16
	saltBytes   = 12
	// margin keeps used challenges beyond their life, in case the clocks of
	// the processes differ.
	margin = 5 * time.Minute
)

// Challenge is what the ALTCHA widget fetches, as JSON.
type Challenge struct {
	// Algorithm is "SHA-256".
	Algorithm string `json:"algorithm"`
	// Challenge is hexadecimal SHA-256 of the salt and the secret number.
	Challenge string `json:"challenge"`
	// MaxNumber bounds the secret number.
	MaxNumber int `json:"maxnumber"`
	// Salt is random, and holds the time of expiry.
	Salt string `json:"salt"`
	// Signature is hexadecimal HMAC-SHA-256 of Challenge.
	Signature string `json:"signature"`
}

// Options of a Captcha.
type Options struct {
	// Key signs challenges, at least 16 bytes, the same in all processes.
	Key []byte
	// DB keeps used challenges.
	DB *store.DB
	// Now is the clock.
	Now func() time.Time
}

// Captcha makes and checks challenges. It is safe for concurrent use, in any
// number of processes with one key and one database.
type Captcha struct {
	key  []byte
	used *store.Collection[solved]
	now  func() time.Time
}

// solved is a challenge that was used up.
type solved struct {
	ID        string    `bson:"_id"` // the challenge
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

func collection() store.Definition[solved] {
	return store.Define[solved]("captchas", store.Schema{
		Expiry: store.Expiry{Field: "expiresAt", After: margin},
		Hidden: []string{store.HideAll},
	})
}

// New makes the collection of used challenges ready.
func New(ctx context.Context, o Options) (*Captcha, error) {
	if len(o.Key) < minKeyBytes {
		return nil, fmt.Errorf("open captcha: the key has %d bytes, fewer than %d", len(o.Key), minKeyBytes)
	}
	used, err := collection().Open(ctx, o.DB)
	if err != nil {
		return nil, fmt.Errorf("open captcha: %w", err)
	}
	return &Captcha{key: o.Key, used: used, now: o.Now}, nil
}

// Challenge makes a challenge that can be solved for Life.
func (c *Captcha) Challenge() (Challenge, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(MaxNumber+1))
	if err != nil {
		return Challenge{}, fmt.Errorf("make captcha: %w", err)
	}
	salt := newSalt(c.now().Add(Life))
	challenge := digest(salt, number.Int64())
	return Challenge{
		Algorithm: Algorithm, Challenge: challenge, MaxNumber: MaxNumber, Salt: salt, Signature: c.sign(challenge),
	}, nil
}

// Check accepts the payload of a solved challenge, once. Anything else is a
// fault about the field "captcha", with rule "required", "invalid", "expired"
// or "used".
func (c *Captcha) Check(ctx context.Context, payload string) error {
	if payload == "" {
		return fault.BadField(field, "required", "Confirm that you are not a robot.")
	}
	s, err := parse(payload)
	if err != nil {
		return invalid().Because(err)
	}
	if digest(s.salt, s.number) != s.challenge || !hmac.Equal([]byte(c.sign(s.challenge)), []byte(s.signature)) {
		return invalid()
	}
	if !c.now().Before(s.expires) {
		return fault.BadField(field, "expired", "The robot check is too old. Do it again.")
	}
	err = c.used.Insert(ctx, solved{ID: s.challenge, ExpiresAt: s.expires})
	if errors.Is(err, store.ErrExists) {
		return fault.BadField(field, "used", "The robot check was used already. Do it again.")
	}
	if err != nil {
		return fmt.Errorf("use up captcha: %w", err)
	}
	return nil
}

// GiveBack makes a payload that was accepted good for another time, because
// what it was shown for could not be done.
func (c *Captcha) GiveBack(ctx context.Context, payload string) error {
	s, err := parse(payload)
	if err != nil {
		return invalid().Because(err)
	}
	if err := c.used.Delete(ctx, s.challenge); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("give captcha back: %w", err)
	}
	return nil
}

func invalid() *fault.Fault {
	return fault.BadField(field, "invalid", "The robot check failed. Do it again.")
}

func (c *Captcha) sign(challenge string) string {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(challenge))
	return hex.EncodeToString(mac.Sum(nil))
}

func digest(salt string, number int64) string {
	sum := sha256.Sum256(strconv.AppendInt([]byte(salt), number, 10))
	return hex.EncodeToString(sum[:])
}
