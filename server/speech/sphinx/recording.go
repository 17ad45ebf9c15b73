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

const (
	// longest is how much sound one utterance of a long recording may hold.
	// Memory of the search grows with it (about 1 MiB a second).
	longest = 20 * time.Second
	// roomWeight is what the mean of a whole recording weighs, in frames of
	// 10 ms, against a piece's own mean: the recording may hold two voices.
	roomWeight = 300
)

// Transcribe recognises a whole recording, piece by piece: long silences are
// left out. A first pass, which searches for nothing and takes about a
// hundredth of the time, learns the voice.
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

// recording recognises the pieces of a recording.
func (d *decoder) recording(ctx context.Context, pcm []int16, pieces []sound.Span) ([]coach.Word, error) {
	means := make([]cepstrum, len(pieces))
	var room cepstrum
	for i, piece := range pieces {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		var err error
		if means[i], err = d.hear(pcm[piece.From:piece.To]); err != nil {
			return nil, err
		}
		room = room.plus(means[i], means[i].frames)
	}
	var words []coach.Word
	for i, piece := range pieces {
		d.expect(means[i].plus(room, roomWeight))
		found, err := d.whole(ctx, pcm[piece.From:piece.To])
		if err != nil {
			return nil, err
		}
		words = append(words, shifted(found, piece.From)...)
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
