package cv

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

// WorkRead is the kind of the job that reads a version.
const WorkRead = "read_cv"

const (
	// readTimeout bounds the reading of one file, with waiting for its turn.
	readTimeout = 2 * time.Minute
	// requeueAfter is when the reading of a CV is queued again, in case the
	// process ended between keeping the file and queueing it.
	requeueAfter = time.Minute
	// lostAfter is when no reading is expected any more.
	lostAfter = time.Hour
	// keepFailed is how long it is shown that nothing could be read of a new CV.
	keepFailed = 24 * time.Hour
)

var errLost = fault.New(fault.Unavailable, "cv_reading_failed", "Your CV could not be read, which is our mistake and not the file's. Upload it again.")

// ReadJob names the version to read.
type ReadJob struct {
	UserID  string `json:"userId"`
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// errMoved tells that another version was uploaded, or this one is read already.
var errMoved = errors.New("the cv has moved on")

// Read reads a version and keeps what was read. It may be done again at any
// moment. Last says that no attempt follows a failure.
func (s *Service) Read(ctx context.Context, job ReadJob, last bool) error {
	c, err := s.at(ctx, job, StageReading)
	if err == nil {
		err = s.readVersion(ctx, c, job)
	}
	refused := fault.From(err)
	switch {
	case err == nil, errors.Is(err, errMoved), errors.Is(err, errNoCV):
		return nil
	case refused != nil && refused.Kind == fault.Invalid:
		return s.fail(ctx, c, refused)
	case errors.Is(err, errNoFile): // the upload broke off
		return s.fail(ctx, c, errLost)
	case last && ctx.Err() == nil && c.ID != "":
		if refused == nil || refused.Kind == fault.Internal {
			refused = errLost
		}
		return errors.Join(err, s.fail(ctx, c, refused))
	}
	return err
}

func (s *Service) readVersion(ctx context.Context, c CV, job ReadJob) error {
	content, err := s.content(ctx, c, job.Version)
	if err != nil {
		return err
	}
	r, err := s.readFile(ctx, content, func(stage Stage) error {
		_, err := s.at(ctx, job, stage)
		return err
	})
	if err != nil {
		return err
	}
	r.ID, r.UserID, r.Version = job.ID, job.UserID, job.Version
	s.fill(ctx, &r)
	if err := s.keep(ctx, r); err != nil {
		return err
	}
	_, err = s.at(ctx, job, StageCompleted)
	if errors.Is(err, errNoCV) { // deleted meanwhile: nothing may be left of it
		return errors.Join(err, s.dropReading(ctx, job.UserID, job.ID))
	}
	return err
}

// fill lets a model find what the rules did not. That none answers is no reason
// to keep a CV from its owner.
func (s *Service) fill(ctx context.Context, r *reading) {
	if s.Fill == nil {
		return
	}
	filled, err := s.Fill(ctx, r.Document, r.Parsed)
	if err != nil {
		s.Logger.WarnContext(ctx, "gaps of a CV were not filled", observe.KeyError, err.Error())
		return
	}
	r.Parsed = filled
}

// at enters a stage of a version's reading.
func (s *Service) at(ctx context.Context, job ReadJob, stage Stage) (CV, error) {
	return s.update(ctx, job.UserID, job.ID, func(c *CV) error {
		if c.Version != job.Version || c.Stage.Over() {
			return errMoved
		}
		c.enter(stage, s.Now())
		return nil
	})
}

// readFile makes a reading of a file. Whatever the file does to the reader, it
// does to this call alone.
func (s *Service) readFile(ctx context.Context, content []byte, enter func(Stage) error) (r reading, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, readTimeout, refusal.TooComplex)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			s.Logger.ErrorContext(ctx, "reading a CV panicked", observe.KeyError, fmt.Sprint(p), observe.KeyStack, string(debug.Stack()))
			err = refusal.TooComplex
		}
	}()
	doc, err := s.Reader.Read(ctx, content)
	if err != nil {
		if fault.From(err) == nil && errors.Is(context.Cause(ctx), refusal.TooComplex) {
			err = refusal.TooComplex.Because(err)
		}
		return reading{}, err
	}
	if err := enter(StageStructure); err != nil {
		return reading{}, err
	}
	return reading{Document: doc, Parsed: s.Structure(doc), ReadAt: s.Now()}, nil
}

// keep writes down what was read, unless a later version's is there.
func (s *Service) keep(ctx context.Context, r reading) error {
	err := s.readings.Insert(ctx, r)
	if errors.Is(err, store.ErrExists) {
		_, err = s.readings.Of(r.UserID).Update(ctx, r.ID, func(old *reading) error {
			if old.Version > r.Version {
				return errMoved
			}
			*old = r
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	return nil
}

// fail ends the reading of a version that is no CV. Its file is not kept; of a
// CV that never was one the failure is shown for a day.
func (s *Service) fail(ctx context.Context, c CV, why *fault.Fault) error {
	_, err := s.update(ctx, c.UserID, c.ID, func(now *CV) error {
		if now.Version != c.Version || now.Stage == StageCompleted {
			return errMoved
		}
		now.enter(StageFailed, s.Now())
		now.Failure = &Failure{Reason: why.Reason, Message: why.Message}
		delete(now.Keys, strconv.Itoa(c.Version))
		if len(now.Earlier) == 0 {
			now.ExpiresAt = s.Now().Add(keepFailed)
		}
		return nil
	})
	if errors.Is(err, errMoved) || errors.Is(err, errNoCV) {
		return nil
	}
	if err == nil {
		err = s.dropFile(ctx, c.UserID, blobName(c.ID, c.Version))
	}
	return err
}

// revive sees to a CV whose reading is overdue: it is queued again, in case it
// never was, and given up in the end.
func (s *Service) revive(ctx context.Context, c CV) (CV, error) {
	waited := s.Now().Sub(c.StageAt)
	switch {
	case c.Stage.Over() || waited < requeueAfter:
		return c, nil
	case waited < lostAfter:
		return c, s.Queue.Add(ctx, ReadJob{UserID: c.UserID, ID: c.ID, Version: c.Version}) //nolint:wrapcheck // the queue says what it did
	}
	if err := s.fail(ctx, c, errLost); err != nil {
		return c, err
	}
	return s.update(ctx, c.UserID, c.ID, func(*CV) error { return nil })
}
