//go:build rivals

package rivals

/*
#cgo CXXFLAGS: -std=c++11
#cgo pkg-config: webrtc-audio-processing
#include "webrtc.h"
*/
import "C"

// WebRTC is the voice detection of WebRTC's audio processing. It only says yes
// or no.
type WebRTC struct{ vad *C.webrtc_vad }

// NewWebRTC returns a detector for one stream. Close frees it.
func NewWebRTC() *WebRTC { return &WebRTC{vad: C.webrtc_vad_new()} }

// Probability implements vad.Detector.
func (w *WebRTC) Probability(frame []int16) float32 {
	if C.webrtc_vad_frame(w.vad, (*C.int16_t)(&frame[0])) > 0 {
		return 1
	}
	return 0
}

// Reset implements vad.Detector.
func (w *WebRTC) Reset() { w.Close(); w.vad = C.webrtc_vad_new() }

// Close frees the detector.
func (w *WebRTC) Close() { C.webrtc_vad_free(w.vad) }
