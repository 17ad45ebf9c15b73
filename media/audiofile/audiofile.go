// Package audiofile reads recordings: any common audio file in, mono 16-bit
// PCM out, and writes WAV files. Files come from strangers and are treated so:
// the format is recognised by its first bytes, and everything but plain PCM16
// WAV is decoded by a child process (ffmpeg) that gets no environment, no
// network protocols, one demuxer, a list of audio decoders, and limits on
// time, memory, input and output.
//
// The package imports the standard library only; any part of the product may
// use it.
package audiofile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Errors that a caller may show to the person who sent the file. Test with
// errors.Is; what is wrapped around them tells an operator more.
var (
	// ErrFormat means that the input is no audio file we can read, or that
	// it holds no sound.
	ErrFormat = errors.New("not an audio file we can read (wav, mp3, ogg, webm, m4a, flac, aac, aiff, amr, caf, au)")
	// ErrTooLong means that the recording lasts longer than Options.MaxDuration.
	ErrTooLong = errors.New("the recording is too long")
	// ErrTooBig means that the input has more bytes than Options.MaxBytes.
	ErrTooBig = errors.New("the audio file is too big")
	// ErrTooSlow means that decoding took longer than Options.Timeout.
	ErrTooSlow = errors.New("decoding the audio file took too long")
	// ErrNoDecoder means that ffmpeg is not installed on this machine.
	ErrNoDecoder = errors.New("ffmpeg is needed to read this format: install ffmpeg (apt-get install ffmpeg)")
)

// Options bounds one decode. The zero value is ready to use.
type Options struct {
	// Rate is the sampling rate of the result in Hz, 16,000 when zero.
	// 8,000 to 48,000 are possible.
	Rate int
	// MaxBytes is the largest input accepted, 25 MiB when zero: the
	// specification's limit for an upload (AI-001).
	MaxBytes int64
	// MaxDuration is the longest recording accepted, one hour when zero.
	// An hour at 16 kHz is 110 MiB of PCM.
	MaxDuration time.Duration
	// Timeout bounds the whole decode, one minute when zero. ffmpeg
	// decodes an hour of speech in about ten seconds.
	Timeout time.Duration
	// FFmpeg is the decoder's program; "ffmpeg" from PATH when empty.
	FFmpeg string
	// TempDir is where the input is laid down for the decoder, in a folder
	// that nobody else can read and that is removed; the system's when empty.
	TempDir string
}

func (o Options) withDefaults() (Options, error) {
	if o.Rate == 0 {
		o.Rate = 16000
	}
	if o.Rate < 8000 || o.Rate > 48000 {
		return o, fmt.Errorf("decode audio: rate %d Hz is outside 8000 to 48000", o.Rate)
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 25 << 20
	}
	if o.MaxDuration <= 0 {
		o.MaxDuration = time.Hour
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.FFmpeg == "" {
		o.FFmpeg = "ffmpeg"
	}
	return o, nil
}

// maxSamples is the number of samples at Rate that MaxDuration allows.
func (o Options) maxSamples() int64 {
	return int64(o.MaxDuration.Seconds() * float64(o.Rate))
}

// Recording is decoded sound.
type Recording struct {
	// Rate is in Hz.
	Rate int
	// Samples are mono.
	Samples []int16
	// Format is what the file was.
	Format Format
}

// Duration is how long the recording plays.
func (r Recording) Duration() time.Duration {
	if r.Rate == 0 {
		return 0
	}
	return time.Duration(len(r.Samples)) * time.Second / time.Duration(r.Rate)
}

// Decode reads a whole audio file and returns its sound as mono PCM. Errors
// wrap ErrFormat, ErrTooLong, ErrTooBig, ErrTooSlow or ErrNoDecoder; others
// come from the reader, the temporary folder or ctx.
func Decode(ctx context.Context, r io.Reader, opt Options) (Recording, error) {
	rec := Recording{}
	format, err := Stream(ctx, r, opt, func(pcm []int16) error {
		rec.Samples = append(rec.Samples, pcm...)
		return nil
	})
	if err != nil {
		return Recording{}, err
	}
	rec.Format = format
	rec.Rate = opt.Rate
	if rec.Rate == 0 {
		rec.Rate = 16000
	}
	return rec, nil
}

// Stream is Decode for recordings that should not lie in memory as a whole:
// yield gets the sound piece by piece, valid during the call only. An error
// from yield ends the decode and is returned. Errors can come after sound has
// been yielded: what was too long is noticed at the end of what was allowed.
func Stream(ctx context.Context, r io.Reader, opt Options, yield func(pcm []int16) error) (Format, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return "", err
	}
	input := &cappedReader{r: r, left: opt.MaxBytes}
	head := make([]byte, SniffLen)
	n, err := io.ReadFull(input, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", fmt.Errorf("read audio file: %w", err)
	}
	head = head[:n]
	format, ok := Sniff(head)
	if !ok {
		return "", fmt.Errorf("recognise audio file: %w", ErrFormat)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, opt.Timeout, ErrTooSlow)
	defer cancel()
	return format, decodeFile(ctx, format, head, input, opt, &meter{left: opt.maxSamples(), yield: yield})
}

// cappedReader fails with ErrTooBig instead of pretending that a long input
// ends at the limit.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	// One byte past the limit is asked for, to tell "as long as allowed"
	// from "longer".
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.r.Read(p)
	if int64(n) > c.left {
		n = int(c.left)
		c.left = 0
		return n, ErrTooBig
	}
	c.left -= int64(n)
	return n, err
}

// meter passes sound on and refuses what is longer than allowed.
type meter struct {
	left  int64
	heard bool
	yield func([]int16) error
}

func (m *meter) take(pcm []int16) error {
	if len(pcm) == 0 {
		return nil
	}
	m.heard = true
	if int64(len(pcm)) > m.left {
		return ErrTooLong
	}
	m.left -= int64(len(pcm))
	return m.yield(pcm)
}
