package sphinx

/*
#cgo pkg-config: pocketsphinx
#include <stdlib.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/cmn.h>

static void iai_quiet(void *user, err_lvl_t level, const char *format, ...) {}

// iai_silence keeps the library's chatter off stderr. Every call stores the
// same pointer.
static void iai_silence(void) { err_set_callback(iai_quiet, NULL); }

static cmd_ln_t *iai_config(int argc, char **argv) {
	return cmd_ln_parse_r(NULL, ps_args(), argc, argv, TRUE);
}

// iai_cmn_get and iai_cmn_set read and write the running cepstral mean. They
// return how many values there are; 0 when the model uses none.
static int iai_cmn_get(ps_decoder_t *ps, mfcc_t *vec, int max) {
	cmn_t *cmn = ps_get_feat(ps)->cmn_struct;
	if (cmn == NULL || cmn->veclen > max) return 0;
	cmn_live_get(cmn, vec);
	return cmn->veclen;
}

static int iai_cmn_set(ps_decoder_t *ps, mfcc_t const *vec, int n) {
	cmn_t *cmn = ps_get_feat(ps)->cmn_struct;
	if (cmn == NULL || cmn->veclen != n) return 0;
	cmn_live_set(cmn, vec);
	return n;
}
*/
import "C"

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// frame is the step of PocketSphinx's times (its -frate of 100).
const frame = 10 * time.Millisecond

// maxCepstra bounds the cepstral mean; the model's has 13 values.
const maxCepstra = 64

// decoder is one PocketSphinx decoder. It is not safe for concurrent use and
// has to be freed. It holds the adaptation to one voice between begin calls,
// so forget is called when the next recognition takes it over.
type decoder struct {
	ps     *C.ps_decoder_t
	config *C.cmd_ln_t
	// mean is the model's own cepstral mean, from which each voice begins.
	mean []C.mfcc_t
}

// newDecoder loads the models, which takes about half a second.
func newDecoder(o Options) (*decoder, error) {
	C.iai_silence()
	args := o.args()
	argv := make([]*C.char, len(args))
	for i, a := range args {
		argv[i] = C.CString(a)
	}
	defer func() {
		for _, a := range argv {
			C.free(unsafe.Pointer(a))
		}
	}()
	config := C.iai_config(C.int(len(argv)), &argv[0])
	if config == nil {
		return nil, errors.New("sphinx: the decoder's settings were refused")
	}
	ps := C.ps_init(config)
	if ps == nil {
		C.cmd_ln_free_r(config)
		return nil, errors.New("sphinx: the models in " + o.ModelDir + " could not be loaded")
	}
	d := &decoder{ps: ps, config: config}
	mean := make([]C.mfcc_t, maxCepstra)
	d.mean = mean[:C.iai_cmn_get(ps, &mean[0], maxCepstra)]
	return d, nil
}

func (d *decoder) free() {
	C.ps_free(d.ps)
	C.cmd_ln_free_r(d.config)
}

// forget drops what was learnt about the last voice and room, so that no
// recognition depends on an earlier one.
func (d *decoder) forget() {
	C.ps_start_stream(d.ps)
	if len(d.mean) > 0 {
		C.iai_cmn_set(d.ps, &d.mean[0], C.int(len(d.mean)))
	}
}

// begin starts an utterance.
func (d *decoder) begin() error {
	if C.ps_start_utt(d.ps) != 0 {
		return errors.New("sphinx: begin utterance")
	}
	return nil
}

// feed searches on with more sound.
func (d *decoder) feed(pcm []int16) error { return d.process(pcm, C.int(0)) }

// feedAll searches a whole utterance at once, normalised by its own mean.
func (d *decoder) feedAll(pcm []int16) error { return d.process(pcm, C.int(1)) }

func (d *decoder) process(pcm []int16, whole C.int) error {
	if len(pcm) == 0 {
		return nil
	}
	if C.ps_process_raw(d.ps, (*C.int16)(unsafe.Pointer(&pcm[0])), C.size_t(len(pcm)), 0, whole) < 0 {
		return errors.New("sphinx: process sound")
	}
	return nil
}

// end finishes the utterance; words then gives its final result.
func (d *decoder) end() error {
	if C.ps_end_utt(d.ps) != 0 {
		return errors.New("sphinx: end utterance")
	}
	return nil
}

// priorFrames is the weight that cmn_live_set gives to the mean it is given
// (sphinxbase's CMN_WIN).
const priorFrames = 500

// adapt makes the decoder normalise by the mean of pcm alone. Between
// utterances only.
//
// Started from the model's own mean, the decoder needs many seconds to get
// used to a voice: of a real speaker's first sentence it understands next to
// nothing. The mean is got by running the front end alone: afterwards the
// running mean is (prior·500 + sum) / (500 + n), which is solved for sum / n.
func (d *decoder) adapt(pcm []int16) error {
	frames := float32(len(pcm)/160 - 2)
	if frames < 10 || len(d.mean) == 0 {
		return nil
	}
	C.iai_cmn_set(d.ps, &d.mean[0], C.int(len(d.mean)))
	if err := d.begin(); err != nil {
		return err
	}
	if C.ps_process_raw(d.ps, (*C.int16)(unsafe.Pointer(&pcm[0])), C.size_t(len(pcm)), 1, 0) < 0 {
		return errors.New("sphinx: process sound")
	}
	if err := d.end(); err != nil {
		return err
	}
	mean := make([]C.mfcc_t, len(d.mean))
	C.iai_cmn_get(d.ps, &mean[0], C.int(len(mean)))
	for i, prior := range d.mean {
		mean[i] += (mean[i] - prior) * C.mfcc_t(priorFrames/frames)
	}
	C.ps_start_stream(d.ps)
	C.iai_cmn_set(d.ps, &mean[0], C.int(len(mean)))
	return nil
}

// words returns the best hypothesis. Times count from begin. After end the
// confidence is the word's posterior probability in the lattice; before, there
// is none.
func (d *decoder) words(final bool) []coach.Word {
	var words []coach.Word
	log := C.ps_get_logmath(d.ps)
	for seg := C.ps_seg_iter(d.ps); seg != nil; seg = C.ps_seg_next(seg) {
		text, ok := clean(C.GoString(C.ps_seg_word(seg)))
		if !ok {
			continue
		}
		var from, to C.int
		C.ps_seg_frames(seg, &from, &to)
		w := coach.Word{
			Text: text, Confidence: -1,
			Start: time.Duration(from) * frame,
			End:   time.Duration(to+1) * frame,
		}
		if final {
			p := float64(C.logmath_exp(log, C.int(C.ps_seg_prob(seg, nil, nil, nil))))
			w.Confidence = min(max(p, 0), 1)
		}
		words = append(words, w)
	}
	return words
}

// clean returns a dictionary entry as a person writes it: without the number
// of its pronunciation. ok is false for silence, noise and sentence marks.
func clean(entry string) (word string, ok bool) {
	if entry == "" || strings.ContainsAny(entry[:1], "<[+") {
		return "", false
	}
	if open := strings.LastIndexByte(entry, '('); open > 0 && strings.HasSuffix(entry, ")") {
		if _, err := strconv.Atoi(entry[open+1 : len(entry)-1]); err == nil {
			entry = entry[:open]
		}
	}
	return entry, true
}
