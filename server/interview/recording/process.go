package recording

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

// WorkTranscribe is the kind of the job that reads a recording.
const WorkTranscribe = "transcribe_answer"

const (
	// firstWait is the pause after the first attempt that could not be made; each
	// further one is twice as long, to longestWait.
	firstWait   = 30 * time.Second
	longestWait = 15 * time.Minute
	// processTime bounds one attempt: the offline recogniser on a busy machine may
	// take as long as the answer, and several wait for its decoders.
	processTime = 20 * time.Minute
)

// Job names an attempt at reading a recording.
type Job struct {
	UserID string `json:"userId"`
	ID     string `json:"id"`
	// Try is Recording.Try at the time: an earlier attempt's job does nothing.
	Try int `json:"try"`
}

func (r *Recording) job() Job { return Job{UserID: r.UserID, ID: r.ID, Try: r.Try} }

// errMoved tells that a recording is no longer at the job's attempt.
var errMoved = errors.New("the recording has moved on")

// Process decodes, transcribes and measures a recording and tells Options.Done. It
// may be done again at any moment. What stands in the way for a while (no
// recogniser, no store) puts the recording off and is no error; an error means that
// not even that could be written down.
func (s *Service) Process(ctx context.Context, job Job) error {
	r, err := s.recordings.Of(job.UserID).Get(ctx, job.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // deleted
	}
	if err != nil {
		return fmt.Errorf("read recording: %w", err)
	}
	if r.NextTryAt.IsZero() || r.Try != job.Try {
		return nil
	}
	if r.Status == Failed {
		return s.tell(ctx, r)
	}
	attempt, cancel := lasting(ctx, processTime)
	defer cancel()
	length, err := s.process(attempt, &r)
	if errors.Is(ctx.Err(), context.Canceled) && err != nil { // the service stops: the job is given back
		return err
	}
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil, errors.Is(err, errMoved):
		return nil
	case final(err):
		return s.fail(ctx, r, err, length)
	}
	s.Logger.WarnContext(ctx, "a recording could not be read and is put off", keyRecording, r.ID, observe.KeyError, err)
	return ignoreMoved(s.putOff(ctx, r))
}

// lasting is a context that ends with ctx when that is canceled, but has a time
// limit of its own instead of ctx's: jobs let a handler go on for as long as it
// works.
func lasting(ctx context.Context, limit time.Duration) (context.Context, func()) {
	out, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	stop := context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.Canceled) {
			cancel()
		}
	})
	return out, func() {
		stop()
		cancel()
	}
}

// ignoreMoved takes no notice of a recording that went on or was deleted
// meanwhile.
func ignoreMoved(err error) error {
	if errors.Is(err, errMoved) || errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// final reports whether another attempt would end the same way.
func final(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Denied, fault.NotFound, fault.Conflict:
		return true
	case fault.Unauthenticated, fault.Limited, fault.Unavailable, fault.Canceled, fault.Internal:
	}
	return false
}

// process makes one attempt. What was understood is written down before it is
// handed on, so that it is not asked for again.
func (s *Service) process(ctx context.Context, r *Recording) (length time.Duration, err error) {
	if r.Transcript == nil {
		if length, err = s.transcribe(ctx, r); err != nil {
			return length, err
		}
	}
	if err := s.Done(ctx, *r); err != nil {
		return length, fmt.Errorf("take recording as an answer: %w", err)
	}
	_, err = s.step(ctx, *r, func(r *Recording) {
		r.Status, r.Waiting, r.NextTryAt = Ready, nil, time.Time{}
		r.setExpiry()
	})
	return length, err
}

// step changes a recording that is still at this attempt.
func (s *Service) step(ctx context.Context, at Recording, change func(*Recording)) (Recording, error) {
	return s.update(ctx, at.UserID, at.ID, func(r *Recording) error {
		if r.Status != at.Status || r.Try != at.Try || r.NextTryAt.IsZero() {
			return errMoved
		}
		change(r)
		return nil
	})
}

