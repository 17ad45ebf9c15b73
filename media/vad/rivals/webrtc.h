// Voice detection (Gaussian mixture model) of WebRTC's audio processing, on
// frames of 20 ms.
#include <stdint.h>

typedef struct webrtc_vad webrtc_vad;

webrtc_vad *webrtc_vad_new(void);
int webrtc_vad_frame(webrtc_vad *v, const int16_t *samples);
void webrtc_vad_free(webrtc_vad *v);
