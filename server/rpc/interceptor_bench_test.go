package rpc_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"connectrpc.com/connect"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace/noop"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	rpcs "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// storedProfile is a user's document as small as it can be.
type storedProfile struct {
	ID        string            `bson:"_id"`
	Email     string            `bson:"email"`
	FirstName string            `bson:"firstName"`
	LastName  string            `bson:"lastName"`
	Bio       string            `bson:"bio"`
	Settings  map[string]string `bson:"settings"`
	CreatedAt time.Time         `bson:"createdAt"`
}

// storedProfiles is a UserService that reads the document store.
type storedProfiles struct {
	rpcs.UnimplementedUserServiceHandler
	users *store.Collection[storedProfile]
}

func (p storedProfiles) GetProfile(ctx context.Context, _ *connect.Request[v1.GetProfileRequest]) (*connect.Response[v1.GetProfileResponse], error) {
	doc, err := p.users.Get(ctx, "ada")
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetProfileResponse{User: &v1.UserProfile{
		Id: doc.ID, Email: doc.Email, FirstName: doc.FirstName, LastName: doc.LastName, Bio: doc.Bio,
		Preferences: &v1.UserPreferences{Language: doc.Settings["language"]},
	}}), nil
}

// BenchmarkInterceptors compares GetProfile's handler called directly, served
// without interceptors, and served with them, all without a network. What
// interceptors cost is the difference to "served".
func BenchmarkInterceptors(b *testing.B) {
	users, err := store.Define[storedProfile]("profiles", store.Schema{}).Open(b.Context(), storetest.DB(b))
	if err != nil {
		b.Fatal(err)
	}
	err = users.Insert(b.Context(), storedProfile{
		ID: "ada", Email: "ada@example.org", FirstName: "Ada", LastName: "Lovelace", Bio: string(bytes.Repeat([]byte("analyst "), 20)),
		Settings: map[string]string{"language": "en", "style": "balanced"}, CreatedAt: time.Unix(1e9, 0),
	})
	if err != nil {
		b.Fatal(err)
	}
	handler := storedProfiles{users: users}
	keys, err := account.OpenKeyRing(b.Context(), storetest.DB(b), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	token, err := account.NewSigner(keys, time.Now).AccessToken(account.Identity{UserID: "ada", Role: account.User, SessionID: "s"})
	if err != nil {
		b.Fatal(err)
	}
	// A second passes with each call, so that no limit is ever reached.
	second := time.Unix(1e9, 0)
	now := func() time.Time { second = second.Add(time.Second); return second }
	quick := quickBench(b)

	options := func(change func(*rpc.InterceptorOptions)) []connect.HandlerOption {
		metrics := observe.NewMetrics("bench")
		o := rpc.InterceptorOptions{
			Logger: observe.NewLogger(io.Discard, true, slog.LevelInfo), Metrics: metrics, Traces: noop.NewTracerProvider(),
			Authenticate: account.NewVerifier(keys, time.Now).Access, Gate: shut("another"), ServiceToken: serviceToken,
			Limiter: rpc.NewLimiter(now, metrics), Now: time.Now,
		}
		change(&o)
		interceptors, err := rpc.Interceptors(o)
		if err != nil {
			b.Fatal(err)
		}
		return rpc.HandlerOptions(interceptors)
	}
	b.Run("direct", func(b *testing.B) {
		ctx := account.NewContext(b.Context(), account.Identity{UserID: "ada", Role: account.User})
		for b.Loop() {
			if _, err := handler.GetProfile(ctx, connect.NewRequest(&v1.GetProfileRequest{})); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, c := range []struct {
		name    string
		options []connect.HandlerOption
	}{
		{"served", nil},
		{"interceptors", options(func(*rpc.InterceptorOptions) {})},
		{"interceptors, cached here", options(func(o *rpc.InterceptorOptions) { o.Cache = rpc.NewLocalCache(time.Now) })},
		{"interceptors, tracing", options(func(o *rpc.InterceptorOptions) { o.Traces = sdktrace.NewTracerProvider() })},
		{"interceptors, limits in Redis", options(func(o *rpc.InterceptorOptions) { o.Limiter.Sharing(redis.NewLimiter(quick)) })},
		{"interceptors, cached in Redis", options(func(o *rpc.InterceptorOptions) { o.Cache = redis.NewResponseCache(quick, time.Now) })},
	} {
		b.Run(c.name, func(b *testing.B) {
			path, served := rpcs.NewUserServiceHandler(handler, c.options...)
			ctx := origin.NewContext(b.Context(), origin.Origin{Address: netip.MustParseAddr("203.0.113.7")})
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequestWithContext(ctx, http.MethodPost, path+"GetProfile", http.NoBody)
				r.Header.Set("Content-Type", "application/proto")
				r.Header.Set("Authorization", "Bearer "+token)
				w := httptest.NewRecorder()
				served.ServeHTTP(w, r)
				if w.Code != http.StatusOK && w.Code != http.StatusTooManyRequests {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}

func quickBench(b *testing.B) *redis.Quick {
	b.Helper()
	q := redis.NewQuick(redistest.Client(b), slog.New(slog.DiscardHandler)) // REDIS_URL's is far quicker at scripts
	b.Cleanup(func() { _ = q.Close() })
	return q
}
