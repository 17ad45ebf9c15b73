package store

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// NewID makes a key in the form of the specification's ids, 24 hexadecimal digits: seconds since 1970, so that keys
// made later sort later, then 64 random bits, so that they cannot be guessed from one another.
func NewID(now time.Time) string {
	var id [12]byte
	binary.BigEndian.PutUint32(id[:], uint32(now.Unix()))
	_, _ = rand.Read(id[4:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(id[:])
}
