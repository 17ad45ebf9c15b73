package sphinx

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// longest is how much sound one utterance of a long recording may hold.
// Memory of the search grows with it (about 1 MiB a second).
const longest = 20 * time.Second

// Transcribe recognises a whole recording, piece by piece as if they were live
// segments of one voice; long silences are left out. To learn the voice from
// the whole recording first was measured and is no better (docs/speech.md).
func (r *Recogniser) Transcribe(ctx context.Context, pcm []int16, o coach.RecogniseOptions) (coach.Transcript, error) {
	if err := understands(o); err != nil {
		return coach.Transcript{}, err
	}
	pieces := sound.Split(pcm, longest)
	if len(pieces) == 0 {
		return result(nil, len(pcm)), nil
	}
	d, err := r.pool.take(ctx)
	if err != nil {
		return coach.Transcript{}, err
	}
	words, err := d.recording(ctx, pcm, pieces)
	r.pool.put(d, err == nil)
	switch {
	case ctx.Err() != nil:
		return coach.Transcript{}, fmt.Errorf("transcribe: %w", context.Cause(ctx))
	case err != nil:
		return coach.Transcript{}, fmt.Errorf("transcribe: %w: %w", coach.ErrUnavailable, err)
	}
	return result(words, len(pcm)), nil
}

// recording recognises the pieces of a recording. Each goes on from what was
// learnt of the voice before.
func (d *decoder) recording(ctx context.Context, pcm []int16, pieces []sound.Span) ([]coach.Word, error) {
	first := pcm[pieces[0].From:pieces[0].To]
	voice, err := d.hear(first[:min(warmUp, len(first))])
	if err != nil {
		return nil, err
	}
	var words []coach.Word
	for _, piece := range pieces {
		d.expect(voice)
		found, err := d.whole(ctx, pcm[piece.From:piece.To])
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			voice = d.learnt()
			words = append(words, shifted(found, piece.From)...)
		}
	}
	return words, nil
}

// whole recognises one piece. It looks at ctx every second of sound.
func (d *decoder) whole(ctx context.Context, pcm []int16) ([]coach.Word, error) {
	if err := d.begin(); err != nil {
		return nil, err
	}
	for second := range slices.Chunk(pcm, sound.Rate) {
		err := d.feed(second)
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, errors.Join(err, d.end())
		}
	}
	if err := d.end(); err != nil {
		return nil, err
	}
	return d.words(true), nil
}
