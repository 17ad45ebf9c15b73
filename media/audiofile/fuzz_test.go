package audiofile

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"
)

// FuzzDecode sends broken files all the way through ffmpeg: whatever they are,
// the answer is sound within the limits or an error that a person can be shown,
// and nothing is left on disk.
func FuzzDecode(f *testing.F) {
	for ending, options := range map[string][]string{
		"mp3": nil, "flac": nil, "ogg": {"-c:a", "libopus"}, "webm": {"-c:a", "libopus"},
		"m4a": {"-c:a", "aac"}, "wav": {"-c:a", "pcm_s24le"},
	} {
		f.Add(encoded(f, ending, append(options, "-t", "0.1", "-ac", "1", "-ar", "16000")...))
	}
	known := []error{ErrFormat, ErrTooLong, ErrTooBig, ErrTooSlow}
	f.Fuzz(func(t *testing.T, file []byte) {
		opt := Options{TempDir: t.TempDir(), MaxBytes: 1 << 16, MaxDuration: 10 * time.Second, Timeout: 20 * time.Second}
		rec, err := Decode(t.Context(), bytes.NewReader(file), opt)
		if err == nil && (rec.Duration() <= 0 || rec.Duration() > opt.MaxDuration) {
			t.Fatalf("%v of sound without an error", rec.Duration())
		}
		if err != nil {
			ok := false
			for _, k := range known {
				ok = ok || errors.Is(err, k)
			}
			if !ok {
				t.Fatal(err)
			}
		}
		if left, _ := os.ReadDir(opt.TempDir); len(left) != 0 {
			t.Fatalf("%d files were left behind", len(left))
		}
	})
}
