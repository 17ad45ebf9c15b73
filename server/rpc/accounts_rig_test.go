package rpc_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.opentelemetry.io/otel/trace/noop"
	"golang.org/x/crypto/bcrypt"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	"github.com/interviewai-pro/interviewai/server/account/captcha"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/link"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	members "github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/review"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/flag"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/oauth"
	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	publicURL = "https://coach.example.org"
	// rightPassword and otherPassword satisfy every rule.
	rightPassword, otherPassword = "Correct horse 7!", "Battery staple 8?"
)

// people is the services about people as they are served: the whole domain
// behind the whole HTTP surface.
type people struct {
	*testing.T
	at     atomic.Int64 // milliseconds since 1970
	users  *members.Service
	flags  *flag.Flags
	jobs   *jobs.Jobs
	cvs    *cv.Service
	tailor *tailor.Service
	interviewing
	events  chan jobs.Event
	captcha *captcha.Captcha
	google  *oauthtest.Server
	signer  *account.Signer
	client  *http.Client
	letters *postbox
	known   int
}

// now is the clock of every part; each look lets a millisecond pass.
func (p *people) now() time.Time { return time.UnixMilli(p.at.Add(1)).UTC() }

func (p *people) pass(d time.Duration) { p.at.Add(d.Milliseconds()) }

func (p *people) ok(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// postbox keeps the domain's background work until the test asks for what came
// of it.
type postbox struct {
	mu      sync.Mutex
	waiting []members.Work
	letters []letter.Letter
}

// Add implements user.Background.
func (b *postbox) Add(_ context.Context, w members.Work) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = append(b.waiting, w)
	return nil
}

func (b *postbox) take() []members.Work {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.waiting
	b.waiting = nil
	return all
}

// token is the secret of the last letter of a kind to an address.
func (p *people) token(kind, to string) string {
	p.Helper()
	for all := p.letters.take(); len(all) > 0; all = p.letters.take() {
		for _, one := range all {
			if l, ok := one.Payload.(letter.Letter); ok {
				p.letters.letters = append(p.letters.letters, l)
				continue
			}
			payload, err := json.Marshal(one.Payload)
			p.ok(err)
			p.ok(p.users.Do(p.Context(), one.Kind, payload, false))
		}
	}
	found := ""
	for _, l := range p.letters.letters {
		if l.Kind == kind && l.To == to {
			found = l.Data[letter.Token]
		}
	}
	if found == "" {
		p.Fatalf("no letter %s", kind)
	}
	return found
}

// bucket is a directory of blobs in the words of accounts.
type bucket struct{ *blob.Bucket }

func (b bucket) Open(ctx context.Context, owner, name string) (members.File, error) {
	r, err := b.Get(ctx, owner, name)
	if err != nil {
		return members.File{}, gone(err)
	}
	return members.File{ReadCloser: r, Size: r.Size, Modified: r.ModTime}, nil
}

func (b bucket) Delete(ctx context.Context, owner, name string) error {
	return gone(b.Bucket.Delete(ctx, owner, name))
}

func (b bucket) Names(ctx context.Context, owner string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range b.List(ctx, owner, "") {
			if !yield(item.Name, err) || err != nil {
				return
			}
		}
	}
}

func gone(err error) error {
	if errors.Is(err, blob.ErrNotFound) {
		return fault.New(fault.NotFound, "not_found", "gone").Because(err)
	}
	return err
}

// pictures serves what is kept.
type pictures struct{ users *members.Service }

func (a pictures) Open(ctx context.Context, key string) (io.ReadCloser, int64, time.Time, error) {
	f, err := a.users.OpenAvatar(ctx, key)
	return f.ReadCloser, f.Size, f.Modified, err
}

// through is oauth in the words of accounts.
type through struct{ flow *oauth.Flow }

func (s through) Start(ctx context.Context, provider string, a members.OAuthAttempt) (members.OAuthStarted, error) {
	started, err := s.flow.Start(ctx, provider, oauth.Attempt(a))
	return members.OAuthStarted(started), err
}

func (s through) Finish(ctx context.Context, provider, code, state, binding string) (members.OAuthIdentity, members.OAuthAttempt, error) {
	f, err := s.flow.Finish(ctx, provider, code, state, binding)
	return members.OAuthIdentity(f.Identity), members.OAuthAttempt(f.Attempt), err
}

