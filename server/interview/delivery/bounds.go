package delivery

import (
	"math"
	"slices"
	"time"
)

const (
	// leastVoice in frames: shorter sounds are clicks, as in media/segment.
	leastVoice = 5
	// Of what is shorter than surelyVoice frames the detector has to be sure on the
	// average: of keys and chords it is not.
	surelyVoice, sure = 15, 0.7
	// What stands alone, with lonelySilence frames on both sides, has to last
	// lonelyVoice frames: as long as the shortest word.
	lonelyVoice, lonelySilence = 8, 25
	// The detector's mind changes so many frames after a voice ends, at most and at
	// least, and after it begins.
	endMost, endLeast, startMost = 7, 2, 4
	// What is loud without a gap belongs to the voice although the detector does not
	// hear it: an "s" at the beginning, an "f" at the end, held by a slow speaker.
	startMissed, endMissed = 20, 15
	// softest is how far below a speaker's own level soft consonants lie, and
	// audible how far a sound has to stand out of the room, in dB.
	softest, audible = 35.0, 2.0
)

// stretch is a half-open range of frames.
type stretch struct{ from, to int }

// stretches are the runs of voice by the detector's answers, without those
// that are none.
func stretches(answers []float32) []stretch {
	var all []stretch
	for i := 0; i < len(answers); i++ {
		if answers[i] < on {
			continue
		}
		s := stretch{from: i}
		sum := float32(0)
		for i < len(answers) && answers[i] >= off {
			if sum += answers[i]; answers[i] >= on {
				s.to = i + 1
			}
			i++
		}
		long := i - s.from
		if long >= surelyVoice || long >= leastVoice && sum/float32(long) >= sure {
			all = append(all, s)
		}
	}
	var words []stretch
	for i, s := range all {
		before := i == 0 || s.from-all[i-1].to >= lonelySilence
		after := i == len(all)-1 || all[i+1].from-s.to >= lonelySilence
		if s.to-s.from >= lonelyVoice || !before || !after {
			words = append(words, s)
		}
	}
	return words
}

// bound moves the bounds of stretches to where, of the places where the voice
// may have begun and ended, the level says that it did.
func bound(all []stretch, levels []float64) []stretch {
	out := make([]stretch, len(all))
	for i, s := range all {
		last, next := 0, len(levels)
		if i > 0 {
			last = all[i-1].to
		}
		if i < len(all)-1 {
			next = all[i+1].from
		}
		voice := active(levels[s.from:s.to])
		before, after := threshold(levels[last:s.from], voice), threshold(levels[s.to:next], voice)
		from := begins(levels, s, last, before)
		out[i] = stretch{from, ends(levels, stretch{from, s.to}, next, after)}
	}
	return out
}

// begins is the first frame of a voice that the detector heard from s.from on;
// last is where it heard the one before.
func begins(levels []float64, s stretch, last int, threshold float64) int {
	from := max(s.from-startMost, last-endLeast, 0)
	for from < s.from && levels[from] < threshold {
		from++
	}
	for from > max(last, s.from-startMissed) && levels[from-1] >= threshold {
		from--
	}
	return from
}

// ends is the frame behind the last of a voice that the detector heard until
// s.to; next is where it heard the next.
func ends(levels []float64, s stretch, next int, threshold float64) int {
	to := max(s.to-endLeast, s.from+1)
	if levels[to-1] >= threshold {
		for to < min(next, s.to+endMissed) && levels[to] >= threshold {
			to++
		}
		return to
	}
	for to > max(s.to-endMost, s.from+1) && levels[to-1] < threshold {
		to--
	}
	return to
}

// threshold is the level from which a sound beside a voice belongs to it: above
// the room, and within what is heard of a voice at all.
func threshold(room []float64, voice float64) float64 {
	if len(room) == 0 {
		return voice - softest
	}
	sorted := slices.Clone(room)
	slices.Sort(sorted)
	return min(max(sorted[len(sorted)/2]+audible, voice-softest), voice-audible)
}

// active is the level of a voice: the mean power of its frames, in dB.
func active(levels []float64) float64 {
	power := 0.0
	for _, l := range levels {
		power += math.Pow(10, l/10)
	}
	return 10 * math.Log10(max(power/float64(max(len(levels), 1)), 1e-12))
}

// tidy puts spans in order, joins those that touch and keeps them within the
// recording, whoever found them.
func (s Sound) tidy() Sound {
	spans := slices.Clone(s.Speech)
	slices.SortStableFunc(spans, func(a, b Span) int { return int(a.Start - b.Start) })
	s.Speech = spans[:0]
	for _, span := range spans {
		span.Start, span.End = max(span.Start, 0), min(span.End, s.Length)
		switch n := len(s.Speech); {
		case span.End <= span.Start:
		case n > 0 && span.Start <= s.Speech[n-1].End:
			s.Speech[n-1].End = max(s.Speech[n-1].End, span.End)
		default:
			s.Speech = append(s.Speech, span)
		}
	}
	return s
}

// spread is of the levels of whole seconds of speech: single sounds differ by
// 30 dB whoever speaks, seconds only when the voice does.
func spread(s Sound) float64 {
	var seconds []float64
	var second []float64
	for _, span := range s.Speech {
		to := min(int(span.End/frame), len(s.Levels))
		for i := int(span.Start / frame); i < to; i++ {
			if second = append(second, s.Levels[i]); len(second) == int(time.Second/frame) {
				seconds = append(seconds, active(second))
				second = second[:0]
			}
		}
	}
	if len(seconds) < int(leastSpeech/time.Second) {
		return -1
	}
	slices.Sort(seconds)
	last := float64(len(seconds) - 1)
	return round(seconds[int(math.Round(0.9*last))]-seconds[int(math.Round(0.1*last))], 1)
}

// round keeps so many decimals: more would pretend to a precision that is not
// there, and differ between processors.
func round(v float64, decimals int) float64 {
	by := math.Pow10(decimals)
	return math.Round(v*by) / by
}
