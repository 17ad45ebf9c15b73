package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/google/go-cmp/cmp"
	dto "github.com/prometheus/client_model/go"
	"go.opentelemetry.io/otel/trace/noop"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const serviceToken = "the-service-credential-of-the-tests"

// live is a LiveService whose calls the test decides.
type live struct {
	interviewaiv1connect.UnimplementedLiveServiceHandler
	get   func(context.Context) error
	watch func(context.Context, *connect.ServerStream[v1.WatchLiveSessionResponse]) error
}

func (l live) GetLiveSession(ctx context.Context, _ *connect.Request[v1.GetLiveSessionRequest]) (*connect.Response[v1.GetLiveSessionResponse], error) {
	if err := l.get(ctx); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetLiveSessionResponse{}), nil
}

func (l live) WatchLiveSession(ctx context.Context, _ *connect.Request[v1.WatchLiveSessionRequest], s *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
	return l.watch(ctx, s)
}

type mediaService struct {
	interviewaiv1connect.UnimplementedMediaServiceHandler
}

func (mediaService) Connect(ctx context.Context, _ *connect.Request[v1.ConnectRequest]) (*connect.Response[v1.ConnectResponse], error) {
	if who, ok := account.FromContext(ctx); !ok || !who.IsService() {
		return nil, errors.New("the caller is not the service")
	}
	return connect.NewResponse(&v1.ConnectResponse{}), nil
}

// door is a server with all interceptors, and clients for it.
type door struct {
	live    interviewaiv1connect.LiveServiceClient
	media   interviewaiv1connect.MediaServiceClient
	metrics *observe.Metrics
	// admission has the same rules.
	admission *rpc.Admission
	logs      *bytes.Buffer
	stop      chan struct{}
	// context is put around every call by the surface, if set.
	context func(context.Context) context.Context
	// handler is served instead of the test's own services, if set.
	handler func(connect.HandlerOption) http.Handler
	client  *http.Client
}

func open(t *testing.T, l live, change ...func(*door, *rpc.InterceptorOptions)) *door {
	t.Helper()
	d := &door{metrics: observe.NewMetrics("test"), logs: &bytes.Buffer{}, stop: make(chan struct{})}
	options := rpc.InterceptorOptions{
		Logger: observe.NewLogger(d.logs, true, slog.LevelDebug), Metrics: d.metrics, Traces: noop.NewTracerProvider(),
		Authenticate: func(_ context.Context, token string) (account.Identity, error) {
			if name, ok := strings.CutPrefix(token, "token-of-"); ok {
				return account.Identity{UserID: account.UserID(name), Role: account.User}, nil
			}
			return account.Identity{}, account.ErrToken
		},
		ServiceToken: serviceToken, Now: time.Now, Draining: d.stop,
	}
	for _, change := range change {
		change(d, &options)
	}
	interceptors, admission, err := rpc.Guard(options)
	if err != nil {
		t.Fatal(err)
	}
	d.admission = admission
	mux := http.NewServeMux()
	mux.Handle(interviewaiv1connect.NewLiveServiceHandler(l, rpc.HandlerOptions(interceptors)...))
	mux.Handle(interviewaiv1connect.NewMediaServiceHandler(mediaService{}, rpc.HandlerOptions(interceptors)...))
	var served http.Handler = mux
	if d.handler != nil {
		served = d.handler(interceptors)
	}
	listener := inproc.New()
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	surface := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.context != nil {
			r = r.WithContext(d.context(r.Context()))
		}
		served.ServeHTTP(w, r)
	})
	server := &http.Server{Handler: surface, Protocols: protocols, ReadHeaderTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	client := listener.Client()
	d.client = client
	t.Cleanup(func() {
		client.CloseIdleConnections()
		_ = server.Close()
		<-ended
	})
	d.live = interviewaiv1connect.NewLiveServiceClient(client, inproc.BaseURL)
	d.media = interviewaiv1connect.NewMediaServiceClient(client, inproc.BaseURL)
	return d
}

func as[T any](token string, message *T) *connect.Request[T] {
	r := connect.NewRequest(message)
	if token != "" {
		r.Header().Set("Authorization", "Bearer "+token)
	}
	return r
}

