package signin

import (
	"bytes"
	"testing"
	"time"
)

func FuzzRefreshToken(f *testing.F) {
	key := []byte("a key")
	first := refreshToken{session: "65f1a2b3c4d5e6f708192a3b", secret: make([]byte, secretBytes)}
	for _, seed := range []string{
		"", ".", "..", first.String(), first.next(key).String(), "s.00.AAAA", "s.-1.AAAA", "s.9223372036854775807.AAAA",
		first.String() + "=", first.String() + ".x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		token, ok := parseRefreshToken(text)
		if !ok {
			return
		}
		if token.String() != text {
			t.Errorf("%q is also %q: two tokens are one", text, token)
		}
		d := document{ID: token.session, Generation: 3, TokenHash: first.hash(), RotatedAt: time.Unix(0, 0)}
		if what, _ := judge(key, token, &d, time.Unix(0, 0)); what != invalid && !bytes.Equal(token.secret, first.secret) {
			t.Errorf("%q is taken for %v", text, what)
		}
	})
}

func TestHowFarBackReuseIsRecognised(t *testing.T) {
	key, now := []byte("a key"), time.Unix(1000, 0)
	first := newRefreshToken("s1")
	at := first
	for range longestWalk {
		at = at.next(key)
	}
	d := document{ID: "s1", Generation: at.generation, TokenHash: at.hash(), RotatedAt: now}
	if what, _ := judge(key, first, &d, now); what != reused {
		t.Errorf("%d generations back: %v, want reused", longestWalk, what)
	}
	at = at.next(key)
	d = document{ID: "s1", Generation: at.generation, TokenHash: at.hash(), RotatedAt: now}
	if what, _ := judge(key, first, &d, now); what != invalid {
		t.Errorf("beyond: %v, want invalid", what)
	}
	if what, _ := judge([]byte("another key"), first.next(key), &document{Generation: 2, TokenHash: first.next(key).next(key).hash(), RotatedAt: now}, now); what != invalid {
		t.Errorf("without the key somebody steps: %v", what)
	}
}

func BenchmarkLongestWalk(b *testing.B) {
	key, now := []byte("a key"), time.Unix(1000, 0)
	d := document{ID: "s1", Generation: longestWalk, TokenHash: make([]byte, 32), RotatedAt: now}
	token := newRefreshToken("s1")
	for b.Loop() {
		judge(key, token, &d, now)
	}
}
