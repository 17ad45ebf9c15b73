package sphinx

import (
	"math"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// speak recognises one segment of a voice.
func speak(t testing.TB, r *Recogniser, key string, pcm []int16) coach.Transcript {
	t.Helper()
	rec, err := r.Open(t.Context(), coach.RecogniseOptions{Voice: key})
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	write(t, rec, pcm)
	return text(t, rec)
}

func TestAKnownVoiceIsUnderstoodFromItsFirstWords(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	clip := clips(t, "rms")
	speak(t, r, "a session/interviewer", clip[4])
	rec, err := r.Open(t.Context(), coach.RecogniseOptions{Voice: "a session/interviewer"})
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	// Of an unknown voice so little would not be decoded before Text.
	write(t, rec, clip[5][:warmUp-step])
	if shown := eventually(t, rec); shown == "" {
		t.Error("nothing shown")
	}
}

func TestVoicesAreKeptApart(t *testing.T) {
	said, slt, rms := questions(t), clips(t, "slt"), clips(t, "rms")
	alone, both := recogniser(t, Options{Decoders: 1}), recogniser(t, Options{Decoders: 1})
	speak(t, alone, "1/interviewer", slt[4])
	want := speak(t, alone, "1/interviewer", slt[5])
	speak(t, both, "1/interviewer", slt[4])
	speak(t, both, "1/candidate", rms[4])
	if got := speak(t, both, "1/interviewer", slt[5]); got.Text != want.Text {
		t.Errorf("heard %q after another voice, %q without it", got.Text, want.Text)
	}
	expect(t, said[5], want, 0.3)
	// A segment without a key neither uses nor leaves anything.
	before := both.voices.order.Len()
	speak(t, both, "", rms[5])
	if got := both.voices.order.Len(); before != 2 || got != 2 {
		t.Errorf("%d voices known, then %d", before, got)
	}
}

func TestNoiseWithoutWordsTeachesNothing(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	hum := make([]int16, sound.Samples(700*time.Millisecond))
	for i := range hum {
		hum[i] = int16(400 * math.Sin(float64(i)/50))
	}
	if got := speak(t, r, "1/candidate", hum); got.Text != "" || r.voices.recall("1/candidate").known() {
		t.Errorf("a hum gave %q", got.Text)
	}
}

func TestTheVoiceUsedLongestAgoIsForgotten(t *testing.T) {
	v := newVoices(2)
	for i, key := range []string{"a", "b", "a", "", "c"} {
		v.remember(key, cepstrum{mean: []float32{float32(i)}, frames: 100})
	}
	v.remember("d-too-short", cepstrum{mean: []float32{1}, frames: 3})
	for key, want := range map[string]float32{"a": 2, "c": 4} {
		if got := v.recall(key); !got.known() || got.mean[0] != want {
			t.Errorf("%s: %v", key, got)
		}
	}
	for _, key := range []string{"b", "", "d-too-short"} {
		if got := v.recall(key); got.known() {
			t.Errorf("%q: %v", key, got)
		}
	}
	v.recall("a")
	v.remember("e", cepstrum{mean: []float32{5}, frames: 100})
	if !v.recall("a").known() || v.recall("c").known() || v.order.Len() != 2 {
		t.Errorf("asking for a voice does not count as using it: %v", v.byKey)
	}
}

func TestTheFrontEndHearsWhatTheSearchDoes(t *testing.T) {
	d, err := newDecoder(Options{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	defer d.free()
	clip := clips(t, "awb")[4]
	d.forget()
	alone, err := d.hear(clip)
	if err != nil || alone.frames < 50 {
		t.Fatalf("%v, %v", alone, err)
	}
	d.expect(alone)
	if _, err := d.whole(t.Context(), clip); err != nil {
		t.Fatal(err)
	}
	after := d.learnt()
	for i := range after.mean {
		// What is added is the same sound, so the mean stays where it was.
		if math.Abs(float64(after.mean[i]-alone.mean[i])) > 0.5 {
			t.Errorf("value %d was %v, became %v", i, alone.mean[i], after.mean[i])
		}
	}
	if after.frames <= alone.frames {
		t.Errorf("%d frames, then %d", alone.frames, after.frames)
	}
	d.forget()
	if got := d.learnt(); got.frames != maxPrior || math.Abs(float64(got.mean[0]-d.model.mean[0])) > 0.01 {
		t.Errorf("after forget it knows %v", got)
	}
}
