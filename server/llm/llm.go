// Package llm implements answer.Model on OpenAI (and servers that speak its
// chat completions) and Anthropic: an ordered list of providers with a circuit
// breaker each, models chosen by need, time limits for the first token, for
// the gap between tokens and for the whole, and an estimate of the cost.
// Neither keys nor prompts ever stand in its errors or logs.
package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

// Time limits when Config leaves them 0.
const (
	DefaultFirstToken = 8 * time.Second
	DefaultIdle       = 10 * time.Second
	DefaultTotal      = 60 * time.Second
)

// A breaker opens after breakerFailures failures in a row and lets one call
// try again after breakerRest.
const (
	breakerFailures = 3
	breakerRest     = 15 * time.Second
	// maxRetryAfter bounds how long a provider's Retry-After is believed.
	maxRetryAfter = 2 * time.Minute
	// defaultRetryAfter is the rest after a 429 that names no time.
	defaultRetryAfter = 5 * time.Second
)

// Reasons why a call failed, for errors and logs.
var (
	errFirstToken = errors.New("no first token in time")
	errIdle       = errors.New("no further token in time")
	errTotal      = errors.New("not finished in time")
	errEnd        = errors.New("stream ended without its end mark")
	errCut        = errors.New("output budget used up")
	errFiltered   = errors.New("stopped by the provider's filter")
	errEmpty      = errors.New("no text in the answer")
)

// Config is what a Client is made of.
type Config struct {
	// Providers in the order of preference; at least one.
	Providers []Provider
	// FirstToken, Idle and Total are time limits of one call of one provider; 0
	// means the default.
	FirstToken, Idle, Total time.Duration
	// HTTP is the client to use; nil means http.DefaultClient's transport.
	HTTP *http.Client
	// Now is the clock for Retry-After; nil means time.Now.
	Now func() time.Time
	// Log gets failures of providers; nil means none.
	Log *slog.Logger
}

// Client writes text with the first provider that can. It is safe for
// concurrent use.
type Client struct {
	providers          []*provider
	first, idle, total time.Duration
	now                func() time.Time
	log                *slog.Logger
}

// provider is one configured service with its health.
type provider struct {
	Provider
	stream  streamer
	breaker *gobreaker.TwoStepCircuitBreaker[struct{}]

	mu       sync.Mutex
	restTill time.Time
}

// streamer makes one streaming call. It calls emit for each piece of text.
type streamer func(ctx context.Context, model string, p answer.Prompt, emit func(string) error) (usage, error)

type usage struct{ in, out int }

// New returns a Client.
func New(c Config) (*Client, error) {
	if len(c.Providers) == 0 {
		return nil, errors.New("llm: no provider configured")
	}
	cl := &Client{first: c.FirstToken, idle: c.Idle, total: c.Total, now: c.Now, log: c.Log}
	for _, d := range []struct {
		v   *time.Duration
		def time.Duration
	}{{&cl.first, DefaultFirstToken}, {&cl.idle, DefaultIdle}, {&cl.total, DefaultTotal}} {
		if *d.v <= 0 {
			*d.v = d.def
		}
	}
	if cl.now == nil {
		cl.now = time.Now
	}
	if cl.log == nil {
		cl.log = slog.New(slog.DiscardHandler)
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{}
	}
	for _, p := range c.Providers {
		s, err := newStreamer(p, c.HTTP)
		if err != nil {
			return nil, err
		}
		cl.providers = append(cl.providers, &provider{Provider: p, stream: s, breaker: newBreaker(p.Name)})
	}
	return cl, nil
}

func newBreaker(name string) *gobreaker.TwoStepCircuitBreaker[struct{}] {
	return gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Name:        name,
		Timeout:     breakerRest,
		ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= breakerFailures },
		// A caller that went away, a full quota and a refused request say
		// nothing about the provider's health.
		IsExcluded: func(err error) bool {
			var s statusError
			return errors.Is(err, context.Canceled) || errors.As(err, &s) && (s.status == http.StatusTooManyRequests || s.status == http.StatusBadRequest)
		},
	})
}

