package whisper

import (
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

// A recording that does not fit into one upload goes out in two, cut in the
// pause, and times go on through both.
func TestALongRecordingIsSentInPieces(t *testing.T) {
	s, r := serve(t, speechtest.Script(
		speechtest.Response{Text: "First.", Language: "german"}, speechtest.Response{Text: "Second.", Language: "english"}))
	pcm := make([]int16, sound.Samples(upload+time.Minute))
	second := voice(time.Second)
	pause := sound.Samples(9 * time.Minute)
	for at := 0; at < len(pcm); at += len(second) {
		if at != pause {
			copy(pcm[at:], second)
		}
	}
	got, err := r.Transcribe(t.Context(), pcm, coach.RecogniseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	asked := s.Requests()
	if len(asked) != 2 {
		t.Fatalf("%d calls", len(asked))
	}
	cut := len(asked[0].PCM)
	if cut < pause || cut > pause+sound.Rate || cut+len(asked[1].PCM) != len(pcm) {
		t.Errorf("cut at %v of %v", sound.Duration(cut), sound.Duration(len(pcm)))
	}
	if asked[0].Language != "" || asked[1].Language != "de" {
		t.Errorf("asked in %q, then %q", asked[0].Language, asked[1].Language)
	}
	if got.Text != "First. Second." || got.Duration != upload+time.Minute || got.Language != "de" {
		t.Errorf("%q in %v, language %q", got.Text, got.Duration, got.Language)
	}
	if w := got.Words; len(w) != 2 || w[0].Start >= sound.Duration(cut) || w[1].Start < sound.Duration(cut) {
		t.Errorf("words %v, cut at %v", w, sound.Duration(cut))
	}
}

func TestInterimTextIsNotDecodedTooOften(t *testing.T) {
	s := speechtest.New(0, speechtest.Script(speechtest.Response{Text: "Tell me about yourself."}))
	defer s.Close()
	for _, tc := range []struct {
		every time.Duration
		calls int
	}{{time.Nanosecond, 4}, {time.Hour, 1}} {
		before := len(s.Requests())
		r := New(Options{BaseURL: s.URL, APIKey: "k", InterimEvery: tc.every})
		rec, err := r.Open(t.Context(), coach.RecogniseOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			if err := rec.Write(voice(time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := rec.Interim(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if calls := len(s.Requests()) - before; calls != tc.calls {
			t.Errorf("every %v: %d calls, want %d", tc.every, calls, tc.calls)
		}
		// The text itself is never put off.
		if got, err := rec.Text(t.Context()); err != nil || got.Text == "" || len(s.Requests())-before != tc.calls+1 {
			t.Errorf("every %v: %q, %v", tc.every, got.Text, err)
		}
		rec.Close()
	}
}
