// Package access checks media tokens: the short-lived credentials that let a
// client send sound into one live session. They are RS256 JWTs of the server's,
// verified with the public keys it publishes (RFC 7517), so that media needs no
// call to the server for each connection.
package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	// Issuer is the "iss" that a media token must carry.
	Issuer = "interviewai.pro"
	// Audience is the "aud" that a media token must carry.
	Audience = "interviewai-media"
	// leeway is how far the server's clock may be off.
	leeway = 10 * time.Second
	// maxToken bounds a token in bytes.
	maxToken = 4 << 10
)

var (
	// ErrToken means that a token is missing, broken, expired, signed by
	// nobody known, or made for something else.
	ErrToken = errors.New("media token is not valid")
	// ErrKeys means that the server's keys cannot be had at present: the
	// token could not be judged.
	ErrKeys = errors.New("signing keys are not available")
)

// Grant is what a token allows.
type Grant struct {
	// UserID is whose session it is.
	UserID string
	// SessionID is the one session the token is for.
	SessionID string
	// ExpiresAt is when it ends. Connections made before may go on.
	ExpiresAt time.Time
}

// claims are a media token's content.
type claims struct {
	jwt.RegisteredClaims
	SessionID string `json:"sid"`
}

// Verifier checks tokens. Safe for concurrent use.
type Verifier struct {
	keys   *Keys
	now    func() time.Time
	parser *jwt.Parser
}

// NewVerifier returns a verifier with the keys given; now is the clock.
func NewVerifier(keys *Keys, now func() time.Time) *Verifier {
	return &Verifier{keys: keys, now: now, parser: jwt.NewParser(
		// Naming the one algorithm shuts out "none" and a public key
		// misused as an HMAC secret (RFC 8725 §3.1).
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithIssuer(Issuer), jwt.WithAudience(Audience),
		jwt.WithExpirationRequired(), jwt.WithLeeway(leeway), jwt.WithTimeFunc(now),
	)}
}

// Verify checks a token and that it is for the session. Errors wrap ErrToken or
// ErrKeys.
func (v *Verifier) Verify(ctx context.Context, token, sessionID string) (Grant, error) {
	g, err := v.Grant(ctx, token)
	switch {
	case err != nil:
		return Grant{}, err
	case g.SessionID != sessionID:
		return Grant{}, fmt.Errorf("%w: made for another session", ErrToken)
	}
	return g, nil
}

// Grant checks a token and tells what it allows. Errors wrap ErrToken or
// ErrKeys.
func (v *Verifier) Grant(ctx context.Context, token string) (Grant, error) {
	if token == "" || len(token) > maxToken {
		return Grant{}, fmt.Errorf("%w: missing or too long", ErrToken)
	}
	c := claims{}
	_, err := v.parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		id, ok := t.Header["kid"].(string)
		if !ok || id == "" {
			return nil, fmt.Errorf("%w: no key id", ErrToken)
		}
		return v.keys.find(ctx, id, v.now())
	})
	switch {
	case errors.Is(err, ErrKeys):
		return Grant{}, err
	case err != nil:
		return Grant{}, fmt.Errorf("%w: %w", ErrToken, err)
	case c.Subject == "" || c.SessionID == "":
		return Grant{}, fmt.Errorf("%w: names no user or no session", ErrToken)
	}
	return Grant{UserID: c.Subject, SessionID: c.SessionID, ExpiresAt: c.ExpiresAt.Time}, nil
}
