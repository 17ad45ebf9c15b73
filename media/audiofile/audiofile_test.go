package audiofile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// tone is a 440 Hz tone of half scale.
func tone(rate int, length time.Duration) []int16 {
	pcm := make([]int16, int(length.Seconds()*float64(rate)))
	for i := range pcm {
		pcm[i] = int16(16000 * math.Sin(2*math.Pi*440*float64(i)/float64(rate)))
	}
	return pcm
}

func wavBytes(t testing.TB, rate int, pcm []int16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWAV(&b, rate, pcm); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// encoded is two seconds of the tone as ffmpeg encodes it with the given
// options into a file with the given ending.
func encoded(t testing.TB, ending string, options ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.wav"), filepath.Join(dir, "out."+ending)
	if err := os.WriteFile(in, wavBytes(t, 44100, tone(44100, 2*time.Second)), 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-nostdin", "-loglevel", "error", "-i", in}, options...)
	if msg, err := exec.Command("ffmpeg", append(args, out)...).CombinedOutput(); err != nil {
		t.Fatalf("make %s: %v: %s", ending, err, msg)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// purity is the share of a signal's energy that lies at 440 Hz.
func purity(pcm []int16, rate int) float64 {
	var re, im, energy float64
	for i, s := range pcm {
		sin, cos := math.Sincos(2 * math.Pi * 440 * float64(i) / float64(rate))
		re += float64(s) * cos
		im += float64(s) * sin
		energy += float64(s) * float64(s)
	}
	return (re*re + im*im) * 2 / (float64(len(pcm)) * energy)
}

func TestDecodeEveryFormat(t *testing.T) {
	for _, tc := range []struct {
		story, ending string
		options       []string
		want          Format
	}{
		{"wav, 24 bits, stereo", "wav", []string{"-ac", "2", "-c:a", "pcm_s24le"}, WAV},
		{"wav, mu-law at 8 kHz", "wav", []string{"-ar", "8000", "-c:a", "pcm_mulaw"}, WAV},
		{"mp3 with a tag", "mp3", []string{"-metadata", "title=Interview"}, MP3},
		{"mp3 without a tag", "mp3", []string{"-id3v2_version", "0", "-write_xing", "0"}, MP3},
		{"ogg opus", "ogg", []string{"-c:a", "libopus"}, Ogg},
		{"ogg vorbis", "ogg", []string{"-c:a", "libvorbis"}, Ogg},
		{"webm opus, as browsers record", "webm", []string{"-c:a", "libopus"}, WebM},
		{"m4a with its index at the end", "m4a", []string{"-c:a", "aac"}, MP4},
		{"raw aac", "aac", []string{"-c:a", "aac"}, AAC},
		{"flac", "flac", nil, FLAC},
		{"aiff", "aiff", nil, AIFF},
		{"caf", "caf", nil, CAF},
		{"au", "au", nil, AU},
	} {
		t.Run(tc.story, func(t *testing.T) {
			t.Parallel()
			rec, err := Decode(t.Context(), bytes.NewReader(encoded(t, tc.ending, tc.options...)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if rec.Format != tc.want || rec.Rate != 16000 {
				t.Errorf("decoded as %s at %d Hz", rec.Format, rec.Rate)
			}
			// Lossy formats pad the beginning and the end.
			if off := (rec.Duration() - 2*time.Second).Abs(); off > 150*time.Millisecond {
				t.Errorf("two seconds became %v", rec.Duration())
			}
			if p := purity(rec.Samples, 16000); p < 0.95 {
				t.Errorf("only %.2f of the energy is the tone's", p)
			}
		})
	}
}

func TestDecodePlainWAVNeedsNoFFmpeg(t *testing.T) {
	pcm := tone(48000, time.Second)
	rec, err := Decode(t.Context(), bytes.NewReader(wavBytes(t, 48000, pcm)),
		Options{Rate: 48000, FFmpeg: "there-is-no-such-program"})
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) != len(pcm) || rec.Rate != 48000 {
		t.Errorf("%d samples at %d Hz came back, want %d", len(rec.Samples), rec.Rate, len(pcm))
	}
}

func TestDecodeRefuses(t *testing.T) {
	wav := wavBytes(t, 16000, tone(16000, 2*time.Second))
	flac := encoded(t, "flac")
	video := encoded(t, "aac")[:2000]
	for _, tc := range []struct {
		story string
		file  []byte
		opt   Options
		want  error
	}{
		{"text", []byte("Tell me about yourself."), Options{}, ErrFormat},
		{"nothing", nil, Options{}, ErrFormat},
		{"a playlist", []byte("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), Options{}, ErrFormat},
		{"a playlist behind a wav's magic", []byte("RIFF\x00\x00\x00\x00WAVE\n#EXTM3U\nfile:///etc/passwd\n"), Options{}, ErrFormat},
		{"garbage behind an ogg's magic", append([]byte("OggS"), bytes.Repeat([]byte("rubbish!"), 500)...), Options{}, ErrFormat},
		{"a header alone", flac[:64], Options{}, ErrFormat},
		{"plain wav, too long", wav, Options{MaxDuration: time.Second}, ErrTooLong},
		{"flac, too long", flac, Options{MaxDuration: time.Second}, ErrTooLong},
		{"too big", wav, Options{MaxBytes: int64(len(wav)) - 1}, ErrTooBig},
		{"no ffmpeg", flac, Options{FFmpeg: "there-is-no-such-program"}, ErrNoDecoder},
		{"no time", flac, Options{Timeout: time.Nanosecond}, ErrTooSlow},
		{"aac called m4a", append([]byte("\x00\x00\x00\x1cftypM4A "), video...), Options{}, ErrFormat},
	} {
		t.Run(tc.story, func(t *testing.T) {
			tc.opt.TempDir = t.TempDir()
			_, err := Decode(t.Context(), bytes.NewReader(tc.file), tc.opt)
			if !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
			if left, _ := os.ReadDir(tc.opt.TempDir); len(left) != 0 {
				t.Errorf("%d files were left behind", len(left))
			}
		})
	}
}

func TestDecodeAcceptsExactlyTheLimit(t *testing.T) {
	wav := wavBytes(t, 16000, tone(16000, time.Second))
	rec, err := Decode(t.Context(), bytes.NewReader(wav),
		Options{MaxBytes: int64(len(wav)), MaxDuration: time.Second})
	if err != nil || rec.Duration() != time.Second {
		t.Errorf("got %v, %v", rec.Duration(), err)
	}
}

func TestDecodeRefusesAnImpossibleRate(t *testing.T) {
	if _, err := Decode(t.Context(), bytes.NewReader(nil), Options{Rate: 96000}); err == nil {
		t.Error("96 kHz was accepted")
	}
}

func TestStreamEndsWithItsReceiver(t *testing.T) {
	enough := errors.New("enough")
	calls := 0
	_, err := Stream(t.Context(), bytes.NewReader(encoded(t, "flac")), Options{}, func([]int16) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("error %v after %d calls", err, calls)
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	for _, ending := range []string{"wav", "flac"} {
		ctx, cancel := context.WithCancel(t.Context())
		body := io.MultiReader(bytes.NewReader(encoded(t, ending)), readerFunc(func([]byte) (int, error) {
			cancel() // the client goes away during the upload
			return 0, io.ErrNoProgress
		}))
		_, err := Stream(ctx, body, Options{}, func([]int16) error { return nil })
		if err == nil {
			t.Errorf("%s: half an upload was decoded", ending)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Stream(ctx, bytes.NewReader(encoded(t, "mp3")), Options{}, func([]int16) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
