package delivery

import (
	"math"
	"time"
)

const (
	// frame is how much sound is judged at a time: 20 ms of 16 kHz mono.
	frame        = 20 * time.Millisecond
	frameSamples = 320
	silenceDBFS  = -96.0
	// roomFrames teach a detector what the room sounds like: ten seconds.
	roomFrames = 500
	// on and off are the detector's thresholds, as in media/segment.
	on, off = 0.5, 0.35
)

// Detector judges frames of 20 ms, one after the other: how likely does it hold
// speech, 0 to 1? Reset says that the next frame does not follow the last; what
// is known of the room may be kept. media/vad's Stream is one.
type Detector interface {
	Probability(frame []int16) float32
	Reset()
}

// Span is a stretch of time.
type Span struct {
	Start, End time.Duration
}

// Sound is what Measure has to know of a recording's sound.
type Sound struct {
	// Length is the whole recording's.
	Length time.Duration
	// Speech is where there was a voice, in order.
	Speech []Span
	// Levels are in dBFS (0 is a full-scale square wave), one for every 20 ms;
	// without them the steadiness of the voice stays unknown.
	Levels []float64
}

// Listen finds the speech in 16 kHz mono sound. The detector belongs to this
// recording alone. Its answers come late by up to 150 ms, later at the end of
// speech than at its beginning; so the bounds are found by the level near where
// it changed its mind.
func Listen(pcm []int16, d Detector) Sound {
	s := Sound{
		Length: time.Duration(len(pcm)) * time.Second / (frameSamples * 50),
		Levels: levels(pcm),
	}
	frames := len(s.Levels)
	h := hiss{state: 1}
	for i := range min(frames, roomFrames) {
		d.Probability(h.over(pcm[i*frameSamples : (i+1)*frameSamples]))
	}
	d.Reset()
	answers := make([]float32, frames)
	for i := range answers {
		answers[i] = d.Probability(h.over(pcm[i*frameSamples : (i+1)*frameSamples]))
	}
	for _, st := range bound(stretches(answers), s.Levels) {
		s.Speech = append(s.Speech, Span{Start: time.Duration(st.from) * frame, End: time.Duration(st.to) * frame})
	}
	return s
}

// hiss is a faint noise of a steady room, -66 dBFS. Programs that suppress noise
// leave nothing at all between words; a detector that learns from the room takes
// the softest words for the room then.
type hiss struct {
	state uint32
	frame [frameSamples]int16
}

// over is a frame with the hiss over it, valid until the next call.
func (h *hiss) over(frame []int16) []int16 {
	const most = 28
	for i, v := range frame {
		// Marsaglia's xorshift: the same sound gives the same answers.
		h.state ^= h.state << 13
		h.state ^= h.state >> 17
		h.state ^= h.state << 5
		sum := int32(v) + int32(h.state%(2*most+1)) - most
		h.frame[i] = int16(min(max(sum, math.MinInt16), math.MaxInt16))
	}
	return h.frame[:]
}

// levels are of each whole frame, around its mean, so that a bad sound card's
// offset is no sound.
func levels(pcm []int16) []float64 {
	out := make([]float64, len(pcm)/frameSamples)
	for i := range out {
		var sum, squares float64
		for _, v := range pcm[i*frameSamples : (i+1)*frameSamples] {
			sum += float64(v)
			squares += float64(v) * float64(v)
		}
		mean := sum / frameSamples
		power := max(squares/frameSamples-mean*mean, 0) / (1 << 30)
		out[i] = max(10*math.Log10(max(power, 1e-12)), silenceDBFS)
	}
	return out
}
