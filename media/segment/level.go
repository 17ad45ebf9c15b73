package segment

import "github.com/interviewai-pro/interviewai/media/vad"

// dipShare is how much weaker than the segment's mean power a frame has to be
// to lie between two words: 12 dB.
const dipShare = 1.0 / 16

// dip follows the mean power of an open segment over about a second.
type dip struct {
	mean float64
}

// update takes the next frame and reports whether it is much weaker than the
// speech around it.
func (d *dip) update(frame []int16) bool {
	p := power(frame)
	if d.mean == 0 {
		d.mean = p
	}
	d.mean += (p - d.mean) / 50
	return p < d.mean*dipShare
}

// quietest returns the place after the weakest frame of the sound.
func quietest(sound []int16) int {
	place := len(sound)
	lowest := -1.0
	for end := vad.FrameSamples; end <= len(sound); end += vad.FrameSamples {
		if p := power(sound[end-vad.FrameSamples : end]); lowest < 0 || p < lowest {
			lowest, place = p, end
		}
	}
	return place
}

// power is the mean square of the frame's samples.
func power(frame []int16) float64 {
	var sum int64
	for _, s := range frame {
		sum += int64(s) * int64(s)
	}
	return float64(sum) / float64(max(len(frame), 1))
}
