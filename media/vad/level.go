package vad

import "math"

// silenceDBFS stands for digital silence, whose level has no logarithm.
const silenceDBFS = -100

// levelDBFS returns the frame's mean power in dB relative to a full-scale
// square wave, no lower than silenceDBFS. The mean is taken out first: an
// offset from a cheap sound card is no sound.
func levelDBFS(frame []int16) float32 {
	var sum, squares int64
	for _, s := range frame {
		v := int64(s)
		sum += v
		squares += v * v
	}
	n := float64(len(frame))
	mean := float64(sum) / n
	power := float64(squares)/n - mean*mean
	if power < 1e-3 {
		return silenceDBFS
	}
	return float32(max(10*math.Log10(power/(32768*32768)), silenceDBFS))
}

// noiseFloor follows the level of the background: the lowest level of the last
// one to two seconds, as in minimum statistics. Speech has gaps at least that
// often, noise has none.
type noiseFloor struct {
	current, previous float32
	frames            int
}

// floorFrames is how long one minimum is collected: one second.
const floorFrames = 50

func newNoiseFloor() noiseFloor {
	return noiseFloor{current: 0, previous: 0}
}

// update takes the level of the next frame and returns the floor in dBFS.
func (n *noiseFloor) update(level float32) float32 {
	if n.frames == floorFrames {
		n.previous, n.current, n.frames = n.current, level, 0
	}
	n.frames++
	n.current = min(n.current, level)
	return min(n.current, n.previous)
}
