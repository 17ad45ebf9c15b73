package main

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// noise returns sound of about the given amplitude.
func noise(length time.Duration, amplitude float64) []int16 {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // repeatable on purpose
	out := make([]int16, int(length.Seconds()*rate))
	for i := range out {
		out[i] = int16(random.NormFloat64() * amplitude)
	}
	return out
}

func TestShortenCutsWhatAllTracksKeepSilent(t *testing.T) {
	t.Parallel()
	const quiet, loud = 100, 5000 // a room's noise, and a voice
	speech := func() []int16 { return noise(time.Second, loud) }
	silence := func(seconds int) []int16 { return noise(time.Duration(seconds)*time.Second, quiet) }
	for _, test := range []struct {
		name   string
		tracks [][]int16
		want   time.Duration
	}{
		{"long silence", [][]int16{slices.Concat(speech(), silence(10), speech())}, 5 * time.Second},
		{"short silence", [][]int16{slices.Concat(speech(), silence(2), speech())}, 4 * time.Second},
		{
			"the other one speaks meanwhile",
			[][]int16{
				slices.Concat(speech(), silence(6), speech()),
				slices.Concat(silence(3), noise(2*time.Second, loud), silence(3)),
			},
			8 * time.Second,
		},
		{
			"a shorter track",
			[][]int16{slices.Concat(speech(), silence(10), speech()), silence(2)},
			5 * time.Second,
		},
		{"speech alone", [][]int16{noise(8*time.Second, loud)}, 8 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shorten(test.tracks)
			for i, track := range test.tracks {
				if got := time.Duration(len(track)/frameSamples) * 20 * time.Millisecond; got != test.want {
					t.Errorf("track %d lasts %s, want %s", i, got, test.want)
				}
			}
		})
	}
}

func TestShortenKeepsTheWords(t *testing.T) {
	t.Parallel()
	word := noise(time.Second, 5000)
	tracks := [][]int16{slices.Concat(noise(10*time.Second, 100), word, noise(10*time.Second, 100))}
	shorten(tracks)
	if at := 3 * rate; !slices.Equal(tracks[0][at:at+rate], word) {
		t.Error("the word is not whole, 3 s after the start")
	}
}
