package whisper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
)

// backoff is the mean wait before a retry; the wait is between half and one
// and a half of it, so that many sessions do not come back at once.
const backoff = 200 * time.Millisecond

// call has the sound recognised once, with retries. The error is ctx's when
// ctx ended, else coach.ErrUnavailable.
func (r *Recogniser) call(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (heard, error) {
	var wav bytes.Buffer
	wav.Grow(len(pcm)*2 + 64)
	if err := audiofile.WriteWAV(&wav, sound.Rate, pcm); err != nil {
		return heard{}, err
	}
	for retry := 0; ; retry++ {
		h, err := r.try(ctx, wav.Bytes(), sound.Duration(len(pcm)), o)
		if err == nil {
			return h, nil
		}
		if ctx.Err() != nil {
			return heard{}, fmt.Errorf("recognise: %w", context.Cause(ctx))
		}
		if retry >= r.options.Retries || !passing(err) {
			return heard{}, fmt.Errorf("recognise with %s: %w: %w", r.options.Model, coach.ErrUnavailable, err)
		}
		select {
		case <-time.After(backoff/2 + rand.N(backoff)):
		case <-ctx.Done():
			return heard{}, fmt.Errorf("recognise: %w", context.Cause(ctx))
		}
	}
}

func (r *Recogniser) try(ctx context.Context, wav []byte, length time.Duration, o coach.RecogniseOptions) (heard, error) {
	ctx, cancel := context.WithTimeout(ctx, r.options.TimeLimit+length/2)
	defer cancel()
	p := openai.AudioTranscriptionNewParams{
		File:           openai.File(bytes.NewReader(wav), "speech.wav", "audio/wav"),
		Model:          r.options.Model,
		ResponseFormat: openai.AudioResponseFormatJSON,
	}
	if !strings.HasPrefix(r.options.Model, "gpt-") {
		p.ResponseFormat = openai.AudioResponseFormatVerboseJSON
		p.TimestampGranularities = []string{"word", "segment"}
	}
	if code := transcript.Language(o.Language); code != "" {
		p.Language = openai.String(code)
	}
	if o.Prompt != "" {
		p.Prompt = openai.String(o.Prompt)
	}
	if o.Temperature > 0 {
		p.Temperature = openai.Float(min(o.Temperature, 1))
	}
	answer, err := r.client.Audio.Transcriptions.New(ctx, p)
	if err != nil {
		return heard{}, err
	}
	return parse([]byte(answer.RawJSON()), length)
}

// passing reports errors after which another try may succeed at once: not
// those that say the request itself is wrong, and not a time limit, because
// whoever waits for the text has waited long enough.
func passing(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var status *openai.Error
	if errors.As(err, &status) {
		return status.StatusCode == http.StatusTooManyRequests || status.StatusCode >= 500
	}
	return true
}
