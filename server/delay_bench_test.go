package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/trace/noop"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/mediatest"
	"github.com/interviewai-pro/interviewai/media/opus"
	"github.com/interviewai-pro/interviewai/media/session"
	"github.com/interviewai-pro/interviewai/media/turn"
	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/speech"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	speechDelay   = 300 * time.Millisecond
	languageDelay = 400 * time.Millisecond
	benchSessions = 6
	benchTurns    = 5
)

// BenchmarkWholeDelay measures, through every part of the service, what it adds
// itself between the end of speech and the first published piece of the
// suggestion: sound in, Opus, detector, segments, turns, the Converse stream,
// HTTP to an emulated Whisper (300 ms) and an emulated language model (400 ms to
// the first token), the document store, the event log. "own" is what was
// measured less endpointing and less the providers' time that cannot overlap.
func BenchmarkWholeDelay(b *testing.B) {
	for _, speculate := range []bool{true, false} {
		b.Run(fmt.Sprintf("speculation %v", speculate), func(b *testing.B) {
			var total, own []time.Duration
			calls := 0
			for b.Loop() {
				t, n := playWhole(b, speculate)
				total = append(total, t...)
				calls += n
			}
			for _, d := range total {
				own = append(own, d-idealDelay(speculate))
			}
			slices.Sort(total)
			slices.Sort(own)
			b.ReportMetric(ms(total, 0.5), "p50-total-ms")
			b.ReportMetric(ms(total, 0.95), "p95-total-ms")
			b.ReportMetric(ms(own, 0.5), "p50-own-ms")
			b.ReportMetric(ms(own, 0.95), "p95-own-ms")
			b.ReportMetric(100*float64(calls-len(total))/float64(len(total)), "%extra-calls")
			b.ReportMetric(float64(len(total)), "turns")
		})
	}
}

// idealDelay is when the first words of the answer to a complete question
// would be there if we took no time: the transcript is begun at the pause, and
// the answer with it. Without speculation both wait for the segment's end.
func idealDelay(speculate bool) time.Duration {
	const pause, hangover = 160 * time.Millisecond, 500 * time.Millisecond
	least := turn.DefaultConfig().Complete
	if !speculate {
		return max(least, hangover+speechDelay) + languageDelay
	}
	return max(least, pause+speechDelay+languageDelay)
}

func ms(sorted []time.Duration, q float64) float64 {
	return float64(sorted[int(q*float64(len(sorted)-1))]) / float64(time.Millisecond)
}

// playWhole plays sessions in real time and returns each turn's delay and how
// often the language model was called.
func playWhole(b *testing.B, speculate bool) (delays []time.Duration, calls int) {
	b.Helper()
	words := speechtest.Saying(speechDelay, "What is your greatest strength?")
	defer words.Close()
	model := llmtest.New("")
	model.Handle(func(llmtest.Request) llmtest.Reply {
		return llmtest.Reply{Text: "I finish what I begin.", FirstToken: languageDelay, TokensPerSecond: 100}
	})
	defer model.Close()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var running sync.WaitGroup
	live, client := wholeServer(ctx, b, &running, words.URL, model.OpenAIURL())
	detector := vad.LoadModel()
	cfg := session.Config{
		Conversations: interviewaiv1connect.NewConversationServiceClient(client, inproc.BaseURL,
			connect.WithInterceptors(serviceCredential("Bearer "+benchCredential))),
		NewDetector: func() vad.Detector { return vad.NewStream(detector) },
		Logger:      slog.New(slog.DiscardHandler), Turn: turn.DefaultConfig(),
	}
	cfg.Turn.Speculate = speculate
	registry, err := session.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	running.Go(func() { _ = registry.Run(ctx) })
	sound := spokenTurns(b)
	var playing sync.WaitGroup
	var mu sync.Mutex
	for i := range benchSessions {
		playing.Go(func() {
			// Each asks for something else, so that no answer is shared.
			s, err := live.CreateSession(ctx, fmt.Sprint("user", i), coach.NewSession{LanguageHint: "en"})
			if err != nil {
				b.Error(err)
				return
			}
			binding, err := registry.Join(ctx, session.JoinRequest{SessionID: s.ID, Speaker: v1.Speaker_SPEAKER_INTERVIEWER})
			if err != nil {
				b.Error(err)
				return
			}
			go pushAll(ctx, binding, sound, time.Duration(i)*137*time.Millisecond)
			watching, enough := context.WithTimeout(ctx, time.Minute)
			defer enough()
			answered := 0
			_ = live.Watch(watching, s.UserID, s.ID, 0, func(e coach.Event) error {
				if e.Completed == nil {
					return nil
				}
				mu.Lock()
				delays = append(delays, e.Completed.Timings.FirstToken-e.Completed.Timings.EndOfSpeech)
				mu.Unlock()
				if answered++; answered == benchTurns {
					enough()
				}
				return nil
			})
			if answered < benchTurns {
				b.Errorf("session %d: %d of %d turns were answered", i, answered, benchTurns)
			}
		})
	}
	playing.Wait()
	cancel()
	client.CloseIdleConnections()
	running.Wait()
	return delays, len(model.Requests())
}

