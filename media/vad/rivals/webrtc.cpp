//go:build rivals

#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

#include <cstring>

extern "C" {
#include "webrtc.h"
}

struct webrtc_vad {
	webrtc::AudioProcessing *apm;
	webrtc::AudioFrame frame;
};

webrtc_vad *webrtc_vad_new(void) {
	webrtc_vad *v = new webrtc_vad;
	v->apm = webrtc::AudioProcessing::Create();
	v->apm->voice_detection()->set_likelihood(webrtc::VoiceDetection::kLowLikelihood);
	v->apm->voice_detection()->Enable(true);
	v->frame.sample_rate_hz_ = 16000;
	v->frame.num_channels_ = 1;
	v->frame.samples_per_channel_ = 160;
	return v;
}

int webrtc_vad_frame(webrtc_vad *v, const int16_t *samples) {
	int voice = 0;
	for (int half = 0; half < 2; half++) {
		std::memcpy(v->frame.data_, samples + 160 * half, 160 * sizeof(int16_t));
		if (v->apm->ProcessStream(&v->frame) != 0)
			return -1;
		voice |= v->apm->voice_detection()->stream_has_voice();
	}
	return voice;
}

void webrtc_vad_free(webrtc_vad *v) {
	delete v->apm;
	delete v;
}
