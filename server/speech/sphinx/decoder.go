package sphinx

/*
#cgo pkg-config: pocketsphinx
#include <stdlib.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>

static void iai_quiet(void *user, err_lvl_t level, const char *format, ...) {}

// iai_silence keeps the library's chatter off stderr. Every call stores the
// same pointer.
static void iai_silence(void) { err_set_callback(iai_quiet, NULL); }

static cmd_ln_t *iai_config(int argc, char **argv) {
	return cmd_ln_parse_r(NULL, ps_args(), argc, argv, TRUE);
}
*/
import "C"

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// frame is the step of PocketSphinx's times (its -frate of 100).
const frame = 10 * time.Millisecond

// decoder is one PocketSphinx decoder. It is not safe for concurrent use and
// has to be freed. It holds the adaptation to one voice between begin calls,
// so forget is called when the next recognition takes it over.
type decoder struct {
	ps     *C.ps_decoder_t
	config *C.cmd_ln_t
	// model is the mean of the voices that the models were made from.
	model cepstrum
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
	d.model = d.learnt()
	d.model.frames = maxPrior
	return d, nil
}

func (d *decoder) free() {
	C.ps_free(d.ps)
	C.cmd_ln_free_r(d.config)
}

// forget drops what was learnt of the last voice and room, so that no
// recognition depends on an earlier one.
func (d *decoder) forget() {
	d.expect(d.model)
}

// begin starts an utterance. Times and the estimate of the noise start anew.
func (d *decoder) begin() error {
	C.ps_start_stream(d.ps)
	if C.ps_start_utt(d.ps) != 0 {
		return errors.New("sphinx: begin utterance")
	}
	return nil
}

// feed searches on with more sound, step by step getting used to the voice.
func (d *decoder) feed(pcm []int16) error {
	for part := range slices.Chunk(pcm, step) {
		if C.ps_process_raw(d.ps, (*C.int16)(unsafe.Pointer(&part[0])), C.size_t(len(part)), 0, 0) < 0 {
			return errors.New("sphinx: process sound")
		}
		d.adapt()
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
			p := float64(C.logmath_exp(log, C.ps_seg_prob(seg, nil, nil, nil)))
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
