//go:build rivals

// Package rivals wraps the detectors that the product's own is measured
// against: speexdsp's preprocessor and WebRTC's voice detection. It is only
// built for that measurement, with the tag "rivals", and needs Debian's
// libspeexdsp-dev and libwebrtc-audio-processing-dev.
package rivals

/*
#cgo pkg-config: speexdsp
#include <speex/speex_preprocess.h>

static SpeexPreprocessState *start(void) {
	SpeexPreprocessState *s = speex_preprocess_state_init(320, 16000);
	int on = 1, off = 0;
	speex_preprocess_ctl(s, SPEEX_PREPROCESS_SET_VAD, &on);
	speex_preprocess_ctl(s, SPEEX_PREPROCESS_SET_DENOISE, &off);
	return s;
}

static int run(SpeexPreprocessState *s, spx_int16_t *frame) {
	int p = 0;
	speex_preprocess_run(s, frame);
	speex_preprocess_ctl(s, SPEEX_PREPROCESS_GET_PROB, &p);
	return p;
}
*/
import "C"

import "github.com/interviewai-pro/interviewai/media/vad"

// Speex is the speech probability of speexdsp's preprocessor.
type Speex struct {
	state *C.SpeexPreprocessState
	frame [vad.FrameSamples]int16
}

// NewSpeex returns a detector for one stream. Close frees it.
func NewSpeex() *Speex { return &Speex{state: C.start()} }

// Probability implements vad.Detector.
func (s *Speex) Probability(frame []int16) float32 {
	copy(s.frame[:], frame) // it writes into its input
	return float32(C.run(s.state, (*C.spx_int16_t)(&s.frame[0]))) / 100
}

// Reset implements vad.Detector.
func (s *Speex) Reset() { s.Close(); s.state = C.start() }

// Close frees the detector.
func (s *Speex) Close() { C.speex_preprocess_state_destroy(s.state) }