func servePeople(t *testing.T) *people {
	t.Helper()
	t.Parallel()
	p := &people{T: t, letters: &postbox{}, events: make(chan jobs.Event, 100)}
	p.at.Store(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC).UnixMilli())
	ctx, logger, db, redisClient := t.Context(), slog.New(slog.DiscardHandler), storetest.DB(t), redistest.Client(t)
	key := []byte("a key of thirty-two bytes, or so")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	keys, err := account.OpenKeyRing(ctx, db, p.now)
	must(err)
	p.signer = account.NewSigner(keys, p.now)
	verifier := account.NewVerifier(keys, p.now)
	cuts, err := signin.OpenCuts(ctx, db, p.now)
	must(err)
	gate := signin.NewGate(cuts, p.now, logger)
	sessions, err := signin.Open(ctx, signin.Options{
		DB: db, Key: key, Signer: p.signer, Gate: gate, Now: p.now,
		Who: func(ctx context.Context, id account.UserID) (account.Identity, error) {
			return p.users.Identity(ctx, id)
		},
		Reused: func(ctx context.Context, s signin.Session, from origin.Origin) { must(p.users.Reused(ctx, s, from)) },
	})
	must(err)

	p.google = oauthtest.Start(t, oauthtest.Options{Now: p.now})
	p.google.Register(publicURL + "/api/v1/auth/oauth/google/callback")
	outside := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(outside.CloseIdleConnections)
	flow, err := oauth.Open(ctx, oauth.Options{DB: db, PublicURL: publicURL, Now: p.now, Client: outside, Providers: []oauth.Provider{
		oauth.NewGoogle(oauth.GoogleOptions{ClientID: p.google.ClientID, ClientSecret: p.google.ClientSecret, Issuer: p.google.URL, Now: p.now}),
	}})
	must(err)

	files, err := blob.OpenDir(t.TempDir())
	must(err)
	t.Cleanup(func() { must(files.Close()) })
	o := members.Options{
		DB: db, Blobs: bucket{files}, Hasher: password.NewHasher(password.HasherOptions{Cost: bcrypt.MinCost}), Sessions: sessions,
		Later: p.letters, OAuth: through{flow}, Key: key, PublicURL: publicURL, Bot: "InterviewBot", Now: p.now, Logger: logger,
	}
	p.captcha, err = captcha.New(ctx, captcha.Options{Key: key, DB: db, Now: p.now})
	must(err)
	o.Captcha = p.captcha
	o.Attempts, err = attempt.Open(ctx, db, p.now)
	must(err)
	o.Links, err = link.Open(ctx, db, p.now)
	must(err)
	o.Trail, err = audit.Open(ctx, db, p.now)
	must(err)
	p.users, err = members.Open(ctx, o)
	must(err)
	p.flags, err = flag.Open(ctx, db, []flag.Flag{{Name: "stealth_mode", Description: "Hides", Enabled: true, Percentage: 100}}, p.now)
	must(err)
	p.jobs, err = jobs.Open(ctx, jobs.Options{
		DB: db, Redis: redisClient, Logger: logger, Count: func(_ string, e jobs.Event) { p.events <- e },
	})
	must(err)
	p.cvs = openCVs(p, cv.Options{DB: db, Blobs: cvBucket{files}, Trail: cvTrail{o.Trail}, Attempts: o.Attempts, Now: p.now, Logger: logger})
	p.tailor = openTailor(p, tailor.Options{DB: db, Attempts: o.Attempts, Now: p.now})
	openInterviews(p, redisClient, interview.Options{DB: db, Attempts: o.Attempts, Now: p.now, Logger: logger})
	p.serve(verifier, gate, logger)
	return p
}

