package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/audiofile"
)

// ctl runs a command line against a server.
func ctl(t *testing.T, server string, args ...string) (out, diagnostics string, err error) {
	t.Helper()
	if len(args) > 0 && server != "" {
		args = append([]string{args[0], "--server", server, "--token", goodToken}, args[1:]...)
	}
	var o, d bytes.Buffer
	err = run(t.Context(), args, &o, &d)
	return o.String(), d.String(), err
}

// wav writes a recording of so many samples of 48 kHz.
func wav(t *testing.T, samples int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "recording.wav")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(audiofile.WriteWAV(f, rate, noise(time.Second, 3000)[:samples]), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestHelpAndUsage(t *testing.T) {
	t.Parallel()
	if out, _, err := ctl(t, "", "--help"); err != nil || !strings.Contains(out, "interviewctl transcribe") {
		t.Errorf("help: %v %q", err, out)
	}
	for name, args := range map[string][]string{
		"nothing":        nil,
		"no command":     {"sing"},
		"no file":        {"play", "--token", "x"},
		"two files":      {"play", "--token", "x", "a.wav", "b.wav"},
		"unknown flag":   {"play", "--loud", "a.wav"},
		"no token":       {"transcribe", "--token=", "a.wav"},
		"nothing to ask": {"ask", "--token", "x", "--session", "s1"},
	} {
		_, diagnostics, err := ctl(t, "", args...)
		if !errors.Is(err, errUsage) || diagnostics == "" {
			t.Errorf("%s: %v %q", name, err, diagnostics)
		}
	}
	if _, diagnostics, _ := ctl(t, "", "play", "--token=", "a.wav"); !strings.Contains(diagnostics, "--token (or INTERVIEWAI_TOKEN)") {
		t.Errorf("a missing token is explained by %q", diagnostics)
	}
}

// Each mistake is explained so that the reader knows what to do.
func TestMistakes(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	recording := wav(t, rate/10)
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no such recording", []string{"play", "nowhere.wav"}, "nowhere.wav: no such file"},
		{"not a recording", []string{"play", file(t, "notes.wav", "Dear diary")}, "notes.wav"},
		{"no such second recording", []string{"play", "--candidate", "nowhere.wav", recording}, "nowhere.wav: no such file"},
		{"nobody's voice", []string{"play", "--speaker", "dog", recording}, "interviewer or candidate, not \"dog\""},
		{"the candidate twice", []string{"play", "--speaker", "candidate", "--candidate", recording, recording}, "--speaker interviewer"},
		{"no such context", []string{"play", "--context", "nowhere.json", recording}, "nowhere.json: no such file"},
		{"not a context", []string{"play", "--context", file(t, "cv.json", `{"cvTxt": "Go"}`), recording}, "cvTxt"},
		{"no such session", []string{"play", "--session", "s2", recording}, "There is no such session. (request r42)"},
		{"asked in no session", []string{"ask", "--session", "s2", "Why?"}, "There is no such session."},
		{"no such upload", []string{"transcribe", "nowhere.wav"}, "nowhere.wav: no such file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ctl(t, s.url, test.args...)
			if err == nil {
				t.Fatal("it worked")
			}
			if got := explain(err); !strings.Contains(got, test.want) {
				t.Errorf("explained by %q, want %q", got, test.want)
			}
		})
	}
}

func TestTooLargeAnUpload(t *testing.T) {
	t.Parallel()
	name := file(t, "long.wav", "")
	if err := os.Truncate(name, 26<<20); err != nil {
		t.Fatal(err)
	}
	_, _, err := ctl(t, "http://127.0.0.1:1", "transcribe", name)
	if err == nil || !strings.Contains(err.Error(), "26 MB") || !strings.Contains(err.Error(), "interviewctl play") {
		t.Errorf("%v", err)
	}
}

func TestServersThatRefuse(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	recording := wav(t, rate/10)
	_, _, err := ctl(t, "", "play", "--server", s.url, "--token", "bad", recording)
	if got := explain(err); !strings.Contains(got, "interviewai token --data DIR") {
		t.Errorf("a bad token is explained by %q", got)
	}
	_, _, err = ctl(t, "", "watch", "--server", s.url, "--token", "bad", "--session", "s1")
	if got := explain(err); !strings.Contains(got, "interviewai token --data DIR") {
		t.Errorf("a bad token is explained by %q", got)
	}
	_, _, err = ctl(t, "http://127.0.0.1:1", "play", recording)
	if got := explain(err); !strings.Contains(got, "Is the server running") {
		t.Errorf("no server is explained by %q", got)
	}
}

// A refusal shows what is wrong with each field.
func TestExplainFields(t *testing.T) {
	t.Parallel()
	got := explain(refusal(connect.CodeInvalidArgument, &v1.ErrorDetail{
		Reason: "invalid_argument", Message: "The request is not valid.", RequestId: "r7",
		Fields: []*v1.FieldError{{Field: "context.cv_text", Message: "is too long"}},
	}))
	if want := "The request is not valid.\n  context.cv_text: is too long (request r7)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTranscribe(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args             []string
		out, diagnostics string
	}{
		{[]string{"--language", "en"}, "tell me about yourself\n", "(recognised offline by small: expect mistakes)\n"},
		{[]string{"--format", "srt"}, "1\n00:00:00,000 --> 00:00:02,000\ntell me about yourself\n\n", "(recognised offline by small: expect mistakes)\n"},
	} {
		s := newFakeServer(t)
		recording := wav(t, rate/10)
		out, diagnostics, err := ctl(t, s.url, append(append([]string{"transcribe"}, test.args...), recording)...)
		if err != nil || out != test.out || diagnostics != test.diagnostics {
			t.Errorf("%v: %v %q %q", test.args, err, out, diagnostics)
		}
		if sent, _ := os.ReadFile(recording); !bytes.Equal(s.upload.GetAudio(), sent) {
			t.Errorf("%v: the recording was not sent as it is", test.args)
		}
	}
	s := newFakeServer(t)
	out, _, err := ctl(t, s.url, "transcribe", "--json", wav(t, rate/10))
	if err != nil || !strings.Contains(out, `"tell me about yourself"`) || !strings.Contains(out, `"confidence"`) || strings.Count(out, "\n") != 1 {
		t.Errorf("%v %q", err, out)
	}
}
