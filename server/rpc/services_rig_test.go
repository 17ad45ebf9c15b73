package rpc_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/goleak"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/speech"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// services is the api role's Connect surface as it is served: every
// interceptor, a real document store and Redis protocol, and both providers
// behind HTTP.
type services struct {
	t      *testing.T
	client *http.Client
	words  *speechtest.Server
	model  *llmtest.Server
	// signIns is Anna's sign-in session.
	signIns *signIns
}

func serveAll(t *testing.T) *services {
	t.Helper()
	s := &services{t: t, signIns: newSignIns(), words: speechtest.Saying(0, "Why do you want to work here?"), model: llmtest.New("I like what you build.")}
	t.Cleanup(s.words.Close)
	t.Cleanup(s.model.Close)
	recogniser, err := speech.New(speech.Config{Provider: "openai", BaseURL: s.words.URL})
	if err != nil {
		t.Fatal(err)
	}
	model, err := llm.New(llm.Config{Providers: []llm.Provider{{Name: llm.OpenAI, BaseURL: s.model.OpenAIURL(), Quick: "small", Strong: "large"}}})
	if err != nil {
		t.Fatal(err)
	}
	writer := answer.NewWriter(answer.Config{Model: model})
	client := redistest.Client(t)
	log := redis.NewEventLog(client)
	live, err := coach.NewService(t.Context(), coach.Config{
		DB: storetest.DB(t), Log: log, Recogniser: recogniser, Writer: writer, InterimEvery: time.Hour, MediaLost: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	interceptors, err := rpc.Interceptors(rpc.InterceptorOptions{
		Logger: observe.NewLogger(&bytes.Buffer{}, true, slog.LevelError), Metrics: observe.NewMetrics("test"), Traces: noop.NewTracerProvider(),
		Authenticate: func(_ context.Context, token string) (account.Identity, error) {
			if name, ok := strings.CutPrefix(token, "token-of-"); ok {
				return account.Identity{UserID: account.UserID(name), Role: account.User, SessionID: "session-of-" + name}, nil
			}
			return account.Identity{}, account.ErrToken
		},
		ServiceToken: serviceToken, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	options := rpc.HandlerOptions(interceptors)
	mux := http.NewServeMux()
	mux.Handle(interviewaiv1connect.NewLiveServiceHandler(rpc.NewLive(rpc.LiveConfig{
		Coach: live, Tokens: mediaTokens{}, TokenLife: time.Minute, Media: echoingMedia{}, PublicURL: "https://coach.example.org",
		ICEServers: []*v1.IceServer{{Urls: []string{"turn:turn.example.org"}, Username: "u", Credential: "p"}},
	}), options...))
	mux.Handle(interviewaiv1connect.NewConversationServiceHandler(rpc.NewConversation(live).WhileSignedIn(s.signIns), options...))
	mux.Handle(interviewaiv1connect.NewAiServiceHandler(rpc.NewAI(rpc.AIConfig{
		Recogniser: recogniser, Writer: writer, Render: transcript.Render, InterimEvery: 100 * time.Millisecond,
		Decode: func(_ context.Context, file []byte) ([]int16, error) {
			rec, err := audiofile.ReadWAV(bytes.NewReader(file), 1<<20)
			if err != nil {
				return nil, fault.BadField("audio", "format", "the file must be wav")
			}
			return rec.Samples, nil
		},
	}), options...))
	listener := inproc.New()
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: mux, Protocols: protocols, ReadHeaderTimeout: time.Minute}
	s.client = listener.Client()
	ctx, cancel := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	parts.Go(func() { _ = server.Serve(listener) })
	parts.Go(func() { _ = log.Run(ctx) })
	parts.Go(func() { _ = live.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		_ = server.Close()
		s.client.CloseIdleConnections()
		parts.Wait()
		recogniser.Close()
	})
	return s
}

// bearing puts a token on every call; an empty one puts none.
func bearing(token string) connect.ClientOption {
	return connect.WithInterceptors(header(token))
}

type header string

func (h header) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		if h != "" {
			req.Header().Set("Authorization", "Bearer "+string(h))
		}
		return next(ctx, req)
	}
}

func (h header) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		if h != "" {
			conn.RequestHeader().Set("Authorization", "Bearer "+string(h))
		}
		return conn
	}
}

func (h header) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}

func (s *services) live(token string) interviewaiv1connect.LiveServiceClient {
	return interviewaiv1connect.NewLiveServiceClient(s.client, inproc.BaseURL, bearing(token))
}

func (s *services) ai(token string) interviewaiv1connect.AiServiceClient {
	return interviewaiv1connect.NewAiServiceClient(s.client, inproc.BaseURL, bearing(token))
}

func (s *services) conversation(token string) interviewaiv1connect.ConversationServiceClient {
	return interviewaiv1connect.NewConversationServiceClient(s.client, inproc.BaseURL, bearing(token))
}

// create opens a session of Anna's.
func (s *services) create() *v1.CreateLiveSessionResponse {
	s.t.Helper()
	res, err := s.live("token-of-anna").CreateLiveSession(s.t.Context(), connect.NewRequest(&v1.CreateLiveSessionRequest{
		Consent: true, LanguageHint: "en", Context: &v1.LiveContext{CvText: "Backend engineer at Acme"},
	}))
	if err != nil {
		s.t.Fatal(err)
	}
	return res.Msg
}

type mediaTokens struct{}

func (mediaTokens) MediaToken(owner account.UserID, session string, life time.Duration) (string, time.Time, error) {
	return "media-token-of-" + string(owner) + "-for-" + session, time.Unix(0, 0).Add(life), nil
}

// echoingMedia answers an offer with itself.
type echoingMedia struct{}

func (echoingMedia) Connect(_ context.Context, req *connect.Request[v1.ConnectRequest]) (*connect.Response[v1.ConnectResponse], error) {
	return connect.NewResponse(&v1.ConnectResponse{Response: &v1.ConnectMediaResponse{AnswerSdp: req.Msg.GetRequest().GetOfferSdp()}}), nil
}

// voice is a second of a tone: something for the recogniser to be called with.
func voice() []int16 {
	pcm := make([]int16, 16000)
	for i := range pcm {
		pcm[i] = int16(8000*(i/40%2*2) - 8000)
	}
	return pcm
}

func bytesOf(pcm []int16) []byte {
	var b []byte
	for _, v := range pcm {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func wav(t *testing.T, pcm []int16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := audiofile.WriteWAV(&b, 16000, pcm); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// refusal returns the reason and the wrong fields of a refused call.
func refusal(err error) (reason string, fields []string) {
	var refused *connect.Error
	if err == nil {
		return "", nil
	}
	if !errors.As(err, &refused) {
		return err.Error(), nil
	}
	for _, d := range refused.Details() {
		if v, err := d.Value(); err == nil {
			if detail, ok := v.(*v1.ErrorDetail); ok {
				reason = detail.GetReason()
				for _, f := range detail.GetFields() {
					fields = append(fields, f.GetField())
				}
			}
		}
	}
	return reason, fields
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
