package cv_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestReading(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	if c.Status != cv.Pending || c.Stage != cv.StageReceived {
		t.Errorf("uploaded: %s, %s", c.Status, c.Stage)
	}
	var during cv.View
	s.reader = func(ctx context.Context, file []byte) (*document.Document, error) {
		during = s.view(c.ID)
		s.reader = nil
		return reader{s}.Read(ctx, file)
	}
	s.ok(s.work(false))
	if during.Status != cv.Processing || during.Stage != cv.StageReading || during.Reading != nil {
		t.Errorf("while it is read: %s, %s, %v", during.Status, during.Stage, during.Reading)
	}
	v := s.view(c.ID)
	if v.Status != cv.Completed || v.Reading.Text() != "Anna Berg\nEngineer at Acme\nGo" || v.Reading.Parsed.Personal.Name.Text != "Anna Berg" {
		t.Errorf("read: %s, %+v", v.Status, v.Reading)
	}
}

// TestReadingGoesOn breaks a reading off in its middle, as the end of a process
// does, and does it again.
func TestReadingGoesOn(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	job := <-s.queue
	ctx, stop := context.WithCancel(t.Context())
	s.reader = func(ctx context.Context, _ []byte) (*document.Document, error) { stop(); return nil, ctx.Err() }
	if err := s.cvs.Read(ctx, job, true); !errors.Is(err, context.Canceled) || s.view(c.ID).Status != cv.Processing {
		t.Errorf("broken off: %v, %s", err, s.view(c.ID).Status)
	}
	s.reader = nil
	for range 2 { // a job may be done twice
		if s.ok(s.cvs.Read(t.Context(), job, false)); s.view(c.ID).Status != cv.Completed {
			t.Errorf("done again: %s", s.view(c.ID).Status)
		}
	}
}

func TestReadingFails(t *testing.T) {
	panics := func(context.Context, []byte) (*document.Document, error) { panic("a file that nobody thought of") }
	refuses := func(f *fault.Fault) func(context.Context, []byte) (*document.Document, error) {
		return func(context.Context, []byte) (*document.Document, error) { return nil, f }
	}
	fails := func(context.Context, []byte) (*document.Document, error) { return nil, errors.New("the disk is full") }
	for name, one := range map[string]struct {
		reader func(context.Context, []byte) (*document.Document, error)
		last   bool
		want   string // empty if it is tried again
	}{
		"damaged":                 {refuses(refusal.Damaged), false, "cv_damaged"},
		"a panic":                 {panics, false, "cv_too_complex"},
		"busy":                    {refuses(refusal.Busy), false, ""},
		"busy to the end":         {refuses(refusal.Busy), true, "cv_reader_busy"},
		"our own mistake":         {fails, false, ""},
		"our own, and no attempt": {fails, true, "cv_reading_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			c := s.upload(short, "")
			s.reader = one.reader
			err := s.work(one.last)
			v := s.view(c.ID)
			if one.want == "" {
				if err == nil || v.Status != cv.Processing {
					t.Errorf("%v, %s", err, v.Status)
				}
				return
			}
			if v.Status != cv.Failed || v.Failure == nil || v.Failure.Reason != one.want || len(s.files.names()) != 0 {
				t.Errorf("%v, %s, %+v, kept %v", err, v.Status, v.Failure, s.files.names())
			}
			if _, err := s.db.Sweep(t.Context(), s.now().Add(25*time.Hour)); err != nil || slices.Contains(s.left(), "cvs") {
				t.Errorf("a day later: %v, %v", err, s.left())
			}
		})
	}
}

