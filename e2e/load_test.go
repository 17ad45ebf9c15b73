package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// load is what people do all day: they register (twice at once, as impatient
// ones do), verify, sign in, read and change their profile, refresh, and some
// sign out. Every call is repeated until it is answered, so at the end it is
// known of every one what must be there.
type load struct {
	t    *testing.T
	api  api
	stop chan struct{}
	// observe sees every try; may be nil.
	observe func(call string, took time.Duration, got answer, err error)

	mu       sync.Mutex
	people   []*person
	refusals map[string]int // by call and reason
	all      sync.WaitGroup

	// acknowledged writes, tries without an answer, and refusals to repeat.
	acknowledged, unanswered, refused atomic.Int64
}

// person is one of them, as far as the service has acknowledged it.
type person struct {
	api
	email           string
	registrations   int             // answered
	used            map[string]bool // links
	byReset         bool            // verified with the link of a password reset
	access, refresh string
	bio             string
	signedOut       bool
	// late: an answer was lost for longer than the predecessor of a refresh
	// token is accepted, so the rules have ended the session.
	late bool
	// locked: too many sign-ins were lost. Each counts as a failed one until its
	// password has been judged, so that parallel guesses are counted too.
	locked bool
}

// predecessorLife is how long a refresh token that was exchanged still gets its
// successor, less what a busy machine needs.
const predecessorLife = 8 * time.Second

// startLoad starts so many people at a time, until end is called.
func startLoad(t *testing.T, a api, at int, observe func(string, time.Duration, answer, error)) *load {
	t.Helper()
	l := &load{t: t, api: a, stop: make(chan struct{}), observe: observe, refusals: map[string]int{}}
	for worker := range at {
		l.all.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(worker)))
			for n := 0; !l.stopped(); n++ {
				p := &person{api: a, used: map[string]bool{}, email: fmt.Sprintf("person-%d-%d@example.org", worker, n)}
				// Limits are per address for those who are not signed in.
				p.address = fmt.Sprintf("10.%d.%d.%d", worker, n/250, n%250+1)
				l.mu.Lock()
				l.people = append(l.people, p)
				l.mu.Unlock()
				if l.arrive(p) {
					l.live(p, random)
				} else if !p.locked {
					return
				}
			}
		})
	}
	return l
}

// behindProxy lets the load say where each person calls from.
func behindProxy(more ...string) []string {
	return append([]string{"CAPTCHA_MODE=off", "TRUSTED_PROXIES=127.0.0.1/32"}, more...)
}

func (l *load) stopped() bool {
	select {
	case <-l.stop:
		return true
	default:
		return false
	}
}

// end lets everybody finish what they are at.
func (l *load) end() {
	close(l.stop)
	l.all.Wait()
}

// do repeats a call until the service answers it with something else than "not
// now".
func (l *load) do(call string, try func(context.Context) (answer, error)) (answer, bool) {
	ctx, cancel := context.WithTimeout(l.t.Context(), patience)
	defer cancel()
	for {
		began := time.Now()
		got, err := try(ctx)
		if l.observe != nil {
			l.observe(call, time.Since(began), got, err)
		}
		switch {
		case err != nil:
			l.unanswered.Add(1)
		case got.reason() == "account_locked":
			return got, true
		case got.status == http.StatusServiceUnavailable || got.status == http.StatusTooManyRequests:
			l.refused.Add(1)
			l.mu.Lock()
			l.refusals[call+" "+got.reason()]++
			l.mu.Unlock()
			if got.header.Get("Retry-After") == "" {
				l.t.Errorf("%s: %s does not say when to try again", call, got)
			}
		default:
			return got, true
		}
		if !again(ctx) {
			l.t.Errorf("%s: no answer within %s: %s, %v", call, patience, got, err)
			return got, false
		}
	}
}

// must is do for a call that has one right answer.
func (l *load) must(call string, want int, try func(context.Context) (answer, error)) (answer, bool) {
	got, ok := l.do(call, try)
	if ok && got.status != want {
		l.t.Errorf("%s: %s, want %d", call, got, want)
		return got, false
	}
	return got, ok
}

// arrive registers, verifies and signs in.
func (l *load) arrive(p *person) bool {
	var both sync.WaitGroup
	var answered atomic.Int64
	for range 2 {
		both.Go(func() {
			if _, ok := l.must("register", http.StatusCreated, func(ctx context.Context) (answer, error) { return p.register(ctx, p.email) }); ok {
				answered.Add(1)
				l.acknowledged.Add(1)
			}
		})
	}
	both.Wait()
	p.registrations = int(answered.Load())
	if p.registrations != 2 {
		return false
	}
	for range 20 {
		if !l.followLink(p) {
			return false
		}
		lost := 0
		in, ok := l.do("sign in", func(ctx context.Context) (answer, error) {
			got, err := p.signIn(ctx, p.email)
			if err != nil {
				lost++
			}
			return got, err
		})
		if !ok {
			return false
		}
		if p.locked = in.reason() == "account_locked" && lost >= 5; p.locked {
			return false
		}
		if in.status == http.StatusOK {
			p.access, p.refresh = in.text("accessToken"), in.text("refreshToken")
			l.acknowledged.Add(1)
			return true
		}
		if in.reason() != "email_not_verified" {
			l.t.Errorf("sign in: %s", in)
			return false
		}
		// A newer mail took the link's place, or the process died between using
		// it up and marking the account: the person asks for another.
		if _, ok := l.do("resend", func(ctx context.Context) (answer, error) {
			return p.call(ctx, http.MethodPost, "/auth/resend-verification", "", map[string]any{"email": p.email})
		}); !ok {
			return false
		}
	}
	l.t.Errorf("%s does not get in", p.email)
	return false
}

