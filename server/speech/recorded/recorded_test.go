package recorded_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/speech/recorded"
)

func wav(t *testing.T, length time.Duration) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := audiofile.WriteWAV(&out, 16000, make([]int16, int(length.Seconds()*16000))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDecode(t *testing.T) {
	d := recorded.Decoder{TempDir: t.TempDir()}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx      context.Context
		file     io.Reader
		want     error
		duration time.Duration
	}{
		"two seconds":                       {t.Context(), bytes.NewReader(wav(t, 2*time.Second)), nil, 2 * time.Second},
		"five minutes as encoders pad them": {t.Context(), bytes.NewReader(wav(t, 5*time.Minute+time.Second)), nil, 5*time.Minute + time.Second},
		"longer":                            {t.Context(), bytes.NewReader(wav(t, 302*time.Second)), recording.ErrTooLong, 302 * time.Second},
		"no sound":                          {t.Context(), strings.NewReader("Dear Sir or Madam"), recording.ErrFormat, 0},
		"sound of another kind":             {t.Context(), strings.NewReader("fLaC" + strings.Repeat("x", 600)), recording.ErrFormat, 0},
		"too large":                         {t.Context(), io.MultiReader(bytes.NewReader(wav(t, time.Second)[:40]), io.LimitReader(zeros{}, recording.MaxBytes)), recording.ErrTooLarge, 0},
		"the caller is gone":                {canceled, bytes.NewReader(wav(t, time.Second)), context.Canceled, 0},
	} {
		sound, err := d.Decode(c.ctx, c.file)
		if !errors.Is(err, c.want) || sound.Duration != c.duration || c.want == nil && len(sound.PCM) != int(c.duration.Seconds()*16000) {
			t.Errorf("%s: %v of sound, %d samples, %v", name, sound.Duration, len(sound.PCM), err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestKind(t *testing.T) {
	for head, want := range map[string]string{
		string(wav(t, time.Second)): "audio/wav", "OggS": "audio/ogg", "\x1aE\xdf\xa3": "audio/webm", "ID3\x04\x00\x00\x00\x00\x00\x00": "audio/mpeg",
		"\x00\x00\x00\x1cftypM4A\x00": "audio/mp4", "fLaC": "", "": "", "%PDF-1.7": "",
	} {
		if got, ok := (recorded.Decoder{}).Kind([]byte(head)); got != want || ok != (want != "") {
			t.Errorf("%.8q: %q, %v", head, got, ok)
		}
	}
}
