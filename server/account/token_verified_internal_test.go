package account

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"
)

func TestWhatIsRememberedIsBounded(t *testing.T) {
	v := newVerified()
	sum := func(i int) (s [sha256.Size]byte) {
		binary.BigEndian.PutUint64(s[:], uint64(i))
		return s
	}
	for i := range 5 * verifiedMost {
		v.put(sum(i), verifiedToken{key: "k"})
		v.get(sum(0)) // in use all the time
		if n := len(v.young) + len(v.old); n > 2*verifiedMost {
			t.Fatalf("%d tokens remembered", n)
		}
	}
	if _, ok := v.get(sum(0)); !ok {
		t.Error("a token in use was forgotten")
	}
	if _, ok := v.get(sum(1)); ok {
		t.Error("a token unused for long is still remembered")
	}
}
