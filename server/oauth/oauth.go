// Package oauth signs people in through somebody else's accounts (Google, or any
// OpenID provider in its place, and GitHub): OAuth 2.0 authorization code (RFC
// 6749) with PKCE (RFC 7636), state and, for OpenID Connect, nonce.
//
//	Start   keeps an attempt and gives the address of the provider's page, the
//	        state that comes back from there, and a binding that stays in the
//	        browser (a cookie) or program that began.
//	Finish  uses the attempt up, exchanges the code and says who came back.
//
// An attempt is good once, for Life, and only together with its binding: a link
// with a stranger's state and code signs nobody in. Attempts are documents, so
// that Finish may run in another process than Start.
//
// Of what a provider tells, only Identity leaves this package. Its tokens are
// used once, within Finish, to read that, and are then forgotten: the product
// does nothing in anybody's name there, so there is no reason to keep them.
package oauth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Life is how long an attempt may take (RFC 6749 leaves it open; ten minutes is
// also the longest it lets a code live, 4.1.2).
const Life = 10 * time.Minute

// The refusals. Unavailable ones can be tried again, from Start.
var (
	// ErrState: the state is absent, unknown, used, too old, of another provider
	// or from another browser. Which of these is not told apart.
	ErrState = fault.New(fault.Invalid, "oauth_state_invalid",
		"This sign-in was not started in this browser, was already used, or took longer than 10 minutes. Please start again.")
	// ErrCode: the provider does not accept the code it is said to have given.
	ErrCode = fault.New(fault.Invalid, "oauth_code_invalid",
		"The sign-in service did not accept this sign-in. Please start again.")
	// ErrIdentity: what the provider says of the person does not hold: wrong
	// signature, issuer, audience, nonce, or too old.
	ErrIdentity = fault.New(fault.Unauthenticated, "oauth_identity_invalid",
		"The sign-in service's answer could not be trusted. Please start again.")
	// ErrUnverified: the provider lets nobody sign in elsewhere before they have
	// confirmed their address to it.
	ErrUnverified = fault.New(fault.Denied, "oauth_email_unverified",
		"Confirm your e-mail address at the sign-in service first, then start again.")
	// ErrUnavailable: the provider does not answer, or not sensibly.
	ErrUnavailable = fault.New(fault.Unavailable, "oauth_unavailable",
		"The sign-in service does not answer at the moment. Try again in a minute, or sign in with your password.")
	// ErrRejected: the provider does not accept this product, which is for its
	// operator to mend (wrong client secret, unregistered redirect address).
	ErrRejected = fault.New(fault.Unavailable, "oauth_rejected",
		"The sign-in service refuses us at the moment. Please sign in another way.")
	// ErrProvider: no such provider is configured.
	ErrProvider = fault.BadField("provider", "unknown", "This sign-in service is not offered here. Choose one of those listed.")
)

// Identity is who came back from a provider.
type Identity struct {
	// Provider is its id, such as "google".
	Provider string
	// Subject is the person's id there. It never changes, as an address may.
	Subject string
	// Email may be empty.
	Email string
	// EmailVerified says that the provider made sure the address is theirs. Only
	// then may it decide whose account this is.
	EmailVerified bool
	// FirstName and LastName may be empty and are as long as people make them.
	FirstName, LastName string
	// Picture is a web address or empty. The person may have chosen it: fetch it
	// through server/outgoing only.
	Picture string
}

// Attempt is what Start is told and Finish gives back.
type Attempt struct {
	// ReturnTo is the path of the page to go on to; empty means "/".
	ReturnTo string
	// Language for an account made on this occasion, ISO 639-1.
	Language string
	// LinkTo is the id of the user to link to; empty signs in.
	LinkTo string
	// LinkFrom is the sign-in session of that user in which it began.
	LinkFrom string
	// Remember stays signed in for longer.
	Remember bool
	// Terms tells that the person accepts them.
	Terms bool
}

// Started is an attempt under way.
type Started struct {
	// URL of the provider's page, to which the person goes.
	URL string
	// State comes back from there.
	State string
	// Binding is for whoever began, and nobody else: a cookie, or the memory of
	// a program. It is not in URL.
	Binding string
}

// Finished is an attempt's success.
type Finished struct {
	Identity
	Attempt
}

// Info names a provider.
type Info struct {
	// ID in paths, such as "google".
	ID string
	// Name for people, such as "Google".
	Name string
}

// Request is one attempt as a provider sees it.
type Request struct {
	// RedirectURL is where the provider sends people back to.
	RedirectURL string
	// State, Nonce and Verifier are random; of the verifier only its SHA-256
	// goes through the browser.
	State, Nonce, Verifier string
	// Client for calls to the provider: bounded in time and size.
	Client *http.Client
}

// Provider is somebody else whose accounts are accepted.
type Provider interface {
	// Info names it.
	Info() Info
	// URL returns the address of its page for the request.
	URL(ctx context.Context, r Request) (string, error)
	// Identify exchanges the code and returns who gave it. Its errors are the
	// faults above.
	Identify(ctx context.Context, code string, r Request) (Identity, error)
}

// Options is what sign-ins through providers stand on.
type Options struct {
	DB *store.DB
	// Providers in the order to be shown.
	Providers []Provider
	// PublicURL is where browsers reach the service, such as
	// "https://app.example.org".
	PublicURL string
	// Now is the clock; nil is the system's.
	Now func() time.Time
	// Client calls providers; nil is a new one. Its timeout becomes at most 10 s,
	// its answers at most 1 MiB, and it follows no redirects.
	Client *http.Client
}

// Flow is the sign-ins through providers. It is safe for concurrent use.
type Flow struct {
	providers []Provider
	publicURL string
	now       func() time.Time
	client    *http.Client
	attempts  *store.Collection[attempt]
}

// Open makes the attempts' collection ready. It calls no provider: one that is
// down keeps nobody from starting.
func Open(ctx context.Context, o Options) (*Flow, error) {
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, fmt.Errorf("open sign-in providers: the public address %q is no http address", o.PublicURL)
	}
	f := &Flow{
		providers: o.Providers, publicURL: strings.TrimRight(o.PublicURL, "/"),
		now: o.Now, client: bounded(o.Client),
	}
	if f.now == nil {
		f.now = time.Now
	}
	if f.attempts, err = attemptCollection().Open(ctx, o.DB); err != nil {
		return nil, err
	}
	return f, nil
}

// Providers returns whom Start accepts, in the order to be shown.
func (f *Flow) Providers() []Info {
	var all []Info
	for _, p := range f.providers {
		all = append(all, p.Info())
	}
	return all
}

// RedirectURL is the address to register at a provider's.
func (f *Flow) RedirectURL(provider string) string {
	return f.publicURL + "/api/v1/auth/oauth/" + url.PathEscape(provider) + "/callback"
}

func (f *Flow) provider(id string) (Provider, error) {
	for _, p := range f.providers {
		if p.Info().ID == id {
			return p, nil
		}
	}
	return nil, ErrProvider
}