// refusedCalls makes the same call as unary and as stream and returns how each
// was refused.
func (d *door) refusedCalls(t *testing.T, token, session string) map[string]error {
	t.Helper()
	_, unary := d.live.GetLiveSession(t.Context(), as(token, &v1.GetLiveSessionRequest{SessionId: session}))
	stream, err := d.live.WatchLiveSession(t.Context(), as(token, &v1.WatchLiveSessionRequest{SessionId: session}))
	if err != nil {
		t.Fatal(err)
	}
	for stream.Receive() {
	}
	streamed := stream.Err()
	_ = stream.Close()
	return map[string]error{"unary": unary, "stream": streamed}
}

func failWith(err error) live {
	return live{
		get:   func(context.Context) error { return err },
		watch: func(context.Context, *connect.ServerStream[v1.WatchLiveSessionResponse]) error { return err },
	}
}

func TestErrorsAreMappedOnceForUnaryAndStreams(t *testing.T) {
	ended := fault.New(fault.Conflict, "session_ended", "This session has ended.")
	for _, c := range []struct {
		name    string
		err     error
		code    connect.Code
		reason  string
		message string
	}{
		{"not found", fault.New(fault.NotFound, "session_not_found", "No such session."), connect.CodeNotFound, "session_not_found", "No such session."},
		{"conflict with a cause", ended.Because(errors.New("row 7")), connect.CodeFailedPrecondition, "session_ended", "This session has ended."},
		{"denied", fault.New(fault.Denied, "no", "No."), connect.CodePermissionDenied, "no", "No."},
		{"unavailable", fault.New(fault.Unavailable, "db", "Later."), connect.CodeUnavailable, "db", "Later."},
		{"limited", fault.New(fault.Limited, "plan", "Enough."), connect.CodeResourceExhausted, "plan", "Enough."},
		{"deadline", context.DeadlineExceeded, connect.CodeDeadlineExceeded, "deadline_exceeded", "The call was given up before it was finished."},
		{"canceled", fault.New(fault.Canceled, "canceled", "Gone."), connect.CodeCanceled, "canceled", "Gone."},
		{"a stranger", errors.New("dial tcp 10.0.0.7: refused"), connect.CodeInternal, "internal", ""},
		{"an internal fault", fault.New(fault.Internal, "secret_reason", "secret message"), connect.CodeInternal, "internal", ""},
		{"a transport's internal error", connect.NewError(connect.CodeUnknown, errors.New("secret")), connect.CodeInternal, "internal", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for kind, err := range open(t, failWith(c.err)).refusedCalls(t, "token-of-ada", "s1") {
				if got := connect.CodeOf(err); got != c.code {
					t.Errorf("%s: code %v, want %v", kind, got, c.code)
				}
				detail := rpc.DetailOf(err)
				if detail == nil {
					t.Fatalf("%s: no detail in %v", kind, err)
				}
				if detail.GetReason() != c.reason || detail.GetRequestId() == "" {
					t.Errorf("%s: detail %v", kind, detail)
				}
				if c.message != "" && detail.GetMessage() != c.message {
					t.Errorf("%s: message %q, want %q", kind, detail.GetMessage(), c.message)
				}
				for _, secret := range []string{"row 7", "10.0.0.7", "secret"} {
					if strings.Contains(err.Error()+detail.String(), secret) {
						t.Errorf("%s shows %q: %v", kind, secret, err)
					}
				}
			}
		})
	}
}

func TestCauseIsLoggedOnceWithTheCallersRequestID(t *testing.T) {
	d := open(t, failWith(errors.New("disk on fire")))
	_, err := d.live.GetLiveSession(t.Context(), as("token-of-ada", &v1.GetLiveSessionRequest{SessionId: "s1"}))
	var line map[string]any
	if failed := json.Unmarshal(d.logs.Bytes(), &line); failed != nil {
		t.Fatalf("not exactly one line: %q", d.logs)
	}
	delete(line, "time")
	delete(line, "duration")
	want := map[string]any{
		"level": "ERROR", "msg": "call refused", "procedure": "/interviewai.v1.LiveService/GetLiveSession", "code": "internal",
		"reason": "internal", "user_id": "ada", "error": "disk on fire", "request_id": rpc.DetailOf(err).GetRequestId(),
	}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Error(diff)
	}
}

