package sphinx

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
)

// Model is the name under which transcripts of this recogniser go out.
const Model = "pocketsphinx-en-us"

var errClosed = errors.New("sphinx: recogniser is closed")

// Recogniser is a coach.Recogniser for English. It is safe for concurrent use
// and has to be closed.
type Recogniser struct {
	options Options
	pool    *pool
}

var _ coach.Recogniser = (*Recogniser)(nil)

// New returns the recogniser. It loads nothing yet; the error says when the
// models are not installed.
func New(o Options) (*Recogniser, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	return &Recogniser{options: o, pool: newPool(o)}, nil
}

// Close frees the decoders. Recognitions still open end with an error.
func (r *Recogniser) Close() { r.pool.close() }

// Warm loads one decoder, so that the first speaker does not wait the half
// second that it takes.
func (r *Recogniser) Warm(ctx context.Context) error {
	d, err := r.pool.take(ctx)
	if err != nil {
		return err
	}
	r.pool.put(d, true)
	return nil
}

// Refused counts recognitions refused because too many were waiting.
func (r *Recogniser) Refused() int64 { return r.pool.refused.Load() }

// Degraded is always true: this is the fallback.
func (r *Recogniser) Degraded() bool { return true }

// understands refuses languages other than English: English words made up for
// Russian sounds would be an invention.
func understands(o coach.RecogniseOptions) error {
	if l := transcript.Language(o.Language); l != "" && l != "en" {
		return fmt.Errorf("the offline recogniser knows English only, not %q; set OPENAI_API_KEY or OPENAI_BASE_URL to use Whisper: %w",
			l, coach.ErrUnavailable)
	}
	return nil
}

// longest is how much sound one utterance of a long recording may hold.
// Memory of the search grows with it (about 1 MiB a second).
const longest = 20 * time.Second

// Transcribe recognises a whole recording, piece by piece: long silences are
// left out, and each piece is normalised by its own mean.
func (r *Recogniser) Transcribe(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error) {
	if err := understands(o); err != nil {
		return coach.Transcript{}, err
	}
	pieces := sound.Split(pcm, longest)
	if len(pieces) == 0 {
		return result(nil, len(pcm)), nil
	}
	d, err := r.pool.take(ctx)
	if err != nil {
		return coach.Transcript{}, err
	}
	healthy := true
	defer func() { r.pool.put(d, healthy) }()
	var words []coach.Word
	for _, piece := range pieces {
		if ctx.Err() != nil {
			return coach.Transcript{}, fmt.Errorf("transcribe: %w", context.Cause(ctx))
		}
		found, err := d.whole(pcm[piece.From:piece.To])
		if err != nil {
			healthy = false
			return coach.Transcript{}, fmt.Errorf("transcribe: %w: %w", coach.ErrUnavailable, err)
		}
		words = append(words, shifted(found, piece.From)...)
	}
	return result(words, len(pcm)), nil
}

// Open begins a segment. The error is coach.ErrUnavailable for a language
// other than English.
func (r *Recogniser) Open(ctx context.Context, o coach.RecogniseOptions) (coach.Recognition, error) {
	if err := understands(o); err != nil {
		return nil, err
	}
	return open(ctx, r.pool, r.options.MaxSegment), nil
}

// whole recognises one piece of a recording.
func (d *decoder) whole(pcm []int16) ([]coach.Word, error) {
	if err := d.begin(); err != nil {
		return nil, err
	}
	if err := d.feedAll(pcm); err != nil {
		return nil, errors.Join(err, d.end())
	}
	if err := d.end(); err != nil {
		return nil, err
	}
	return d.words(true), nil
}

// shifted moves times by a number of samples.
func shifted(words []coach.Word, samples int) []coach.Word {
	by := sound.Duration(samples)
	for i := range words {
		words[i].Start += by
		words[i].End += by
	}
	return words
}

// result makes a transcript of words and the length of the sound in samples.
func result(words []coach.Word, samples int) coach.Transcript {
	t := coach.Transcript{
		Language: "en", Model: Model, Degraded: true,
		Duration: sound.Duration(samples),
		Words:    words, Passages: transcript.Passages(words),
		Confidence: transcript.Confidence(words),
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	t.Text = strings.Join(texts, " ")
	return t
}
