package rpc_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	rpcs "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// profiles is a UserService that counts how often it is asked, and an
// AdminService beside it.
type profiles struct {
	rpcs.UnimplementedUserServiceHandler
	rpcs.UnimplementedAdminServiceHandler
	asked atomic.Int64

	mu    sync.Mutex
	names map[string]string
}

func (p *profiles) GetProfile(ctx context.Context, _ *connect.Request[v1.GetProfileRequest]) (*connect.Response[v1.GetProfileResponse], error) {
	p.asked.Add(1)
	p.mu.Lock()
	defer p.mu.Unlock()
	who, _ := account.FromContext(ctx)
	return connect.NewResponse(&v1.GetProfileResponse{User: &v1.UserProfile{
		Id: string(who.UserID), FirstName: p.names[string(who.UserID)], Role: string(who.Role),
	}}), nil
}

func (p *profiles) rename(id, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names[id] = name
}

func (p *profiles) UpdateProfile(ctx context.Context, req *connect.Request[v1.UpdateProfileRequest]) (*connect.Response[v1.UpdateProfileResponse], error) {
	who, _ := account.FromContext(ctx)
	p.rename(string(who.UserID), req.Msg.GetFirstName())
	switch req.Msg.GetFirstName() {
	case "fails":
		return nil, errors.New("after the change was made")
	case "panics":
		panic("after the change was made")
	}
	return connect.NewResponse(&v1.UpdateProfileResponse{}), nil
}

func (p *profiles) SuspendUser(_ context.Context, req *connect.Request[v1.SuspendUserRequest]) (*connect.Response[v1.SuspendUserResponse], error) {
	p.rename(req.Msg.GetUserId(), "suspended")
	return connect.NewResponse(&v1.SuspendUserResponse{}), nil
}

func (p *profiles) serve(o connect.HandlerOption) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(rpcs.NewUserServiceHandler(p, rpc.HandlerOptions(o)...))
	mux.Handle(rpcs.NewAdminServiceHandler(p, rpc.HandlerOptions(o)...))
	return mux
}

// front is one process in front of the same profiles.
type front struct {
	t     *testing.T
	users rpcs.UserServiceClient
	admin rpcs.AdminServiceClient
}

func (p *profiles) front(t *testing.T, cache rpc.ResponseCache) front {
	t.Helper()
	d := open(t, live{}, func(d *door, o *rpc.InterceptorOptions) {
		o.Cache = cache
		known := o.Authenticate
		o.Authenticate = func(ctx context.Context, token string) (account.Identity, error) {
			who, err := known(ctx, token)
			if who.UserID == "root" {
				who.Role = account.Admin
			}
			return who, err
		}
		d.handler = p.serve
	})
	return front{t, rpcs.NewUserServiceClient(d.client, inproc.BaseURL), rpcs.NewAdminServiceClient(d.client, inproc.BaseURL)}
}

func (f front) name(who string) string {
	f.t.Helper()
	res, err := f.users.GetProfile(f.t.Context(), as("token-of-"+who, &v1.GetProfileRequest{}))
	if err != nil {
		f.t.Fatal(err)
	}
	if res.Msg.GetUser().GetId() != who {
		f.t.Fatalf("%s was shown %v", who, res.Msg)
	}
	return res.Msg.GetUser().GetFirstName()
}

func (f front) rename(who, name string) {
	_, _ = f.users.UpdateProfile(f.t.Context(), as("token-of-"+who, &v1.UpdateProfileRequest{FirstName: &name}))
}

func cacheKinds(t *testing.T) map[string]func() rpc.ResponseCache {
	t.Helper()
	one := rpc.NewLocalCache(time.Now)
	at := redistest.URL(t)
	return map[string]func() rpc.ResponseCache{
		"local": func() rpc.ResponseCache { return one },
		"redis": func() rpc.ResponseCache { return redis.NewResponseCache(quickOn(t, at), time.Now) },
	}
}

