package recordingtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// Formats are what may be sent, by the endings of their files' names.
func Formats() []string { return []string{"wav", "webm", "ogg", "mp3", "m4a"} }

// coding is how each format is usually made.
var coding = map[string][]string{
	"wav": {"-c:a", "pcm_s16le", "-ar", "48000"}, "webm": {"-c:a", "libopus"}, "ogg": {"-c:a", "libopus"},
	"mp3": {"-b:a", "32k"}, "m4a": {"-c:a", "aac", "-b:a", "32k"},
}

// Audio makes a recording of speech: the demo's interviewer, again and again.
func Audio(tb testing.TB, ending string, length time.Duration) []byte {
	tb.Helper()
	_, here, _, _ := runtime.Caller(0)
	speech := filepath.Join(filepath.Dir(here), "../../../../clients/demo/interviewer.opus")
	out := filepath.Join(tb.TempDir(), "answer."+ending)
	args := []string{"-nostdin", "-loglevel", "error", "-stream_loop", "-1", "-i", speech, "-t", strconv.FormatFloat(length.Seconds(), 'f', 3, 64), "-ac", "1"}
	args = append(append(args, coding[ending]...), out)
	if said, err := exec.CommandContext(tb.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		tb.Fatalf("make %s: %v: %s", ending, err, said)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		tb.Fatal(err)
	}
	return content
}
