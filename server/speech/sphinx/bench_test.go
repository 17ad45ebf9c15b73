package sphinx

import (
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// BenchmarkSegments recognises each voice's questions as live segments. It
// reports word errors and the time spent per time of sound.
func BenchmarkSegments(b *testing.B) {
	for _, voice := range []string{"slt", "rms", "awb", "kal16", "festival"} {
		b.Run(voice, func(b *testing.B) {
			r := recogniser(b, Options{Decoders: 1})
			if err := r.Warm(b.Context()); err != nil {
				b.Fatal(err)
			}
			said, clip := questions(b), clips(b, voice)
			var mistakes, words, segments int
			var busy, length time.Duration
			for b.Loop() {
				for i, pcm := range clip {
					rec := start(b, r)
					began := time.Now()
					write(b, rec, pcm)
					got := text(b, rec)
					busy += time.Since(began)
					rec.Close()
					m, n := wrong(said[i], got.Text)
					mistakes, words, segments = mistakes+m, words+n, segments+1
					length += sound.Duration(len(pcm))
				}
			}
			b.ReportMetric(100*float64(mistakes)/float64(words), "wer-%")
			b.ReportMetric(busy.Seconds()/length.Seconds(), "rtf")
		})
	}
}

// BenchmarkRecording transcribes a whole recording.
func BenchmarkRecording(b *testing.B) {
	r := recogniser(b, Options{Decoders: 1})
	pcm := recording(b, "rms")
	var busy time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := r.Transcribe(b.Context(), pcm, coach.RecogniseOptions{}); err != nil {
			b.Fatal(err)
		}
		busy += time.Since(began)
	}
	b.ReportMetric(busy.Seconds()/float64(b.N)/sound.Duration(len(pcm)).Seconds(), "rtf")
}
