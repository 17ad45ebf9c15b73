package vad

import "math"

// Energy takes for speech what stands out of the background's level. It costs
// about a microsecond a frame and cannot tell a voice from a door: it serves
// as the reference that a dearer detector has to beat.
type Energy struct {
	floor slidingMin
}

const (
	// energyBlock makes the floor the minimum of about the last two seconds:
	// speech has a gap at least that often.
	energyBlock = 25
	// energyMidpointDB above the floor is as likely speech as not.
	energyMidpointDB = 9
	// energySlopeDB is the width of the way from "unlikely" to "likely".
	energySlopeDB = 1.5
	// energyQuietDBFS is the level below which nothing is called speech: the
	// hum of an open microphone moves by more than the midpoint.
	energyQuietDBFS = -60
)

// NewEnergy returns a detector for one stream.
func NewEnergy() *Energy { return &Energy{floor: newSlidingMin(energyBlock)} }

// Probability implements Detector.
func (e *Energy) Probability(frame []int16) float32 {
	mustFrame(frame)
	level := levelDBFS(frame)
	above := level - e.floor.push(level)
	if level < energyQuietDBFS {
		return 0
	}
	return float32(1 / (1 + math.Exp(float64(energyMidpointDB-above)/energySlopeDB)))
}

// Reset implements Detector.
func (e *Energy) Reset() { *e = *NewEnergy() }
