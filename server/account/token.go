package account

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
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

// AccessToken issues an access token for a caller.
func (s *Signer) AccessToken(caller Identity) (string, error) {
	return s.sign(claims{
		RegisteredClaims: s.registered(string(caller.UserID), audience, AccessTokenLife),
		Email:            caller.Email,
		Role:             caller.Role,
		Session:          caller.SessionID,
	})
}

// MediaToken issues a token that lets its bearer send sound into one live
// session and do nothing else, and returns when it ends.
func (s *Signer) MediaToken(owner UserID, sessionID string, life time.Duration) (string, time.Time, error) {
	c := claims{RegisteredClaims: s.registered(string(owner), mediaAudience, life), Session: sessionID}
	token, err := s.sign(c)
	return token, c.ExpiresAt.Time, err
}

func (s *Signer) registered(subject, forWhom string, life time.Duration) jwt.RegisteredClaims {
	now := s.now()
	return jwt.RegisteredClaims{
		ID:        rand.Text(),
		Issuer:    issuer,
		Audience:  jwt.ClaimStrings{forWhom},
		Subject:   subject,
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(life)),
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

// Verifier checks tokens.
type Verifier struct {
	keys   PublicKeys
	now    func() time.Time
	access *jwt.Parser
	media  *jwt.Parser
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
	return &Verifier{keys: keys, now: now, access: parser(audience), media: parser(mediaAudience)}
}

// Access returns the caller of an access token. Its error is ErrToken.
func (v *Verifier) Access(ctx context.Context, token string) (Identity, error) {
	c, err := v.parse(ctx, v.access, token)
	if err != nil {
		return Identity{}, err
	}
	if c.Role == Service {
		return Identity{}, ErrToken.Because(errors.New("the service role has no access tokens"))
	}
	return Identity{UserID: UserID(c.Subject), Email: c.Email, Role: c.Role, SessionID: c.Session}, nil
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
	c, err := v.parse(ctx, v.media, token)
	if err != nil {
		return MediaAccess{}, err
	}
	if c.Session == "" {
		return MediaAccess{}, ErrToken.Because(errors.New("no session"))
	}
	return MediaAccess{Owner: UserID(c.Subject), SessionID: c.Session, Expires: c.ExpiresAt.Time}, nil
}

func (v *Verifier) parse(ctx context.Context, parser *jwt.Parser, token string) (*claims, error) {
	var c claims
	_, err := parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		return v.keys.PublicKey(ctx, id)
	})
	if err != nil {
		return nil, ErrToken.Because(err)
	}
	if c.Subject == "" {
		return nil, ErrToken.Because(errors.New("no subject"))
	}
	return &c, nil
}
