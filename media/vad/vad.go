// Package vad decides how likely a frame of sound holds speech.
//
// A Detector belongs to one stream and is not safe for concurrent use; what
// detectors share (weights) is immutable. None of them allocates after its
// construction. docs/vad.md holds the table of quality and cost by which the
// default was chosen.
package vad

import "time"

const (
	// SampleRate is the rate of every frame in samples per second.
	SampleRate = 16000
	// FrameSamples is the length of a frame: 20 ms of mono sound.
	FrameSamples = 320
	// FrameDuration is the same length as time.
	FrameDuration = 20 * time.Millisecond
)

// Detector judges one stream, frame by frame.
type Detector interface {
	// Probability returns how likely the frame holds speech, 0 to 1. The frame
	// has FrameSamples samples of 16 kHz mono sound and directly follows the
	// one before; it is not kept. A frame of another length is a programming
	// error and panics.
	Probability(frame []int16) float32
	// Reset tells that the next frame does not follow the last one, as after a
	// gap. It is the same stream still: what is known of its room may be kept.
	Reset()
}

// mustFrame panics on a frame of the wrong length, which only a mistake in the
// calling code can produce.
func mustFrame(frame []int16) {
	if len(frame) != FrameSamples {
		panic("vad: a frame has 320 samples")
	}
}
