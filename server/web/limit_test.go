package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/trace/noop"
	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// limitedSite is the surface with limits whose clock stands, so that no call
// comes back. It is asked without a socket.
type limitedSite struct{ http.Handler }

func serveLimited(t *testing.T) limitedSite {
	t.Helper()
	logger, metrics, began := slog.New(slog.DiscardHandler), observe.NewMetrics("test"), time.Unix(1_800_000_000, 0)
	clock := func() time.Time { return began }
	interceptors, admission, err := rpc.Guard(rpc.InterceptorOptions{
		Logger: logger, Metrics: metrics, Traces: noop.NewTracerProvider(), ServiceToken: "s", Now: clock, Limiter: rpc.NewLimiter(clock, metrics),
		Authenticate: func(_ context.Context, token string) (account.Identity, error) {
			name, ok := strings.CutPrefix(token, "token-of-")
			if !ok {
				return account.Identity{}, account.ErrToken
			}
			return account.Identity{UserID: account.UserID(name), Role: account.User}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	options := rpc.HandlerOptions(interceptors)
	service := func(path string, handler http.Handler) web.Service { return web.Service{Path: path, Handler: handler} }
	listener := inproc.New()
	client := listener.Client()
	handler, err := web.New(web.Options{
		Services: []web.Service{
			service(interviewaiv1connect.NewAiServiceHandler(ai{}, options...)),
			service(interviewaiv1connect.NewLiveServiceHandler(live{}, options...)),
			service(interviewaiv1connect.NewAccountServiceHandler(accounts{}, options...)),
			service(interviewaiv1connect.NewUserServiceHandler(users{}, options...)),
		},
		Health: web.NewHealth(clock, logger), Metrics: metrics.Registry, Logger: logger, InProcess: client, Admission: admission,
		Routes: []web.Route{{Pattern: "/long", Handler: http.HandlerFunc(refuseAtLength)}}, HandlerOptions: options, Exports: dumps{shelf{"ada/e1": "zip"}}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
	})
	if err != nil {
		t.Fatal(err)
	}
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: handler, Protocols: protocols, ReadHeaderTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		client.CloseIdleConnections()
		_ = server.Close()
		<-ended
	})
	return limitedSite{handler}
}

// ask sends a request from an address; httptest's own is a trusted proxy's.
func (s limitedSite) ask(t *testing.T, from, method, path string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, body)
	r.Header.Set("X-Forwarded-For", from)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// standing checks what an answer says about the limits.
func standing(t *testing.T, w *httptest.ResponseRecorder, left int) {
	t.Helper()
	h := w.Header()
	if h.Get("RateLimit-Limit") != "10" || h.Get("RateLimit-Remaining") != strconv.Itoa(left) || h.Get("RateLimit-Reset") == "" ||
		!strings.HasPrefix(h.Get("RateLimit-Policy"), "10;w=1") || len(h.Values("RateLimit-Limit")) != 1 {
		t.Errorf("%d left: %d %v", left, w.Code, h)
	}
}

// doorstep is a call with a file, or that makes no call, as it can be sent.
type doorstep struct{ name, method, path, contentType, body string }

func doorsteps(t *testing.T) []doorstep {
	t.Helper()
	recording, recordingType := form(t, "audio", "x")
	face, faceType := form(t, "avatar", "x")
	message := func(m proto.Message) string {
		bytes, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(bytes)
	}
	return []doorstep{
		{"a recording as a form", "POST", "/api/v1/ai/transcribe", recordingType, recording},
		{"a picture as a form", "POST", "/api/v1/users/avatar", faceType, face},
		{"a picture as JSON", "POST", "/api/v1/users/avatar", "application/json", `{"image":"R0lGODlh"}`},
		{"a recording as a call", "POST", interviewaiv1connect.AiServiceTranscribeProcedure, "application/proto", message(&v1.TranscribeRequest{Audio: []byte("x")})},
		{"a picture as a call", "POST", interviewaiv1connect.UserServiceUploadAvatarProcedure, "application/proto", message(&v1.UploadAvatarRequest{Image: []byte("x")})},
		{"an export", "GET", "/api/v1/users/exports/e1/download", "", ""},
	}
}

// unread is a body that must not be read.
type unread struct{ read bool }

func (u *unread) Read([]byte) (int, error) {
	u.read = true
	return 0, io.ErrUnexpectedEOF
}

// TestStrangersAndFloodsAreRefusedBeforeTheirFilesAreRead: what is refused costs
// no memory.
func TestStrangersAndFloodsAreRefusedBeforeTheirFilesAreRead(t *testing.T) {
	for _, c := range doorsteps(t) {
		t.Run(c.name, func(t *testing.T) {
			s := serveLimited(t)
			refused := func(token string, left, status int) http.Header {
				t.Helper()
				body := &unread{}
				w := s.ask(t, "203.0.113.1", c.method, c.path, body, "Content-Type", c.contentType, "Authorization", token)
				if w.Code != status || body.read {
					t.Errorf("%q: %d, read %t: %s", token, w.Code, body.read, w.Body)
				}
				standing(t, w, left)
				return w.Header()
			}
			for n := range 10 {
				refused([]string{"Bearer guess", ""}[n%2], 9-n, http.StatusUnauthorized)
			}
			if got := refused("Bearer guess", 0, http.StatusTooManyRequests).Get("Retry-After"); got != "1" {
				t.Errorf("a stranger's eleventh: Retry-After %q", got)
			}
			// A user at the same address has calls of their own.
			for n := range 10 {
				w := s.ask(t, "203.0.113.1", c.method, c.path, strings.NewReader(c.body), "Content-Type", c.contentType, "Authorization", "Bearer token-of-ada")
				if w.Code != http.StatusOK {
					t.Fatalf("call %d: %d %s", n+1, w.Code, w.Body)
				}
				standing(t, w, 9-n) // each counted once
			}
			if got := refused("Bearer token-of-ada", 0, http.StatusTooManyRequests).Get("Retry-After"); got != "1" {
				t.Errorf("a user's eleventh: Retry-After %q", got)
			}
		})
	}
}

func TestOnlyThisProcessSaysThatACallWasCounted(t *testing.T) {
	s := serveLimited(t)
	recording, kind := form(t, "audio", "x")
	for n := range 3 {
		w := s.ask(t, "203.0.113.1", "POST", "/api/v1/ai/transcribe", strings.NewReader(recording),
			"Content-Type", kind, "Authorization", "Bearer token-of-ada", "X-Interviewai-Counted", "yes")
		standing(t, w, 9-n)
	}
}

// TestRefusalsThatAreNoCallsAreCounted: whoever guesses, or sends nonsense, has
// the same limits as everybody who is not signed in.
func TestRefusalsThatAreNoCallsAreCounted(t *testing.T) {
	s := serveLimited(t)
	const signIn, json = interviewaiv1connect.AccountServiceSignInProcedure, "application/json"
	for i, c := range []struct {
		name, method, path, contentType, body string
		status                                int
		shape                                 string // of the 429
	}{
		{"broken JSON to a call", "POST", signIn, json, `{"email":`, 400, `"code":"resource_exhausted"`},
		{"a call's wrong type", "POST", signIn, "text/plain", "x", 415, `"code":"resource_exhausted"`},
		{"a call by GET", "GET", signIn, "", "", 405, `"code":"resource_exhausted"`},
		{"a large call", "POST", signIn, json, `{"email":"` + strings.Repeat("x", 3<<20) + `"}`, 429, `"code":"resource_exhausted"`},
		{"no such call", "POST", "/interviewai.v1.AccountService/Teapot", json, "{}", 404, `"code":"resource_exhausted"`},
		{"broken JSON", "POST", "/api/v1/auth/login", json, `{"email":`, 400, `"reason":"rate_limited"`},
		{"wrong type", "POST", "/api/v1/auth/login", "text/plain", "x", 415, `"reason":"rate_limited"`},
		{"wrong method", "PUT", "/api/v1/auth/login", json, "{}", 405, `"reason":"rate_limited"`},
		{"too large", "POST", "/api/v1/auth/login", json, strings.Repeat("x", 3<<20), 413, `"reason":"rate_limited"`},
		{"no such path", "GET", "/api/v1/teapots", "", "", 404, `"reason":"rate_limited"`},
		{"nothing there", "GET", "/teapots", "", "", 404, `"reason":"rate_limited"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := "203.0.113." + strconv.Itoa(i+10)
			for n := range 10 {
				w := s.ask(t, from, c.method, c.path, strings.NewReader(c.body), "Content-Type", c.contentType)
				if w.Code != c.status || strings.Contains(w.Body.String(), "Too many calls") {
					t.Fatalf("%d %s", w.Code, w.Body)
				}
				standing(t, w, 9-n)
			}
			w := s.ask(t, from, c.method, c.path, strings.NewReader(c.body), "Content-Type", c.contentType)
			if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), c.shape) ||
				!strings.Contains(w.Body.String(), "Too many calls") {
				t.Errorf("the eleventh: %d %v %s", w.Code, w.Header(), w.Body)
			}
			standing(t, w, 0)
			w = s.ask(t, from, "GET", "/api/v1/live/sessions", http.NoBody, "Authorization", "Bearer token-of-user"+strconv.Itoa(i))
			if w.Code != http.StatusOK {
				t.Errorf("a user at this address: %d %s", w.Code, w.Body)
			}
			standing(t, w, 9)
		})
	}
}

// TestLargeRequestsWithoutALength: only files may be large, whatever a request
// says of itself.
func TestLargeRequestsWithoutALength(t *testing.T) {
	s := serveLimited(t)
	for size, want := range map[int]int{1 << 20: http.StatusBadRequest, 3 << 20: http.StatusRequestEntityTooLarge} {
		body := io.MultiReader(strings.NewReader(`{"email":"` + strings.Repeat("x", size) + `"}`)) // hides its length
		w := s.ask(t, "203.0.113.1", "POST", "/api/v1/auth/login", body, "Content-Type", "application/json")
		if w.Code != want {
			t.Errorf("%d bytes: %d %s", size, w.Code, w.Body)
		}
	}
}

// TestRefusalsInsideGRPCAreCounted: that protocol's answers are 200.
func TestRefusalsInsideGRPCAreCounted(t *testing.T) {
	s := serveLimited(t)
	status := func() string {
		w := s.ask(t, "203.0.113.1", "POST", interviewaiv1connect.AccountServiceSignInProcedure, bytes.NewReader([]byte{0, 0, 0, 0, 1, 7}),
			"Content-Type", "application/grpc", "Te", "trailers")
		return strings.Join(w.Result().Trailer.Values("Grpc-Status"), " and ")
	}
	for range 10 {
		if got := status(); got != "3" {
			t.Fatalf("grpc-status %q", got)
		}
	}
	if got := status(); got != "8" {
		t.Errorf("the eleventh: grpc-status %q", got)
	}
}

// refuseAtLength says more after its status.
func refuseAtLength(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusTeapot)
	_, _ = io.WriteString(w, "the long story")
	_ = http.NewResponseController(w).Flush()
	w.Header().Set(http.TrailerPrefix+"X-Reason", "the long story")
}

func TestNothingOfAReplacedAnswerIsSent(t *testing.T) {
	s := serveLimited(t)
	for n := range 11 {
		w := s.ask(t, "203.0.113.1", "GET", "/long", http.NoBody)
		status, times := http.StatusTeapot, 2
		if n == 10 {
			status, times = http.StatusTooManyRequests, 0
		}
		all := w.Body.String() + w.Result().Trailer.Get("X-Reason")
		if w.Code != status || strings.Count(all, "the long story") != times {
			t.Errorf("answer %d: %d %s", n+1, w.Code, all)
		}
	}
}

// TestProbesAndPagesAreNotCounted: their answers are no refusals, or are for
// machines that must get one.
func TestProbesAndPagesAreNotCounted(t *testing.T) {
	s := serveLimited(t)
	for range 30 {
		for path, want := range map[string]int{"/livez": 200, "/readyz": 503, "/health": 200, "/metrics": 200, "/api/docs": 200} {
			if w := s.ask(t, "203.0.113.1", "GET", path, http.NoBody); w.Code != want || w.Header().Get("RateLimit-Limit") != "" {
				t.Fatalf("%s: %d %v", path, w.Code, w.Header())
			}
		}
	}
	standing(t, s.ask(t, "203.0.113.1", "GET", "/teapots", http.NoBody), 9)
}
