package speech

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

func spoken(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("sphinx/testdata/questions_rms.ogg")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	pcm, length, err := Decode(t.Context(), spoken(t))
	if err != nil || length != sound.Duration(len(pcm)) || length < 20*time.Second || sound.Silent(pcm) {
		t.Errorf("%d samples, %v, %v", len(pcm), length, err)
	}
	for rule, file := range map[string][]byte{
		"required": nil,
		"size":     make([]byte, maxUpload+1),
		"format":   append([]byte("fLaC\x00\x00\x00\x22"), make([]byte, 100)...),
	} {
		_, _, err := Decode(t.Context(), file)
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Rule != rule || invalid.Field != "audio" {
			t.Errorf("%s: %v", rule, err)
		}
	}
}

func TestProviders(t *testing.T) {
	for _, tc := range []struct {
		provider, key string
		degraded      bool
		mistake       string
	}{
		{"", "", true, ""},
		{"auto", "", true, ""},
		{"auto", "k", false, ""},
		{"offline", "k", true, ""},
		{"openai", "k", false, ""},
		{"openai", "", false, "OPENAI_API_KEY"},
		{"deepgram", "k", false, "STT_PROVIDER"},
	} {
		r, err := New(Config{Provider: tc.provider, APIKey: tc.key})
		if tc.mistake != "" {
			if err == nil || !strings.Contains(err.Error(), tc.mistake) {
				t.Errorf("%+v: %v", tc, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Degraded() != tc.degraded {
			t.Errorf("%+v: degraded is %v", tc, r.Degraded())
		}
		r.Close()
	}
}

func TestOfflineTakesOverWhenTheServiceAnswersRubbish(t *testing.T) {
	s := speechtest.New(0, speechtest.Script(speechtest.Response{Body: "<html>"}))
	defer s.Close()
	r, err := New(Config{BaseURL: s.URL, Decoders: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pcm, _, err := Decode(t.Context(), spoken(t))
	if err != nil {
		t.Fatal(err)
	}
	first := sound.Split(pcm, time.Minute)[0]
	got, err := r.Transcribe(t.Context(), pcm[first.From:first.To], coach.RecogniseOptions{})
	if err != nil || !got.Degraded || !strings.Contains(got.Text, "tell me about yourself") {
		t.Errorf("heard %q, degraded %v, %v", got.Text, got.Degraded, err)
	}
	_, err = r.Transcribe(t.Context(), pcm[first.From:first.To], coach.RecogniseOptions{Language: "ru"})
	if !errors.Is(err, coach.ErrUnavailable) || !strings.Contains(err.Error(), "knows English only") {
		t.Errorf("Russian: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	var wav bytes.Buffer
	if err := audiofile.WriteWAV(&wav, sound.Rate, make([]int16, 400)); err != nil {
		f.Fatal(err)
	}
	f.Add(wav.Bytes())
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt "))
	f.Add([]byte("OggS\x00\x02"))
	f.Add([]byte("ID3\x03"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, file []byte) {
		pcm, length, err := Decode(t.Context(), file)
		if err != nil && (pcm != nil || length != 0) || err == nil && len(pcm) == 0 {
			t.Errorf("%d samples, %v, %v", len(pcm), length, err)
		}
	})
}