// followLink uses the newest link that verifies and was not tried before. That
// the service has seen it is no mistake: the answer may have been lost.
func (l *load) followLink(p *person) bool {
	page, token := "", ""
	ctx, cancel := context.WithTimeout(l.t.Context(), patience)
	defer cancel()
	for page == "" {
		links, err := p.outbox.to(p.email)
		if err != nil {
			l.t.Error(err)
			return false
		}
		for _, one := range links {
			kind, text, _ := strings.Cut(one, " ")
			if !p.used[text] && (kind == "verify-email" || (kind == "reset-password" && page != "verify-email")) {
				page, token = kind, text
			}
		}
		if page == "" && !again(ctx) {
			l.t.Errorf("an acknowledged registration has no mail: %s", p.email)
			return false
		}
	}
	p.used[token] = true
	p.byReset = page == "reset-password"
	got, ok := l.do(page, func(ctx context.Context) (answer, error) {
		if p.byReset {
			return p.call(ctx, http.MethodPost, "/auth/reset-password", "", map[string]any{"token": token, "newPassword": password})
		}
		return p.verify(ctx, token)
	})
	if ok && got.status == http.StatusOK {
		l.acknowledged.Add(1)
	} else if ok && got.reason() != "invalid_link" {
		l.t.Errorf("%s: %s", page, got)
	}
	return ok
}

// live is a day of somebody who is signed in.
func (l *load) live(p *person, random *rand.Rand) {
	for n := range 12 {
		if l.stopped() || p.late {
			return
		}
		switch random.IntN(4) {
		case 0:
			l.renew(p)
		case 1:
			bio := fmt.Sprintf("%s says %d", p.email, n)
			if _, ok := l.must("update", http.StatusOK, func(ctx context.Context) (answer, error) { return p.setBio(ctx, p.access, bio) }); ok {
				p.bio = bio
				l.acknowledged.Add(1)
			}
		default:
			l.look(p)
		}
	}
	if random.IntN(3) == 0 {
		_, p.signedOut = l.must("sign out", http.StatusOK, func(ctx context.Context) (answer, error) {
			return p.call(ctx, http.MethodPost, "/auth/logout", "", map[string]any{"refreshToken": p.refresh})
		})
		l.acknowledged.Add(1)
	}
}

// look holds the profile to what was acknowledged.
func (l *load) look(p *person) {
	got, ok := l.must("profile", http.StatusOK, func(ctx context.Context) (answer, error) { return p.profile(ctx, p.access) })
	if ok && got.text("bio") != p.bio {
		l.t.Errorf("%s was acknowledged %q and is shown %q", p.email, p.bio, got.text("bio"))
	}
}

// renew exchanges the refresh token. When the answer is lost, the same token
// gets the successor, for ten seconds.
func (l *load) renew(p *person) {
	var first time.Time
	got, ok := l.do("refresh", func(ctx context.Context) (answer, error) {
		if first.IsZero() {
			first = time.Now()
		}
		return p.api.refresh(ctx, p.refresh)
	})
	if !ok {
		return
	}
	if got.status != http.StatusOK {
		if p.late = time.Since(first) > predecessorLife; !p.late {
			l.t.Errorf("refresh: %s, %s after the first try", got, time.Since(first))
		}
		return
	}
	p.access, p.refresh = got.text("accessToken"), got.text("refreshToken")
	l.acknowledged.Add(1)
}

// settle holds the service to everything it has acknowledged. It is called after
// end.
func (l *load) settle() {
	l.t.Helper()
	late := 0
	for _, p := range l.people {
		switch {
		case p.locked:
			late++
		case p.late:
			late++
		case p.signedOut:
			if got, ok := l.do("refresh", func(ctx context.Context) (answer, error) { return p.api.refresh(ctx, p.refresh) }); ok && got.status != http.StatusUnauthorized {
				l.t.Errorf("%s signed out and may go on: %s", p.email, got)
			}
		default:
			l.look(p)
			l.renew(p)
			l.look(p)
		}
		// Each registration that was answered is owed a letter, unless the
		// address was verified meanwhile by the other's.
		want := p.registrations
		if p.byReset {
			want--
		}
		await(l.t, "letters of acknowledged registrations", func() bool {
			links, err := p.outbox.to(p.email)
			if err != nil {
				l.t.Error(err)
			}
			return err != nil || len(links) >= want
		})
	}
	if late > len(l.people)/4 {
		l.t.Errorf("%d of %d people are out because answers were lost too often or for too long", late, len(l.people))
	}
	l.t.Logf("%d people, %d writes acknowledged, %d tries unanswered, %d refused %v, %d people out by the rules",
		len(l.people), l.acknowledged.Load(), l.unanswered.Load(), l.refused.Load(), l.refusals, late)
}
