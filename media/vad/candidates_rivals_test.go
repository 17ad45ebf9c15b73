//go:build rivals

package vad_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/media/vad/rivals"
)

func rivalCandidates() []candidate {
	return []candidate{
		{"speexdsp", func(t testing.TB) vad.Detector {
			d := rivals.NewSpeex()
			t.Cleanup(d.Close)
			return d
		}},
		{"webrtc_gmm", func(t testing.TB) vad.Detector {
			d := rivals.NewWebRTC()
			t.Cleanup(d.Close)
			return d
		}},
	}
}
