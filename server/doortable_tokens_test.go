package main

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// mediaBearers is who the doors of sound are for: whoever has the token of the
// live session itself.
const mediaBearers rpc.Who = "media token"

// cast is everybody who knocks at the doors, and what the owner has.
type cast struct {
	running *running
	beside  *platform

	owner, stranger, admin *person
	// live, export, device (a sign-in session) and cv are the owner's, otherLive is
	// the stranger's.
	live, export, device, cv, otherLive string
	// tailored is a version of cv, change one of its changes.
	tailored, change string
	practised
	// ended are access tokens of sessions that were signed out, by who was meant.
	ended map[rpc.Who]string
	// forger has a key that is not ours.
	forger *rsa.PrivateKey
	knocks int
}

func newCast(t *testing.T, r *running) *cast {
	t.Helper()
	c := &cast{running: r, beside: r.beside(t), ended: map[rpc.Who]string{}}
	c.owner, c.stranger = r.newcomer(t, "Olga"), r.newcomer(t, "Sven")
	c.admin = r.admin(t, c.beside, "Adele")
	for who, p := range map[rpc.Who]*person{rpc.Users: c.owner, rpc.Admins: c.admin} {
		gone := *p
		r.signIn(t, &gone)
		r.rest(t, http.MethodPost, "/api/v1/auth/logout", gone.access, map[string]any{}).want(t, "sign out", http.StatusOK)
		c.ended[who] = gone.access
	}
	c.live, c.otherLive = r.newLive(t, c.owner), r.newLive(t, c.stranger)
	r.rest(t, http.MethodPost, "/api/v1/users/exports", c.owner.access, map[string]any{}).want(t, "export", http.StatusCreated)
	r.mailed(t, "export_ready", c.owner.email, 1)
	c.export = r.exportsOf(t, c.owner)[0].ID
	c.device = c.owner.session
	c.cv = r.newCV(t, c.owner)
	c.tailored, c.change = r.newTailored(t, c.owner, c.cv)
	c.practised = r.newPractice(t, c.owner)
	var err error
	if c.forger, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	return c
}

// newLive creates a live session and returns its id.
func (r *running) newLive(t *testing.T, p *person) string {
	t.Helper()
	got := r.rest(t, http.MethodPost, "/api/v1/live/sessions", p.access, map[string]any{
		"consent": true, "context": map[string]any{"candidateName": p.name},
	}).want(t, "live session", http.StatusCreated)
	session, _ := got.object()["session"].(map[string]any)
	id, _ := session["id"].(string)
	return id
}

// condition is something that is wrong with a caller, and the header that shows it.
type condition struct {
	name   string
	header func(t *testing.T, c *cast, who rpc.Who) http.Header
}

func conditions() []condition {
	return []condition{
		{"no token", func(*testing.T, *cast, rpc.Who) http.Header { return http.Header{} }},
		{"expired", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			if who == mediaBearers {
				return c.media(t, c.owner, c.live, -time.Minute)
			}
			return c.signed(t, account.Identity{IssuedAt: time.Now().Add(-account.AccessTokenLife - time.Minute)}, who)
		}},
		{"wrong key", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			return bearing(c.forged(t, who, jwt.SigningMethodRS256, c.forger))
		}},
		{"alg:none", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			return bearing(c.forged(t, who, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType))
		}},
		{"other audience", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			if who == mediaBearers {
				return bearing(c.owner.access)
			}
			return c.media(t, c.owner, c.live, time.Hour)
		}},
		{"ended session", func(_ *testing.T, c *cast, who rpc.Who) http.Header {
			if who == rpc.Admins {
				return bearing(c.ended[rpc.Admins])
			}
			return bearing(c.ended[rpc.Users])
		}},
		{"wrong role", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			switch who {
			case rpc.Admins:
				return bearing(c.owner.access)
			case rpc.Services, mediaBearers:
				return bearing(c.admin.access)
			default: // no access token makes a service
				return c.signed(t, account.Identity{Role: account.Service}, who)
			}
		}},
		{"other owner", func(t *testing.T, c *cast, who rpc.Who) http.Header {
			t.Helper()
			if who == mediaBearers {
				return c.media(t, c.stranger, c.otherLive, time.Hour)
			}
			return c.strange(t)
		}},
	}
}

// strange is the stranger's own good token, of a session of its own each time:
// some calls end the session they are made in.
func (c *cast) strange(t *testing.T) http.Header {
	t.Helper()
	c.knocks++
	token, err := c.beside.signer.AccessToken(account.Identity{
		UserID: account.UserID(c.stranger.id), Email: c.stranger.email, Role: account.User, SessionID: fmt.Sprintf("strange-%d", c.knocks),
	})
	if err != nil {
		t.Fatal(err)
	}
	return bearing(token)
}

// right is who a door is for.
func (c *cast) right(who rpc.Who) *person {
	if who == rpc.Admins {
		return c.admin
	}
	return c.owner
}

// signed is a token of the right person, from our own key, but for what is said.
func (c *cast) signed(t *testing.T, but account.Identity, who rpc.Who) http.Header {
	t.Helper()
	p := c.right(who)
	one := account.Identity{UserID: account.UserID(p.id), Email: p.email, Role: account.User, SessionID: p.session, IssuedAt: but.IssuedAt}
	if who == rpc.Admins {
		one.Role = account.Admin
	}
	if but.Role != "" {
		one.Role = but.Role
	}
	token, err := c.beside.signer.AccessToken(one)
	if err != nil {
		t.Fatal(err)
	}
	return bearing(token)
}

// media is a token for sound, which opens nothing else.
func (c *cast) media(t *testing.T, p *person, live string, life time.Duration) http.Header {
	t.Helper()
	token, _, err := c.beside.signer.MediaToken(account.UserID(p.id), live, life)
	if err != nil {
		t.Fatal(err)
	}
	return bearing(token)
}

// forged is the right person's token with its published key id, signed with
// something else.
func (c *cast) forged(t *testing.T, who rpc.Who, method jwt.SigningMethod, key any) string {
	t.Helper()
	claims := jwt.MapClaims(claimsOf(t, c.right(who).access))
	if who == mediaBearers {
		token, _, err := c.beside.signer.MediaToken(account.UserID(c.owner.id), c.live, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		claims = jwt.MapClaims(claimsOf(t, token))
	}
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = c.beside.keys.JWKS().Keys[0].ID
	out, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// good is how the right caller comes.
func (c *cast) good(t *testing.T, who rpc.Who) http.Header {
	t.Helper()
	switch who {
	case rpc.Services:
		return bearing(serviceSecret)
	case mediaBearers:
		return c.media(t, c.owner, c.live, time.Hour)
	default:
		return bearing(c.right(who).access)
	}
}

// filled puts the owner's ids into a request.
func (c *cast) filled(request string) string {
	return strings.NewReplacer("{live}", c.live, "{device}", c.device, "{user}", c.owner.id, "{job}", "job-of-the-owner", "{export}", c.export, "{cv}", c.cv, "{tailored}", c.tailored, "{change}", c.change,
		"{interview}", c.interview, "{recording}", c.recording, "{shared}", c.shared, "{item}", "q1", "{question}", "backend-slow-query").Replace(request)
}

// shows reports whether an answer has anything of the owner's.
func (c *cast) shows(body string) bool {
	for _, one := range []string{c.live, c.export, c.device, c.cv, c.tailored, c.interview, c.recording, c.owner.id, c.owner.email, c.owner.name} {
		if strings.Contains(body, one) {
			return true
		}
	}
	return false
}
