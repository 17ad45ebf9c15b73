// Package oauthtest is a sign-in service for tests: an OpenID provider as Google
// is one, and beside it GitHub's way of doing OAuth. It is written from RFC 6749,
// RFC 7636 and OpenID Connect Core and knows nothing of server/oauth, so that
// what the two agree on is the standards; and it can misbehave.
//
//	s := oauthtest.Start(t, oauthtest.Options{})
//	s.Register("http://127.0.0.1:3000/api/v1/auth/oauth/google/callback")
//	google := oauth.NewGoogle(oauth.GoogleOptions{ClientID: s.ClientID, ClientSecret: s.ClientSecret, Issuer: s.URL})
//
// It speaks plain HTTP on this machine, and the same address is GITHUB_URL and
// GITHUB_API_URL. Browsers can use it: the authorization endpoint redirects at
// once or, with Options.Page, shows a page with two buttons.
package oauthtest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// CodeLife is how long a code may be exchanged: the longest that RFC 6749, 4.1.2,
// recommends.
const CodeLife = 10 * time.Minute

// User is a person with an account here.
type User struct {
	// Subject is their id, of digits, as GitHub's are.
	Subject string
	// Login is their name at GitHub.
	Login                 string
	GivenName, FamilyName string
	// Email is their primary address.
	Email         string
	EmailVerified bool
	Picture       string
	// OtherEmails are further verified addresses, at GitHub.
	OtherEmails []string
}

// Trouble is a way to misbehave.
type Trouble string

// The troubles.
const (
	None           Trouble = ""
	WrongNonce     Trouble = "wrong nonce"
	NoNonce        Trouble = "no nonce"
	WrongAudience  Trouble = "wrong audience"
	SecondAudience Trouble = "second audience" // and no authorized party
	OtherParty     Trouble = "other party"     // the authorized party is another client
	WrongIssuer    Trouble = "wrong issuer"
	WrongKey       Trouble = "wrong key"     // signed by a key that is not published
	NoSignature    Trouble = "no signature"  // alg none
	SecretAsKey    Trouble = "secret as key" // HS256 with the client's secret
	Expired        Trouble = "expired"
	NoIDToken      Trouble = "no id token"
	BareIDToken    Trouble = "bare id token"     // who it is is said at userinfo only: no trouble
	OtherSubject   Trouble = "other subject"     // the same, about somebody else
	TextVerified   Trouble = "text verified"     // email_verified is the text "true"
	Down           Trouble = "down"              // 503 everywhere
	KeysDown       Trouble = "keys down"         // 503 for the keys only
	Slow           Trouble = "slow"              // answers when the caller has gone
	Endless        Trouble = "endless"           // answers without end
	Nonsense       Trouble = "nonsense"          // answers that are no JSON
	Redirects      Trouble = "redirects"         // answers that lead to RedirectTo
	NoEmails       Trouble = "no emails"         // GitHub's scope was withheld
	MustVerify     Trouble = "must verify email" // GitHub's refusal of unverified people
)

// Options is how a server begins. The zero value has one client and one user.
type Options struct {
	// User is who is signed in here; the zero value is Ada.
	User User
	// Page shows a page to say yes or no; otherwise Deny decides at once.
	Page bool
	// Now is the clock; nil is the system's.
	Now func() time.Time
}

// Ada is the user unless another is said.
func Ada() User {
	return User{
		Subject: "1815", Login: "ada", GivenName: "Ada", FamilyName: "Lovelace",
		Email: "ada@example.org", EmailVerified: true,
	}
}

// Server is the sign-in service. It is safe for concurrent use.
type Server struct {
	// URL is its address and, as OpenID provider, its issuer.
	URL string
	// ClientID and ClientSecret are of the one client that it knows.
	ClientID, ClientSecret string
	// RedirectTo is where Redirects leads.
	RedirectTo string

	page bool
	now  func() time.Time
	key  *rsa.PrivateKey

	mu        sync.Mutex
	user      User
	deny      string
	trouble   Trouble
	redirects []string
	codes     map[string]*grant
	tokens    map[string]*grant
	seen      map[string]int
}

// grant is what a person allowed.
type grant struct {
	user        User
	redirectURL string
	challenge   string
	nonce       string
	scopes      []string
	github      bool
	expires     time.Time
	used        bool
	token       string
}

// New makes a server that will be reached under an address.
func New(address string, o Options) (*Server, error) {
	s := &Server{
		URL: address, ClientID: "client-" + random()[:12], ClientSecret: random(),
		page: o.Page, now: o.Now, user: o.User,
		codes: map[string]*grant{}, tokens: map[string]*grant{}, seen: map[string]int{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.user.Subject == "" {
		s.user = Ada()
	}
	var err error
	if s.key, err = rsa.GenerateKey(rand.Reader, keyBits); err != nil {
		return nil, err //nolint:wrapcheck // it says what failed
	}
	return s, nil
}

// Start runs a server on this machine until the end of the test.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	var s *Server
	listening := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r) }))
	s, err := New("http://"+listening.Listener.Addr().String(), o)
	if err != nil {
		tb.Fatal(err)
	}
	listening.Start()
	tb.Cleanup(listening.Close)
	return s
}

// Register adds an address that people may be sent back to.
func (s *Server) Register(redirectURL string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.redirects = append(s.redirects, redirectURL)
}

// SignIn makes somebody else be signed in here.
func (s *Server) SignIn(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user = u
}

// Deny lets the authorization endpoint answer with an error, such as
// "access_denied"; empty lets it consent again.
func (s *Server) Deny(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deny = code
}

// Misbehave begins a trouble; None ends it.
func (s *Server) Misbehave(t Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = t
}

// Seen returns how many calls a path has had, whatever came of them.
func (s *Server) Seen(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[path]
}

// Visit does what a browser does at the authorization endpoint, up to where it
// is sent back, and returns what it brings there.
func (s *Server) Visit(tb testing.TB, authorizationURL string) url.Values {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, authorizationURL, nil)
	if err != nil {
		tb.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing was written
	back, err := answer.Location()
	if err != nil {
		tb.Fatalf("the authorization endpoint answers %s and sends nobody back", answer.Status)
	}
	if target := back.Scheme + "://" + back.Host + back.Path; !s.registered(target) {
		tb.Fatalf("people are sent to %s", target)
	}
	return back.Query()
}

func (s *Server) registered(redirectURL string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.redirects, redirectURL)
}

func (s *Server) present() Trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

func random() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}
