// Package whisper recognises speech with an OpenAI-compatible transcription
// service: OpenAI itself, or a local server such as speaches or whisper.cpp.
// What Whisper invents is taken out before anyone sees it (see package guard).
package whisper

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// Options configure the recogniser.
type Options struct {
	// APIKey may be empty for local servers.
	APIKey string
	// BaseURL ends in /v1; OpenAI's when empty.
	BaseURL string
	// Model is "whisper-1" when empty. Models named gpt-… give no times.
	Model string
	// TimeLimit of one call is this, 5 s when zero, and half the length of
	// the sound.
	TimeLimit time.Duration
	// Retries after a failure that may pass (429, 5xx, network); 1 when zero,
	// none when negative.
	Retries int
	// InterimEvery is the least time between two decodes for interim text;
	// 1 s when zero.
	InterimEvery time.Duration
	// MaxSegment is the longest sound of one Recognition; a minute when zero.
	MaxSegment time.Duration
	// HTTP is used for calls; http.DefaultClient when nil.
	HTTP *http.Client
	// Log gets what the guards dropped, without its text; discarded when nil.
	Log *slog.Logger
}

// defaultModel is the specification's, and the one that tells words' times and
// what the guards need. OpenAI has announced its end for February 2027; servers
// that speak the same protocol go on serving it.
const defaultModel = "whisper-1"

func (o Options) withDefaults() Options {
	if o.Model == "" {
		o.Model = defaultModel
	}
	if o.TimeLimit <= 0 {
		o.TimeLimit = 5 * time.Second
	}
	if o.Retries == 0 {
		o.Retries = 1
	}
	if o.InterimEvery <= 0 {
		o.InterimEvery = time.Second
	}
	if o.MaxSegment <= 0 {
		o.MaxSegment = time.Minute
	}
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Recogniser is a coach.Recogniser. It is safe for concurrent use.
type Recogniser struct {
	options Options
	client  openai.Client
}

var _ coach.Recogniser = (*Recogniser)(nil)

// New returns the recogniser; it calls nobody yet.
func New(o Options) *Recogniser {
	o = o.withDefaults()
	key := o.APIKey
	if key == "" {
		key = "none" // the client refuses to work without one, local servers ignore it
	}
	set := []option.RequestOption{option.WithAPIKey(key), option.WithHTTPClient(o.HTTP), option.WithMaxRetries(0)}
	if o.BaseURL != "" {
		set = append(set, option.WithBaseURL(strings.TrimRight(o.BaseURL, "/")+"/"))
	}
	return &Recogniser{options: o, client: openai.NewClient(set...)}
}

// Degraded is false.
func (r *Recogniser) Degraded() bool { return false }

// upload is how much sound fits into the 25 MB that the service takes, with
// a margin for the form around it: 13 minutes.
const upload = 13 * time.Minute

// Transcribe recognises a recording, in pieces of 13 minutes cut at the
// quietest place when it is longer.
func (r *Recogniser) Transcribe(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error) {
	var parts []coach.Transcript
	for _, piece := range sound.Cut(pcm, upload) {
		part, err := r.decode(ctx, pcm[piece.From:piece.To], o)
		if err != nil {
			return coach.Transcript{}, fmt.Errorf("transcribe: %w", err)
		}
		shift(&part, sound.Duration(piece.From))
		parts = append(parts, part)
		if o.Language == "" {
			o.Language = part.Language // one recording, one language
		}
	}
	return joined(parts, r.options.Model, o.Language, len(pcm)), nil
}

// Open begins a segment.
func (r *Recogniser) Open(_ context.Context, o coach.RecogniseOptions) (coach.Recognition, error) {
	return &recognition{r: r, options: o}, nil
}

func shift(t *coach.Transcript, by time.Duration) {
	for i := range t.Words {
		t.Words[i].Start += by
		t.Words[i].End += by
	}
	for i := range t.Passages {
		t.Passages[i].Start += by
		t.Passages[i].End += by
	}
}

// joined makes one transcript of consecutive ones.
func joined(parts []coach.Transcript, model, language string, samples int) coach.Transcript {
	if len(parts) == 1 {
		return parts[0]
	}
	t := coach.Transcript{Model: model, Language: language, Duration: sound.Duration(samples)}
	var texts []string
	var weight float64
	for _, p := range parts {
		t.Words = append(t.Words, p.Words...)
		t.Passages = append(t.Passages, p.Passages...)
		if p.Text == "" {
			continue
		}
		texts = append(texts, p.Text)
		t.Confidence += p.Confidence * p.Duration.Seconds()
		weight += p.Duration.Seconds()
	}
	t.Text = strings.Join(texts, " ")
	if weight > 0 {
		t.Confidence /= weight
	}
	return t
}
