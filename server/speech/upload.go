package speech

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// InvalidError says what is wrong with an upload, in words for who sent it.
type InvalidError struct {
	// Field is always "audio".
	Field string
	// Rule is "required", "format", "size", "duration" or "decode_time".
	Rule string
	// Message is for a person.
	Message string
}

func (e *InvalidError) Error() string { return e.Field + ": " + e.Message }

// maxUpload is the specification's limit.
const maxUpload = 25 << 20

// Decode turns an uploaded file (wav, mp3, ogg, webm or m4a, up to 25 MB and
// an hour) into 16 kHz mono sound. The error is an *InvalidError when the file
// is at fault.
func Decode(ctx context.Context, file []byte) (pcm []int16, length time.Duration, err error) {
	invalid := func(rule, message string) ([]int16, time.Duration, error) {
		return nil, 0, &InvalidError{Field: "audio", Rule: rule, Message: message}
	}
	const formats = "the file must be wav, mp3, ogg, webm or m4a"
	switch {
	case len(file) == 0:
		return invalid("required", "a recording is required")
	case len(file) > maxUpload:
		return invalid("size", "the file must be at most 25 MB")
	}
	format, ok := audiofile.Sniff(file[:min(len(file), audiofile.SniffLen)])
	accepted := []audiofile.Format{audiofile.WAV, audiofile.MP3, audiofile.Ogg, audiofile.WebM, audiofile.MP4}
	if !ok || !slices.Contains(accepted, format) {
		return invalid("format", formats)
	}
	rec, err := audiofile.Decode(ctx, bytes.NewReader(file), audiofile.Options{Rate: sound.Rate, MaxBytes: maxUpload})
	switch {
	case errors.Is(err, audiofile.ErrFormat):
		return invalid("format", formats+" and hold sound")
	case errors.Is(err, audiofile.ErrTooBig):
		return invalid("size", "the file must be at most 25 MB")
	case errors.Is(err, audiofile.ErrTooLong):
		return invalid("duration", "the recording must be at most an hour long")
	case errors.Is(err, audiofile.ErrTooSlow):
		return invalid("decode_time", "the file takes too long to decode")
	case err != nil:
		return nil, 0, fmt.Errorf("decode upload: %w", err)
	}
	return rec.Samples, rec.Duration(), nil
}
