package answer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// cacheTTL is how long a repeated question is answered from the cache.
const cacheTTL = 24 * time.Hour

// MaxVariants is the most variants one request may ask for (the contract's 3).
const MaxVariants = 3

// errEmit marks an error that the caller's own emit returned.
type errEmit struct{ err error }

func (e errEmit) Error() string { return e.err.Error() }
func (e errEmit) Unwrap() error { return e.err }

// Config is what a Writer is made of.
type Config struct {
	// Model writes the answers; nil means outlines only.
	Model Model
	// Models names the configured models; part of the cache's key.
	Models string
	// Cache keeps answers; nil means none.
	Cache Cache
	// Now is the clock; nil means time.Now. It is used for timings in logs only.
	Now func() time.Time
	// Log gets one line an answer, without any text of it; nil means none.
	Log *slog.Logger
}

// Writer writes answers. It is safe for concurrent use.
type Writer struct {
	model  Model
	models string
	cache  Cache
	now    func() time.Time
	log    *slog.Logger
}

// NewWriter returns a Writer.
func NewWriter(c Config) *Writer {
	w := &Writer{model: c.Model, models: c.Models, cache: c.Cache, now: c.Now, log: c.Log}
	if w.now == nil {
		w.now = time.Now
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	return w
}

// HasModel says whether a language model is configured; without one every
// answer is an outline.
func (w *Writer) HasModel() bool { return w.model != nil }

// Write answers r and streams the answer's text to emit; the deltas joined are
// the Content of the Result, except that a model's stray reasoning may be
// missing from the Content. Everything but the text comes with the Result.
//
// The error is ErrUnavailable when no model could begin, ErrInterrupted when
// one broke off (the Result then holds what came), emit's own error, or ctx's.
func (w *Writer) Write(ctx context.Context, r Request, emit func(delta string) error) (Result, error) {
	r = r.normal()
	if len(r.Questions) == 0 {
		return Result{}, errors.New("write answer: no question")
	}
	if w.model == nil {
		return w.Outline(r, emit)
	}
	key := CacheKey(r, w.models)
	if res, ok := w.cached(ctx, key); ok {
		return res, emit(res.Answer.Content)
	}
	start := w.now()
	res, err := w.ask(ctx, r, emit)
	if err != nil {
		return res, fmt.Errorf("write answer: %w", err)
	}
	w.log.InfoContext(ctx, "answer written", "model", res.Model, "tokens", res.TokensUsed,
		"cost_usd", res.CostUSD, "duration", w.now().Sub(start), "unsupported", len(res.Unsupported))
	if len(res.Unsupported) == 0 && len(res.Contradictions) == 0 {
		w.keep(ctx, key, res)
	}
	return res, nil
}

// Variants answers r in n styles at once, the chosen style first. When some
// fail, the others are returned without error.
func (w *Writer) Variants(ctx context.Context, r Request, n int) ([]Result, error) {
	styles := stylesFrom(r.normal().Style, min(max(n, 1), MaxVariants))
	results := make([]Result, len(styles))
	errs := make([]error, len(styles))
	var g errgroup.Group
	for i, s := range styles {
		g.Go(func() error {
			q := r
			q.Style = s
			results[i], errs[i] = w.Write(ctx, q, func(string) error { return nil })
			return nil
		})
	}
	_ = g.Wait() // the goroutines report through errs
	var good []Result
	for i := range results {
		if errs[i] == nil {
			good = append(good, results[i])
		}
	}
	if len(good) == 0 {
		return nil, errors.Join(errs...)
	}
	return good, nil
}

func (w *Writer) ask(ctx context.Context, r Request, emit func(string) error) (Result, error) {
	p, err := buildPrompt(r)
	if err != nil {
		return Result{}, err
	}
	parser := newParser(maxContent(r.Length))
	usage, genErr := w.model.Generate(ctx, p, func(delta string) error {
		return send(emit, parser.Write(delta))
	})
	var own errEmit
	if errors.As(genErr, &own) {
		return Result{}, own.err
	}
	tail, parts := parser.Close()
	if genErr == nil || errors.Is(genErr, ErrInterrupted) {
		if err := send(emit, tail); err != nil {
			return Result{}, errors.Unwrap(err)
		}
	}
	res := finish(r, parts)
	res.Model, res.TokensUsed, res.CostUSD = usage.Model, usage.InputTokens+usage.OutputTokens, usage.CostUSD
	shown := strings.TrimSpace(parts.content) != ""
	switch {
	case !shown && (genErr == nil || errors.Is(genErr, ErrInterrupted)): // reasoning or sections at most
		return Result{}, fmt.Errorf("model %s wrote no answer: %w", usage.Model, ErrUnavailable)
	case genErr != nil:
		return res, genErr
	}
	return res, nil
}

func send(emit func(string) error, text string) error {
	if text == "" {
		return nil
	}
	if err := emit(text); err != nil {
		return errEmit{err}
	}
	return nil
}

func (w *Writer) cached(ctx context.Context, key string) (Result, bool) {
	if w.cache == nil {
		return Result{}, false
	}
	data, ok, err := w.cache.Get(ctx, key)
	if err != nil {
		w.log.WarnContext(ctx, "answer cache not readable", "error", err)
	}
	if err != nil || !ok {
		return Result{}, false
	}
	var res Result
	if json.Unmarshal(data, &res) != nil || res.Answer.Content == "" {
		return Result{}, false
	}
	res.Cached, res.TokensUsed, res.CostUSD = true, 0, 0 // this time nothing was used
	return res, true
}

func (w *Writer) keep(ctx context.Context, key string, res Result) {
	if w.cache == nil {
		return
	}
	data, err := json.Marshal(res)
	if err == nil {
		err = w.cache.Put(ctx, key, data, cacheTTL)
	}
	if err != nil {
		w.log.WarnContext(ctx, "answer cache not writable", "error", err)
	}
}