// transcribe finds out what a recording says.
func (s *Service) transcribe(ctx context.Context, r *Recording) (time.Duration, error) {
	kind, err := s.kind(ctx, *r)
	if err != nil {
		return 0, err
	}
	sound, err := s.Decoder.Decode(ctx, s.reader(ctx, *r))
	if err != nil {
		return sound.Duration, fmt.Errorf("decode recording: %w", err)
	}
	t, err := s.Recogniser.Transcribe(ctx, sound.PCM, coach.RecogniseOptions{Language: r.Asked})
	if errors.Is(err, coach.ErrUnavailable) {
		return sound.Duration, ErrWaiting.Because(err)
	}
	if err != nil {
		return sound.Duration, fmt.Errorf("transcribe recording: %w", err)
	}
	if t.Text == "" {
		return sound.Duration, ErrNoSpeech
	}
	found := Transcript{Text: t.Text, Language: t.Language, Confidence: t.Confidence, Model: t.Model, Degraded: t.Degraded}
	for _, w := range t.Words {
		found.Words = append(found.Words, Word{w.Text, w.Start, w.End, w.Confidence})
	}
	if s.Measure != nil {
		language := r.Asked
		if language == "" {
			language = t.Language
		}
		figures := s.Measure(sound.PCM, t, language)
		found.Delivery = &figures
	}
	read, err := s.step(ctx, *r, func(r *Recording) {
		r.MimeType, r.Duration, r.Transcript = kind, sound.Duration, &found
	})
	if err == nil {
		*r = read
	}
	return sound.Duration, err
}

// putOff lets a recording wait for another job, or gives it up once its sound
// would be gone.
func (s *Service) putOff(ctx context.Context, r Recording) error {
	wait := min(firstWait<<min(r.Try, 10), longestWait)
	if r.Status == Processing && r.Transcript == nil && s.Now().Add(wait).After(r.CreatedAt.Add(Life)) {
		return s.fail(ctx, r, ErrNotTranscribed, 0)
	}
	r, err := s.step(ctx, r, func(now *Recording) {
		now.Try++
		now.NextTryAt = s.Now().Add(wait)
		if now.Status == Processing && now.Transcript == nil {
			now.Waiting = s.failure(*now, ErrWaiting, 0)
		}
	})
	if err != nil {
		return err
	}
	return s.Queue.Add(ctx, r.job(), wait) //nolint:wrapcheck // the queue says what it did
}

// fail ends a recording and tells Options.Done. Its sound stays only if it is
// sound and its owner wants that.
func (s *Service) fail(ctx context.Context, at Recording, why error, length time.Duration) error {
	drop := false
	r, err := s.update(ctx, at.UserID, at.ID, func(r *Recording) error {
		if r.Status != at.Status || r.Try != at.Try {
			return errMoved
		}
		r.Status, r.Failure, r.Waiting, r.NextTryAt = Failed, s.failure(*r, why, length), nil, s.Now()
		if length > 0 {
			r.Duration = length
		}
		if drop = !r.Keep || at.Status == Uploading || errors.Is(why, ErrFormat); drop {
			r.dropSound(s.Now())
		}
		r.setExpiry()
		return nil
	})
	if err != nil {
		return ignoreMoved(err)
	}
	if drop {
		err = s.dropBlobs(ctx, r.UserID, r.ID)
	}
	return errors.Join(err, s.tell(ctx, r))
}

// tell tells Options.Done that a recording failed, and does so again later when it
// could not be told.
func (s *Service) tell(ctx context.Context, r Recording) error {
	if err := s.Done(ctx, r); err != nil && !final(err) {
		s.Logger.WarnContext(ctx, "nobody could be told that a recording failed; it is tried again", keyRecording, r.ID, observe.KeyError, err)
		return ignoreMoved(s.putOff(ctx, r))
	}
	_, err := s.step(ctx, r, func(r *Recording) { r.NextTryAt = time.Time{} })
	return ignoreMoved(err)
}

// keyRecording is the log's key for a recording's id.
const keyRecording = "recording_id"

// failure is a reason in the interview's language.
func (s *Service) failure(r Recording, why error, length time.Duration) *Failure {
	f := fault.From(why)
	if f == nil {
		f = ErrNotTranscribed
	}
	return &Failure{Reason: f.Reason, Message: s.say(r.Asked, f, length)}
}
