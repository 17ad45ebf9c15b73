package sphinx

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// Options configure the recogniser. The zero value is ready to use.
type Options struct {
	// ModelDir holds en-us/, en-us.lm.bin and cmudict-en-us.dict;
	// /usr/share/pocketsphinx/model/en-us when empty.
	ModelDir string
	// Decoders is how many segments are recognised at the same time; three a
	// core when zero, because a decoder spends most of a live segment waiting
	// for sound. The first decoder takes about 100 MiB, each further one about
	// 41 MiB; none is loaded before it is needed.
	Decoders int
	// Waiting is how many recognitions may wait for a decoder before new ones
	// are refused with coach.ErrUnavailable; 64 when zero.
	Waiting int
	// MaxSegment is the longest sound of one Recognition; a minute when zero.
	MaxSegment time.Duration

	// tuning replaces the search settings, for measuring them.
	tuning []string
}

func (o Options) withDefaults() Options {
	if o.ModelDir == "" {
		o.ModelDir = "/usr/share/pocketsphinx/model/en-us"
	}
	if o.Decoders <= 0 {
		o.Decoders = 3 * runtime.NumCPU()
	}
	if o.Waiting <= 0 {
		o.Waiting = 64
	}
	if o.MaxSegment <= 0 {
		o.MaxSegment = time.Minute
	}
	if o.tuning == nil {
		o.tuning = tuned()
	}
	return o
}

// tuned returns the search settings that docs/speech.md measures.
func tuned() []string {
	return []string{"-remove_silence", "no", "-fwdflat", "no", "-maxhmmpf", "5000", "-maxwpf", "50"}
}

// check finds missing models before the library does, because it ends the
// process for some of them.
func (o Options) check() error {
	for _, name := range []string{"en-us/mdef", "en-us/means", "en-us.lm.bin", "cmudict-en-us.dict"} {
		if _, err := os.Stat(filepath.Join(o.ModelDir, name)); err != nil {
			return fmt.Errorf("sphinx: the English models are missing (apt-get install pocketsphinx-en-us): %w", err)
		}
	}
	return nil
}

// args is the decoder's command line.
func (o Options) args() []string {
	return append([]string{
		"pocketsphinx",
		"-hmm", filepath.Join(o.ModelDir, "en-us"),
		"-lm", filepath.Join(o.ModelDir, "en-us.lm.bin"),
		"-dict", filepath.Join(o.ModelDir, "cmudict-en-us.dict"),
		"-logfn", os.DevNull,
	}, o.tuning...)
}
