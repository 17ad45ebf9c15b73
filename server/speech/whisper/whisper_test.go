package whisper

import (
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

// voice is sound that is not silent.
func voice(d time.Duration) []int16 {
	pcm := make([]int16, sound.Samples(d))
	for i := range pcm {
		pcm[i] = int16(6000 * math.Sin(float64(i)/9) * (1.2 + math.Sin(float64(i)/900)))
	}
	return pcm
}

func serve(t testing.TB, h speechtest.Handler) (*speechtest.Server, *Recogniser) {
	t.Helper()
	s := speechtest.New(0, h)
	t.Cleanup(s.Close)
	return s, New(Options{BaseURL: s.URL, APIKey: "k", InterimEvery: time.Nanosecond})
}

func TestEveryLanguageIsPassedAndReturned(t *testing.T) {
	for code, said := range map[string][2]string{
		"en": {"english", "Tell me about yourself."}, "ru": {"russian", "Расскажите о себе."},
		"uz": {"uzbek", "O'zingiz haqingizda gapirib bering."}, "es": {"spanish", "Hábleme de usted."},
		"de": {"german", "Erzählen Sie etwas über sich."}, "fr": {"french", "Parlez-moi de vous."},
		"pt": {"portuguese", "Fale sobre você."}, "tr": {"turkish", "Bize kendinizden bahsedin."},
		"zh": {"chinese", "请介绍一下你自己。"}, "ar": {"arabic", "حدثني عن نفسك."},
	} {
		s, r := serve(t, speechtest.Script(speechtest.Response{Text: said[1], Language: said[0]}))
		for _, hint := range []string{code, ""} {
			got, err := r.Transcribe(t.Context(), voice(2*time.Second), coach.RecogniseOptions{Language: hint, Prompt: "Go", Temperature: 0.2})
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != said[1] || got.Language != code || got.Duration != 2*time.Second || got.Degraded || got.Model != "whisper-1" {
				t.Errorf("%s: %+v", code, got)
			}
			if len(got.Words) == 0 || len(got.Passages) == 0 || got.Confidence < 0.8 || got.Confidence > 0.83 {
				t.Errorf("%s: %d words, %d passages, confidence %v", code, len(got.Words), len(got.Passages), got.Confidence)
			}
		}
		asked := s.Requests()
		if asked[0].Language != code || asked[1].Language != "" || asked[0].Prompt != "Go" || asked[0].Temperature != 0.2 {
			t.Errorf("%s: asked %q and %q", code, asked[0].Language, asked[1].Language)
		}
		if len(asked[0].Granularities) != 2 || asked[0].Format != "verbose_json" || len(asked[0].PCM) != 32000 {
			t.Errorf("%s: asked %v as %s with %d samples", code, asked[0].Granularities, asked[0].Format, len(asked[0].PCM))
		}
	}
}

func TestInventionsAreDropped(t *testing.T) {
	seg := func(text string, noSpeech, logProb float64) speechtest.Response {
		return speechtest.Response{Text: text, Segments: []speechtest.Segment{{Text: text, End: 2, NoSpeech: noSpeech, LogProb: logProb}}}
	}
	loop := strings.TrimSpace(strings.Repeat("and then we went to the next one ", 12))
	for _, tc := range []struct {
		story   string
		answers []speechtest.Response
		prompt  string
		want    string
		calls   int
	}{
		{"speech", []speechtest.Response{{Text: "Hello there."}}, "", "Hello there.", 1},
		{"no speech and unsure", []speechtest.Response{seg("So what", 0.8, -1.2)}, "", "", 1},
		{"a loop, then speech", []speechtest.Response{{Text: loop}, {Text: "We went on."}}, "", "We went on.", 2},
		{"a loop again", []speechtest.Response{{Text: loop}}, "", "", 2},
		{"one word over and over", []speechtest.Response{{Text: "you you you"}}, "", "", 1},
		{"a stutter", []speechtest.Response{{Text: "I I I agree"}}, "", "I agree", 1},
		{"echo, then speech", []speechtest.Response{{Text: "Kafka, Redis, Go"}, {Text: "Hi."}}, "Kafka, Redis, Go", "Hi.", 2},
		{"a doubtful stock phrase", []speechtest.Response{seg("Thanks for watching!", 0.4, -0.9)}, "", "", 1},
		{"a clear thank you", []speechtest.Response{{Text: "Thank you."}}, "", "Thank you.", 1},
		{"unlikely words", []speechtest.Response{{Text: "a b c", Words: []speechtest.Word{
			{Text: "a", End: 0.5, Probability: 0.1}, {Text: "b", Start: 0.5, End: 1, Probability: 0.1}, {Text: "c", Start: 1, End: 1.5, Probability: 0.1},
		}}}, "", "", 1},
	} {
		t.Run(tc.story, func(t *testing.T) {
			s, r := serve(t, speechtest.Script(tc.answers...))
			got, err := r.Transcribe(t.Context(), voice(2*time.Second), coach.RecogniseOptions{Prompt: tc.prompt})
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != tc.want || (tc.want == "") != (len(got.Words) == 0) {
				t.Errorf("heard %q with %d words, want %q", got.Text, len(got.Words), tc.want)
			}
			if asked := s.Requests(); len(asked) != tc.calls || tc.prompt != "" && asked[len(asked)-1].Prompt != "" {
				t.Errorf("%d calls, want %d", len(asked), tc.calls)
			}
		})
	}
}

func TestSilenceIsNotSent(t *testing.T) {
	s, r := serve(t, speechtest.Script(speechtest.Response{Text: "Thanks for watching!"}))
	got, err := r.Transcribe(t.Context(), make([]int16, 5*sound.Rate), coach.RecogniseOptions{})
	if err != nil || got.Text != "" || got.Duration != 5*time.Second || len(s.Requests()) != 0 {
		t.Errorf("heard %q, %v with %d calls", got.Text, err, len(s.Requests()))
	}
}

func TestTextInALongSilenceIsDropped(t *testing.T) {
	_, r := serve(t, speechtest.Script(speechtest.Response{Text: "Hello. Subscribe now. Bye.", Segments: []speechtest.Segment{
		{Text: "Hello.", End: 2, LogProb: -0.2}, {Text: "Subscribe now.", Start: 4, End: 8, LogProb: -0.2}, {Text: "Bye.", Start: 10, End: 12, LogProb: -0.2},
	}}))
	pcm := append(append(voice(2*time.Second), make([]int16, 8*sound.Rate)...), voice(2*time.Second)...)
	if got, err := r.Transcribe(t.Context(), pcm, coach.RecogniseOptions{}); err != nil || got.Text != "Hello. Bye." {
		t.Errorf("heard %q, %v", got.Text, err)
	}
}

func TestFailures(t *testing.T) {
	for _, tc := range []struct {
		story  string
		answer speechtest.Response
		calls  int
	}{
		{"wrong key", speechtest.Response{Status: http.StatusUnauthorized}, 1},
		{"over quota", speechtest.Response{Status: http.StatusTooManyRequests}, 2},
		{"down", speechtest.Response{Status: http.StatusServiceUnavailable}, 2},
		{"slow", speechtest.Response{Hang: true}, 1},
		{"a web page", speechtest.Response{Body: "<html>Welcome</html>", ContentType: "text/html"}, 2},
		{"a web page called json", speechtest.Response{Body: "<html>Welcome</html>"}, 2},
		{"an empty object", speechtest.Response{Body: "{}"}, 2},
		{"a list", speechtest.Response{Body: "[]"}, 2},
		{"a number for text", speechtest.Response{Body: `{"text":42}`}, 2},
		{"no text", speechtest.Response{Body: `{"text":null}`}, 2},
		{"an error with 200", speechtest.Response{Body: `{"text":"x","error":{"message":"overloaded"}}`}, 2},
		{"cut off", speechtest.Response{Text: "Hello there, how are you?", Truncate: true}, 2},
	} {
		t.Run(tc.story, func(t *testing.T) {
			t.Parallel()
			s, r := serve(t, speechtest.Script(tc.answer))
			r.options.TimeLimit = 10 * time.Second
			if tc.answer.Hang {
				r.options.TimeLimit = time.Millisecond
			}
			pcm := voice(time.Second)
			if tc.answer.Hang {
				pcm = voice(200 * time.Millisecond)
			}
			got, err := r.Transcribe(t.Context(), pcm, coach.RecogniseOptions{})
			if !errors.Is(err, coach.ErrUnavailable) || got.Text != "" {
				t.Errorf("text %q, error %v", got.Text, err)
			}
			if n := len(s.Requests()); n > tc.calls || n == 0 {
				t.Errorf("%d calls, want %d", n, tc.calls)
			}
		})
	}
}

func TestARetrySucceeds(t *testing.T) {
	_, r := serve(t, speechtest.Script(speechtest.Response{Status: 500}, speechtest.Response{Text: "Fine."}))
	if got, err := r.Transcribe(t.Context(), voice(time.Second), coach.RecogniseOptions{}); err != nil || got.Text != "Fine." {
		t.Errorf("heard %q, %v", got.Text, err)
	}
}

func TestInterimShowsWhatTwoDecodesAgreeOn(t *testing.T) {
	_, r := serve(t, speechtest.Script(
		speechtest.Response{Text: "Tell me"},
		speechtest.Response{Text: "Tell me, a bout"},
		speechtest.Response{Text: "Tell me about yourself"},
		speechtest.Response{Text: "tell me about yourself, please."},
	))
	rec, err := r.Open(t.Context(), coach.RecogniseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	for i, want := range []string{"", "Tell me,", "", ""} {
		if err := rec.Write(voice(time.Second)); err != nil {
			t.Fatal(err)
		}
		if i == 3 {
			break
		}
		got, ok, err := rec.Interim(t.Context())
		if err != nil || ok != (got.Text != "") {
			t.Fatalf("interim %d: %v, %v", i, ok, err)
		}
		if want != "" && got.Text != want {
			t.Errorf("interim %d is %q, want %q", i, got.Text, want)
		}
		if i == 0 && ok {
			t.Errorf("one decode was enough to show %q", got.Text)
		}
		if _, ok, _ := rec.Interim(t.Context()); ok {
			t.Error("interim text without new sound")
		}
	}
	for range 2 {
		if got, err := rec.Text(t.Context()); err != nil || got.Text != "tell me about yourself, please." || got.Duration != 4*time.Second {
			t.Errorf("final %q in %v, %v", got.Text, got.Duration, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"text":"Hi there","language":"english","words":[{"word":"Hi","start":0,"end":0.4,"probability":0.9}],"segments":[{"text":" Hi there","start":0,"end":1e300,"avg_logprob":-0.1}]}`))
	f.Add([]byte(`{"text":"you you you","words":[{"word":"you","start":-5,"end":-9}]}`))
	f.Add([]byte(`<html>`))
	r := New(Options{})
	f.Fuzz(func(t *testing.T, body []byte) {
		pcm := voice(200 * time.Millisecond)
		h, err := parse(body, sound.Duration(len(pcm)))
		if err != nil {
			return
		}
		got := r.result(r.guarded(t.Context(), h, pcm), coach.RecogniseOptions{}, len(pcm))
		for _, w := range got.Words {
			if w.Start < 0 || w.End < w.Start || w.End > got.Duration || w.Confidence > 1 {
				t.Errorf("word %+v in %v", w, got.Duration)
			}
		}
		if math.IsNaN(got.Confidence) || got.Confidence < 0 || got.Confidence > 1 {
			t.Errorf("confidence %v", got.Confidence)
		}
	})
}
