package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"
	"connectrpc.com/grpcreflect"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/goleak"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ai answers as the specification's examples do.
type ai struct {
	interviewaiv1connect.UnimplementedAiServiceHandler
}

func (ai) Transcribe(_ context.Context, r *connect.Request[v1.TranscribeRequest]) (*connect.Response[v1.TranscribeResponse], error) {
	out := &v1.TranscribeResponse{Transcript: string(r.Msg.GetAudio()), Language: r.Msg.GetLanguage(), Confidence: 0.96, Duration: 15.5}
	if r.Msg.GetFormat() != "" && r.Msg.GetFormat() != "json" {
		out.Formatted = r.Msg.GetFormat() + ": " + out.GetTranscript()
	}
	return connect.NewResponse(out), nil
}

func (ai) GenerateAnswer(_ context.Context, r *connect.Request[v1.GenerateAnswerRequest]) (*connect.Response[v1.GenerateAnswerResponse], error) {
	if r.Msg.GetQuestion() == "panic" {
		panic("boom")
	}
	return connect.NewResponse(&v1.GenerateAnswerResponse{ProcessingTime: 2850}), nil
}

type live struct {
	interviewaiv1connect.UnimplementedLiveServiceHandler
}

func (live) CreateLiveSession(context.Context, *connect.Request[v1.CreateLiveSessionRequest]) (*connect.Response[v1.CreateLiveSessionResponse], error) {
	return connect.NewResponse(&v1.CreateLiveSessionResponse{}), nil
}

func (live) ListLiveSessions(context.Context, *connect.Request[v1.ListLiveSessionsRequest]) (*connect.Response[v1.ListLiveSessionsResponse], error) {
	return connect.NewResponse(&v1.ListLiveSessionsResponse{}), nil
}

func (live) EndLiveSession(context.Context, *connect.Request[v1.EndLiveSessionRequest]) (*connect.Response[v1.EndLiveSessionResponse], error) {
	return nil, fault.New(fault.Conflict, "session_ended", "This session has ended.").After(90 * time.Second)
}

func (live) GetLiveSession(context.Context, *connect.Request[v1.GetLiveSessionRequest]) (*connect.Response[v1.GetLiveSessionResponse], error) {
	return nil, errors.New("secret cause")
}

// site is the whole surface, served on a socket and in process.
type site struct {
	url    string
	client *http.Client
	health *web.Health
	down   atomic.Bool // the database
	gone   atomic.Bool // Redis
	stop   context.CancelFunc
	ended  chan error
}

func serve(t *testing.T, routes ...web.Route) *site {
	t.Helper()
	return serveWith(t, func(o *web.Options) { o.Routes = routes })
}

