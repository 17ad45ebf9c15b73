package password

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/text/unicode/norm"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	defaultCost  = 12
	defaultQueue = 64
	// busyRetry is about how long a full queue of 64 takes on four workers.
	busyRetry = 5 * time.Second
	// bcryptBytes is all that bcrypt reads.
	bcryptBytes = 72
)

// ErrBusy is the fault of a Hasher whose queue is full; copies are errors.Is it.
var ErrBusy = fault.New(fault.Unavailable, "busy", "Too many people are signing in right now. Try again in a few seconds.").After(busyRetry)

// HasherOptions bound a Hasher. Zero values mean the default.
type HasherOptions struct {
	// Workers is how many passwords are hashed at the same time; half of the
	// cores, so that a flood of sign-ins leaves the others to everything else.
	Workers int
	// Queue is how many callers may wait for a worker; 64. Negative: none.
	Queue int
	// Cost of bcrypt, 12: about 250 ms of one core.
	Cost int
}

// Hasher hashes and compares passwords, a bounded number at a time, in the
// callers' goroutines. Callers wait in order of arrival; when the queue is full
// the newest is refused at once with ErrBusy and counted. It is safe for
// concurrent use.
type Hasher struct {
	cost    int
	slots   chan struct{} // one element for each busy worker
	queue   int64
	waiting atomic.Int64
	refused atomic.Int64
	decoy   string
}

// NewHasher makes a Hasher.
func NewHasher(o HasherOptions) *Hasher {
	if o.Workers <= 0 {
		o.Workers = max(1, runtime.NumCPU()/2)
	}
	if o.Queue == 0 {
		o.Queue = defaultQueue
	}
	if o.Cost == 0 {
		o.Cost = defaultCost
	}
	return &Hasher{
		cost: o.Cost, slots: make(chan struct{}, o.Workers), queue: int64(max(o.Queue, 0)),
		// A well-formed hash that nothing is known to fit: comparing with it
		// costs what any comparison costs.
		decoy: fmt.Sprintf("$2a$%02d$%s", o.Cost, strings.Repeat(".", 53)),
	}
}

// Refused counts the callers that were refused with ErrBusy.
func (h *Hasher) Refused() int64 { return h.refused.Load() }

// Hash returns what to store for a password. ErrBusy when too many wait, the
// context's error when it ended while waiting.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.acquire(ctx); err != nil {
		return "", err
	}
	defer h.release()
	hash, err := bcrypt.GenerateFromPassword(digest(password), h.cost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return string(hash), nil
}

// Matches reports whether a hash was made of the password. With an empty hash
// (nobody has that address, or no password) it is false after the same work,
// so that the time tells nothing. Errors are as for Hash; a damaged hash is one
// too.
func (h *Hasher) Matches(ctx context.Context, hash, password string) (bool, error) {
	known := hash != ""
	if !known {
		hash = h.decoy
	}
	if err := h.acquire(ctx); err != nil {
		return false, err
	}
	defer h.release()
	err := bcrypt.CompareHashAndPassword([]byte(hash), digest(password))
	if err != nil && !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return err == nil && known, nil
}

// acquire takes a worker's place, waiting if the queue has room.
func (h *Hasher) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("hash password: %w", err)
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	default:
	}
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > h.queue {
		h.refused.Add(1)
		return ErrBusy
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to hash password: %w", ctx.Err())
	}
}

func (h *Hasher) release() { <-h.slots }

// digest is what bcrypt gets: the first 72 characters of the base64 of SHA-512,
// 432 bits. bcrypt itself reads 72 bytes and stops at a zero byte, so a long
// password in a script of several bytes a letter would count in part only;
// base64 has no zero bytes, and 432 bits are more than bcrypt's own 184.
//
// The password is brought to Unicode's form NFC first, since keyboards differ
// in how they spell "é". The prefix keeps plain SHA-512 sums leaked elsewhere
// from being tried as passwords here.
func digest(password string) []byte {
	sum := sha512.Sum512([]byte("interviewai password\x00" + norm.NFC.String(password)))
	return []byte(base64.RawStdEncoding.EncodeToString(sum[:]))[:bcryptBytes]
}
