package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// GoogleIssuer is Google's own.
const GoogleIssuer = "https://accounts.google.com"

// GoogleOptions is how we are known to Google, or to another OpenID provider
// that takes its place.
type GoogleOptions struct {
	ClientID, ClientSecret string
	// Issuer is where the provider's description is found; empty is
	// GoogleIssuer.
	Issuer string
	// Now is the clock; nil is the system's.
	Now func() time.Time
}

// Google is the provider "google": OpenID Connect Core 1.0 with discovery.
type Google struct {
	GoogleOptions
	asking singleflight.Group

	mu    sync.Mutex
	known *discovered
}

// discovered is what the provider says of itself.
type discovered struct {
	provider *oidc.Provider
	keys     oidc.KeySet
}

// NewGoogle makes the provider. What it must know of Google's addresses is asked
// for when first needed, and again at the next attempt when that fails.
func NewGoogle(o GoogleOptions) *Google {
	if o.Issuer == "" {
		o.Issuer = GoogleIssuer
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Google{GoogleOptions: o}
}

// Info names Google.
func (g *Google) Info() Info { return Info{ID: "google", Name: "Google"} }

// URL returns the address of the consent page: who it is, the address and the
// name are asked for, and nothing else.
func (g *Google) URL(ctx context.Context, r Request) (string, error) {
	known, err := g.discover(ctx, r)
	if err != nil {
		return "", err
	}
	config := g.config(known)
	config.RedirectURL = r.RedirectURL
	return config.AuthCodeURL(r.State, oidc.Nonce(r.Nonce), oauth2.S256ChallengeOption(r.Verifier),
		oauth2.SetAuthURLParam("prompt", "select_account")), nil
}

// Identify exchanges the code and checks the ID token as OpenID Connect Core,
// 3.1.3.7, says: signature by one of the provider's keys, issuer, audience,
// authorized party, time and nonce.
func (g *Google) Identify(ctx context.Context, code string, r Request) (Identity, error) {
	known, err := g.discover(ctx, r)
	if err != nil {
		return Identity{}, err
	}
	tokens, err := exchange(ctx, g.config(known), code, r)
	if err != nil {
		return Identity{}, err
	}
	said, err := g.verify(ctx, known, tokens, r)
	if err != nil {
		return Identity{}, err
	}
	if said.Email == "" {
		// Core 5.4 lets a provider tell these only there.
		if err := said.complete(ctx, known.provider, tokens, r); err != nil {
			return Identity{}, err
		}
	}
	return Identity{
		Subject: said.Subject, Email: said.Email, EmailVerified: said.Email != "" && said.EmailVerified,
		FirstName: said.GivenName, LastName: said.FamilyName, Picture: webAddress(said.Picture),
	}, nil
}

func (g *Google) config(known *discovered) oauth2.Config {
	endpoint := known.provider.Endpoint()
	// Trying both ways, as the library does unless told, would send a code twice.
	endpoint.AuthStyle = oauth2.AuthStyleInParams
	return oauth2.Config{
		ClientID: g.ClientID, ClientSecret: g.ClientSecret, Endpoint: endpoint,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// discover reads the provider's description once; callers that come meanwhile
// wait for the same answer.
func (g *Google) discover(ctx context.Context, r Request) (*discovered, error) {
	g.mu.Lock()
	known := g.known
	g.mu.Unlock()
	if known != nil {
		return known, nil
	}
	// Who asked first may leave while others wait, so it is not their context.
	call := oidc.ClientContext(context.WithoutCancel(ctx), r.Client)
	answer := g.asking.DoChan("", func() (any, error) { return g.ask(call) })
	select {
	case a := <-answer:
		if a.Err != nil {
			return nil, ErrUnavailable.Because(fmt.Errorf("read the provider's description: %w", a.Err))
		}
		return a.Val.(*discovered), nil //nolint:errcheck // ask returns nothing else
	case <-ctx.Done():
		return nil, fmt.Errorf("read the provider's description: %w", ctx.Err())
	}
}

func (g *Google) ask(ctx context.Context) (*discovered, error) {
	provider, err := oidc.NewProvider(ctx, g.Issuer)
	if isOutage(err) {
		provider, err = oidc.NewProvider(ctx, g.Issuer) // one lost packet should turn nobody away
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // discover says what was tried
	}
	var addresses struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&addresses); err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	if addresses.Keys == "" || provider.Endpoint().AuthURL == "" || provider.Endpoint().TokenURL == "" {
		return nil, errors.New("it lacks an address")
	}
	known := &discovered{provider: provider, keys: oidc.NewRemoteKeySet(ctx, addresses.Keys)}
	g.mu.Lock()
	g.known = known
	g.mu.Unlock()
	return known, nil
}

// claims are what we read of an ID token.
type claims struct {
	Subject         string `json:"sub"`
	AuthorizedParty string `json:"azp"`
	Email           string `json:"email"`
	// Anything but true is no assurance.
	Verified      json.RawMessage `json:"email_verified"`
	EmailVerified bool            `json:"-"`
	GivenName     string          `json:"given_name"`
	FamilyName    string          `json:"family_name"`
	Picture       string          `json:"picture"`
}

func (g *Google) verify(ctx context.Context, known *discovered, tokens *oauth2.Token, r Request) (claims, error) {
	raw, _ := tokens.Extra("id_token").(string)
	if raw == "" {
		return claims{}, ErrIdentity.Because(errors.New("there is no ID token"))
	}
	keys := &watchedKeys{KeySet: known.keys}
	verifier := oidc.NewVerifier(g.Issuer, keys, &oidc.Config{
		ClientID: g.ClientID, SupportedSigningAlgs: []string{oidc.RS256}, Now: g.Now,
	})
	token, err := verifier.Verify(ctx, raw)
	switch {
	case err != nil && keys.outage != nil:
		return claims{}, ErrUnavailable.Because(fmt.Errorf("read the provider's keys: %w", keys.outage))
	case err != nil:
		return claims{}, ErrIdentity.Because(err)
	case token.Nonce != r.Nonce:
		return claims{}, ErrIdentity.Because(errors.New("the nonce is another one"))
	}
	var c claims
	if err := token.Claims(&c); err != nil {
		return claims{}, ErrIdentity.Because(err)
	}
	foreign := c.AuthorizedParty != "" && c.AuthorizedParty != g.ClientID
	if foreign || len(token.Audience) > 1 && c.AuthorizedParty == "" {
		return claims{}, ErrIdentity.Because(errors.New("the token was made for another party"))
	}
	c.EmailVerified = string(c.Verified) == "true"
	return c, nil
}

// complete adds what the UserInfo endpoint says.
func (c *claims) complete(ctx context.Context, provider *oidc.Provider, tokens *oauth2.Token, r Request) error {
	if provider.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := provider.UserInfo(oidc.ClientContext(ctx, r.Client), oauth2.StaticTokenSource(tokens))
	if err != nil {
		return ErrUnavailable.Because(fmt.Errorf("read user info: %w", err))
	}
	if info.Subject != c.Subject { // Core 5.3.2
		return ErrIdentity.Because(errors.New("the user info is about somebody else"))
	}
	if err := info.Claims(c); err != nil {
		return ErrIdentity.Because(fmt.Errorf("read user info: %w", err))
	}
	c.EmailVerified = string(c.Verified) == "true"
	return nil
}

// watchedKeys remembers that keys could not be read, which the verifier reports
// in the same words as a wrong signature.
type watchedKeys struct {
	oidc.KeySet
	outage error
}

// VerifySignature checks with the provider's keys.
func (k *watchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	if isOutage(err) {
		k.outage = err
	}
	return payload, err //nolint:wrapcheck // for the verifier, not for us
}
