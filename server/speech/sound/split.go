package sound

import "time"

// Span is a stretch of a recording in samples, From included, To not.
type Span struct{ From, To int }

const (
	// gap is how long a silence has to be to part two spans.
	gap = 600 * PerMillisecond
	// margin of silence is kept around a span, so that no soft consonant is lost.
	margin = 200 * PerMillisecond
)

// Split returns the stretches of a recording that may hold speech, none longer
// than longest (at least a second). A stretch that is too long is cut at its
// quietest frame in the second half, which is most often between two words.
func Split(pcm []int16, longest time.Duration) []Span {
	limit := max(Samples(longest), Rate)
	var spans []Span
	for _, s := range voiced(pcm) {
		for s.To-s.From > limit {
			cut := quietest(pcm, s.From+limit/2, s.From+limit)
			spans = append(spans, Span{From: s.From, To: cut})
			s.From = cut
		}
		spans = append(spans, s)
	}
	return spans
}

// voiced returns the stretches between silences.
func voiced(pcm []int16) []Span {
	floor := noiseFloor(pcm)
	var spans []Span
	for from := 0; from < len(pcm); from += frame {
		to := min(from+frame, len(pcm))
		if level(pcm[from:to]) < floor {
			continue
		}
		if n := len(spans); n > 0 && from-spans[n-1].To < gap {
			spans[n-1].To = to
		} else {
			spans = append(spans, Span{From: from, To: to})
		}
	}
	kept := spans[:0]
	for _, s := range spans {
		if Silent(pcm[s.From:s.To]) {
			continue // a click
		}
		s.From = max(0, s.From-margin)
		s.To = min(len(pcm), s.To+margin)
		kept = append(kept, s)
	}
	return kept
}

// noiseFloor is the level below which a frame counts as silence: never under
// quiet, and above the recording's own steady noise. Three times the quietest
// tenth is 9.5 dB over it, but a recording without pauses has no noise there,
// so the floor stays under a tenth of the loudest.
func noiseFloor(pcm []int16) float64 {
	levels := frameLevels(pcm)
	if len(levels) == 0 {
		return quiet
	}
	return max(quiet, min(3*levels[len(levels)/10], levels[len(levels)-1-len(levels)/20]/10))
}

// quietest returns the middle of the quietest frame between two samples.
func quietest(pcm []int16, from, to int) int {
	best, cut := -1.0, to
	for at := from; at+frame <= to; at += frame / 2 {
		if l := level(pcm[at : at+frame]); best < 0 || l < best {
			best, cut = l, at+frame/2
		}
	}
	return cut
}

// Cut parts a recording into pieces no longer than longest, covering all of
// it, each cut at the quietest frame of the piece's second half.
func Cut(pcm []int16, longest time.Duration) []Span {
	limit := max(Samples(longest), Rate)
	spans := []Span{}
	from := 0
	for len(pcm)-from > limit {
		cut := quietest(pcm, from+limit/2, from+limit)
		spans = append(spans, Span{From: from, To: cut})
		from = cut
	}
	return append(spans, Span{From: from, To: len(pcm)})
}
