package account_test

import (
	"context"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account"
)

// clock is a time that tests set.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)} }

func ring(t *testing.T, dir string, c *clock) *account.KeyRing {
	t.Helper()
	keys, err := account.OpenKeyRing(dir, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

var ada = account.Identity{UserID: account.IDForEmail("ada@example.org"), Email: "ada@example.org", Role: account.User}

func TestAccessTokenCarriesTheSpecificationsClaims(t *testing.T) {
	c := newClock()
	keys := ring(t, t.TempDir(), c)
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
		"iat": float64(c.Unix()), "exp": float64(c.Add(15 * time.Minute).Unix()),
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}

	got, err := account.NewVerifier(keys, c.now).Access(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if got != ada {
		t.Errorf("got %+v, want %+v", got, ada)
	}
}

func TestRefusedTokens(t *testing.T) {
	c := newClock()
	keys, strangers := ring(t, t.TempDir(), c), ring(t, t.TempDir(), c)
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
	keys := ring(t, t.TempDir(), c)
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

func TestKeysOutliveTheProcessAndAreForTheirOwnerOnly(t *testing.T) {
	c := newClock()
	dir := filepath.Join(t.TempDir(), "data", "keys")
	token, err := account.NewSigner(ring(t, dir, c), c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.NewVerifier(ring(t, dir, c), c.now).Access(t.Context(), token); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	for path, want := range map[string]os.FileMode{files[0]: 0o600, dir: 0o700} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", path, got, want)
		}
	}
}

func TestRotationSignsWithTheNewestAndVerifiesAll(t *testing.T) {
	c := newClock()
	dir := t.TempDir()
	running := ring(t, dir, c)
	verifier := account.NewVerifier(running, c.now)
	old, err := account.NewSigner(running, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}

	// Another process rotates; the running one learns of it from a token.
	c.Time = c.Add(time.Minute)
	other := ring(t, dir, c)
	id, err := other.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := account.NewSigner(other, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"old": old, "fresh": fresh} {
		if _, err := verifier.Access(t.Context(), token); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := running.JWKS().Keys; len(got) != 2 || got[0].ID != id {
		t.Errorf("keys published: %+v, want the new one first", got)
	}

	// A retired key verifies nothing any more.
	files, err := filepath.Glob(filepath.Join(dir, "*.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := account.NewVerifier(ring(t, dir, c), c.now).Access(t.Context(), old); !errors.Is(err, account.ErrToken) {
		t.Errorf("retired key still verifies: %v", err)
	}
}

func TestUnknownKeysDoNotMakeUsReadTheDirectoryEachTime(t *testing.T) {
	c := newClock()
	dir := t.TempDir()
	keys := ring(t, dir, c)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.PublicKey(t.Context(), "x"); !errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("within a second: %v, want ErrUnknownKey without looking", err)
	}
	c.Time = c.Add(time.Second)
	if _, err := keys.PublicKey(t.Context(), "x"); err == nil || errors.Is(err, account.ErrUnknownKey) {
		t.Errorf("later: %v, want that the directory cannot be read", err)
	}
}

func TestBadKeyFilesStopTheStart(t *testing.T) {
	c := newClock()
	for name, text := range map[string]string{
		"not PEM":   "hello",
		"not PKCS8": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "1.pem"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := account.OpenKeyRing(dir, c.now); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := account.OpenKeyRing("/dev/null/keys", c.now); err == nil {
		t.Error("a directory that cannot be made: accepted")
	}
}

func TestPublishedKeysCanBeReadBack(t *testing.T) {
	c := newClock()
	keys := ring(t, t.TempDir(), c)
	text, err := json.Marshal(keys.JWKS())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"d"`) {
		t.Error("the private exponent is published")
	}
	var set account.JWKS
	if err := json.Unmarshal(text, &set); err != nil {
		t.Fatal(err)
	}
	public, err := set.PublicKeys()
	if err != nil {
		t.Fatal(err)
	}
	token, err := account.NewSigner(keys, c.now).AccessToken(ada)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.NewVerifier(fixed(public), c.now).Access(t.Context(), token); err != nil {
		t.Error(err)
	}

	for name, change := range map[string]func(*account.JWK){
		"modulus":   func(k *account.JWK) { k.Modulus = "!" },
		"short key": func(k *account.JWK) { k.Modulus = "AQAB" },
		"exponent":  func(k *account.JWK) { k.Exponent = "!" },
		"e = 1":     func(k *account.JWK) { k.Exponent = "AQ" },
		"type":      func(k *account.JWK) { k.Type = "EC" },
	} {
		bad := keys.JWKS()
		change(&bad.Keys[0])
		if _, err := bad.PublicKeys(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

type fixed map[string]*rsa.PublicKey

func (f fixed) PublicKey(_ context.Context, id string) (*rsa.PublicKey, error) {
	if key := f[id]; key != nil {
		return key, nil
	}
	return nil, account.ErrUnknownKey
}

func TestIdentities(t *testing.T) {
	if account.IDForEmail(" Ada@Example.org ") != ada.UserID {
		t.Error("the same address has two ids")
	}
	if account.IDForEmail("bob@example.org") == ada.UserID {
		t.Error("two addresses share an id")
	}
	if strings.Contains(string(ada.UserID), "ada") {
		t.Error("the id shows the address")
	}
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
