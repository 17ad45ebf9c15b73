package sphinx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

const (
	// warmUp is how much of an unknown voice is listened to before any of it is
	// decoded, to get used to it. Measured in docs/speech.md.
	warmUp = 1500 * sound.PerMillisecond
	// step is how much is decoded at once, so that questions to the worker
	// wait for no more than the search over it takes (about 30 ms).
	step = 200 * sound.PerMillisecond
	// again is how much may be decoded once more when speech goes on after Text.
	// It costs about a fifth of its length, while the speaker goes on.
	again = 10_000 * sound.PerMillisecond
	// unstable is how many of the last words of a hypothesis are held back
	// from interim text: they often change with the next sound.
	unstable = 1
)

// ErrSegmentTooLong means that more sound was written than a segment may
// have. What was written before stays and can be recognised.
var ErrSegmentTooLong = errors.New("the segment is too long")

// recognition is one segment. The worker owns all fields but those under mu.
type recognition struct {
	pool   *pool
	voices *voices
	key    string
	limit  int
	cancel context.CancelFunc
	ended  chan struct{}
	wake   chan struct{}
	asks   chan ask

	mu      sync.Mutex
	pending []int16
	written int

	d       *decoder // held during an utterance
	opening []int16  // sound kept back until there is enough to know the voice by
	voice   cepstrum // what is known of the voice
	from    int      // sample at which the utterance began
	at      int      // samples taken from pending so far
	done    []coach.Word
	// What was decoded in the utterance, or in the last one when none is held:
	// if speech goes on after Text, it is decoded again together with what
	// follows, because a sentence in two halves is understood worse.
	heard  []int16
	began  int // len(done) when that utterance began
	shown  string
	failed error
}

// ask is a question to the worker about all sound written before it.
type ask struct {
	final bool
	reply chan reply
}

type reply struct {
	t   coach.Transcript
	err error
}

func (o *Recogniser) open(ctx context.Context, key string) *recognition {
	ctx, cancel := context.WithCancel(ctx)
	r := &recognition{
		pool: o.pool, voices: o.voices, key: key, cancel: cancel, limit: sound.Samples(o.options.MaxSegment),
		ended: make(chan struct{}), wake: make(chan struct{}, 1), asks: make(chan ask),
	}
	go r.work(ctx)
	return r
}

// Write hands sound to the worker. The error is ErrSegmentTooLong past the
// limit; that sound is dropped.
func (r *recognition) Write(pcm []int16) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.written+len(pcm) > r.limit {
		return fmt.Errorf("write %d samples after %d: %w", len(pcm), r.written, ErrSegmentTooLong)
	}
	r.pending = append(r.pending, pcm...)
	r.written += len(pcm)
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return nil
}

// Interim returns the hypothesis of the sound decoded so far.
func (r *recognition) Interim(ctx context.Context) (coach.Transcript, bool, error) {
	t, err := r.question(ctx, false)
	if err != nil || t.Text == "" || t.Text == r.shown {
		return coach.Transcript{}, false, err
	}
	r.shown = t.Text
	return t, true, nil
}

// Text ends the utterance and returns the text of the whole segment.
func (r *recognition) Text(ctx context.Context) (coach.Transcript, error) {
	t, err := r.question(ctx, true)
	if err == nil {
		r.shown = t.Text
	}
	return t, err
}

// Close stops the worker and gives the decoder back.
func (r *recognition) Close() {
	r.cancel()
	<-r.ended
}

func (r *recognition) question(ctx context.Context, final bool) (coach.Transcript, error) {
	q := ask{final: final, reply: make(chan reply, 1)}
	select {
	case r.asks <- q:
	case <-r.ended:
		return coach.Transcript{}, fmt.Errorf("recognise segment: %w: %w", coach.ErrUnavailable, errClosed)
	case <-ctx.Done():
		return coach.Transcript{}, fmt.Errorf("recognise segment: %w", context.Cause(ctx))
	}
	select {
	case a := <-q.reply:
		return a.t, a.err
	case <-r.ended:
		return coach.Transcript{}, fmt.Errorf("recognise segment: %w: %w", coach.ErrUnavailable, errClosed)
	case <-ctx.Done():
		return coach.Transcript{}, fmt.Errorf("recognise segment: %w", context.Cause(ctx))
	}
}

// next takes up to n samples of pending sound.
func (r *recognition) next(n int) []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	n = min(n, len(r.pending))
	pcm := slices.Clone(r.pending[:n])
	r.pending = r.pending[n:]
	return pcm
}