const benchCredential = "the-service-credential-of-the-benchmark"

// wholeServer runs the api role's part of the live coach.
func wholeServer(ctx context.Context, b *testing.B, running *sync.WaitGroup, speechURL, modelURL string) (*coach.Service, *http.Client) {
	b.Helper()
	recogniser, err := speech.New(speech.Config{Provider: "openai", BaseURL: speechURL})
	if err != nil {
		b.Fatal(err)
	}
	model, err := llm.New(llm.Config{Providers: []llm.Provider{{Name: llm.OpenAI, BaseURL: modelURL, Quick: "small", Strong: "large"}}})
	if err != nil {
		b.Fatal(err)
	}
	log := redis.NewEventLog(goredis.NewClient(&goredis.Options{Addr: miniredis.RunT(b).Addr()}))
	live, err := coach.NewService(ctx, coach.Config{
		DB: storetest.DB(b), Log: log, Recogniser: recogniser, Writer: answer.NewWriter(answer.Config{Model: model}), InterimEvery: interimEvery,
	})
	if err != nil {
		b.Fatal(err)
	}
	interceptors, err := rpc.Interceptors(rpc.InterceptorOptions{
		Logger: observe.NewLogger(&bytes.Buffer{}, true, slog.LevelError), Metrics: observe.NewMetrics("bench"),
		Traces: noop.NewTracerProvider(), ServiceToken: benchCredential, Now: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(interviewaiv1connect.NewConversationServiceHandler(rpc.NewConversation(live), rpc.HandlerOptions(interceptors)...))
	listener := inproc.New()
	running.Go(func() { _ = log.Run(ctx) })
	running.Go(func() { _ = live.Run(ctx) })
	running.Go(func() {
		_ = web.Server{Handler: mux, Listener: listener, Drain: time.Second, Logger: slog.New(slog.DiscardHandler)}.Run(ctx)
	})
	return live, listener.Client()
}

// spokenTurns is a voice that speaks, waits for its answer, and speaks again,
// as Opus packets.
func spokenTurns(b *testing.B) [][]byte {
	b.Helper()
	voices, err := mediatest.Voices()
	if err != nil {
		b.Fatal(err)
	}
	pcm, _ := mediatest.Speech(voices[:1], 0)
	said := mediatest.PCM(pcm)
	quiet := make([]int16, 16000*5/2)
	var all []int16
	for range benchTurns {
		all = append(append(all, quiet...), said[:min(len(said), 16000*2)]...)
	}
	all = append(all, quiet...)
	coder, err := opus.NewEncoder(opus.EncoderOptions{Rate: 16000})
	if err != nil {
		b.Fatal(err)
	}
	var packets [][]byte
	for ; len(all) >= 320; all = all[320:] {
		packet, err := coder.Encode(all[:320], make([]byte, 1500))
		if err != nil {
			b.Fatal(err)
		}
		packets = append(packets, packet)
	}
	return packets
}

// pushAll sends packets at the pace of a peer.
func pushAll(ctx context.Context, binding *session.Binding, sound [][]byte, after time.Duration) {
	start := time.Now().Add(after)
	timer := time.NewTimer(after)
	defer timer.Stop()
	for n, payload := range sound {
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		_ = binding.PushRTP(jitter.Packet{SSRC: 1, Sequence: uint16(n), Timestamp: uint32(n) * 960, Payload: payload}, time.Now())
		timer.Reset(time.Until(start.Add(time.Duration(n+1) * 20 * time.Millisecond)))
	}
}
