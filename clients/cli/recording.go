package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
)

const (
	rate         = 48000
	frameSamples = rate / 50 // 20 ms
	// quietFrame is the mean square under which a frame counts as silence when
	// waiting is shortened: about -50 dB of full scale.
	quietFrame = 100 * 100
	// keptSilence is how much of a silence --fast leaves: longer than any pause
	// within a turn, so that turns end where they ended.
	keptSilence = 3 * time.Second
)

// load decodes a recording to 48 kHz mono, padded to whole frames.
func load(ctx context.Context, name string) ([]int16, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rec, err := audiofile.Decode(ctx, f, audiofile.Options{Rate: rate, MaxBytes: 1 << 30, MaxDuration: 4 * time.Hour, Timeout: 10 * time.Minute})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	for len(rec.Samples)%frameSamples != 0 {
		rec.Samples = append(rec.Samples, 0)
	}
	return rec.Samples, nil
}

// shorten cuts the silences that all tracks share down to keptSilence, so that
// the tracks stay together.
func shorten(tracks [][]int16) {
	frames := 0
	for _, t := range tracks {
		frames = max(frames, len(t)/frameSamples)
	}
	kept := make([][]int16, len(tracks))
	run := 0
	for i := range frames {
		if silentAt(tracks, i) {
			run++
		} else {
			run = 0
		}
		if time.Duration(run)*20*time.Millisecond > keptSilence {
			continue
		}
		for t := range tracks {
			kept[t] = append(kept[t], frameAt(tracks[t], i)...)
		}
	}
	copy(tracks, kept)
}

func silentAt(tracks [][]int16, i int) bool {
	for _, t := range tracks {
		sum := 0
		for _, v := range frameAt(t, i) {
			sum += int(v) * int(v)
		}
		if sum/frameSamples > quietFrame {
			return false
		}
	}
	return true
}

// frameAt returns the i-th frame of a track, silence behind its end.
func frameAt(track []int16, i int) []int16 {
	if (i+1)*frameSamples > len(track) {
		return make([]int16, frameSamples)
	}
	return track[i*frameSamples : (i+1)*frameSamples]
}
