package sphinx

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	voices  *voices
}

var _ coach.Recogniser = (*Recogniser)(nil)

// New returns the recogniser. It loads nothing yet; the error says when the
// models are not installed.
func New(o Options) (*Recogniser, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	return &Recogniser{options: o, pool: newPool(o), voices: newVoices(maxVoices)}, nil
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

// Open begins a segment. The error is coach.ErrUnavailable for a language
// other than English.
func (r *Recogniser) Open(ctx context.Context, o coach.RecogniseOptions) (coach.Recognition, error) {
	if err := understands(o); err != nil {
		return nil, err
	}
	return r.open(ctx, o.Voice), nil
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
