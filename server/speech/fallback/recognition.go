package fallback

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/sony/gobreaker/v2"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
)

// ErrSegmentTooLong means that more sound was written than a segment may
// have. What was written before stays and can be recognised.
var ErrSegmentTooLong = errors.New("the segment is too long")

// recognition keeps a segment's sound, so that another recogniser can begin
// from its start. Once fallen back, it stays there for the segment.
type recognition struct {
	r       *Recogniser
	options coach.RecogniseOptions
	ctx     context.Context // Open's: later entries are opened with it
	pcm     []int16
	entry   int
	now     coach.Recognition
}

func (e guarded) knows(language string) bool {
	code := transcript.Language(language)
	return code == "" || len(e.Languages) == 0 || slices.Contains(e.Languages, code)
}

// advance opens the first usable recogniser from an entry on and gives it the
// sound so far.
func (s *recognition) advance(from int, failures []error) error {
	for i := from; i < len(s.r.entries); i++ {
		e := s.r.entries[i]
		if e.breaker.State() == gobreaker.StateOpen {
			failures = append(failures, fmt.Errorf("%s: %w", e.Name, gobreaker.ErrOpenState))
			continue
		}
		now, err := e.Recogniser.Open(s.ctx, s.options)
		if err == nil && len(s.pcm) > 0 {
			if err = now.Write(s.pcm); err != nil {
				now.Close()
			}
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", e.Name, err))
			continue
		}
		s.entry, s.now = i, now
		return nil
	}
	s.now = nil
	return unavailable(failures)
}

// Write keeps the sound and passes it on. The error is ErrSegmentTooLong past
// the limit; that sound is dropped.
func (s *recognition) Write(pcm []int16) error {
	if len(s.pcm)+len(pcm) > sound.Samples(s.r.options.MaxSegment) {
		return fmt.Errorf("write %d samples after %d: %w", len(pcm), len(s.pcm), ErrSegmentTooLong)
	}
	s.pcm = append(s.pcm, pcm...)
	if s.now == nil {
		return nil // all have failed; Text begins again with the first
	}
	return s.now.Write(pcm)
}

// Interim returns the current recogniser's; after a failure, the next one's.
func (s *recognition) Interim(ctx context.Context) (coach.Transcript, bool, error) {
	var ok bool
	t, err := s.each(ctx, func(now coach.Recognition) (t coach.Transcript, err error) {
		t, ok, err = now.Interim(ctx)
		return t, err
	})
	return t, ok && err == nil, err
}

// Text returns the current recogniser's; after a failure, the next one's of
// the whole segment.
func (s *recognition) Text(ctx context.Context) (coach.Transcript, error) {
	return s.each(ctx, func(now coach.Recognition) (coach.Transcript, error) { return now.Text(ctx) })
}

// each asks from the current recogniser on until one answers.
func (s *recognition) each(ctx context.Context, f func(coach.Recognition) (coach.Transcript, error)) (coach.Transcript, error) {
	var failures []error
	if s.now == nil {
		if err := s.advance(0, nil); err != nil {
			return coach.Transcript{}, err
		}
	}
	for {
		e := s.r.entries[s.entry]
		t, err := e.do(ctx, s.options, func() (coach.Transcript, error) { return f(s.now) })
		if err == nil || ctx.Err() != nil {
			return t, err
		}
		s.r.covered(ctx, e.Name, err)
		failures = append(failures, fmt.Errorf("%s: %w", e.Name, err))
		s.now.Close()
		if err := s.advance(s.entry+1, failures); err != nil {
			return coach.Transcript{}, err
		}
	}
}

// Close closes the current recogniser's.
func (s *recognition) Close() {
	if s.now != nil {
		s.now.Close()
	}
}
