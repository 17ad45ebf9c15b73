package delivery

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// heard are the figures of a recording, from its sound and its own words.
func heard(tr truth, lang string, model *vad.Model) Figures {
	return Measure(Input{Language: lang, Words: tr.words, Sound: Listen(tr.pcm, vad.NewStream(model))})
}

// held says what of the figures is beyond its tolerance, and how far the
// pauses' bounds are from the truth at worst.
func held(f Figures, tr truth) (faults []string, worst time.Duration) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	wpm, want := float64(f.Words)/f.Speaking.Minutes(), float64(len(tr.words))/tr.speaking.Minutes()
	if math.Abs(wpm/want-1) > 0.05 {
		fault("%.1f words a minute, want %.1f", wpm, want)
	}
	if len(f.Pauses) != len(tr.pauses) {
		fault("pauses %v, want %v", f.Pauses, tr.pauses)
	} else {
		for i, p := range tr.pauses {
			off := max((f.Pauses[i].Start - p.Start).Abs(), (f.Pauses[i].Length - p.Length).Abs())
			if worst = max(worst, off); off > 150*time.Millisecond {
				fault("pause %v, want %v", f.Pauses[i], p)
			}
		}
	}
	if off := (f.Before - tr.before).Abs(); off > 250*time.Millisecond {
		fault("speech from %v on, want %v", f.Before, tr.before)
	}
	if off := (f.LongestRun - tr.run).Abs(); off > max(300*time.Millisecond, tr.run/20) {
		fault("longest run %v, want %v", f.LongestRun, tr.run)
	}
	if talk := 100 * float64(f.Voiced) / float64(f.Length); math.Abs(talk-tr.talk) > 4 {
		fault("talk %.1f %%, want %.1f %%", talk, tr.talk)
	}
	if f.FillerCount != tr.fillers {
		fault("fillers %v, want %d", f.Fillers, tr.fillers)
	}
	return faults, worst
}

// line says how figures compare with the truth, which stands in brackets.
func line(f Figures, tr truth, worst time.Duration) string {
	return fmt.Sprintf("%3.0f (%3.0f) words/min, %d (%d) pauses off by %3d ms at most, run %4.1f (%4.1f) s, talk %2.0f (%2.0f) %%, %d (%d) fillers, spread %4.1f dB",
		float64(f.Words)/f.Speaking.Minutes(), float64(len(tr.words))/tr.speaking.Minutes(), len(f.Pauses), len(tr.pauses), worst.Milliseconds(),
		f.LongestRun.Seconds(), tr.run.Seconds(), 100*float64(f.Voiced)/float64(f.Length), tr.talk, f.FillerCount, tr.fillers, f.Spread)
}

func TestRecordings(t *testing.T) {
	s, model := newStudio(t), vad.LoadModel()
	all := recordings(t)
	if len(all) < 30 {
		t.Errorf("%d recordings", len(all))
	}
	for _, r := range all {
		t.Run(r.Name, func(t *testing.T) {
			tr := s.make(t, r)
			f := heard(tr, r.language(), model)
			faults, worst := held(f, tr)
			for _, fault := range faults {
				t.Error(fault)
			}
			t.Log(line(f, tr, worst))
		})
	}
}
