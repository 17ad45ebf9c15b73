package mediatest

import (
	"math"
	"math/rand/v2"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// play fills x with a piece for drums, bass, strings and a lead: four chords
// in a random key and tempo, a new melody in every bar.
func play(x []float64, rnd *rand.Rand) {
	beat := seconds(60 / (90 + 50*rnd.Float64()))
	key := 45 + rnd.IntN(12)
	progressions := [][]int{{0, 5, 7, 5}, {0, 9, 5, 7}, {9, 5, 0, 7}, {0, 7, 9, 5}}
	progression := progressions[rnd.IntN(len(progressions))]
	scaleSteps := []int{0, 2, 4, 7, 9, 12, 14}
	for bar, at := 0, 0; at < len(x); bar, at = bar+1, at+4*beat {
		root := key + progression[bar%4]
		third := 4
		if progression[bar%4] == 9 {
			third = 3
		}
		for _, step := range []int{0, third, 7} {
			note(x, at, 4*beat, pitch(root+12+step), 0.25, pads)
		}
		for b := range 4 {
			note(x, at+b*beat, beat*9/10, pitch(root-12), 0.6, bass)
			drum(x, at+b*beat, rnd, b%2 == 0)
			hat(x, at+b*beat, rnd)
			hat(x, at+b*beat+beat/2, rnd)
		}
		for place := 0; place < 4*beat; {
			length := beat / 2 * (1 + rnd.IntN(3))
			if rnd.IntN(5) > 0 {
				note(x, at+place, length, pitch(key+24+scaleSteps[rnd.IntN(len(scaleSteps))]), 0.35, lead)
			}
			place += length
		}
	}
}

// pitch is the frequency of a MIDI note number.
func pitch(note int) float64 { return 440 * math.Pow(2, float64(note-69)/12) }

// instrument is a spectrum with a way to begin and to end.
type instrument struct {
	harmonics       []float64
	attack, release float64 // seconds
	vibrato         float64 // share of the frequency
}

var (
	pads = instrument{[]float64{1, 0.5, 0.33, 0.25, 0.2, 0.16, 0.14}, 0.08, 0.15, 0.003}
	bass = instrument{[]float64{1, 0.4, 0.1}, 0.01, 0.05, 0}
	lead = instrument{[]float64{1, 0, 0.35, 0, 0.2, 0, 0.1}, 0.02, 0.06, 0.008}
)

// note adds one note of an instrument.
func note(x []float64, at, length int, frequency, loud float64, i instrument) {
	phase := 0.0
	for n := 0; n < length && at+n < len(x); n++ {
		t, left := float64(n)/vad.SampleRate, float64(length-n)/vad.SampleRate
		envelope := loud * min(1, t/i.attack, left/i.release)
		phase += 2 * math.Pi * frequency * (1 + i.vibrato*math.Sin(2*math.Pi*5.5*t)) / vad.SampleRate
		for h, strength := range i.harmonics {
			if f := frequency * float64(h+1); strength > 0 && f < vad.SampleRate/2 {
				x[at+n] += envelope * strength * math.Sin(phase*float64(h+1))
			}
		}
	}
}

// drum adds a kick (a falling tone) or a snare (noise with a tone).
func drum(x []float64, at int, rnd *rand.Rand, kick bool) {
	for n := 0; n < seconds(0.25) && at+n < len(x); n++ {
		t := float64(n) / vad.SampleRate
		if kick {
			x[at+n] += 1.5 * math.Exp(-t/0.08) * math.Sin(2*math.Pi*(50*t+2.5*(1-math.Exp(-t/0.03))))
		} else {
			x[at+n] += math.Exp(-t/0.06) * (0.6*rnd.NormFloat64() + 0.5*math.Sin(2*math.Pi*190*t))
		}
	}
}

// hat adds a closed hi-hat: the difference of noise, which is bright.
func hat(x []float64, at int, rnd *rand.Rand) {
	last := 0.0
	for n := 0; n < seconds(0.06) && at+n < len(x); n++ {
		v := rnd.NormFloat64()
		x[at+n] += 0.2 * math.Exp(-float64(n)/vad.SampleRate/0.015) * (v - last)
		last = v
	}
}
