package access

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// server publishes keys and counts how often it is asked.
type server struct {
	*httptest.Server
	keys  map[string]*rsa.PrivateKey
	asked int
	down  bool
}

func newServer(t *testing.T, ids ...string) *server {
	t.Helper()
	s := &server{keys: map[string]*rsa.PrivateKey{}}
	for _, id := range ids {
		s.add(t, id)
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked++
		if s.down || r.URL.Path != "/.well-known/jwks.json" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		type key map[string]string
		set := map[string][]key{"keys": {{"kty": "EC", "kid": "other"}}}
		for id, k := range s.keys {
			set["keys"] = append(set["keys"], key{
				"kty": "RSA", "kid": id, "use": "sig", "alg": "RS256",
				"n": base64.RawURLEncoding.EncodeToString(k.N.Bytes()),
				"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.E)).Bytes()),
			})
		}
		if err := json.NewEncoder(w).Encode(set); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) add(t *testing.T, id string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s.keys[id] = key
}

func good() jwt.MapClaims {
	return jwt.MapClaims{"iss": Issuer, "aud": Audience, "sub": "user-1", "sid": "session-1", "exp": now.Add(time.Minute).Unix()}
}

func sign(t *testing.T, method jwt.SigningMethod, key any, kid string, c jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, c)
	if kid != "" {
		token.Header["kid"] = kid
	}
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestVerify(t *testing.T) {
	s := newServer(t, "k1", "k2")
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := json.Marshal(s.keys["k1"].PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	rs := func(change func(jwt.MapClaims)) string {
		c := good()
		change(c)
		return sign(t, jwt.SigningMethodRS256, s.keys["k1"], "k1", c)
	}
	for _, tc := range []struct {
		story, token string
		ok           bool
	}{
		{"good", rs(func(jwt.MapClaims) {}), true},
		{"good, the other key", sign(t, jwt.SigningMethodRS256, s.keys["k2"], "k2", good()), true},
		{"good, audience among others", rs(func(c jwt.MapClaims) { c["aud"] = []string{"x", Audience} }), true},
		{"expired", rs(func(c jwt.MapClaims) { c["exp"] = now.Add(-leeway - time.Second).Unix() }), false},
		{"without end", rs(func(c jwt.MapClaims) { delete(c, "exp") }), false},
		{"not yet valid", rs(func(c jwt.MapClaims) { c["nbf"] = now.Add(time.Minute).Unix() }), false},
		{"access token, not media", rs(func(c jwt.MapClaims) { c["aud"] = "interviewai-api" }), false},
		{"without audience", rs(func(c jwt.MapClaims) { delete(c, "aud") }), false},
		{"other issuer", rs(func(c jwt.MapClaims) { c["iss"] = "someone" }), false},
		{"other session", rs(func(c jwt.MapClaims) { c["sid"] = "session-2" }), false},
		{"no session", rs(func(c jwt.MapClaims) { delete(c, "sid") }), false},
		{"no user", rs(func(c jwt.MapClaims) { delete(c, "sub") }), false},
		{"other algorithm", sign(t, jwt.SigningMethodRS512, s.keys["k1"], "k1", good()), false},
		{"signed by a stranger", sign(t, jwt.SigningMethodRS256, stranger, "k1", good()), false},
		{"alg none", sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, "k1", good()), false},
		{"public key as HMAC secret", sign(t, jwt.SigningMethodHS256, public, "k1", good()), false},
		{"unknown key", sign(t, jwt.SigningMethodRS256, stranger, "k9", good()), false},
		{"no key id", sign(t, jwt.SigningMethodRS256, s.keys["k1"], "", good()), false},
		{"nothing", "", false},
		{"rubbish", "a.b.c", false},
		{"too long", rs(func(c jwt.MapClaims) { c["x"] = string(make([]byte, maxToken)) }), false},
	} {
		t.Run(tc.story, func(t *testing.T) {
			v := NewVerifier(NewKeys(s.URL, s.Client()), func() time.Time { return now })
			got, err := v.Verify(context.Background(), tc.token, "session-1")
			switch {
			case tc.ok && (err != nil || got.UserID != "user-1" || got.SessionID != "session-1" || got.ExpiresAt.Unix() != now.Add(time.Minute).Unix()):
				t.Errorf("%+v, %v", got, err)
			case !tc.ok && (!errors.Is(err, ErrToken) || got != Grant{}):
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestKeysAreFetchedSeldom(t *testing.T) {
	s := newServer(t, "k1")
	clock := now
	v := NewVerifier(NewKeys(s.URL+"/", s.Client()), func() time.Time { return clock })
	check := func(story, kid string, want error, asked int) {
		t.Helper()
		c := good()
		c["exp"] = clock.Add(time.Minute).Unix()
		key := s.keys[kid]
		if key == nil {
			key = s.keys["k1"]
		}
		if _, err := v.Verify(context.Background(), sign(t, jwt.SigningMethodRS256, key, kid, c), "session-1"); !errors.Is(err, want) || (want == nil && err != nil) {
			t.Errorf("%s: %v, want %v", story, err, want)
		}
		if s.asked != asked {
			t.Errorf("%s: asked %d times, want %d", story, s.asked, asked)
		}
	}
	s.down = true
	check("the server is down", "k1", ErrKeys, 1)
	check("and is not asked again at once", "k1", ErrKeys, 1)
	s.down = false
	clock = clock.Add(keysPause)
	check("it is up", "k1", nil, 2)
	check("keys are kept", "k1", nil, 2)
	s.add(t, "k2")
	check("a new key within the pause", "k2", ErrToken, 2)
	clock = clock.Add(keysPause)
	check("a new key after it", "k2", nil, 3)
	for range 50 {
		check("invented keys", "k7", ErrToken, 3)
	}
	clock = clock.Add(keysFresh)
	s.down = true
	check("old keys serve while the server is down", "k1", nil, 4)
	delete(s.keys, "k2")
	s.down = false
	clock = clock.Add(keysPause)
	check("fresh again", "k1", nil, 5)
}

func TestWeakKeysAreRefused(t *testing.T) {
	weak := make([]byte, 128) // 1,024 bits
	weak[0], weak[127] = 0x80, 1
	body, err := json.Marshal(map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "kid": "k", "n": base64.RawURLEncoding.EncodeToString(weak), "e": "AQAB",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := parseKeys(body); err == nil {
		t.Errorf("%v", got)
	}
}
