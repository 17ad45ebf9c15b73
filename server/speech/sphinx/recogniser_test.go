package sphinx

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func recogniser(t testing.TB, o Options) *Recogniser {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func start(t testing.TB, r *Recogniser) coach.Recognition {
	t.Helper()
	rec, err := r.Open(t.Context(), coach.RecogniseOptions{Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// write hands sound over as the media role does, 200 ms at a time.
func write(t testing.TB, rec coach.Recognition, pcm []int16) {
	t.Helper()
	for from := 0; from < len(pcm); from += step {
		if err := rec.Write(pcm[from:min(from+step, len(pcm))]); err != nil {
			t.Fatal(err)
		}
	}
}

func text(t testing.TB, rec coach.Recognition) coach.Transcript {
	t.Helper()
	got, err := rec.Text(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// expect checks a transcript against what was said, allowing the recogniser's
// measured kind of mistakes.
func expect(t testing.TB, want string, got coach.Transcript, share float64) {
	t.Helper()
	mistakes, words := wrong(want, got.Text)
	if float64(mistakes) > share*float64(words) {
		t.Errorf("%d of %d words are wrong:\n said  %q\n heard %q", mistakes, words, want, got.Text)
	}
	if got.Model != Model || !got.Degraded || got.Language != "en" {
		t.Errorf("marked model %q, degraded %v, language %q", got.Model, got.Degraded, got.Language)
	}
	var before time.Duration
	for _, w := range got.Words {
		if w.Start < before || w.End <= w.Start || w.End > got.Duration+50*time.Millisecond {
			t.Errorf("word %q lies at %v to %v after %v, in %v of sound", w.Text, w.Start, w.End, before, got.Duration)
		}
		if w.Confidence < 0 || w.Confidence > 1 {
			t.Errorf("word %q has confidence %v", w.Text, w.Confidence)
		}
		before = w.Start
	}
}

func TestSegmentIsRecognisedWhileItArrives(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	said, clip := questions(t), clips(t, "rms")
	rec := start(t, r)
	defer rec.Close()
	write(t, rec, clip[2][:sound.Samples(2500*time.Millisecond)])
	shown := eventually(t, rec)
	if !strings.HasPrefix(said[2], strings.Join(strings.Fields(shown)[:2], " ")) {
		t.Errorf("shown %q of %q", shown, said[2])
	}
	write(t, rec, clip[2][sound.Samples(2500*time.Millisecond):])
	expect(t, said[2], text(t, rec), 0.2)
	if _, ok, err := rec.Interim(t.Context()); ok || err != nil {
		t.Errorf("after the final text there is interim text: %v, %v", ok, err)
	}
}

// eventually asks for interim text until there are two words of it.
func eventually(t testing.TB, rec coach.Recognition) string {
	t.Helper()
	for t.Context().Err() == nil {
		got, ok, err := rec.Interim(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ok && len(got.Words) >= 2 {
			return got.Text
		}
	}
	return ""
}

func TestSpeechResumesAfterText(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	said, clip := questions(t), clips(t, "slt")
	rec := start(t, r)
	defer rec.Close()
	write(t, rec, clip[3])
	first := text(t, rec)
	again := text(t, rec)
	if again.Text != first.Text {
		t.Errorf("asked twice: %q, then %q", first.Text, again.Text)
	}
	write(t, rec, clip[5])
	got := text(t, rec)
	expect(t, said[3]+" "+said[5], got, 0.3)
	if !strings.HasPrefix(got.Text, first.Text) || len(got.Text) <= len(first.Text) {
		t.Errorf("%q became %q", first.Text, got.Text)
	}
	if got.Duration != sound.Duration(len(clip[3])+len(clip[5])) {
		t.Errorf("duration %v", got.Duration)
	}
}

func TestARecordingIsTranscribedWithItsPauses(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	got, err := r.Transcribe(t.Context(), recording(t, "awb"), coach.RecogniseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, strings.Join(questions(t), " "), got, 0.25)
	if len(got.Passages) < len(questions(t)) {
		t.Errorf("%d passages for %d sentences", len(got.Passages), len(questions(t)))
	}
}

func TestNothingIsRecognisedInSilence(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	pcm := make([]int16, sound.Samples(20*time.Second))
	dither := rand.New(rand.NewPCG(1, 2))
	for i := range pcm {
		pcm[i] = int16(dither.IntN(41) - 20)
	}
	rec := start(t, r)
	defer rec.Close()
	write(t, rec, pcm)
	if got := text(t, rec); got.Text != "" || got.Duration != 20*time.Second {
		t.Errorf("a segment of silence gave %q in %v", got.Text, got.Duration)
	}
	got, err := r.Transcribe(t.Context(), pcm, coach.RecogniseOptions{})
	if err != nil || got.Text != "" {
		t.Errorf("a recording of silence gave %q, %v", got.Text, err)
	}
}

func TestOtherLanguagesAreRefused(t *testing.T) {
	r := recogniser(t, Options{})
	for _, language := range []string{"ru", "uz", "es", "de", "zh-CN", "russian"} {
		_, err := r.Open(t.Context(), coach.RecogniseOptions{Language: language})
		_, err2 := r.Transcribe(t.Context(), nil, coach.RecogniseOptions{Language: language})
		for _, err := range []error{err, err2} {
			if !errors.Is(err, coach.ErrUnavailable) || !strings.Contains(err.Error(), "OPENAI_API_KEY") {
				t.Errorf("%s: error %v", language, err)
			}
		}
	}
	for _, language := range []string{"", "en", "en-GB", "English"} {
		if _, err := r.Transcribe(t.Context(), nil, coach.RecogniseOptions{Language: language}); err != nil {
			t.Errorf("%q: %v", language, err)
		}
	}
}

func TestMoreSegmentsThanDecoders(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	clip := clips(t, "rms")[4]
	texts := make([]string, 3)
	var all sync.WaitGroup
	for i := range texts {
		rec := start(t, r)
		all.Go(func() {
			defer rec.Close()
			if err := rec.Write(clip); err != nil {
				t.Error(err)
			}
			got, err := rec.Text(t.Context())
			if err != nil {
				t.Error(err)
			}
			texts[i] = got.Text
		})
	}
	all.Wait()
	// One decoder served all: what it learnt from one must not show in the next.
	if texts[0] == "" || texts[0] != texts[1] || texts[1] != texts[2] {
		t.Errorf("the same sound gave %q", texts)
	}
}

func TestTooManyWaiting(t *testing.T) {
	p := newPool(Options{Decoders: 1, Waiting: 1}.withDefaults())
	defer p.close()
	held, err := p.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p.waiting.Add(2) // the decoder's holder-to-be and one behind it
	if _, err := p.take(ctx); !errors.Is(err, coach.ErrUnavailable) || p.refused.Load() != 1 {
		t.Errorf("error %v, %d refused", err, p.refused.Load())
	}
	p.waiting.Add(-2)
	cancel()
	if _, err := p.take(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	p.put(held, true)
	again, err := p.take(t.Context())
	if err != nil || again != held {
		t.Errorf("the idle decoder was not used again: %v", err)
	}
	p.put(again, true)
}

func TestSegmentHasALimit(t *testing.T) {
	rec := start(t, recogniser(t, Options{MaxSegment: time.Second}))
	defer rec.Close()
	if err := rec.Write(make([]int16, sound.Rate)); err != nil {
		t.Fatal(err)
	}
	if err := rec.Write(make([]int16, 1)); !errors.Is(err, ErrSegmentTooLong) {
		t.Errorf("error %v", err)
	}
	if got := text(t, rec); got.Duration != time.Second {
		t.Errorf("duration %v", got.Duration)
	}
}

func TestMissingModels(t *testing.T) {
	if _, err := New(Options{ModelDir: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "apt-get install pocketsphinx-en-us") {
		t.Errorf("error %v", err)
	}
}

func TestAbandonedAndClosed(t *testing.T) {
	r := recogniser(t, Options{Decoders: 1})
	clip := clips(t, "kal16")[0]
	rec := start(t, r)
	write(t, rec, clip)
	eventually(t, rec)
	rec.Close() // in the middle of an utterance

	rec = start(t, r)
	write(t, rec, clip)
	if got := text(t, rec); got.Text == "" {
		t.Error("the decoder of an abandoned segment hears nothing")
	}
	rec.Close()

	ctx, cancel := context.WithCancel(t.Context())
	rec, err := r.Open(ctx, coach.RecogniseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := rec.Text(t.Context()); !errors.Is(err, coach.ErrUnavailable) {
		t.Errorf("text of a cancelled segment: %v", err)
	}
	rec.Close()
}

func TestCleanWords(t *testing.T) {
	for entry, want := range map[string]string{
		"read(2)": "read", "a": "a", "it's": "it's", "<sil>": "", "</s>": "", "[NOISE]": "", "++UM++": "", "": "",
		"odd(x)": "odd(x)",
	} {
		got, ok := clean(entry)
		if got != want || ok != (want != "") {
			t.Errorf("clean(%q) = %q, %v", entry, got, ok)
		}
	}
}
