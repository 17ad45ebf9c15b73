// Package fallback uses several recognisers in order: the first that is not
// known to be broken gets the sound, and when it fails in the middle of a
// segment the next one recognises the whole segment anew. Each has a circuit
// breaker, so that a dead provider costs its time limit a few times only, and
// is tried again after a while.
package fallback

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// Entry is one recogniser in the order of preference.
type Entry struct {
	Name       string
	Recogniser coach.Recogniser
	// Languages are the only ISO 639-1 codes it knows; empty means any.
	// Refusing another language does not count against it.
	Languages []string
}

// Options configure the breakers.
type Options struct {
	// Failures in a row that open a breaker; 3 when zero.
	Failures uint32
	// Cooldown is how long an open breaker keeps a recogniser unused; 15 s
	// when zero.
	Cooldown time.Duration
	// MaxSegment is the longest sound of one Recognition; a minute when zero.
	MaxSegment time.Duration
	// Log gets the failures that are covered up by falling back, and changes
	// of a breaker; discarded when nil.
	Log *slog.Logger
}

// Recogniser is a coach.Recogniser made of others. It is safe for concurrent use.
type Recogniser struct {
	options Options
	entries []guarded
}

var _ coach.Recogniser = (*Recogniser)(nil)

type guarded struct {
	Entry
	breaker *gobreaker.CircuitBreaker[coach.Transcript]
}

// New returns a recogniser that prefers the first entry.
func New(entries []Entry, o Options) *Recogniser {
	if o.Failures == 0 {
		o.Failures = 3
	}
	if o.Cooldown <= 0 {
		o.Cooldown = 15 * time.Second
	}
	if o.MaxSegment <= 0 {
		o.MaxSegment = time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &Recogniser{options: o}
	for _, e := range entries {
		r.entries = append(r.entries, guarded{Entry: e, breaker: gobreaker.NewCircuitBreaker[coach.Transcript](gobreaker.Settings{
			Name: e.Name, Timeout: o.Cooldown,
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= o.Failures },
			// Somebody who hangs up says nothing about the provider.
			IsExcluded: func(err error) bool { return errors.Is(err, errCallerGone) },
			OnStateChange: func(name string, from, to gobreaker.State) {
				o.Log.Warn("speech breaker", "recogniser", name, "from", from.String(), "to", to.String())
			},
		})})
	}
	return r
}

// errCallerGone marks errors that are the caller's own context's.
var errCallerGone = errors.New("the caller has gone")

// Degraded says that every entry is.
func (r *Recogniser) Degraded() bool {
	for _, e := range r.entries {
		if !e.Recogniser.Degraded() {
			return false
		}
	}
	return true
}

// Transcribe asks one recogniser after another.
func (r *Recogniser) Transcribe(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error) {
	var failures []error
	for _, e := range r.entries {
		t, err := e.do(ctx, o, func() (coach.Transcript, error) { return e.Recogniser.Transcribe(ctx, pcm, o) })
		if err == nil || ctx.Err() != nil {
			return t, err
		}
		r.covered(ctx, e.Name, err)
		failures = append(failures, fmt.Errorf("%s: %w", e.Name, err))
	}
	return coach.Transcript{}, unavailable(failures)
}

// Open begins a segment with the first recogniser whose breaker is not open.
func (r *Recogniser) Open(ctx context.Context, o coach.RecogniseOptions) (coach.Recognition, error) {
	s := &recognition{r: r, options: o, ctx: ctx}
	if err := s.advance(0, nil); err != nil {
		return nil, err
	}
	return s, nil
}

// do runs f under the entry's breaker.
func (e guarded) do(ctx context.Context, o coach.RecogniseOptions, f func() (coach.Transcript, error)) (coach.Transcript, error) {
	if !e.knows(o.Language) {
		return f()
	}
	return e.breaker.Execute(func() (coach.Transcript, error) {
		t, err := f()
		if err != nil && ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", errCallerGone, err)
		}
		return t, err
	})
}

func (r *Recogniser) covered(ctx context.Context, name string, err error) {
	r.options.Log.LogAttrs(ctx, slog.LevelWarn, "speech recogniser failed",
		slog.String("recogniser", name), slog.String("error", err.Error()))
}

func unavailable(failures []error) error {
	if len(failures) == 0 {
		return fmt.Errorf("recognise speech: no recogniser is configured: %w", coach.ErrUnavailable)
	}
	return fmt.Errorf("recognise speech: %w: %w", coach.ErrUnavailable, errors.Join(failures...))
}
