package whisper

import (
	"context"
	"log/slog"
	"math"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/guard"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
)

// hotter is the temperature of the second try after a loop.
const hotter = 0.4

// decode recognises sound and returns only what the guards let through. Of
// silence the service is never asked.
func (r *Recogniser) decode(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error) {
	if sound.Silent(pcm) {
		return r.result(heard{language: transcript.Language(o.Language)}, o, len(pcm)), nil
	}
	h, err := r.call(ctx, pcm, o)
	if err != nil {
		return coach.Transcript{}, err
	}
	if o.Prompt != "" && guard.Echo(h.text, o.Prompt) {
		r.dropped(ctx, "echo of the prompt")
		o.Prompt = ""
		if h, err = r.call(ctx, pcm, o); err != nil {
			return coach.Transcript{}, err
		}
	}
	if repetitive(h) && o.Temperature < hotter {
		again := o
		again.Temperature = hotter
		if h, err = r.call(ctx, pcm, again); err != nil {
			return coach.Transcript{}, err
		}
	}
	return r.result(r.guarded(ctx, h, pcm), o, len(pcm)), nil
}

func repetitive(h heard) bool {
	if len(h.segments) == 0 {
		return guard.Repetitive(guard.Segment{Text: h.text})
	}
	for _, s := range h.segments {
		if guard.Repetitive(s) {
			return true
		}
	}
	return false
}

// guarded takes out what was made up.
func (r *Recogniser) guarded(ctx context.Context, h heard, pcm []int16) heard {
	kept := heard{language: h.language}
	if len(h.segments) == 0 {
		kept.text, kept.words = h.text, h.words
		if guard.Repetitive(guard.Segment{Text: h.text}) || guard.Anomalous(h.words) {
			r.dropped(ctx, "repetitive or anomalous text")
			return heard{language: h.language}
		}
	}
	var texts []string
	for i, s := range h.segments {
		words := within(h.words, s, i == 0, i == len(h.segments)-1)
		if reason := refused(s, words, pcm); reason != "" {
			r.dropped(ctx, reason)
			continue
		}
		kept.segments = append(kept.segments, s)
		kept.words = append(kept.words, words...)
		texts = append(texts, s.Text)
	}
	if len(kept.segments) == len(h.segments) {
		kept.text = h.text // the provider's own spacing between segments
	} else {
		kept.text = strings.Join(texts, " ")
	}
	kept = r.unlooped(ctx, kept)
	if doubtful(kept, pcm) && guard.Stock(kept.text, kept.language) {
		r.dropped(ctx, "stock phrase")
		return heard{language: h.language}
	}
	return kept
}

// refused names the reason for which a segment is not believed.
func refused(s guard.Segment, words []coach.Word, pcm []int16) string {
	from, to := sound.Samples(s.Start), sound.Samples(s.End)
	switch {
	case guard.Empty(s):
		return "no speech"
	case guard.Repetitive(s):
		return "repetitive text"
	case guard.Anomalous(words):
		return "anomalous words"
	case to-from >= sound.Rate/5 && to <= len(pcm) && sound.Silent(pcm[from:to]):
		return "text in silence"
	}
	return ""
}

// within returns the words whose middle lies in the segment; the first and
// last segment also get those before and after.
func within(words []coach.Word, s guard.Segment, first, last bool) []coach.Word {
	var found []coach.Word
	for _, w := range words {
		middle := (w.Start + w.End) / 2
		if (first || middle >= s.Start) && (last || middle < s.End) {
			found = append(found, w)
		}
	}
	return found
}

// unlooped says repeated phrases once. Words and text are treated alike but
// apart, because they may be parted differently.
func (r *Recogniser) unlooped(ctx context.Context, h heard) heard {
	fields := strings.Fields(h.text)
	keep, all := guard.Loops(fields)
	if all {
		r.dropped(ctx, "loop")
		return heard{language: h.language}
	}
	if kept := picked(fields, keep); len(kept) < len(fields) {
		r.dropped(ctx, "loop")
		h.text = strings.Join(kept, " ")
	}
	texts := make([]string, len(h.words))
	for i, w := range h.words {
		texts[i] = w.Text
	}
	if keep, all := guard.Loops(texts); !all {
		h.words = picked(h.words, keep)
	}
	return h
}

func picked[T any](all []T, keep []bool) []T {
	var kept []T
	for i, v := range all {
		if keep[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// doubtful reports that the provider was unsure, or that the sound is hardly
// longer than its silence.
func doubtful(h heard, pcm []int16) bool {
	if len(sound.Split(pcm, time.Minute)) == 0 || sound.Faint(pcm) {
		return true
	}
	for _, s := range h.segments {
		if s.NoSpeech > 0.3 || s.LogProb < -0.7 {
			return true
		}
	}
	return false
}

func (r *Recogniser) dropped(ctx context.Context, reason string) {
	r.options.Log.LogAttrs(ctx, slog.LevelInfo, "speech guard", slog.String("reason", reason))
}

// result makes the transcript. Confidence comes from the words' probabilities
// or the segments' mean log probability, whichever there is.
func (r *Recogniser) result(h heard, o coach.RecogniseOptions, samples int) coach.Transcript {
	t := coach.Transcript{
		Text: h.text, Language: h.language, Model: r.options.Model,
		Duration: sound.Duration(samples), Words: h.words, Confidence: transcript.Confidence(h.words),
	}
	if t.Language == "" {
		t.Language = transcript.Language(o.Language)
	}
	var sum, weight float64
	for _, s := range h.segments {
		p := coach.Passage{Text: s.Text, Start: s.Start, End: s.End, Confidence: min(1, math.Exp(s.LogProb))}
		length := max((s.End - s.Start).Seconds(), 0.01)
		sum, weight = sum+p.Confidence*length, weight+length
		t.Passages = append(t.Passages, p)
	}
	if t.Confidence == 0 && weight > 0 {
		t.Confidence = sum / weight
	}
	if len(h.words) > 0 {
		t.Passages = transcript.Passages(h.words)
		for i := range t.Passages {
			if t.Passages[i].Confidence == 0 {
				t.Passages[i].Confidence = t.Confidence
			}
		}
	}
	if len(t.Passages) == 0 && t.Text != "" {
		t.Passages = []coach.Passage{{Text: t.Text, End: t.Duration, Confidence: t.Confidence}}
	}
	return t
}
