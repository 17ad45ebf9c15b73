package account

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	// issuer and audience are the specification's (§7.1).
	issuer        = "interviewai.pro"
	audience      = "interviewai-api"
	mediaAudience = "interviewai-media"
	// AccessTokenLife is how long an access token is good for (§7.1).
	AccessTokenLife = 15 * time.Minute
	// leeway forgives clocks of different machines.
	leeway = 5 * time.Second
)

// ErrToken is the refusal of a token, whatever is wrong with it: saying what
// would help only somebody who forges one. The cause is in the log.
var ErrToken = fault.New(fault.Unauthenticated, "invalid_token", "The access token is missing, wrong or expired. Sign in again.")

// claims of an access token, as the specification lists them.
type claims struct {
	jwt.RegisteredClaims
	Email   string `json:"email,omitempty"`
	Role    Role   `json:"role,omitempty"`
	Session string `json:"sid,omitempty"`
	// IssuedMilli is when the token was issued in milliseconds since 1970: "iat"
	// stays in whole seconds, which everybody can read, and is too coarse to tell
	// a token issued before a change from one issued right after it.
	IssuedMilli int64 `json:"iat_ms,omitempty"`
}

// Signer issues tokens with the newest key of a ring.
type Signer struct {
	keys *KeyRing
	now  func() time.Time
}

// NewSigner returns a signer that reads the time from now.
func NewSigner(keys *KeyRing, now func() time.Time) *Signer {
	return &Signer{keys: keys, now: now}
}

// AccessToken issues an access token for a caller, good for AccessTokenLife from
// its IssuedAt.
func (s *Signer) AccessToken(caller Identity) (string, error) {
	at := caller.IssuedAt
	if at.IsZero() {
		at = s.now()
	}
	return s.sign(claims{
		RegisteredClaims: registered(string(caller.UserID), audience, at, AccessTokenLife),
		Email:            caller.Email,
		Role:             caller.Role,
		Session:          caller.SessionID,
		IssuedMilli:      at.UnixMilli(),
	})
}

// MediaToken issues a token that lets its bearer send sound into one live
// session and do nothing else, and returns when it ends.
func (s *Signer) MediaToken(owner UserID, sessionID string, life time.Duration) (string, time.Time, error) {
	c := claims{RegisteredClaims: registered(string(owner), mediaAudience, s.now(), life), Session: sessionID}
	token, err := s.sign(c)
	return token, c.ExpiresAt.Time, err
}

func registered(subject, forWhom string, at time.Time, life time.Duration) jwt.RegisteredClaims {
	return jwt.RegisteredClaims{
		ID:        rand.Text(),
		Issuer:    issuer,
		Audience:  jwt.ClaimStrings{forWhom},
		Subject:   subject,
		IssuedAt:  jwt.NewNumericDate(at),
		ExpiresAt: jwt.NewNumericDate(at.Add(life)),
	}
}

func (s *Signer) sign(c claims) (string, error) {
	key := s.keys.newest()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	token.Header["kid"] = key.id
	signed, err := token.SignedString(key.private)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed, nil
}

// PublicKeys finds the key that a token names.
type PublicKeys interface {
	// PublicKey returns the key with this id; an error when it is unknown or
	// cannot be fetched.
	PublicKey(ctx context.Context, id string) (*rsa.PublicKey, error)
}

// Verifier checks tokens. It remembers the access tokens it has checked: their
// signature costs some 50 times more to check than to remember.
type Verifier struct {
	keys     PublicKeys
	now      func() time.Time
	access   *jwt.Parser
	media    *jwt.Parser
	verified *verified
}

// NewVerifier returns a verifier that reads the time from now.
func NewVerifier(keys PublicKeys, now func() time.Time) *Verifier {
	parser := func(forWhom string) *jwt.Parser {
		return jwt.NewParser(
			// Pinning the method refuses "none" and HMAC with the public key.
			jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
			jwt.WithIssuer(issuer),
			jwt.WithAudience(forWhom),
			jwt.WithExpirationRequired(),
			jwt.WithIssuedAt(),
			jwt.WithLeeway(leeway),
			jwt.WithTimeFunc(now),
		)
	}
	return &Verifier{keys: keys, now: now, access: parser(audience), media: parser(mediaAudience), verified: newVerified()}
}

// Access returns the caller of an access token. Its error is ErrToken.
func (v *Verifier) Access(ctx context.Context, token string) (Identity, error) {
	sum := sha256.Sum256([]byte(token))
	if known, ok := v.verified.get(sum); ok && v.now().Before(known.expires.Add(leeway)) {
		// A key that has left the ring verifies nothing, remembered or not.
		if _, err := v.keys.PublicKey(ctx, known.key); err != nil {
			return Identity{}, ErrToken.Because(err)
		}
		return known.who, nil
	}
	c, key, err := v.parse(ctx, v.access, token)
	if err != nil {
		return Identity{}, err
	}
	if c.Role == Service {
		return Identity{}, ErrToken.Because(errors.New("the service role has no access tokens"))
	}
	who := Identity{UserID: UserID(c.Subject), Email: c.Email, Role: c.Role, SessionID: c.Session, IssuedAt: c.issuedAt()}
	v.verified.put(sum, verifiedToken{who: who, key: key, expires: c.ExpiresAt.Time})
	return who, nil
}

func (c *claims) issuedAt() time.Time {
	switch {
	case c.IssuedMilli != 0:
		return time.UnixMilli(c.IssuedMilli).UTC()
	case c.IssuedAt != nil:
		return c.IssuedAt.UTC()
	default:
		return time.Time{}
	}
}

// MediaAccess is what a media token allows.
type MediaAccess struct {
	// Owner of the live session.
	Owner UserID
	// SessionID of the live session.
	SessionID string
	// Expires is when the token ends.
	Expires time.Time
}

// Media returns what a media token allows. Its error is ErrToken.
func (v *Verifier) Media(ctx context.Context, token string) (MediaAccess, error) {
	c, _, err := v.parse(ctx, v.media, token)
	if err != nil {
		return MediaAccess{}, err
	}
	if c.Session == "" {
		return MediaAccess{}, ErrToken.Because(errors.New("no session"))
	}
	return MediaAccess{Owner: UserID(c.Subject), SessionID: c.Session, Expires: c.ExpiresAt.Time}, nil
}

// parse returns the claims of a token and the id of the key that signed it.
func (v *Verifier) parse(ctx context.Context, parser *jwt.Parser, token string) (c *claims, key string, err error) {
	c = new(claims)
	_, err = parser.ParseWithClaims(token, c, func(t *jwt.Token) (any, error) {
		key, _ = t.Header["kid"].(string)
		return v.keys.PublicKey(ctx, key)
	})
	if err != nil {
		return nil, "", ErrToken.Because(err)
	}
	if c.Subject == "" {
		return nil, "", ErrToken.Because(errors.New("no subject"))
	}
	return c, key, nil
}