// Models names the configured providers and models, for a cache's key.
func (c *Client) Models() string {
	var names []string
	for _, p := range c.providers {
		names = append(names, p.Name+":"+p.Quick+"/"+p.Strong+"@"+p.BaseURL)
	}
	return strings.Join(names, ",")
}

// Strong names the models that do what needs a strong one, for people to read:
// without the addresses, which are the operator's own.
func (c *Client) Strong() string {
	var names []string
	for _, p := range c.providers {
		names = append(names, p.Strong)
	}
	return strings.Join(names, ", ")
}

// Generate implements answer.Model: providers are tried in order until one
// emits its first text; a failure after that is ErrInterrupted.
func (c *Client) Generate(ctx context.Context, p answer.Prompt, emit func(delta string) error) (answer.Usage, error) {
	var reasons []string
	for _, pr := range c.order(p.Model) {
		model := pr.choose(p.Model, p.Need)
		done, err := c.admit(pr)
		if err != nil {
			reasons = append(reasons, pr.Name+": "+err.Error())
			continue
		}
		call := &call{limits: c, emit: emit}
		u, err := call.run(ctx, pr, model, p)
		used := answer.Usage{Model: model, Provider: pr.Name, InputTokens: u.in, OutputTokens: u.out, CostUSD: cost(model, u)}
		if err == nil {
			done(nil)
			return used, nil
		}
		if call.emitErr != nil { // the caller's own doing
			done(context.Canceled)
			return used, call.emitErr
		}
		if ctx.Err() != nil {
			done(context.Canceled)
			return used, ctx.Err()
		}
		done(err)
		pr.rest(err, c.now())
		reason := reasonOf(err)
		c.log.WarnContext(ctx, "language model failed", "provider", pr.Name, "model", model, "reason", reason, "began", call.began)
		if call.began {
			return used, fmt.Errorf("%s: %s: %w", pr.Name, reason, answer.ErrInterrupted)
		}
		reasons = append(reasons, pr.Name+": "+reason)
	}
	return answer.Usage{}, fmt.Errorf("%s: %w", strings.Join(reasons, "; "), answer.ErrUnavailable)
}

// admit asks the provider's breaker and its last Retry-After.
func (c *Client) admit(p *provider) (func(error), error) {
	p.mu.Lock()
	resting := c.now().Before(p.restTill)
	p.mu.Unlock()
	if resting {
		return nil, errors.New("resting after a rate limit")
	}
	done, err := p.breaker.Allow()
	if err != nil {
		return nil, errors.New("circuit open")
	}
	return done, nil
}

func (p *provider) rest(err error, now time.Time) {
	var s statusError
	if !errors.As(err, &s) || s.status != http.StatusTooManyRequests {
		return
	}
	wait := s.retryAfter
	if wait <= 0 {
		wait = defaultRetryAfter
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.restTill = now.Add(min(wait, maxRetryAfter))
}

// call is one try of one provider.
type call struct {
	limits  *Client
	emit    func(string) error
	began   bool
	emitErr error
}

func (k *call) run(ctx context.Context, pr *provider, model string, p answer.Prompt) (usage, error) {
	ctx, stop := context.WithTimeoutCause(ctx, k.limits.total, errTotal)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timer := time.AfterFunc(k.limits.first, func() { cancel(errFirstToken) })
	defer timer.Stop()
	idle := time.AfterFunc(k.limits.total, func() { cancel(errIdle) })
	defer idle.Stop()

	u, err := pr.stream(ctx, model, p, func(text string) error {
		if text == "" {
			return nil
		}
		timer.Stop()
		idle.Reset(k.limits.idle)
		k.began = true
		k.emitErr = k.emit(text)
		return k.emitErr
	})
	if err == nil && !k.began {
		err = errEmpty
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return u, err
}
