package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/media/audiofile"
)

const (
	rate         = 48000
	frameSamples = rate / 50 // 20 ms
	// quietest is the mean square that counts as silence in any recording
	// (-50 dB of full scale), and loudest the one that never does (-30 dB).
	quietest, loudest = 100 * 100, 1000 * 1000
	// overNoise is how far above the background a frame still counts as
	// silence: 12 dB, since a noise's level varies from frame to frame.
	overNoise = 16
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
	silence := make([]int, len(tracks))
	for t, track := range tracks {
		frames = max(frames, len(track)/frameSamples)
		silence[t] = silenceOf(track)
	}
	kept := make([][]int16, len(tracks))
	run := 0
	for i := range frames {
		run++
		for t, track := range tracks {
			if meanSquare(frameAt(track, i)) > silence[t] {
				run = 0
			}
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

// silenceOf returns the mean square up to which a track's frame counts as
// silence: a little above its background, which is taken to be what the
// quietest fifth of its frames have.
func silenceOf(track []int16) int {
	frames := len(track) / frameSamples
	if frames == 0 {
		return quietest
	}
	squares := make([]int, frames)
	for i := range squares {
		squares[i] = meanSquare(frameAt(track, i))
	}
	slices.Sort(squares)
	return min(max(overNoise*squares[frames/5], quietest), loudest)
}

func meanSquare(frame []int16) int {
	sum := 0
	for _, v := range frame {
		sum += int(v) * int(v)
	}
	return sum / len(frame)
}

// frameAt returns the i-th frame of a track, silence behind its end.
func frameAt(track []int16, i int) []int16 {
	if (i+1)*frameSamples > len(track) {
		return make([]int16, frameSamples)
	}
	return track[i*frameSamples : (i+1)*frameSamples]
}
