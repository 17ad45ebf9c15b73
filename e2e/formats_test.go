package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// Every usual kind of file is understood, uploaded whole and played live.
func TestRecordingFormats(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	for _, name := range []string{"question.wav", "question.mp3", "question.ogg", "question.m4a", "question.webm"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := clip(t, demo+"interviewer.opus", name, firstQuestionFrom, firstQuestionTo)
			out, diagnostics, err := s.ctl(t, "transcribe", "--json", file)
			if err != nil {
				t.Fatalf("transcribe: %v\n%s", err, diagnostics)
			}
			var found struct {
				Transcript, Language string
				Degraded             bool
			}
			if err := json.Unmarshal([]byte(out), &found); err != nil {
				t.Fatal(err)
			}
			like(t, found.Transcript, firstQuestion)
			if found.Language != "en" || !found.Degraded {
				t.Errorf("transcribe found %+v", found)
			}
			if strings.HasSuffix(name, "m4a") || strings.HasSuffix(name, "webm") {
				return // a live play is the same for every file, once it is read
			}
			like(t, said(s.play(t, file), interviewer), firstQuestion)
		})
	}
}

func TestSubtitles(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	file := clip(t, demo+"interviewer.opus", "question.wav", firstQuestionFrom, firstQuestionTo)
	for format, start := range map[string]string{"srt": "1\n00:00:0", "vtt": "WEBVTT\n\n00:0"} {
		out, diagnostics, err := s.ctl(t, "transcribe", "--format", format, file)
		if err != nil || !strings.HasPrefix(out, start) || !strings.Contains(out, "-->") || !strings.Contains(out, "yourself") {
			t.Errorf("%s: %v %q\n%s", format, err, out, diagnostics)
		}
	}
}
