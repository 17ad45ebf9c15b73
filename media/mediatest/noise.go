package mediatest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// Kind names a background.
type Kind string

const (
	// White is steady hiss.
	White Kind = "white"
	// Clicks is typing on a keyboard.
	Clicks Kind = "clicks"
	// Music is drums, bass, chords and a melody, all synthetic.
	Music Kind = "music"
	// Babble is a room of people: twelve voices at once.
	Babble Kind = "babble"
)

// Kinds returns all backgrounds.
func Kinds() []Kind { return []Kind{White, Clicks, Music, Babble} }

// Noise makes n samples of a background at the given level. Babble is mixed
// from the voices passed; the others ignore them.
func Noise(kind Kind, seed uint64, n int, dbfs float64, voices []Voice) []float64 {
	rnd := rand.New(rand.NewPCG(seed, 0x6e6f6973))
	x := make([]float64, n)
	switch kind {
	case White:
		for i := range x {
			x[i] = rnd.NormFloat64()
		}
	case Clicks:
		typing(x, rnd)
	case Music:
		play(x, rnd)
	case Babble:
		chatter(x, rnd, voices)
	default:
		panic(fmt.Sprintf("mediatest: no noise of kind %q", kind))
	}
	normalise(x, dbfs)
	return x
}

// seconds turns a time into a number of samples.
func seconds(s float64) int { return int(s * vad.SampleRate) }

// typing adds key presses in bursts: three to nine a second, each a click down
// and a softer one up about 90 ms later.
func typing(x []float64, rnd *rand.Rand) {
	at := 0
	for at < len(x) {
		for range 5 + rnd.IntN(30) {
			loud := 0.5 + rnd.Float64()
			click(x, at, loud, rnd)
			click(x, at+seconds(0.06+0.06*rnd.Float64()), loud*0.4, rnd)
			at += seconds(0.11 + 0.22*rnd.Float64())
		}
		at += seconds(0.3 + 1.5*rnd.Float64())
	}
}

// click adds a burst of noise through a resonance between 1.5 and 5 kHz that
// dies within about 15 ms, and the knock of the desk under it.
func click(x []float64, at int, loud float64, rnd *rand.Rand) {
	frequency := 1500 + 3500*rnd.Float64()
	r := 0.9
	a1, a2 := 2*r*math.Cos(2*math.Pi*frequency/vad.SampleRate), -r*r
	var y1, y2 float64
	for i := range seconds(0.03) {
		t := float64(i) / vad.SampleRate
		y := rnd.NormFloat64()*math.Exp(-t/0.003) + a1*y1 + a2*y2
		y1, y2 = y, y1
		if at+i < len(x) {
			x[at+i] += loud * (y + 1.5*math.Exp(-t/0.006)*math.Sin(2*math.Pi*180*t))
		}
	}
}

// chatter adds twelve voices that talk without listening to each other, each
// at its own place, speed and loudness.
func chatter(x []float64, rnd *rand.Rand, voices []Voice) {
	for i := range 12 {
		pcm := voices[i%len(voices)].PCM
		speed := 0.85 + 0.35*rnd.Float64()
		loud := gain(-3+6*rnd.Float64()) / max(rms(floats(pcm)), 1)
		place := rnd.Float64() * float64(len(pcm))
		for j := range x {
			whole := int(place)
			part := place - float64(whole)
			a, b := pcm[whole%len(pcm)], pcm[(whole+1)%len(pcm)]
			x[j] += loud * (float64(a)*(1-part) + float64(b)*part)
			place += speed
		}
	}
}
