package account_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// clock is a time that tests set.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)} }

func ring(t testing.TB, db *store.DB, c *clock) *account.KeyRing {
	t.Helper()
	keys, err := account.OpenKeyRing(t.Context(), db, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

var ada = account.Identity{UserID: "u-ada", Email: "ada@example.org", Role: account.User}

func TestAccessTokenCarriesTheSpecificationsClaims(t *testing.T) {
	c := newClock()
	keys := ring(t, storetest.DB(t), c)
	token, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	var header, claims map[string]any
	parts := strings.Split(token, ".")
	for i, into := range []*map[string]any{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	if header["alg"] != "RS256" || header["kid"] != keys.JWKS().Keys[0].ID {
		t.Errorf("header = %v", header)
	}
	if claims["jti"] == "" {
		t.Error("no jti")
	}
	delete(claims, "jti")
	want := map[string]any{
		"sub": string(ada.UserID), "email": "ada@example.org", "role": "user",
		"iss": "interviewai.pro", "aud": []any{"interviewai-api"},
		"iat": float64(c.Unix()), "iat_ms": float64(c.UnixMilli()), "exp": float64(c.Add(15 * time.Minute).Unix()),
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}

	got, err := account.NewVerifier(keys, c.now).Access(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	wantWho := ada
	wantWho.IssuedAt = c.Time
	if got != wantWho {
		t.Errorf("got %+v, want %+v", got, wantWho)
	}
}

func TestRefusedTokens(t *testing.T) {
	c := newClock()
	keys, strangers := ring(t, storetest.DB(t), c), ring(t, storetest.DB(t), c)
	verifier := account.NewVerifier(keys, c.now)
	signer := account.NewSigner(keys, c.now)
	kid := keys.JWKS().Keys[0].ID
	good := func(s *account.Signer, who account.Identity) string {
		token, err := s.AccessToken(who)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	media, _, err := signer.MediaToken(ada.UserID, "s1", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	valid := jwt.MapClaims{
		"sub": "u1", "iss": "interviewai.pro", "aud": "interviewai-api",
		"iat": c.Unix(), "exp": c.Add(time.Minute).Unix(),
	}
	none := jwt.NewWithClaims(jwt.SigningMethodNone, valid)
	none.Header["kid"] = kid
	unsigned, err := none.SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	early := *c
	early.Time = c.Add(-16 * time.Minute)

	for name, token := range map[string]string{
		"empty":                    "",
		"garbage":                  "a.b.c",
		"another ring's key":       good(account.NewSigner(strangers, c.now), ada),
		"media token":              media,
		"alg none":                 unsigned,
		"HMAC with the public key": hmacWithPublicKey(t, keys, valid, kid),
		"expired":                  good(account.NewSigner(keys, early.now), ada),
		"no subject":               good(signer, account.Identity{Role: account.User}),
		"claims to be the service": good(signer, account.Identity{UserID: "x", Role: account.Service}),
		"changed claims":           tampered(t, good(signer, ada)),
	} {
		if who, err := verifier.Access(t.Context(), token); !errors.Is(err, account.ErrToken) {
			t.Errorf("%s: got %+v, %v; want ErrToken", name, who, err)
		}
	}
}

// hmacWithPublicKey is the classic confusion: the public key as an HMAC secret.
func hmacWithPublicKey(t *testing.T, keys *account.KeyRing, claims jwt.MapClaims, kid string) string {
	t.Helper()
	public, err := keys.PublicKey(t.Context(), kid)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	token.Header["kid"] = kid
	text, err := token.SigningString()
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func tampered(t *testing.T, token string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), `"user"`, `"admin"`, 1)))
	return strings.Join(parts, ".")
}

func TestMediaTokenOpensOneSessionForItsLife(t *testing.T) {
	c := newClock()
	keys := ring(t, storetest.DB(t), c)
	token, expires, err := account.NewSigner(keys, c.now).MediaToken(ada.UserID, "s1", 15*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if want := c.Add(15 * time.Minute); !expires.Equal(want) {
		t.Errorf("expires %v, want %v", expires, want)
	}
	verifier := account.NewVerifier(keys, c.now)
	got, err := verifier.Media(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if got.Owner != ada.UserID || got.SessionID != "s1" || !got.Expires.Equal(expires) {
		t.Errorf("got %+v", got)
	}
	access, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verifier.Media(t.Context(), access); !errors.Is(err, account.ErrToken) {
		t.Errorf("an access token sends sound: %v", err)
	}
	c.Time = expires.Add(6 * time.Second)
	if _, err := verifier.Media(t.Context(), token); !errors.Is(err, account.ErrToken) {
		t.Errorf("good after its end: %v", err)
	}
}

func TestIdentities(t *testing.T) {
	if _, ok := account.FromContext(t.Context()); ok {
		t.Error("somebody is signed in by default")
	}
	got, ok := account.FromContext(account.NewContext(t.Context(), ada))
	if !ok || got != ada {
		t.Errorf("got %+v, %v", got, ok)
	}
	if ada.IsService() || !(account.Identity{Role: account.Service}).IsService() {
		t.Error("IsService")
	}
}
