package mediatest

import (
	"math"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// fullScale is the amplitude of 0 dBFS.
const fullScale = 32768

// rms is the root of the mean square.
func rms(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum / float64(max(len(x), 1)))
}

// levelOf is the level of a piece of sound in dBFS, -120 for silence.
func levelOf(pcm []int16) float64 {
	return 20 * math.Log10(max(rms(floats(pcm))/fullScale, 1e-6))
}

// gain turns dB into a factor.
func gain(db float64) float64 { return math.Pow(10, db/20) }

// normalise brings x to the given level in dBFS, in place.
func normalise(x []float64, dbfs float64) {
	if r := rms(x); r > 0 {
		scale(x, fullScale*gain(dbfs)/r)
	}
}

func scale(x []float64, by float64) {
	for i := range x {
		x[i] *= by
	}
}

func floats(pcm []int16) []float64 {
	x := make([]float64, len(pcm))
	for i, v := range pcm {
		x[i] = float64(v)
	}
	return x
}

// PCM rounds samples to 16 bits and clips what is beyond them.
func PCM(x []float64) []int16 {
	pcm := make([]int16, len(x))
	for i, v := range x {
		pcm[i] = int16(math.Round(min(max(v, math.MinInt16), math.MaxInt16)))
	}
	return pcm
}

// Labels marks the 20 ms frames of clean speech that hold speech: those within
// 35 dB of the speaker's own active level (soft consonants are about 25 dB
// below vowels). Gaps shorter than bridge are part of the speech around them:
// nobody hears the closure of a "t" as silence.
func Labels(clean []int16) []bool {
	n := len(clean) / vad.FrameSamples
	levels := make([]float64, n)
	energy, active := 0.0, 0
	for i := range levels {
		levels[i] = levelOf(clean[i*vad.FrameSamples : (i+1)*vad.FrameSamples])
		if levels[i] > -50 {
			energy += math.Pow(10, levels[i]/10)
			active++
		}
	}
	labels := make([]bool, n)
	if active == 0 {
		return labels
	}
	threshold := 10*math.Log10(energy/float64(active)) - 35
	for i, l := range levels {
		labels[i] = l > threshold
	}
	return Bridge(labels, bridge)
}

// bridge is 200 ms in frames.
const bridge = 10

// Bridge fills gaps shorter than the given number of frames between speech, in
// place. Labels and detections are bridged alike, so that no detector gains by
// its own smoothing.
func Bridge(frames []bool, shorterThan int) []bool {
	last := -1
	for i, speech := range frames {
		if !speech {
			continue
		}
		if last >= 0 && i-last-1 < shorterThan {
			for j := last + 1; j < i; j++ {
				frames[j] = true
			}
		}
		last = i
	}
	return frames
}

// Scaled returns a copy of the sound, louder by the given dB.
func Scaled(x []float64, db float64) []float64 {
	y := append([]float64(nil), x...)
	scale(y, gain(db))
	return y
}
