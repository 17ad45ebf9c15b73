package delivery

import (
	"math"
	"slices"
	"time"
)

const (
	// leastVoice in frames: shorter sounds are clicks, as in media/segment.
	leastVoice = 5
	// What stands alone, with lonelySilence frames on both sides, has to last
	// lonelyVoice frames: as long as the shortest word.
	lonelyVoice, lonelySilence = 8, 25
	// softest is how far below a speaker's own level soft consonants lie, and
	// audible how far a sound has to stand out of the room, in dB.
	softest, audible = 30.0, 6.0
	// How far bounds may move, in frames: the detector hears speech up to 260 ms
	// longer than it lasts, and its beginning up to 60 ms late.
	endBack, endOn, startBack, startOn = 13, 5, 8, 4
	// quietShare is the share of the frames between two stretches that the room
	// is at least as quiet as.
	quietShare = 0.3
)

// stretch is a half-open range of frames.
type stretch struct{ from, to int }

// stretches are the runs of voice, without those too short to be any.
func stretches(voice []bool) []stretch {
	var all []stretch
	for i := 0; i < len(voice); i++ {
		if !voice[i] {
			continue
		}
		from := i
		for i < len(voice) && voice[i] {
			i++
		}
		if i-from >= leastVoice {
			all = append(all, stretch{from, i})
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

// bound moves the bounds of stretches to where the level says that the voice
// begins and ends.
func bound(all []stretch, levels []float64) []stretch {
	out := make([]stretch, 0, len(all))
	last := 0
	for i, s := range all {
		next := len(levels)
		if i < len(all)-1 {
			next = all[i+1].from
		}
		voice := active(levels[s.from:s.to])
		from := begins(levels, s, last, threshold(levels[last:s.from], voice))
		to := ends(levels, stretch{from, s.to}, next, threshold(levels[s.to:next], voice))
		last = s.to
		if len(out) > 0 && from <= out[len(out)-1].to {
			out[len(out)-1].to = to
			continue
		}
		out = append(out, stretch{from, to})
	}
	return out
}

// begins is the first frame of a voice, between the stretch before and its end.
func begins(levels []float64, s stretch, last int, threshold float64) int {
	from := s.from
	for from > max(last, s.from-startBack) && levels[from-1] >= threshold {
		from--
	}
	for from == s.from || from < s.from+startOn {
		if from >= s.to-1 || levels[from] >= threshold {
			break
		}
		from++
	}
	return from
}

// ends is the frame behind a voice's last.
func ends(levels []float64, s stretch, next int, threshold float64) int {
	to := s.to
	for to < min(next, s.to+endOn) && levels[to] >= threshold {
		to++
	}
	for to > max(s.from+1, s.to-endBack) && levels[to-1] < threshold {
		to--
	}
	return to
}

// threshold is the level from which a sound beside a voice belongs to it.
func threshold(room []float64, voice float64) float64 {
	if len(room) == 0 {
		return voice - softest
	}
	sorted := slices.Clone(room)
	slices.Sort(sorted)
	floor := sorted[int(quietShare*float64(len(sorted)-1))]
	return min(max(floor+audible, voice-softest), voice-audible)
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
