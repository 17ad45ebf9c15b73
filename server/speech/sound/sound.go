// Package sound has the arithmetic of 16 kHz mono PCM that recognisers need:
// lengths, levels, and where a recording may be cut.
package sound

import (
	"math"
	"slices"
	"time"
)

const (
	// Rate is the sampling rate everywhere in the server, in Hz.
	Rate = 16000
	// PerMillisecond is the number of samples in a millisecond.
	PerMillisecond = Rate / 1000

	frame = 20 * PerMillisecond
	// quiet is the RMS level, of full scale 32768, below which a frame has no
	// voice in it: −56 dBFS. A whisper into a laptop is about −45.
	quiet = 52
)

// Duration is how long a number of samples plays.
func Duration(samples int) time.Duration {
	return time.Duration(samples) * time.Second / Rate
}

// Samples is how many samples play in d.
func Samples(d time.Duration) int {
	return int(d * Rate / time.Second)
}

// level is the RMS of pcm around its mean, so that an offset of a bad sound
// card does not count as sound.
func level(pcm []int16) float64 {
	if len(pcm) == 0 {
		return 0
	}
	var sum, squares float64
	for _, s := range pcm {
		sum += float64(s)
		squares += float64(s) * float64(s)
	}
	n := float64(len(pcm))
	return math.Sqrt(max(0, squares/n-sum/n*sum/n))
}

// Silent reports that pcm holds no voice: fewer than three of its frames of
// 20 ms (no syllable is shorter) are above −56 dBFS.
func Silent(pcm []int16) bool {
	loud := 0
	for from := 0; from < len(pcm); from += frame {
		if level(pcm[from:min(from+frame, len(pcm))]) >= quiet {
			if loud++; loud == 3 {
				return false
			}
		}
	}
	return true
}

// frameLevels returns the levels of all frames, lowest first.
func frameLevels(pcm []int16) []float64 {
	levels := make([]float64, 0, len(pcm)/frame+1)
	for from := 0; from < len(pcm); from += frame {
		levels = append(levels, level(pcm[from:min(from+frame, len(pcm))]))
	}
	slices.Sort(levels)
	return levels
}

// Faint reports that even the loudest frames are below −46 dBFS: breath, or a
// far voice of which recognisers make up more than they hear.
func Faint(pcm []int16) bool {
	levels := frameLevels(pcm)
	return len(levels) == 0 || levels[len(levels)-1-len(levels)/20] < 164
}