// serveWith is serve with other options.
func serveWith(t *testing.T, change func(*web.Options)) *site {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	s := &site{ended: make(chan error, 1)}
	ping := func(down *atomic.Bool) func(context.Context) error {
		return func(context.Context) error {
			if down.Load() {
				return errors.New("down")
			}
			return nil
		}
	}
	// What a check found is good for a second: here, each look comes long after
	// the one before.
	var looks atomic.Int64
	later := func() time.Time { return time.Unix(1e9+2*looks.Add(1), 0) }
	s.health = web.NewHealth(later, logger,
		web.Check{Name: "database", Ping: ping(&s.down), Required: true}, web.Check{Name: "redis", Ping: ping(&s.gone)})
	metrics := observe.NewMetrics("test")
	interceptors, admission, err := rpc.Guard(rpc.InterceptorOptions{
		Logger: logger, Metrics: metrics, Traces: noop.NewTracerProvider(), ServiceToken: "s", Now: time.Now,
		Authenticate: func(_ context.Context, token string) (account.Identity, error) {
			if token != "good" {
				return account.Identity{}, account.ErrToken
			}
			return account.Identity{UserID: "u1", Role: account.User}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	options := rpc.HandlerOptions(interceptors)
	service := func(path string, handler http.Handler) web.Service { return web.Service{Path: path, Handler: handler} }
	local := inproc.New()
	localClient := local.Client()
	o := web.Options{
		Services: []web.Service{
			service(interviewaiv1connect.NewAiServiceHandler(ai{}, options...)),
			service(interviewaiv1connect.NewLiveServiceHandler(live{}, options...)),
			service(interviewaiv1connect.NewAccountServiceHandler(accounts{}, options...)),
			service(interviewaiv1connect.NewUserServiceHandler(users{}, options...)),
		},
		Health: s.health, Metrics: metrics.Registry, Logger: logger, InProcess: localClient, Admission: admission,
		Keys:        func() account.JWKS { return account.JWKS{Keys: []account.JWK{{ID: "k1"}}} },
		CORSOrigins: []string{"https://app.interviewai.pro", "chrome-extension://*"}, HandlerOptions: options,
	}
	change(&o)
	handler, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	s.client = &http.Client{Transport: &http.Transport{}}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	s.stop = stop
	go func() {
		s.ended <- web.Server{Handler: handler, Listener: listener, Inner: local, Drain: 20 * time.Second, Logger: logger}.Run(ctx)
	}()
	s.health.SetReady(true)
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		localClient.CloseIdleConnections()
		stop()
		if err := <-s.ended; err != nil {
			t.Error(err)
		}
	})
	return s
}

// scenario is a request and what must come back.
type scenario struct {
	name, method, path, token, body, contentType string
	status                                       int
	contains                                     []string
	lacks                                        []string
	header                                       map[string]string
}

func (s *site) play(t *testing.T, c scenario) {
	t.Helper()
	var body io.Reader = http.NoBody
	if c.body != "" {
		body = strings.NewReader(c.body)
	}
	r, err := http.NewRequestWithContext(t.Context(), c.method, s.url+c.path, body)
	if err != nil {
		t.Fatal(err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.contentType != "" {
		r.Header.Set("Content-Type", c.contentType)
	} else if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != c.status {
		t.Errorf("status %d, want %d: %s", response.StatusCode, c.status, text)
	}
	for _, part := range c.contains {
		if !strings.Contains(compact(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
	for _, part := range c.lacks {
		if strings.Contains(string(text), part) {
			t.Errorf("%s is shown in %s", part, text)
		}
	}
	for name, want := range c.header {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if response.Header.Get("X-Request-Id") == "" {
		t.Error("no request id")
	}
	if c.status >= 400 && strings.HasPrefix(c.path, "/api/") {
		shape(t, text, response.Header.Get("X-Request-Id"))
	}
}

// shape checks that an error has exactly the contract's fields.
func shape(t *testing.T, text []byte, requestID string) {
	t.Helper()
	var got struct {
		Code, Reason, Message, RequestID *string
		Fields                           *[]any
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil || got.Code == nil || got.Reason == nil || got.Message == nil || got.Fields == nil || got.RequestID == nil {
		t.Errorf("not the contract's error (%v): %s", err, text)
		return
	}
	if *got.RequestID != requestID {
		t.Errorf("requestId %q, header %q", *got.RequestID, requestID)
	}
}

// compact drops the spaces that protojson strews at random.
func compact(text []byte) string {
	var out bytes.Buffer
	if json.Compact(&out, text) != nil {
		return string(text)
	}
	return out.String()
}

func TestREST(t *testing.T) {
	s := serve(t)
	for _, c := range []scenario{
		{
			name: "the specification's answer, defaults shown", method: "POST", path: "/api/v1/ai/generate-answer", token: "good",
			body: `{"question":"Tell me about yourself"}`, status: 200, contains: []string{`"answers":[]`, `"processingTime":2850`, `"cached":false`},
		},
		{name: "created", method: "POST", path: "/api/v1/live/sessions", token: "good", body: `{"consent":true}`, status: 201},
		{name: "listed", method: "GET", path: "/api/v1/live/sessions?pageSize=5&page_token=x", token: "good", status: 200, contains: []string{`"nextPageToken":""`}},
		{
			name: "conflict", method: "POST", path: "/api/v1/live/sessions/s1/end", token: "good", status: 409,
			contains: []string{`"code":"failed_precondition"`, `"reason":"session_ended"`}, header: map[string]string{"Retry-After": "90"},
		},
		{name: "not signed in", method: "GET", path: "/api/v1/live/sessions", status: 401, contains: []string{`"reason":"invalid_token"`}, header: map[string]string{"WWW-Authenticate": `Bearer realm="interviewai"`}},
		{
			name: "broken rule", method: "POST", path: "/api/v1/live/sessions", token: "good", body: `{"languageHint":"` + strings.Repeat("x", 17) + `","consent":true}`,
			status: 400, contains: []string{`"field":"languageHint"`, `"rule":"string.max_len"`},
		},
		{name: "bad JSON", method: "POST", path: "/api/v1/live/sessions", token: "good", body: `{"consent":`, status: 400, contains: []string{"not valid JSON"}},
		{name: "wrong type", method: "POST", path: "/api/v1/live/sessions", token: "good", body: `{"consent":"perhaps"}`, status: 400, contains: []string{"consent"}},
		{name: "unknown query parameter", method: "GET", path: "/api/v1/live/sessions?colour=red", token: "good", status: 400, contains: []string{"colour"}},
		{name: "unreadable query parameter", method: "GET", path: "/api/v1/live/sessions?pageSize=many", token: "good", status: 400},
		{name: "no such path", method: "GET", path: "/api/v1/teapots", token: "good", status: 404, contains: []string{`"reason":"not_found"`}},
		{name: "wrong method", method: "PUT", path: "/api/v1/live/sessions", token: "good", body: "{}", status: 405},
		{name: "wrong content type", method: "POST", path: "/api/v1/live/sessions", token: "good", body: "x", contentType: "text/plain", status: 415},
		{name: "too large", method: "POST", path: "/api/v1/live/sessions", token: "good", body: `{"languageHint":"` + strings.Repeat("x", 9<<20) + `"}`, status: 413},
		{name: "our own mistake", method: "GET", path: "/api/v1/live/sessions/s1", token: "good", status: 500, contains: []string{`"reason":"internal"`}, lacks: []string{"secret"}},
		{name: "a panic", method: "POST", path: "/api/v1/ai/generate-answer", token: "good", body: `{"question":"panic"}`, status: 500, lacks: []string{"boom"}},
		{name: "nothing there", method: "GET", path: "/teapots", status: 404, contains: []string{`"code":"not_found"`}},
	} {
		t.Run(c.name, func(t *testing.T) { s.play(t, c) })
	}
}

// form is a multipart body with the fields given as name, value pairs.
func form(t *testing.T, fields ...string) (body, contentType string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for i := 0; i < len(fields); i += 2 {
		var part io.Writer
		var err error
		if fields[i] == "audio" || fields[i] == "file" {
			part, err = w.CreateFormFile(fields[i], "answer.wav")
		} else {
			part, err = w.CreateFormField(fields[i])
		}
		if err == nil {
			_, err = io.WriteString(part, fields[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String(), w.FormDataContentType()
}

func TestTranscribeForm(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		scenario
		fields []string
	}{
		{scenario{name: "json", token: "good", status: 200, contains: []string{`"transcript":"Tell me"`, `"language":"en"`, `"confidence":0.96`, `"duration":15.5`}}, []string{"audio", "Tell me", "language", "en"}},
		{scenario{name: "field order and name do not matter", token: "good", status: 200, contains: []string{`"language":"uz"`}}, []string{"language", "uz", "file", "x"}},
		{scenario{name: "srt", token: "good", status: 200, contains: []string{"srt: x"}, header: map[string]string{"Content-Type": "application/x-subrip; charset=utf-8"}}, []string{"audio", "x", "format", "srt"}},
		{scenario{name: "vtt", token: "good", status: 200, contains: []string{"vtt: x"}, header: map[string]string{"Content-Type": "text/vtt; charset=utf-8"}}, []string{"audio", "x", "format", "vtt"}},
		{scenario{name: "text", token: "good", status: 200, contains: []string{"text: x"}, header: map[string]string{"Content-Type": "text/plain; charset=utf-8"}}, []string{"audio", "x", "format", "text"}},
		{scenario{name: "unknown format", token: "good", status: 400, contains: []string{`"field":"format"`}}, []string{"audio", "x", "format", "docx"}},
		{scenario{name: "no recording", token: "good", status: 400, contains: []string{`"field":"audio"`}}, []string{"language", "en"}},
		{scenario{name: "bad temperature", token: "good", status: 400}, []string{"audio", "x", "temperature", "hot"}},
		{scenario{name: "long field", token: "good", status: 400}, []string{"prompt", strings.Repeat("x", 5000), "audio", "x"}},
		{scenario{name: "no token", status: 401}, []string{"audio", "x"}},
		{scenario{name: "bad token", token: "bad", status: 401}, []string{"audio", "x"}},
		{scenario{name: "25 MB", token: "good", status: 200, contains: []string{`"duration":15.5`}}, []string{"audio", strings.Repeat("x", 25<<20)}},
		{scenario{name: "more", token: "good", status: 413, contains: []string{`"reason":"recording_too_large"`}}, []string{"audio", strings.Repeat("x", 25<<20+1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.method, c.path = "POST", "/api/v1/ai/transcribe"
			c.body, c.contentType = form(t, c.fields...)
			s.play(t, c.scenario)
		})
	}
	s.play(t, scenario{method: "POST", path: "/api/v1/ai/transcribe", token: "good", body: "{}", status: 415})
	body, contentType := form(t, "audio", "x")
	s.play(t, scenario{method: "POST", path: "/api/v1/ai/transcribe", token: "good", body: body[:len(body)-40], contentType: contentType, status: 400})
}

func TestHealth(t *testing.T) {
	s := serve(t)
	s.play(t, scenario{method: "GET", path: "/health", status: 200, contains: []string{`"status":"ok","database":"connected","redis":"connected","timestamp":"`, `"checks":{"database":{"status":"connected"`}})
	s.play(t, scenario{method: "GET", path: "/readyz", status: 200})
	s.play(t, scenario{method: "GET", path: "/livez", status: 200})

	s.gone.Store(true)
	s.play(t, scenario{method: "GET", path: "/health", status: 200, contains: []string{`"status":"degraded"`, `"redis":"disconnected"`}})
	s.play(t, scenario{method: "GET", path: "/readyz", status: 200})

	s.down.Store(true)
	s.play(t, scenario{method: "GET", path: "/health", status: 503, contains: []string{`"status":"error"`, `"database":"disconnected"`}})
	s.play(t, scenario{method: "GET", path: "/readyz", status: 503})
	s.play(t, scenario{method: "GET", path: "/livez", status: 200})

	s.down.Store(false)
	s.health.SetReady(false)
	s.play(t, scenario{method: "GET", path: "/readyz", status: 503})
}

func TestGRPCHealthAndReflection(t *testing.T) {
	s := serve(t)
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: protocols}}
	defer client.CloseIdleConnections()

	health := grpchealth.NewClient(client, s.url, connect.WithGRPC())
	for name, want := range map[string]grpchealth.Status{"": grpchealth.StatusServing, interviewaiv1connect.AiServiceName: grpchealth.StatusServing} {
		got, err := health.Check(t.Context(), &grpchealth.CheckRequest{Service: name})
		if err != nil || got.Status != want {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
	if _, err := health.Check(t.Context(), &grpchealth.CheckRequest{Service: "teapot.v1"}); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("unknown service: %v", err)
	}
	s.down.Store(true)
	if got, err := health.Check(t.Context(), &grpchealth.CheckRequest{}); err != nil || got.Status != grpchealth.StatusNotServing {
		t.Errorf("database down: %v, %v", got, err)
	}

	stream := grpcreflect.NewClient(client, s.url, connect.WithGRPC()).NewStream(t.Context())
	names, err := stream.ListServices()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	if len(names) != 5 {
		t.Errorf("services: %v", names)
	}
}

func TestBrowsers(t *testing.T) {
	s := serve(t, web.Route{Pattern: "/whip/", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
	})})
	preflight := func(origin, path, method, headers string) http.Header {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, s.url+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", method)
		r.Header.Set("Access-Control-Request-Headers", headers)
		response, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close() //nolint:errcheck // only read
		return response.Header
	}
	for _, path := range []string{"/interviewai.v1.LiveService/GetLiveSession", "/api/v1/live/sessions", "/whip/s1/interviewer"} {
		got := preflight("https://app.interviewai.pro", path, "PATCH", "authorization,content-type")
		if got.Get("Access-Control-Allow-Origin") != "https://app.interviewai.pro" || got.Get("Access-Control-Max-Age") != "86400" || got.Get("Access-Control-Allow-Credentials") != "true" {
			t.Errorf("%s: %v", path, got)
		}
	}
	if got := preflight("chrome-extension://abc", "/api/v1/live/sessions", "POST", "authorization"); got.Get("Access-Control-Allow-Origin") == "" {
		t.Error("the extension may not call")
	}
	if got := preflight("https://evil.example", "/api/v1/live/sessions", "POST", "authorization"); got.Get("Access-Control-Allow-Origin") != "" {
		t.Error("anybody may call")
	}
	s.play(t, scenario{method: "POST", path: "/whip/s1/interviewer", body: "v=0", contentType: "application/sdp", status: 201, header: map[string]string{
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Referrer-Policy": "no-referrer",
	}})
}

func TestPanicOutsideTheServices(t *testing.T) {
	s := serve(t, web.Route{Pattern: "/bang", Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })})
	s.play(t, scenario{method: "GET", path: "/bang", status: 500, lacks: []string{"boom"}})
}

func TestMetricsAndKeys(t *testing.T) {
	s := serve(t)
	s.play(t, scenario{method: "GET", path: "/api/v1/live/sessions", token: "good", status: 200})
	s.play(t, scenario{method: "GET", path: "/metrics", status: 200, contains: []string{
		`interviewai_calls_total{code="ok",procedure="/interviewai.v1.LiveService/ListLiveSessions"} 1`, "go_goroutines",
	}})
	s.play(t, scenario{method: "GET", path: "/.well-known/jwks.json", status: 200, contains: []string{`"kid":"k1"`}})
}

func TestCallsUnderWayAreFinishedBeforeTheStop(t *testing.T) {
	arrived, finish := make(chan struct{}), make(chan struct{})
	s := serve(t, web.Route{Pattern: "/slow", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-finish
		_, _ = io.WriteString(w, "done")
	})})
	answered := make(chan string, 1)
	go func() {
		response, err := s.client.Get(s.url + "/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close() //nolint:errcheck // only read
		text, _ := io.ReadAll(response.Body)
		answered <- string(text)
	}()
	<-arrived
	s.stop()
	close(finish)
	if got := <-answered; got != "done" {
		t.Errorf("got %q", got)
	}
}
