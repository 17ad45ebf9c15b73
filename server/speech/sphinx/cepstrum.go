package sphinx

/*
#include <pocketsphinx.h>
#include <sphinxbase/cmn.h>
#include <sphinxbase/fe.h>

enum { IAI_BLOCK = 64, IAI_CEPSTRA = 64 };

// iai_cmn_get reads the sums of the running cepstral mean and of how many
// frames they are. It returns the number of values; 0 when the model uses none.
static int iai_cmn_get(ps_decoder_t *ps, float *sum, int max, int *frames) {
	cmn_t *cmn = ps_get_feat(ps)->cmn_struct;
	if (cmn == NULL || cmn->veclen > max) return 0;
	// Before anything is heard there is a mean without a sum.
	*frames = cmn->nframe > 0 ? cmn->nframe : 1;
	for (int i = 0; i < cmn->veclen; i++) sum[i] = cmn->nframe > 0 ? cmn->sum[i] : cmn->cmn_mean[i];
	return cmn->veclen;
}

// iai_cmn_set makes mean the running mean, weighing as much as frames of sound.
// cmn_live_set would always give it the weight of five seconds.
static void iai_cmn_set(ps_decoder_t *ps, float const *mean, int n, int frames) {
	cmn_t *cmn = ps_get_feat(ps)->cmn_struct;
	if (cmn == NULL || cmn->veclen != n) return;
	for (int i = 0; i < n; i++) {
		cmn->cmn_mean[i] = mean[i];
		cmn->sum[i] = mean[i] * frames;
	}
	cmn->nframe = frames;
}

// iai_cmn_update makes the decoder use at once what it has summed up.
static void iai_cmn_update(ps_decoder_t *ps) {
	cmn_t *cmn = ps_get_feat(ps)->cmn_struct;
	if (cmn != NULL) cmn_live_update(cmn);
}

// iai_hear adds the cepstra of a sound to sum and returns of how many frames,
// or -1. It runs the front end alone: no search, so it takes next to no time.
static int iai_hear(ps_decoder_t *ps, int16 const *pcm, size_t n, float *sum, int len) {
	fe_t *fe = ps_get_fe(ps);
	mfcc_t block[IAI_BLOCK][IAI_CEPSTRA], *rows[IAI_BLOCK];
	int heard = 0, width = fe_get_output_size(fe);
	if (width > IAI_CEPSTRA || width != len) return -1;
	for (int i = 0; i < IAI_BLOCK; i++) rows[i] = block[i];
	fe_start_stream(fe);
	if (fe_start_utt(fe) < 0) return -1;
	for (;;) {
		int32 frames = IAI_BLOCK, index = 0;
		if (fe_process_frames(fe, &pcm, &n, rows, &frames, &index) < 0) return -1;
		for (int f = 0; f < frames; f++) {
			if (rows[f][0] < 0) continue; // digital silence, which the decoder leaves out as well
			for (int i = 0; i < len; i++) sum[i] += rows[f][i];
			heard++;
		}
		if (frames == 0 || n == 0) break;
	}
	int32 last = 0;
	if (fe_end_utt(fe, rows[0], &last) < 0) return -1;
	return heard;
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

// maxCepstra bounds the cepstral mean; the model's has 13 values.
const maxCepstra = 64

// maxPrior is the weight, in frames of 10 ms, that what was heard of a voice
// before keeps against what is heard now.
const maxPrior = 500

// cepstrum is the cepstral mean of a voice in its room, and of how many frames
// of 10 ms it is the mean. Subtracted from the sound it takes away the
// microphone, the room, the loudness and much of the voice. The zero value is
// a voice not heard yet.
type cepstrum struct {
	mean   []float32
	frames int
}

// known reports that enough was heard to decode with: a tenth of a second.
func (c cepstrum) known() bool { return c.frames >= 10 && len(c.mean) > 0 }

// learnt returns the running mean of what the decoder has heard, including
// what it was given by expect.
func (d *decoder) learnt() cepstrum {
	sum := make([]float32, maxCepstra)
	var frames C.int
	n := C.iai_cmn_get(d.ps, (*C.float)(&sum[0]), maxCepstra, &frames)
	return mean(sum[:n], int(frames))
}

// mean makes a cepstrum of sums, which it uses up.
func mean(sum []float32, frames int) cepstrum {
	if frames <= 0 || len(sum) == 0 {
		return cepstrum{}
	}
	for i := range sum {
		sum[i] /= float32(frames)
	}
	return cepstrum{mean: sum, frames: frames}
}

// expect makes the decoder start its next utterance with what is known of a
// voice, which gives way to what it hears. An unknown voice leaves the
// decoder as it is.
func (d *decoder) expect(c cepstrum) {
	if c.known() {
		C.iai_cmn_set(d.ps, (*C.float)(&c.mean[0]), C.int(len(c.mean)), C.int(min(c.frames, maxPrior)))
	}
}

// adapt makes the decoder use at once what it has heard of the voice; by
// itself it would do so only every eight seconds.
func (d *decoder) adapt() { C.iai_cmn_update(d.ps) }

// hear returns the mean of pcm alone, without searching for words. It may not
// be called during an utterance.
//
// Started from the model's own mean, the decoder needs many seconds to get
// used to a voice: of a real speaker's first sentence it understands next to
// nothing.
func (d *decoder) hear(pcm []int16) (cepstrum, error) {
	if len(pcm) == 0 || len(d.model.mean) == 0 {
		return cepstrum{}, nil
	}
	sum := make([]float32, len(d.model.mean))
	frames := C.iai_hear(d.ps, (*C.int16)(unsafe.Pointer(&pcm[0])), C.size_t(len(pcm)), (*C.float)(&sum[0]), C.int(len(sum)))
	if frames < 0 {
		return cepstrum{}, errors.New("sphinx: front end")
	}
	return mean(sum, int(frames)), nil
}