func quickOn(t *testing.T, at string) *redis.Quick {
	t.Helper()
	q := redis.NewQuick(redistest.Connect(t, at), slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = q.Close() })
	return q
}

func TestFrequentReadsAreAnsweredFromTheCache(t *testing.T) {
	for kind, cache := range cacheKinds(t) {
		t.Run(kind, func(t *testing.T) {
			p := &profiles{names: map[string]string{"ada": "Ada", "bob": "Bob"}}
			here, there := p.front(t, cache()), p.front(t, cache())
			for range 20 {
				if a, b := here.name("ada"), there.name("bob"); a != "Ada" || b != "Bob" {
					t.Fatalf("got %q and %q", a, b)
				}
			}
			// Twice on a machine that never stalls; a stalled Redis is not waited for.
			if asked := p.asked.Load(); asked < 2 || asked > 20 {
				t.Errorf("the handler was asked %d times", asked)
			}
			for i, change := range []func() string{
				func() string { here.rename("ada", "Augusta"); return "Augusta" },
				func() string { there.rename("ada", "fails"); return "fails" },
				func() string { here.rename("ada", "panics"); return "panics" },
				func() string {
					_, err := here.admin.SuspendUser(t.Context(), as("token-of-root", &v1.SuspendUserRequest{UserId: "ada"}))
					if err != nil {
						t.Fatal(err)
					}
					return "suspended"
				},
			} {
				want := change()
				if a, b := here.name("ada"), there.name("ada"); a != want || b != want {
					t.Errorf("change %d: %q and %q, want %q", i+1, a, b, want)
				}
			}
		})
	}
}

// TestNoReadShowsLessThanAnEarlierOne lets many read while one changes: what was
// read after a change was acknowledged is never what was before it.
func TestNoReadShowsLessThanAnEarlierOne(t *testing.T) {
	for kind, cache := range cacheKinds(t) {
		t.Run(kind, func(t *testing.T) {
			p := &profiles{names: map[string]string{"ada": "0"}}
			fronts := []front{p.front(t, cache()), p.front(t, cache())}
			var acknowledged atomic.Int64
			ctx, cancel := context.WithCancel(t.Context())
			var readers sync.WaitGroup
			for i := range 4 {
				readers.Go(func() {
					for ctx.Err() == nil {
						least := acknowledged.Load()
						got, err := strconv.ParseInt(fronts[i%2].name("ada"), 10, 64)
						if err != nil || got < least {
							t.Errorf("read %d after %d was acknowledged, %v", got, least, err)
							return
						}
					}
				})
			}
			for n := range int64(200) {
				fronts[n%2].rename("ada", strconv.FormatInt(n+1, 10))
				acknowledged.Store(n + 1)
			}
			cancel()
			readers.Wait()
		})
	}
}

func TestLocalCacheIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	c := rpc.NewLocalCache(func() time.Time { return now })
	big := &v1.GetProfileResponse{User: &v1.UserProfile{Bio: string(make([]byte, 60<<10))}}
	served := func(key string) bool {
		answer, _ := c.Look(t.Context(), key, nil, nil)
		return answer != nil
	}
	keep := func(key string, message proto.Message) {
		_, keep := c.Look(t.Context(), key, nil, nil)
		keep(t.Context(), message)
	}
	keep("first", big)
	for i := range 400 { // 24 MB
		keep(strconv.Itoa(i), big)
	}
	if !served("first") {
		t.Error("the older half is gone already")
	}
	for i := range 600 {
		keep("x"+strconv.Itoa(i), big)
	}
	if served("0") {
		t.Error("60 MB are kept")
	}
	if !served("x599") {
		t.Error("the newest is gone")
	}
	keep("huge", &v1.GetProfileResponse{User: &v1.UserProfile{Bio: string(make([]byte, 65<<10))}})
	if served("huge") {
		t.Error("an answer of 65 KiB is kept")
	}
	now = now.Add(5 * time.Minute)
	if served("x599") {
		t.Error("kept for longer than five minutes")
	}
}
