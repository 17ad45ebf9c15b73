package delivery

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sphinx"
)

// BenchmarkDelivery prints what docs/delivery.md tells: figures against the
// truth of the scripted recordings, of recordings put together at random, with
// the words that the offline recogniser hears, and of the labelled fillers.
func BenchmarkDelivery(b *testing.B) {
	s, model := newStudio(b), vad.LoadModel()
	b.Run("scripted", func(b *testing.B) { scripted(b, s, model) })
	b.Run("random", func(b *testing.B) { random(b, s, model) })
	b.Run("offline", func(b *testing.B) { offline(b, s, model) })
	b.Run("fillers", labels)
	b.Run("cost", func(b *testing.B) { cost(b, s, model) })
}

func scripted(b *testing.B, s *studio, model *vad.Model) {
	for b.Loop() {
		beyond := 0
		for _, r := range recordings(b) {
			tr := s.make(b, r)
			f := heard(tr, r.language(), model)
			faults, worst := held(f, tr)
			beyond += min(len(faults), 1)
			fmt.Printf("  %-42s %s %s\n", r.Name, line(f, tr, worst), strings.Join(faults, "; "))
		}
		b.ReportMetric(float64(beyond), "beyond-tolerance")
	}
}

func random(b *testing.B, s *studio, model *vad.Model) {
	for b.Loop() {
		var off []time.Duration
		all, wrong, beyond := map[bool]int{}, map[bool]int{}, map[bool]int{}
		for _, r := range unscripted(12, 200) {
			tr := s.make(b, r)
			f := heard(tr, r.language(), model)
			faults, worst := held(f, tr)
			quiet := r.Noise == "" || r.SNR >= 25
			all[quiet]++
			beyond[quiet] += min(len(faults), 1)
			if slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, "pause") }) {
				wrong[quiet]++
			}
			off = append(off, worst)
		}
		slices.Sort(off)
		for _, quiet := range []bool{true, false} {
			fmt.Printf("  random, loud noise %5v: %3d recordings, %d with a pause beyond 150 ms or miscounted, %d with any figure beyond its tolerance\n",
				!quiet, all[quiet], wrong[quiet], beyond[quiet])
		}
		fmt.Printf("  random: worst bound in half of them %v, in nine of ten %v\n", off[len(off)/2], off[len(off)*9/10])
		b.ReportMetric(100*float64(wrong[true]+wrong[false])/float64(len(off)), "pauses-wrong-%")
	}
}

// offline counts the words of the product's recogniser of English, once in each
// voice and pace.
func offline(b *testing.B, s *studio, model *vad.Model) {
	recogniser, err := sphinx.New(sphinx.Options{Decoders: 1})
	if err != nil {
		b.Skip(err)
	}
	defer recogniser.Close()
	for b.Loop() {
		worst := 0.0
		seen := map[string]bool{}
		for _, r := range recordings(b) {
			kind := r.Voice + " " + r.Pace
			if seen[kind] || r.language() != "en" {
				continue
			}
			seen[kind] = true
			tr := s.make(b, r)
			got, err := recogniser.Transcribe(b.Context(), tr.pcm, coach.RecogniseOptions{Language: "en"})
			if err != nil {
				b.Fatal(err)
			}
			f := Measure(Input{Language: "en", Text: got.Text, Words: got.Words, Sound: Listen(tr.pcm, vad.NewStream(model))})
			off := 100 * (float64(f.Words)/float64(len(tr.words)) - 1)
			fmt.Printf("  %-14s %3d words of %3d (%+.0f %%), %d fillers of %d\n", kind, f.Words, len(tr.words), off, f.FillerCount, tr.fillers)
			worst = max(worst, off, -off)
		}
		b.ReportMetric(worst, "words-off-%")
	}
}

func labels(b *testing.B) {
	scores := map[string]score{}
	for b.Loop() {
		for _, name := range labelledSets() {
			scores[name] = scored(name[:2], labelled(b, name), func(string) {})
		}
	}
	worst := 1.0
	for _, name := range labelledSets() {
		s := scores[name]
		fmt.Printf("  %-8s F1 %.3f (%d found, %d wrong, %d missed)\n", name, s.f1(), s.hits, s.wrong, s.missed)
		worst = min(worst, s.f1())
	}
	b.ReportMetric(worst, "worst-F1")
}

// cost is of one minute of sound, with the detector.
func cost(b *testing.B, s *studio, model *vad.Model) {
	tr := s.make(b, recordings(b)[0])
	for b.Loop() {
		heard(tr, "en", model)
	}
	minutes := float64(len(tr.pcm)) / vad.SampleRate / 60
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/minutes, "ms/minute")
}