func TestAFailedVersionDoesNotCostTheCV(t *testing.T) {
	s := open(t)
	id := s.shelved()
	s.upload("another\n", id)
	s.reader = func(context.Context, []byte) (*document.Document, error) { return nil, refusal.Damaged }
	s.ok(s.work(false))
	s.reader = nil
	if v := s.view(id); v.Status != cv.Failed || !v.ExpiresAt.IsZero() {
		t.Errorf("failed: %+v", v.CV)
	}
	if _, _, err := s.cvs.Download(t.Context(), anna, id); fault.ReasonOf(err) != "cv_file_gone" {
		t.Errorf("its file: %v", err)
	}
	if _, err := s.cvs.Restore(t.Context(), anna, id, 1); err != nil {
		t.Fatal(err)
	}
	s.ok(s.work(false))
	if v := s.view(id); v.Status != cv.Completed || v.Version != 3 || v.RestoredFrom != 1 {
		t.Errorf("restored: %+v", v.CV)
	}
}

func TestDeletedWhileItIsRead(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	s.reader = func(ctx context.Context, file []byte) (*document.Document, error) {
		s.ok(s.cvs.Delete(ctx, anna, c.ID))
		s.reader = nil
		return reader{s}.Read(ctx, file)
	}
	s.ok(s.work(false))
	if left := s.left(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestAnOldJobDoesNotOverwriteANewVersion(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	old := <-s.queue
	s.upload("Boris Klein\nDesigner\n", c.ID)
	s.ok(s.work(false))
	s.ok(s.cvs.Read(t.Context(), old, false))
	if v := s.view(c.ID); v.Reading == nil || v.Reading.Parsed.Personal.Name.Text != "Boris Klein" {
		t.Errorf("read: %+v", v.Reading)
	}
}

func TestAnOverdueReadingIsQueuedAgainAndGivenUpInTheEnd(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	first := <-s.queue
	s.view(c.ID)
	if len(s.queue) != 0 {
		t.Error("queued again at once")
	}
	s.pass(2 * time.Minute)
	s.view(c.ID)
	if again := <-s.queue; again != first {
		t.Errorf("queued again: %+v", again)
	}
	s.pass(2 * time.Hour)
	if v := s.view(c.ID); v.Status != cv.Failed || v.Failure.Reason != "cv_reading_failed" {
		t.Errorf("in the end: %s, %+v", v.Status, v.Failure)
	}
}

func TestAnUploadThatIsNotKeptLeavesNothing(t *testing.T) {
	s := open(t)
	s.files.fail = errors.New("the bucket is away")
	if _, err := s.cvs.Upload(t.Context(), anna, cv.Upload{Content: []byte(short)}); !errors.Is(err, s.files.fail) {
		t.Errorf("upload: %v", err)
	}
	if left := s.left(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestWatching(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	stages := make(chan cv.Stage, 10)
	ended := make(chan error)
	go func() {
		ended <- s.cvs.Watch(t.Context(), anna, c.ID, func(p cv.Progress) error { stages <- p.Stage; return nil })
	}()
	if first := <-stages; first != cv.StageReceived {
		t.Errorf("first %s", first)
	}
	s.reader = func(ctx context.Context, file []byte) (*document.Document, error) {
		if now := <-stages; now != cv.StageReading {
			t.Errorf("then %s", now)
		}
		s.reader = nil
		return reader{s}.Read(ctx, file)
	}
	s.ok(s.work(false))
	if err := <-ended; err != nil {
		t.Error(err)
	}
	close(stages)
	var last cv.Stage
	for last = range stages { //nolint:revive // only the last is looked at
	}
	if last != cv.StageCompleted {
		t.Errorf("last %s", last)
	}
}

func TestWatchesAreBounded(t *testing.T) {
	s := open(t)
	c := s.upload(short, "")
	began := make(chan struct{}, 10)
	ended := make(chan error, 10)
	ctx, stop := context.WithCancel(t.Context())
	for range 10 {
		go func() {
			ended <- s.cvs.Watch(ctx, anna, c.ID, func(cv.Progress) error { began <- struct{}{}; return nil })
		}()
		<-began
	}
	if err := s.cvs.Watch(ctx, anna, c.ID, nil); fault.ReasonOf(err) != "too_many_watches" {
		t.Errorf("the eleventh: %v", err)
	}
	stop()
	for range 10 {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	}
	if err := s.cvs.Watch(t.Context(), anna, "another", nil); fault.KindOf(err) != fault.NotFound {
		t.Errorf("what is not there: %v", err)
	}
}
