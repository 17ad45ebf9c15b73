package oauthtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	keyID   = "test-key"
	keyBits = 2048
)

// discovery is what OpenID Connect Discovery, 3, requires.
func (s *Server) discovery(w http.ResponseWriter) {
	answer(w, http.StatusOK, map[string]any{
		"issuer":                                s.URL,
		"authorization_endpoint":                s.URL + AuthorizePath,
		"token_endpoint":                        s.URL + TokenPath,
		"userinfo_endpoint":                     s.URL + UserInfoPath,
		"jwks_uri":                              s.URL + KeysPath,
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported":      []string{"S256"},
		"scopes_supported":                      []string{"openid", "email", "profile"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic"},
	})
}

// keys publishes the public key (RFC 7517).
func (s *Server) keys(w http.ResponseWriter) {
	public := s.key.PublicKey
	answer(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID,
		"n": base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}})
}

// idToken signs who it is (Core 2), or something else.
func (s *Server) idToken(g *grant) (string, error) {
	trouble, now := s.present(), s.now()
	half := sha256.Sum256([]byte(g.token))
	c := jwt.MapClaims{
		"iss": s.URL, "sub": g.user.Subject, "aud": s.ClientID, "azp": s.ClientID,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(half[:16]), // Core 3.1.3.6
	}
	if g.nonce != "" {
		c["nonce"] = g.nonce
	}
	if trouble != BareIDToken && trouble != OtherSubject {
		describe(c, g)
	}
	switch trouble {
	case WrongNonce:
		c["nonce"] = random()
	case NoNonce:
		delete(c, "nonce")
	case WrongAudience:
		c["aud"] = "somebody-else"
	case SecondAudience:
		c["aud"] = []string{s.ClientID, "somebody-else"}
		delete(c, "azp")
	case OtherParty:
		c["azp"] = "somebody-else"
	case WrongIssuer:
		c["iss"] = "https://issuer.example.org"
	case Expired:
		c["iat"], c["exp"] = now.Add(-2*time.Hour).Unix(), now.Add(-time.Hour).Unix()
	case TextVerified:
		c["email_verified"] = "true"
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	var key any = s.key
	switch trouble {
	case WrongKey:
		other, err := rsa.GenerateKey(rand.Reader, keyBits)
		if err != nil {
			return "", err //nolint:wrapcheck // it says what failed
		}
		key = other
	case NoSignature:
		token, key = jwt.NewWithClaims(jwt.SigningMethodNone, c), jwt.UnsafeAllowNoneSignatureType
	case SecretAsKey:
		token, key = jwt.NewWithClaims(jwt.SigningMethodHS256, c), []byte(s.ClientSecret)
	}
	token.Header["kid"] = keyID
	return token.SignedString(key) //nolint:wrapcheck // it says what failed
}

// describe adds what the scopes allow (Core 5.4).
func describe(c map[string]any, g *grant) {
	if slices.Contains(g.scopes, "email") && g.user.Email != "" {
		c["email"], c["email_verified"] = g.user.Email, g.user.EmailVerified
	}
	if slices.Contains(g.scopes, "profile") {
		c["name"] = strings.TrimSpace(g.user.GivenName + " " + g.user.FamilyName)
		c["given_name"], c["family_name"] = g.user.GivenName, g.user.FamilyName
		if g.user.Picture != "" {
			c["picture"] = g.user.Picture
		}
	}
}

// userInfo answers for an access token (Core 5.3).
func (s *Server) userInfo(w http.ResponseWriter, r *http.Request) {
	g := s.bearer(r)
	if g == nil || g.github {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		http.Error(w, "invalid token", http.StatusUnauthorized)
		return
	}
	out := map[string]any{"sub": g.user.Subject}
	if s.present() == OtherSubject {
		out["sub"] = g.user.Subject + "0"
	}
	describe(out, g)
	answer(w, http.StatusOK, out)
}

func (s *Server) bearer(r *http.Request) *grant {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if !ok {
		return nil
	}
	return s.tokens[token]
}
