package sphinx

import (
	"context"
	"errors"
	"fmt"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// work decodes sound as it comes and answers questions between two steps.
func (r *recognition) work(ctx context.Context) {
	defer close(r.ended)
	defer r.release()
	for {
		select {
		case <-ctx.Done():
			return
		case q := <-r.asks:
			q.reply <- r.answer(ctx, q.final)
		case <-r.wake:
			for r.failed == nil && r.advance(ctx) {
				select {
				case <-ctx.Done():
					return
				case q := <-r.asks:
					q.reply <- r.answer(ctx, q.final)
				default:
				}
			}
		}
	}
}

// advance decodes one step of pending sound and reports whether there was any.
func (r *recognition) advance(ctx context.Context) bool {
	pcm := r.next(step)
	if len(pcm) == 0 {
		return false
	}
	r.at += len(pcm)
	if r.d != nil {
		r.heard = append(r.heard, pcm...)
		r.failed = r.d.feed(pcm)
		return true
	}
	r.opening = append(r.opening, pcm...)
	if sound.Silent(r.opening) {
		// Of silence nothing is learnt or recognised. A little is kept, because
		// a soft consonant may begin in it.
		cut := max(0, len(r.opening)-step)
		if len(r.heard) > 0 {
			r.heard = append(r.heard, r.opening[:cut]...)
		}
		r.opening = r.opening[cut:]
		return true
	}
	if !r.voice.known() {
		r.voice = r.voices.recall(r.key)
	}
	if r.voice.known() || len(r.opening) >= warmUp {
		r.failed = r.start(ctx)
	}
	return true
}

// start takes a decoder, makes it used to the voice and decodes the opening.
func (r *recognition) start(ctx context.Context) error {
	opening := r.opening
	r.opening = nil
	if sound.Silent(opening) {
		return nil
	}
	d, err := r.pool.take(ctx)
	if err != nil {
		return err
	}
	if len(r.heard) > 0 && len(r.heard)+len(opening) <= again {
		opening = append(r.heard, opening...)
		r.done = r.done[:r.began]
	}
	r.heard, r.began = opening, len(r.done)
	r.d, r.from = d, r.at-len(opening)
	if !r.voice.known() {
		if r.voice, err = d.hear(opening); err != nil {
			return err
		}
	}
	d.expect(r.voice)
	if err := d.begin(); err != nil {
		return err
	}
	return d.feed(opening)
}

// answer gives the text of everything written. An interim answer does not
// wait for sound that is still to be decoded; a final one ends the utterance:
// what is written afterwards begins a new one, whose words are appended.
func (r *recognition) answer(ctx context.Context, final bool) reply {
	if final {
		for r.failed == nil && r.advance(ctx) {
			if ctx.Err() != nil {
				r.failed = context.Cause(ctx)
			}
		}
		r.finish(ctx)
	}
	if r.failed == nil && ctx.Err() != nil {
		r.failed = context.Cause(ctx) // nobody is told half a text as the whole
	}
	if r.failed != nil {
		if errors.Is(r.failed, coach.ErrUnavailable) {
			return reply{err: r.failed}
		}
		return reply{err: fmt.Errorf("recognise segment: %w: %w", coach.ErrUnavailable, r.failed)}
	}
	words := append([]coach.Word(nil), r.done...)
	if r.d != nil {
		now := r.d.words(false)
		words = append(words, shifted(now[:max(0, len(now)-unstable)], r.from)...)
	}
	return reply{t: result(words, r.at)}
}

// finish ends the utterance, keeps its words and gives the decoder back.
func (r *recognition) finish(ctx context.Context) {
	if r.failed == nil && len(r.opening) > 0 {
		r.failed = r.start(ctx)
	}
	if r.failed != nil || r.d == nil {
		return
	}
	if r.failed = r.d.end(); r.failed != nil {
		return
	}
	if words := r.d.words(true); len(words) > 0 {
		r.done = append(r.done, shifted(words, r.from)...)
		r.voice = r.d.learnt()
		r.voices.remember(r.key, r.voice)
	}
	r.pool.put(r.d, true)
	r.d = nil
}

// release gives back a decoder that is still held. It is in the middle of an
// utterance, which has to be ended before the decoder can be used again.
func (r *recognition) release() {
	if r.d == nil {
		return
	}
	err := r.d.end()
	r.pool.put(r.d, r.failed == nil && err == nil)
	r.d = nil
}
