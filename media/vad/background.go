package vad

import "math"

const (
	// holdFrames is how long a syllable's prominence covers the softer ones
	// after it: 300 ms.
	holdFrames = 15
	// spreadFrames is over what the steadiness of the level is judged: 300 ms.
	spreadFrames = 15
	// backgroundBlock makes every minimum one of the last eight to ten
	// seconds: people pause at least that often.
	backgroundBlock = 100
	// audibleDBFS is the level below which a frame is no background at all but
	// a muted or suppressed one. It says nothing about the room.
	audibleDBFS = -70
)

// background measures how far the sound stands out of the room it is in.
type background struct {
	smooth           float32 // power over about 100 ms
	floor, rawFloor  slidingMin
	spread           slidingMin
	levels           [spreadFrames]float32
	prominences, raw [holdFrames]float32
	frames           int

	// prominence is the smoothed level of this frame over the floor in dB;
	// peak is its maximum over the last 300 ms, rawPeak the same of
	// levels that are not smoothed.
	prominence, peak, rawPeak float32
	// steadiness is the smallest standard deviation of the level in dB found
	// in 300 ms of the last seconds: about 0.2 for hiss, 0.5 and more for a
	// room full of people.
	steadiness float32
}

func newBackground() background {
	return background{
		floor:    newSlidingMin(backgroundBlock),
		rawFloor: newSlidingMin(backgroundBlock),
		spread:   newSlidingMin(backgroundBlock),
	}
}

// update takes the level of the next audible frame in dBFS.
func (b *background) update(level float32) {
	power := float32(math.Pow(10, float64(level)/10))
	if b.frames == 0 {
		b.smooth = power
	}
	b.smooth += (power - b.smooth) / 5
	smooth := decibels(b.smooth)
	b.prominence = smooth - b.floor.push(smooth)

	slot := b.frames % holdFrames
	b.prominences[slot], b.raw[slot] = b.prominence, level-b.rawFloor.push(level)
	b.peak, b.rawPeak = 0, 0
	for i, p := range b.prominences {
		b.peak, b.rawPeak = max(b.peak, p), max(b.rawPeak, b.raw[i])
	}

	b.levels[b.frames%spreadFrames] = level
	b.frames++
	if b.frames < spreadFrames {
		b.steadiness = math.MaxFloat32
		return
	}
	b.steadiness = b.spread.push(deviation(b.levels[:]))
}

// deviation is the standard deviation.
func deviation(x []float32) float32 {
	var sum, squares float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	return float32(math.Sqrt(float64(squares / float32(len(x)))))
}
