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
	return decibels(float32((float64(squares)/n - mean*mean) / (32768 * 32768)))
}

// decibels turns a share of full power into dB, no lower than silenceDBFS.
func decibels(power float32) float32 {
	if power < 1e-10 {
		return silenceDBFS
	}
	return float32(10 * math.Log10(float64(power)))
}

// slidingMin is the lowest of the last values: between four and five blocks of
// them, which needs no memory of each.
type slidingMin struct {
	block, filled int
	lowest        [5]float32 // the block being filled is the last
}

// newSlidingMin covers blocks of the given length; nothing is known yet.
func newSlidingMin(block int) slidingMin {
	m := slidingMin{block: block}
	for i := range m.lowest {
		m.lowest[i] = math.MaxFloat32
	}
	return m
}

// push takes the next value and returns the lowest.
func (m *slidingMin) push(v float32) float32 {
	last := len(m.lowest) - 1
	m.lowest[last] = min(m.lowest[last], v)
	low := m.lowest[0]
	for _, l := range m.lowest[1:] {
		low = min(low, l)
	}
	if m.filled++; m.filled == m.block {
		copy(m.lowest[:], m.lowest[1:])
		m.lowest[last] = math.MaxFloat32
		m.filled = 0
	}
	return low
}
