// Package recorded reads the answers of mock interviews that people recorded:
// whatever their browser or telephone made of them, decoded as uploads are.
package recorded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

const (
	// longest is how far a recording is listened to that is too long, to say how
	// long it is.
	longest = time.Hour
	// padding is what encoders may add to five minutes.
	padding = time.Second
	// decodeTime bounds the decoding of one recording.
	decodeTime = time.Minute
)

// mimeTypes are what may be sent.
var mimeTypes = map[audiofile.Format]string{
	audiofile.WAV: "audio/wav", audiofile.WebM: "audio/webm", audiofile.Ogg: "audio/ogg", audiofile.MP3: "audio/mpeg", audiofile.MP4: "audio/mp4",
}

// Decoder implements recording.Decoder.
type Decoder struct {
	// TempDir is where a file is laid down for ffmpeg; the system's when empty.
	TempDir string
}

// Kind implements recording.Decoder.
func (Decoder) Kind(head []byte) (string, bool) {
	format, ok := audiofile.Sniff(head[:min(len(head), audiofile.SniffLen)])
	mimeType, accepted := mimeTypes[format]
	return mimeType, ok && accepted
}

// Decode implements recording.Decoder.
func (d Decoder) Decode(ctx context.Context, file io.Reader) (recording.Sound, error) {
	var pcm []int16
	var samples int
	most := int((recording.MaxDuration + padding).Seconds() * sound.Rate)
	format, err := audiofile.Stream(ctx, file, audiofile.Options{
		Rate: sound.Rate, MaxBytes: recording.MaxBytes, MaxDuration: longest, Timeout: decodeTime, TempDir: d.TempDir,
	}, func(some []int16) error {
		if samples += len(some); samples <= most {
			pcm = append(pcm, some...)
		}
		return nil
	})
	out := recording.Sound{Duration: time.Duration(samples) * time.Second / sound.Rate}
	switch {
	case errors.Is(err, audiofile.ErrFormat):
		return out, recording.ErrFormat.Because(err)
	case errors.Is(err, audiofile.ErrTooLong):
		return out, recording.ErrTooLong.Because(err)
	case errors.Is(err, audiofile.ErrTooSlow):
		return out, recording.ErrUnreadable.Because(err)
	case errors.Is(err, audiofile.ErrTooBig):
		return out, recording.ErrTooLarge.Because(err)
	case err != nil:
		return out, fmt.Errorf("decode answer: %w", err)
	case mimeTypes[format] == "":
		return out, recording.ErrFormat
	case samples > most:
		return out, recording.ErrTooLong
	}
	out.PCM = pcm
	return out, nil
}
