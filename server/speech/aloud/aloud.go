// Package aloud reads texts aloud with an OpenAI-compatible speech service:
// OpenAI itself, or a local server.
package aloud

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/interviewai-pro/interviewai/server/coach"
)

const (
	// limit bounds one reading: a question is half a minute of speech.
	limit = 20 * time.Second
	// maxSound bounds what is taken of an answer; a question is a tenth of it.
	maxSound = 4 << 20
	// defaultVoice is one that every server of the protocol has.
	defaultVoice = "alloy"
)

// Options configure a reader.
type Options struct {
	// APIKey may be empty for local servers.
	APIKey string
	// BaseURL ends in /v1; OpenAI's when empty.
	BaseURL string
	// Model such as "tts-1".
	Model string
	// Voice is "alloy" when empty.
	Voice string
	// HTTP is used for calls; http.DefaultClient when nil.
	HTTP *http.Client
}

// Reader reads aloud. It is safe for concurrent use.
type Reader struct {
	options Options
	client  openai.Client
}

// New returns a reader; it calls nobody yet.
func New(o Options) *Reader {
	if o.Voice == "" {
		o.Voice = defaultVoice
	}
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	key := o.APIKey
	if key == "" {
		key = "none" // the client refuses to work without one, local servers ignore it
	}
	with := []option.RequestOption{option.WithAPIKey(key), option.WithHTTPClient(o.HTTP), option.WithMaxRetries(1)}
	if o.BaseURL != "" {
		with = append(with, option.WithBaseURL(o.BaseURL))
	}
	return &Reader{options: o, client: openai.NewClient(with...)}
}

var errSound = errors.New("the answer is no sound of a sensible length")

// Read returns a text as MP3. The error is coach.ErrUnavailable, or ctx's.
func (r *Reader) Read(ctx context.Context, text string) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	sound, err := r.read(limited, text)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("read aloud: %w", context.Cause(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("read aloud with %s: %w: %w", r.options.Model, coach.ErrUnavailable, err)
	}
	return sound, nil
}

func (r *Reader) read(ctx context.Context, text string) (sound []byte, err error) {
	answer, err := r.client.Audio.Speech.New(ctx, openai.AudioSpeechNewParams{
		Input: text, Model: r.options.Model, ResponseFormat: openai.AudioSpeechNewParamsResponseFormatMP3,
		Voice: openai.AudioSpeechNewParamsVoiceUnion{OfString: openai.String(r.options.Voice)},
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // Read says what was tried
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	sound, err = io.ReadAll(io.LimitReader(answer.Body, maxSound+1))
	if err == nil && (len(sound) == 0 || len(sound) > maxSound) {
		err = errSound
	}
	return sound, err
}
