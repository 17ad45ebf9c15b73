package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/oauth"
	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const publicURL = "https://app.example.org"

// rig is a flow with both providers, and a clock that tests move.
type rig struct {
	*oauth.Flow
	there *oauthtest.Server
	db    *store.DB
	ahead atomic.Int64 // of the real clock
}

func (r *rig) now() time.Time { return time.Now().Add(time.Duration(r.ahead.Load())) }

func newRig(t *testing.T, client *http.Client) *rig {
	t.Helper()
	r := &rig{there: oauthtest.Start(t, oauthtest.Options{}), db: storetest.DB(t)}
	var err error
	r.Flow, err = oauth.Open(t.Context(), oauth.Options{
		DB: r.db, PublicURL: publicURL + "/", Now: r.now, Client: client,
		Providers: []oauth.Provider{
			oauth.NewGoogle(oauth.GoogleOptions{ClientID: r.there.ClientID, ClientSecret: r.there.ClientSecret, Issuer: r.there.URL, Now: r.now}),
			oauth.NewGitHub(oauth.GitHubOptions{ClientID: r.there.ClientID, ClientSecret: r.there.ClientSecret, URL: r.there.URL, APIURL: r.there.URL}),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Providers() {
		r.there.Register(publicURL + "/api/v1/auth/oauth/" + p.ID + "/callback")
	}
	return r
}

func (r *rig) start(t *testing.T, provider string, a oauth.Attempt) (oauth.Started, url.Values) {
	t.Helper()
	s, err := r.Start(t.Context(), provider, a)
	if err != nil {
		t.Fatal(err)
	}
	back := r.there.Visit(t, s.URL)
	if back.Get("state") != s.State {
		t.Fatalf("state came back as %q", back.Get("state"))
	}
	return s, back
}

func TestSignIn(t *testing.T) {
	ada := oauthtest.Ada()
	ada.Picture = "https://pictures.example.org/ada.jpg"
	ada.OtherEmails = []string{"ada@elsewhere.example.org"}
	for _, provider := range []string{"google", "github"} {
		t.Run(provider, func(t *testing.T) {
			r := newRig(t, nil)
			r.there.SignIn(ada)
			a := oauth.Attempt{ReturnTo: "/interviews?new=1#top", Language: "de", LinkTo: "user-1", Remember: true}
			s, back := r.start(t, provider, a)
			got, err := r.Finish(t.Context(), provider, back.Get("code"), s.State, s.Binding)
			if err != nil {
				t.Fatal(err)
			}
			want := oauth.Finished{Attempt: a, Identity: oauth.Identity{
				Provider: provider, Subject: "1815", Email: "ada@example.org", EmailVerified: true,
				FirstName: "Ada", LastName: "Lovelace", Picture: ada.Picture,
			}}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestStateIsGoodOnceInTimeAndInOneBrowser(t *testing.T) {
	type try struct{ provider, code, state, binding string }
	for name, spoil := range map[string]func(t *testing.T, r *rig, good try) try{
		"no state":         func(_ *testing.T, _ *rig, g try) try { g.state = ""; return g },
		"no binding":       func(_ *testing.T, _ *rig, g try) try { g.binding = ""; return g },
		"invented state":   func(_ *testing.T, _ *rig, g try) try { g.state += "x"; return g },
		"another browser":  func(_ *testing.T, _ *rig, g try) try { g.binding += "x"; return g },
		"another provider": func(_ *testing.T, _ *rig, g try) try { g.provider = "github"; return g },
		"another attempt's binding": func(t *testing.T, r *rig, g try) try {
			s, _ := r.start(t, "google", oauth.Attempt{})
			g.binding = s.Binding
			return g
		},
		"ten minutes later": func(_ *testing.T, r *rig, g try) try { r.ahead.Store(int64(oauth.Life)); return g },
		"used before": func(t *testing.T, r *rig, g try) try {
			if _, err := r.Finish(t.Context(), g.provider, g.code, g.state, g.binding); err != nil {
				t.Fatal(err)
			}
			return g
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			s, back := r.start(t, "google", oauth.Attempt{})
			bad := spoil(t, r, try{"google", back.Get("code"), s.State, s.Binding})
			exchanges := r.there.Seen(oauthtest.TokenPath)
			if _, err := r.Finish(t.Context(), bad.provider, bad.code, bad.state, bad.binding); !errors.Is(err, oauth.ErrState) {
				t.Errorf("Finish: %v, want %v", err, oauth.ErrState)
			}
			if r.there.Seen(oauthtest.TokenPath) != exchanges {
				t.Error("the code was given to the provider all the same")
			}
		})
	}
}

func TestAStrangersTryKeepsNobodyFromFinishing(t *testing.T) {
	r := newRig(t, nil)
	s, back := r.start(t, "google", oauth.Attempt{})
	if _, err := r.Finish(t.Context(), "google", "code", s.State, "stranger"); !errors.Is(err, oauth.ErrState) {
		t.Fatal(err)
	}
	if _, err := r.Finish(t.Context(), "google", back.Get("code"), s.State, s.Binding); err != nil {
		t.Error(err)
	}
}

func TestFiftyFinishesOneSuccess(t *testing.T) {
	r := newRig(t, nil)
	s, back := r.start(t, "google", oauth.Attempt{})
	var done, refused atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			_, err := r.Finish(t.Context(), "google", back.Get("code"), s.State, s.Binding)
			switch {
			case err == nil:
				done.Add(1)
			case errors.Is(err, oauth.ErrState):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 || refused.Load() != 49 || r.there.Seen(oauthtest.TokenPath) != 1 {
		t.Errorf("%d succeeded, %d refused, %d exchanges", done.Load(), refused.Load(), r.there.Seen(oauthtest.TokenPath))
	}
}

func TestProviderTrouble(t *testing.T) {
	for _, c := range []struct {
		provider string
		trouble  oauthtest.Trouble
		want     *fault.Fault
	}{
		{"google", oauthtest.WrongNonce, oauth.ErrIdentity},
		{"google", oauthtest.NoNonce, oauth.ErrIdentity},
		{"google", oauthtest.WrongAudience, oauth.ErrIdentity},
		{"google", oauthtest.SecondAudience, oauth.ErrIdentity},
		{"google", oauthtest.OtherParty, oauth.ErrIdentity},
		{"google", oauthtest.WrongIssuer, oauth.ErrIdentity},
		{"google", oauthtest.WrongKey, oauth.ErrIdentity},
		{"google", oauthtest.NoSignature, oauth.ErrIdentity},
		{"google", oauthtest.SecretAsKey, oauth.ErrIdentity},
		{"google", oauthtest.Expired, oauth.ErrIdentity},
		{"google", oauthtest.NoIDToken, oauth.ErrIdentity},
		{"google", oauthtest.OtherSubject, oauth.ErrIdentity},
		{"google", oauthtest.Down, oauth.ErrUnavailable},
		{"google", oauthtest.KeysDown, oauth.ErrUnavailable},
		{"google", oauthtest.Endless, oauth.ErrUnavailable},
		{"google", oauthtest.Nonsense, oauth.ErrUnavailable},
		{"google", oauthtest.Redirects, oauth.ErrUnavailable},
		{"github", oauthtest.Down, oauth.ErrUnavailable},
		{"github", oauthtest.Endless, oauth.ErrUnavailable},
		{"github", oauthtest.Nonsense, oauth.ErrUnavailable},
		{"github", oauthtest.Redirects, oauth.ErrUnavailable},
		{"github", oauthtest.MustVerify, oauth.ErrUnverified},
	} {
		t.Run(c.provider+" "+string(c.trouble), func(t *testing.T) {
			r := newRig(t, nil)
			s, back := r.start(t, c.provider, oauth.Attempt{})
			r.there.RedirectTo = r.there.URL + "/stolen"
			r.there.Misbehave(c.trouble)
			if got, err := r.Finish(t.Context(), c.provider, back.Get("code"), s.State, s.Binding); !errors.Is(err, c.want) {
				t.Errorf("Finish: %+v, %v; want %v", got, err, c.want)
			}
			if r.there.Seen("/stolen") != 0 {
				t.Error("a redirect was followed with our secret")
			}
		})
	}
}

func TestVerifiedOnlyWhenTheProviderSaysSo(t *testing.T) {
	unverified := oauthtest.Ada()
	unverified.EmailVerified = false
	unverified.OtherEmails = []string{"verified@example.org"}
	for name, c := range map[string]struct {
		provider string
		user     oauthtest.User
		trouble  oauthtest.Trouble
		email    string
		verified bool
	}{
		"google unverified":            {"google", unverified, oauthtest.None, "ada@example.org", false},
		"google says it as text":       {"google", oauthtest.Ada(), oauthtest.TextVerified, "ada@example.org", false},
		"google says it at userinfo":   {"google", oauthtest.Ada(), oauthtest.BareIDToken, "ada@example.org", true},
		"google unverified, userinfo":  {"google", unverified, oauthtest.BareIDToken, "ada@example.org", false},
		"github primary is unverified": {"github", unverified, oauthtest.None, "ada@example.org", false},
		"github withholds addresses":   {"github", oauthtest.Ada(), oauthtest.NoEmails, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			r.there.SignIn(c.user)
			r.there.Misbehave(c.trouble)
			s, back := r.start(t, c.provider, oauth.Attempt{})
			got, err := r.Finish(t.Context(), c.provider, back.Get("code"), s.State, s.Binding)
			if err != nil {
				t.Fatal(err)
			}
			if got.Email != c.email || got.EmailVerified != c.verified {
				t.Errorf("got %q verified %t", got.Email, got.EmailVerified)
			}
		})
	}
}

func TestAProviderThatIsDownAtFirst(t *testing.T) {
	r := newRig(t, nil)
	r.there.Misbehave(oauthtest.Down)
	if _, err := r.Start(t.Context(), "google", oauth.Attempt{}); !errors.Is(err, oauth.ErrUnavailable) {
		t.Fatalf("Start: %v", err)
	}
	r.there.Misbehave(oauthtest.None)
	r.start(t, "google", oauth.Attempt{})
}

func TestASlowProvider(t *testing.T) {
	r := newRig(t, &http.Client{Timeout: 50 * time.Millisecond})
	r.there.Misbehave(oauthtest.Slow)
	if _, err := r.Start(t.Context(), "google", oauth.Attempt{}); !errors.Is(err, oauth.ErrUnavailable) {
		t.Errorf("Start: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Start(ctx, "google", oauth.Attempt{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that left: %v", err)
	}
}

func TestWrongCodeSecretAndProvider(t *testing.T) {
	for _, provider := range []string{"google", "github"} {
		r := newRig(t, nil)
		s, _ := r.start(t, provider, oauth.Attempt{})
		if _, err := r.Finish(t.Context(), provider, "invented", s.State, s.Binding); !errors.Is(err, oauth.ErrCode) {
			t.Errorf("%s: invented code: %v", provider, err)
		}
		s, back := r.start(t, provider, oauth.Attempt{})
		r.there.ClientSecret = "changed"
		if _, err := r.Finish(t.Context(), provider, back.Get("code"), s.State, s.Binding); !errors.Is(err, oauth.ErrRejected) {
			t.Errorf("%s: wrong secret: %v", provider, err)
		}
		if _, err := r.Start(t.Context(), "myspace", oauth.Attempt{}); !errors.Is(err, oauth.ErrProvider) {
			t.Errorf("unknown provider: %v", err)
		}
	}
}

// A code that was stolen on its way and put into the thief's own attempt is
// worth nothing there: the verifier is another one (RFC 9700, 4.5).
func TestAStolenCode(t *testing.T) {
	for _, provider := range []string{"google", "github"} {
		r := newRig(t, nil)
		_, victim := r.start(t, provider, oauth.Attempt{})
		thief, _ := r.start(t, provider, oauth.Attempt{})
		if _, err := r.Finish(t.Context(), provider, victim.Get("code"), thief.State, thief.Binding); !errors.Is(err, oauth.ErrCode) {
			t.Errorf("%s: %v", provider, err)
		}
	}
}
