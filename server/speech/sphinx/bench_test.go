package sphinx

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// worked is the processor time of this process. Unlike the clock it says the
// same on a busy machine.
func worked(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSegments recognises each voice's questions as live segments of one
// session. It reports word errors and the processor time per time of sound.
func BenchmarkSegments(b *testing.B) {
	for _, voice := range []string{"slt", "rms", "awb", "kal16", "festival"} {
		b.Run(voice, func(b *testing.B) {
			r := recogniser(b, Options{Decoders: 1})
			if err := r.Warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			said, clip := questions(b), clips(b, voice)
			var mistakes, words int
			var busy, length time.Duration
			for b.Loop() {
				for i, pcm := range clip {
					began := worked(b)
					got := speak(b, r, voice, pcm)
					busy += worked(b) - began
					m, n := wrong(said[i], got.Text)
					mistakes, words = mistakes+m, words+n
					length += sound.Duration(len(pcm))
				}
			}
			b.ReportMetric(100*float64(mistakes)/float64(words), "wer-%")
			b.ReportMetric(busy.Seconds()/length.Seconds(), "rtf")
		})
	}
}

// BenchmarkText measures what is left to do when the text of six seconds of
// speech is asked for: the last step and the end of the utterance.
func BenchmarkText(b *testing.B) {
	d, err := newDecoder(Options{}.withDefaults())
	if err != nil {
		b.Fatal(err)
	}
	defer d.free()
	for _, voice := range []string{"slt", "rms", "awb"} {
		b.Run(voice, func(b *testing.B) {
			pcm := slices.Concat(clips(b, voice)...)[:6*sound.Rate]
			known, err := d.hear(pcm)
			if err != nil {
				b.Fatal(err)
			}
			var last, end time.Duration
			for b.Loop() {
				d.expect(known)
				if err := d.begin(); err != nil {
					b.Fatal(err)
				}
				if err := d.feed(pcm[:len(pcm)-step]); err != nil {
					b.Fatal(err)
				}
				began := worked(b)
				if err := d.feed(pcm[len(pcm)-step:]); err != nil {
					b.Fatal(err)
				}
				fed := worked(b)
				if err := d.end(); err != nil {
					b.Fatal(err)
				}
				d.words(true)
				last, end = last+fed-began, end+worked(b)-fed
			}
			b.ReportMetric(float64(last.Milliseconds())/float64(b.N), "last-step-ms")
			b.ReportMetric(float64(end.Milliseconds())/float64(b.N), "end-ms")
		})
	}
}

// BenchmarkRecording transcribes a whole recording.
func BenchmarkRecording(b *testing.B) {
	for _, voice := range []string{"slt", "rms", "awb", "kal16", "festival"} {
		b.Run(voice, func(b *testing.B) {
			r := recogniser(b, Options{Decoders: 1})
			pcm := recording(b, voice)
			var all string
			for _, q := range questions(b) {
				all += q + " "
			}
			began := worked(b)
			var mistakes, words int
			for b.Loop() {
				got, err := r.Transcribe(b.Context(), pcm, coach.RecogniseOptions{})
				if err != nil {
					b.Fatal(err)
				}
				m, n := wrong(all, got.Text)
				mistakes, words = mistakes+m, words+n
			}
			b.ReportMetric((worked(b)-began).Seconds()/float64(b.N)/sound.Duration(len(pcm)).Seconds(), "rtf")
			b.ReportMetric(100*float64(mistakes)/float64(words), "wer-%")
		})
	}
}