func TestPanicsEndOneCallOnly(t *testing.T) {
	l := live{
		get: func(context.Context) error { panic("boom") },
		watch: func(context.Context, *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
			panic("boom")
		},
	}
	d := open(t, l)
	for kind, err := range d.refusedCalls(t, "token-of-ada", "s1") {
		if connect.CodeOf(err) != connect.CodeInternal || strings.Contains(err.Error(), "boom") {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if !strings.Contains(d.logs.String(), "boom") || !strings.Contains(d.logs.String(), "interceptor_test.go") {
		t.Error("neither cause nor place is logged")
	}
	if got := counter(t, d.metrics, "interviewai_panics_total"); got != 2 {
		t.Errorf("%v panics counted, want 2", got)
	}
}

func counter(t *testing.T, m *observe.Metrics, name string) float64 {
	t.Helper()
	families, err := m.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for _, family := range families {
		if family.GetName() == name {
			for _, one := range family.GetMetric() {
				total += valueOf(one)
			}
		}
	}
	return total
}

func valueOf(m *dto.Metric) float64 { return m.GetCounter().GetValue() + m.GetGauge().GetValue() }

func TestWhoMayCall(t *testing.T) {
	nobody := live{
		get: func(context.Context) error { return errors.New("reached") },
		watch: func(context.Context, *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
			return errors.New("reached")
		},
	}
	d := open(t, nobody)
	for _, token := range []string{"", "wrong", serviceToken} {
		for kind, err := range d.refusedCalls(t, token, "s1") {
			if connect.CodeOf(err) != connect.CodeUnauthenticated {
				t.Errorf("%s with %q: %v", kind, token, err)
			}
		}
	}
	for _, token := range []string{"", "token-of-ada", serviceToken + "x", serviceToken[1:]} {
		if _, err := d.media.Connect(t.Context(), as(token, &v1.ConnectRequest{})); connect.CodeOf(err) != connect.CodeUnauthenticated {
			t.Errorf("service call with %q: %v", token, err)
		}
	}
	if _, err := d.media.Connect(t.Context(), as(serviceToken, &v1.ConnectRequest{})); err != nil {
		t.Errorf("the service itself: %v", err)
	}
}

func TestBrokenRulesNameTheField(t *testing.T) {
	reached := failWith(errors.New("reached"))
	for kind, err := range open(t, reached).refusedCalls(t, "token-of-ada", "") {
		if connect.CodeOf(err) != connect.CodeInvalidArgument {
			t.Fatalf("%s: %v", kind, err)
		}
		detail := rpc.DetailOf(err)
		if detail == nil || len(detail.GetFields()) != 1 || detail.GetFields()[0].GetField() != "session_id" || detail.GetFields()[0].GetRule() != "string.min_len" {
			t.Errorf("%s: %v", kind, detail)
		}
	}
}

func TestStreamsAreToldWhenTheProcessStops(t *testing.T) {
	opened := make(chan struct{})
	l := failWith(nil)
	l.watch = func(ctx context.Context, s *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
		if err := s.Send(&v1.WatchLiveSessionResponse{}); err != nil {
			return err
		}
		close(opened)
		<-ctx.Done()
		return ctx.Err()
	}
	d := open(t, l)
	stream, err := d.live.WatchLiveSession(t.Context(), as("token-of-ada", &v1.WatchLiveSessionRequest{SessionId: "s1"}))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close() //nolint:errcheck // the test is over
	if !stream.Receive() {
		t.Fatal(stream.Err())
	}
	<-opened
	if got := counter(t, d.metrics, "interviewai_open_streams"); got != 1 {
		t.Errorf("%v streams open", got)
	}
	close(d.stop)
	for stream.Receive() {
	}
	if detail := rpc.DetailOf(stream.Err()); connect.CodeOf(stream.Err()) != connect.CodeUnavailable || detail.GetReason() != "draining" {
		t.Errorf("ended with %v", stream.Err())
	}
	if _, err := d.live.GetLiveSession(t.Context(), as("token-of-ada", &v1.GetLiveSessionRequest{SessionId: "s1"})); err != nil {
		t.Errorf("a unary call was not finished: %v", err)
	}
}

func TestBearer(t *testing.T) {
	for header, want := range map[string]string{
		"Bearer abc": "abc", "bearer  abc ": "abc", "Basic abc": "", "abc": "", "": "",
	} {
		if got := rpc.Bearer(header); got != want {
			t.Errorf("Bearer(%q) = %q, want %q", header, got, want)
		}
	}
}
