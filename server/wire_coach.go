package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/speech"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
	"github.com/interviewai-pro/interviewai/server/web"
)

// interimEvery is how often words are shown while somebody speaks.
const interimEvery = 400 * time.Millisecond

// wireCoach joins recognition, answers and live sessions, and serves them.
func wireCoach(ctx context.Context, p *platform) (parts, error) {
	var out parts
	recogniser, err := p.recogniser(&out)
	if err != nil {
		return out, err
	}
	out.notes = append(out.notes, "speech     "+speechNote(p, recogniser.Degraded()))

	writer, note, err := newWriter(p)
	if err != nil {
		return out, err
	}
	out.notes = append(out.notes, "answers    "+note)

	log := redis.NewEventLog(p.stores.redis.Client())
	p.metrics.WatchFollowers(log.SlowFollowers)
	live, err := coach.NewService(ctx, coach.Config{
		DB: p.stores.db, Log: log, Recogniser: recogniser, Writer: writer,
		InterimEvery: interimEvery, Now: p.now, Logger: p.logger, FirstWords: p.metrics.FirstWords(),
	})
	if err != nil {
		return out, err
	}
	p.live, p.liveCalls = live, rpc.NewLive(rpc.LiveConfig{
		Coach: live, Tokens: p.signer, TokenLife: p.MediaTokenLife, Media: p.mediaClient(),
		PublicURL: p.publicURL, ICEServers: iceServers(p.ICEServers),
	})
	out.lasting = append(out.lasting, part{"event log", log.Run}, part{"live sessions", live.Run})

	out.services = append(out.services,
		service(interviewaiv1connect.NewLiveServiceHandler(p.liveCalls, p.handlerOptions...)),
		service(interviewaiv1connect.NewConversationServiceHandler(rpc.NewConversation(live).WhileSignedIn(signIns{p.accounts}), p.handlerOptions...)),
		service(interviewaiv1connect.NewAiServiceHandler(rpc.NewAI(rpc.AIConfig{
			Recogniser: recogniser, Writer: writer, Decode: decodeUpload, Render: transcript.Render, InterimEvery: interimEvery,
		}), p.handlerOptions...)),
	)
	return out, nil
}

// recogniser is what turns speech into text in this process. Whoever asks first
// closes it with its own parts, which are closed last.
func (p *platform) recogniser(out *parts) (*speech.Recogniser, error) {
	if p.heard != nil {
		return p.heard, nil
	}
	recogniser, err := speech.New(speech.Config{
		Provider: p.STTProvider, APIKey: string(p.OpenAIKey), BaseURL: p.OpenAIBaseURL, Model: p.OpenAISTTModel, Log: p.logger,
	})
	if err != nil {
		return nil, err
	}
	p.heard = recogniser
	out.closers = append(out.closers, func() error { recogniser.Close(); return nil })
	return recogniser, nil
}

// newWriter returns what writes answers, and a line about it.
func newWriter(p *platform) (*answer.Writer, string, error) {
	c := answer.Config{Cache: redis.NewAnswerCache(p.stores.redis.Client()), Now: p.now, Log: p.logger}
	model, err := p.model()
	if err != nil {
		return nil, "", err
	}
	if model == nil {
		return answer.NewWriter(c), "outlines from the CV; set OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY for answers", nil
	}
	c.Model, c.Models = model, model.Models()
	return answer.NewWriter(c), strings.Join(p.LLMs(), ", then "), nil
}

// model is the language model that everything in this process asks, so that what
// one call learns of a provider's health serves the next; nil where none is set
// up.
func (p *platform) model() (*llm.Client, error) {
	if len(p.LLMs()) == 0 || p.asked != nil {
		return p.asked, nil
	}
	providers, err := llm.Providers(p.LLMs(), llm.Credentials{
		OpenAIKey: string(p.OpenAIKey), OpenAIBaseURL: p.OpenAIBaseURL, OpenAIOrganization: p.OpenAIOrganization, OpenAIModel: p.OpenAIModel,
		AnthropicKey: string(p.AnthropicKey), AnthropicModel: p.AnthropicModel,
	})
	if err != nil {
		return nil, fmt.Errorf("LLM_PROVIDERS: %w", err)
	}
	p.asked, err = llm.New(llm.Config{Providers: providers, Now: p.now, Log: p.logger})
	return p.asked, err
}

func speechNote(p *platform, degraded bool) string {
	if degraded {
		return "PocketSphinx, offline, English only; set OPENAI_API_KEY or OPENAI_BASE_URL for Whisper"
	}
	if p.OpenAIBaseURL != "" {
		return "Whisper at " + p.OpenAIBaseURL
	}
	return "Whisper at OpenAI"
}

// mediaClient reaches the media role, here or in another process.
func (p *platform) mediaClient() interviewaiv1connect.MediaServiceClient {
	if p.has(config.Media) {
		return interviewaiv1connect.NewMediaServiceClient(p.local, p.localURL(), p.credential())
	}
	return interviewaiv1connect.NewMediaServiceClient(p.remote, strings.TrimRight(p.MediaURL, "/"), p.credential())
}

func decodeUpload(ctx context.Context, recording []byte) ([]int16, error) {
	pcm, _, err := speech.Decode(ctx, recording)
	var invalid *speech.InvalidError
	if errors.As(err, &invalid) {
		return nil, fault.BadField(invalid.Field, invalid.Rule, invalid.Message)
	}
	return pcm, err
}

func iceServers(list config.ICEServers) []*v1.IceServer {
	out := make([]*v1.IceServer, len(list))
	for i, s := range list {
		out[i] = &v1.IceServer{Urls: s.URLs, Username: s.Username, Credential: string(s.Credential)}
	}
	return out
}

// service pairs the two values that a generated constructor returns.
func service(path string, handler http.Handler) web.Service {
	return web.Service{Path: path, Handler: handler}
}