// serve puts the services behind the HTTP surface.
func (p *people) serve(verifier *account.Verifier, gate *signin.Gate, logger *slog.Logger) {
	p.Helper()
	metrics := observe.NewMetrics("test")
	interceptors, admission, err := rpc.Guard(rpc.InterceptorOptions{
		Logger: logger, Metrics: metrics, Traces: noop.NewTracerProvider(), Authenticate: verifier.Access, Gate: gate,
		ServiceToken: serviceToken, Now: p.now,
	})
	p.ok(err)
	options := rpc.HandlerOptions(interceptors)
	service := func(path string, handler http.Handler) web.Service { return web.Service{Path: path, Handler: handler} }
	listener := inproc.New()
	p.client = listener.Client()
	handler, err := web.New(web.Options{
		Services: []web.Service{
			service(interviewaiv1connect.NewAccountServiceHandler(rpc.NewAccount(rpc.AccountConfig{
				Users: p.users, Challenges: p.captcha, Providers: []rpc.OAuthInfo{{ID: "google", Name: "Google"}},
			}), options...)),
			service(interviewaiv1connect.NewUserServiceHandler(rpc.NewUser(p.users, p.flags), options...)),
			service(interviewaiv1connect.NewAdminServiceHandler(rpc.NewAdmin(rpc.AdminConfig{Users: p.users, Flags: p.flags, Jobs: p.jobs}), options...)),
			service(interviewaiv1connect.NewCvServiceHandler(rpc.NewCV(p.cvs, review.New(p.cvs, noSlips{}), edition.New(p.cvs, p.tailor), publicURL), options...)),
			service(interviewaiv1connect.NewCvOptimizationServiceHandler(rpc.NewCVOptimization(p.tailor), options...)),
			service(interviewaiv1connect.NewInterviewServiceHandler(rpc.NewInterview(p.interviews, p.liveCalls(), publicURL, p.now), options...)),
			service(interviewaiv1connect.NewQuestionServiceHandler(rpc.NewQuestions(p.interviews), options...)),
		},
		Health: web.NewHealth(time.Now, logger), Metrics: metrics.Registry, Logger: logger, InProcess: p.client,
		PublicURL: publicURL, Avatars: pictures{p.users}, Reports: p.interviews, Admission: admission, HandlerOptions: options,
	})
	p.ok(err)
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: handler, Protocols: protocols, ReadHeaderTimeout: time.Minute}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	p.Cleanup(func() {
		_ = server.Close()
		p.client.CloseIdleConnections()
		serving.Wait()
	})
}

// person is somebody with an account, signed in twice: on a device that is
// still open and on one that was signed out.
type person struct {
	id, email       string
	access, refresh string
	session, device string
	ended, expired  string  // access tokens that are no longer good
	subject         *person // whom a call is about
	// has are further things of theirs, by placeholder.
	has map[string]string
}

// someone registers, verifies and signs in somebody new.
func (p *people) someone() *person {
	p.Helper()
	p.known++
	who := &person{email: "anna" + strconv.Itoa(p.known) + "@example.org"}
	ctx := p.Context()
	_, _, err := p.users.CreateAdmin(ctx, who.email, rightPassword)
	p.ok(err)
	u, err := p.users.ByAddress(ctx, who.email)
	p.ok(err)
	who.id = u.ID
	_, err = p.users.SetRole(ctx, account.Identity{UserID: "the command line"}, u.ID, account.User)
	p.ok(err)
	first, last := "Anna", "Berg"
	_, err = p.users.UpdateProfile(ctx, account.UserID(u.ID), members.Change{FirstName: &first, LastName: &last})
	p.ok(err)
	p.signIn(who)
	who.ended = who.access
	_, err = p.users.EndDevices(ctx, account.UserID(who.id), "")
	p.ok(err)
	p.signIn(who)
	return who
}

// admin is someone who may do everything.
func (p *people) admin() *person {
	p.Helper()
	who := p.someone()
	_, err := p.users.SetRole(p.Context(), account.Identity{UserID: "the command line"}, who.id, account.Admin)
	p.ok(err)
	p.signIn(who)
	who.ended = who.access
	p.ok(p.users.EndDevice(p.Context(), account.UserID(who.id), who.session))
	p.signIn(who)
	return who
}

func (p *people) signIn(who *person) {
	p.Helper()
	in, err := p.users.SignIn(p.Context(), members.Credentials{Email: who.email, Password: rightPassword})
	p.ok(err)
	who.access, who.refresh, who.session, who.device = in.Tokens.Access, in.Tokens.Refresh, in.Tokens.Session.ID, in.DeviceToken
	one := account.Identity{UserID: account.UserID(who.id), Email: who.email, Role: in.User.Role, SessionID: who.session}
	one.IssuedAt = p.now().Add(-account.AccessTokenLife - time.Minute)
	who.expired, err = p.signer.AccessToken(one)
	p.ok(err)
}

// fill puts what belongs to somebody into a text.
func (who *person) fill(text string) string {
	for place, id := range who.has {
		text = strings.ReplaceAll(text, place, id)
	}
	if who.subject != nil {
		text = strings.NewReplacer("{subject}", who.subject.id, "{subjectEmail}", who.subject.email).Replace(text)
	}
	return strings.NewReplacer("{id}", who.id, "{self}", who.id, "{email}", who.email, "{session}", who.session, "{refresh}", who.refresh, "{device}", who.device,
		"{right}", rightPassword, "{other}", otherPassword).Replace(text)
}
