package recording_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	rt "github.com/interviewai-pro/interviewai/server/interview/recording/recordingtest"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func sweep(t *testing.T, r *rt.Rig) {
	t.Helper()
	if err := r.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWithoutARecogniserARecordingWaits(t *testing.T) {
	r := rt.New(t)
	down := true
	r.Hear = func(speechtest.Request) speechtest.Response {
		if down {
			return speechtest.Response{Status: 503}
		}
		return speechtest.Response{Text: rt.Said}
	}
	sent := send(t, r, wav(t, 2*time.Second))
	for _, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
		if n := r.Work(t); n != 1 {
			t.Fatalf("%d jobs", n)
		}
		found := get(t, r, sent.ID)
		if found.Status != recording.Processing || found.Transcript != nil || found.Waiting == nil ||
			found.Waiting.Reason != "transcription_unavailable" || !strings.Contains(found.Waiting.Message, "will be tried again") {
			t.Fatalf("%+v", found)
		}
		r.Advance(wait - time.Second)
		if n := r.Work(t); n != 0 {
			t.Fatalf("%d jobs before %v", n, wait)
		}
		r.Advance(time.Second)
	}
	down = false
	r.Work(t)
	if found := get(t, r, sent.ID); found.Status != recording.Ready || found.Transcript.Text != rt.Said || found.Waiting != nil {
		t.Errorf("%+v", found)
	}
}

func TestWithoutARecogniserForADay(t *testing.T) {
	r := rt.New(t)
	r.Hear = func(speechtest.Request) speechtest.Response { return speechtest.Response{Status: 503} }
	sent := send(t, r, wav(t, time.Second))
	attempts := 0
	for range 24 * 60 {
		attempts += r.Work(t)
		r.Advance(time.Minute)
	}
	found := get(t, r, sent.ID)
	if found.Status != recording.Failed || found.Failure.Reason != "recording_not_transcribed" || found.Transcript != nil || attempts < 90 || attempts > 110 {
		t.Errorf("after %d attempts: %+v", attempts, found)
	}
	if told := r.Told(); len(told) != 1 || told[0].Failure == nil || len(r.BlobNames(t)) != 0 {
		t.Errorf("told %+v, left %v", told, r.BlobNames(t))
	}
}

func TestNoWords(t *testing.T) {
	r := rt.New(t)
	r.Hear = func(speechtest.Request) speechtest.Response { return speechtest.Response{} }
	sent := send(t, r, wav(t, time.Second))
	r.Work(t)
	if found := get(t, r, sent.ID); found.Status != recording.Failed || found.Failure.Reason != "recording_no_speech" || found.Transcript != nil {
		t.Errorf("%+v", found)
	}
}

func TestAfterADayTheSoundIsGone(t *testing.T) {
	r := rt.New(t)
	audio := wav(t, time.Second)
	gone, kept, late := send(t, r, audio), send(t, r, audio), send(t, r, audio)
	unfinished := begin(t, r, len(audio))
	if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, unfinished.ID, 0, bytes.NewReader(audio[:1000])); err != nil {
		t.Fatal(err)
	}
	r.Work(t)
	keep := func(id string, keep bool) error {
		_, err := r.SetKeep(t.Context(), rt.Owner, rt.Interview, id, keep)
		return err
	}
	if err := keep(kept.ID, true); err != nil {
		t.Fatal(err)
	}
	r.Advance(recording.Life - time.Second)
	sweep(t, r)
	if n := len(r.BlobNames(t)); n != 4 {
		t.Fatalf("%d blobs before their time", n)
	}
	r.Advance(time.Second)
	if _, err := r.Open(t.Context(), rt.Owner, rt.Interview, gone.ID); !errors.Is(err, recording.ErrExpired) {
		t.Errorf("heard after its time, before the sweep: %v", err)
	}
	if err := keep(late.ID, true); !errors.Is(err, recording.ErrExpired) {
		t.Errorf("kept too late: %v", err)
	}
	sweep(t, r)
	sweep(t, r)
	if names := r.BlobNames(t); len(names) != 1 || !strings.Contains(names[0], kept.ID) {
		t.Fatalf("left: %v", names)
	}
	if _, err := r.Open(t.Context(), rt.Owner, rt.Interview, kept.ID); err != nil {
		t.Errorf("kept: %v", err)
	}
	if found := get(t, r, gone.ID); found.Status != recording.Ready || found.Transcript == nil || found.HasAudio(r.Now()) || !found.ExpiresAt.IsZero() {
		t.Errorf("%+v", found)
	}
	if found := get(t, r, unfinished.ID); found.Status != recording.Failed || found.Failure.Reason != "recording_unfinished" {
		t.Errorf("%+v", found)
	}
	// A failed one is forgotten after a week, one that is an answer is not.
	r.Advance(7 * 24 * time.Hour)
	if n, err := r.DB.Sweep(t.Context(), r.Now()); err != nil || n < 1 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := r.Get(t.Context(), rt.Owner, rt.Interview, unfinished.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("unfinished: %v", err)
	}
	get(t, r, gone.ID)
	if err := keep(kept.ID, false); err != nil {
		t.Fatal(err)
	}
	sweep(t, r)
	if names := r.BlobNames(t); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
}

func TestWhatIsLostOnItsWayIsDone(t *testing.T) {
	r := rt.New(t)
	sent := send(t, r, wav(t, time.Second))
	r.Lose()
	r.Advance(9 * time.Minute)
	if sweep(t, r); r.Work(t) != 0 {
		t.Error("queued again at once")
	}
	r.Advance(2 * time.Minute)
	if sweep(t, r); r.Work(t) != 1 || get(t, r, sent.ID).Status != recording.Ready {
		t.Errorf("%+v", get(t, r, sent.ID))
	}
	// A job that died is not taken again under its own name.
	other := send(t, r, wav(t, time.Second))
	r.Lose()
	r.Advance(3 * time.Hour)
	sweep(t, r)
	if found := get(t, r, other.ID); found.Try != 1 {
		t.Errorf("try %d", found.Try)
	}
	if err := r.Process(t.Context(), recording.Job{UserID: string(rt.Owner), ID: other.ID, Try: 0}); err != nil || get(t, r, other.ID).Status != recording.Processing {
		t.Errorf("the job before: %v", err)
	}
	if r.Work(t); get(t, r, other.ID).Status != recording.Ready {
		t.Errorf("%+v", get(t, r, other.ID))
	}
}

func TestTheAnswerIsTakenHoweverOftenItFails(t *testing.T) {
	r := rt.New(t)
	out := errors.New("the store is away")
	r.Tell = func(recording.Recording) error { return out }
	sent := send(t, r, wav(t, time.Second))
	r.Work(t)
	if found := get(t, r, sent.ID); found.Status != recording.Processing || found.Transcript == nil || found.Waiting != nil {
		t.Fatalf("%+v", found)
	}
	r.Advance(time.Minute)
	r.Tell = nil
	r.Work(t)
	if found := get(t, r, sent.ID); found.Status != recording.Ready || len(r.Told()) != 1 || len(r.Whisper.Requests()) != 1 {
		t.Errorf("%+v, asked %d times", found, len(r.Whisper.Requests()))
	}
	r.Tell = func(one recording.Recording) error {
		if one.Failure != nil {
			return nil
		}
		return fault.New(fault.Conflict, "interview_over", "This interview is over.")
	}
	over := send(t, r, wav(t, time.Second))
	r.Work(t)
	if found := get(t, r, over.ID); found.Status != recording.Failed || found.Failure.Reason != "interview_over" || found.Failure.Message != "This interview is over." {
		t.Errorf("%+v", found)
	}
	// That a recording failed is told until somebody heard it.
	r.Tell = func(recording.Recording) error { return out }
	r.Hear = func(speechtest.Request) speechtest.Response { return speechtest.Response{} }
	silent := send(t, r, wav(t, time.Second))
	r.Work(t)
	before := len(r.Told())
	r.Tell = nil
	r.Advance(time.Minute)
	r.Work(t)
	if told := r.Told(); len(told) != before+1 || told[before].ID != silent.ID || told[before].Failure.Reason != "recording_no_speech" {
		t.Errorf("told: %+v", told[before:])
	}
	r.Advance(time.Hour)
	sweep(t, r)
	if n := r.Work(t); n != 0 {
		t.Errorf("%d jobs too many", n)
	}
}

func TestAStoppingServiceGivesTheJobBack(t *testing.T) {
	r := rt.New(t)
	sent := send(t, r, wav(t, time.Second))
	ctx, cancel := context.WithCancel(t.Context())
	r.Hear = func(speechtest.Request) speechtest.Response { cancel(); return speechtest.Response{Hang: true} }
	if err := r.Process(ctx, recording.Job{UserID: string(rt.Owner), ID: sent.ID}); err == nil {
		t.Error("done")
	}
	if found := get(t, r, sent.ID); found.Status != recording.Processing || found.Try != 0 {
		t.Errorf("%+v", found)
	}
}

func TestALongTranscriptionOutlastsTheLimitOfJobs(t *testing.T) {
	r := rt.New(t)
	sent := send(t, r, wav(t, time.Second))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r.Hear = func(speechtest.Request) speechtest.Response {
		<-ctx.Done()
		return speechtest.Response{Text: rt.Said}
	}
	if err := r.Process(ctx, recording.Job{UserID: string(rt.Owner), ID: sent.ID}); err != nil {
		t.Error(err)
	}
	if found := get(t, r, sent.ID); found.Status != recording.Ready || found.Try != 0 {
		t.Errorf("%+v", found)
	}
}

func TestDeleting(t *testing.T) {
	r := rt.New(t)
	audio := wav(t, time.Second)
	one, two := send(t, r, audio), send(t, r, audio)
	if err := r.Delete(t.Context(), "u2", rt.Interview, one.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if err := r.Delete(t.Context(), rt.Owner, rt.Interview, one.ID); err != nil {
		t.Fatal(err)
	}
	if told := r.Told(); len(told) != 1 || told[0].ID != one.ID || told[0].Failure.Reason != "recording_expired" {
		t.Errorf("told: %+v", told)
	}
	if n := r.Work(t); n != 2 {
		t.Errorf("%d jobs", n)
	}
	r.Tell = func(recording.Recording) error { return errors.New("the store is away") }
	third := send(t, r, audio)
	if err := r.Delete(t.Context(), rt.Owner, rt.Interview, third.ID); fault.ReasonOf(err) != "recording_busy" {
		t.Errorf("nobody is told: %v", err)
	}
	r.Tell = nil
	r.Advance(time.Minute)
	r.Work(t)
	if err := r.Delete(t.Context(), rt.Owner, rt.Interview, third.ID); err != nil || len(r.Told()) != 3 {
		t.Errorf("%v, told %d", err, len(r.Told()))
	}
	if all, err := r.List(t.Context(), rt.Owner, rt.Interview); err != nil || len(all) != 1 || all[0].ID != two.ID {
		t.Errorf("%+v, %v", all, err)
	}
	if err := r.DeleteOf(t.Context(), rt.Owner, rt.Interview); err != nil {
		t.Fatal(err)
	}
	if names := r.BlobNames(t); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
	if _, err := r.Content(t.Context(), string(rt.Owner), two.Parts[0].Name); fault.KindOf(err) != fault.NotFound {
		t.Errorf("exported: %v", err)
	}
}

func TestADeletionDuringTheUpload(t *testing.T) {
	r := rt.New(t)
	audio := wav(t, time.Second)
	begun := begin(t, r, len(audio))
	_, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, readerFunc(func(p []byte) (int, error) {
		if err := r.Delete(t.Context(), rt.Owner, rt.Interview, begun.ID); err != nil && !errors.Is(err, recording.ErrNotFound) {
			return 0, err
		}
		n := copy(p, audio)
		audio = audio[n:]
		if len(audio) == 0 {
			return n, errors.New("cut")
		}
		return n, nil
	}))
	if !errors.Is(err, recording.ErrNotFound) || len(r.BlobNames(t)) != 0 {
		t.Errorf("%v, left %v", err, r.BlobNames(t))
	}
}

func TestLimitsOfOnePerson(t *testing.T) {
	r := rt.New(t)
	n := recording.New{InterviewID: rt.Interview, QuestionID: rt.Question, Keep: true}
	for i := range recording.MaxKept {
		if _, err := r.Create(t.Context(), rt.Owner, n); err != nil {
			t.Fatal(i, err)
		}
	}
	if _, err := r.Create(t.Context(), rt.Owner, n); !errors.Is(err, recording.ErrKept) {
		t.Errorf("kept: %v", err)
	}
	for range recording.MaxADay - recording.MaxKept {
		begin(t, r, 0)
	}
	_, err := r.Create(t.Context(), rt.Owner, recording.New{InterviewID: rt.Interview, QuestionID: rt.Question})
	if !errors.Is(err, recording.ErrADay) || fault.From(err).RetryAfter <= 0 {
		t.Errorf("a day: %v", err)
	}
	r.Advance(24 * time.Hour)
	begun := begin(t, r, 0)
	if _, err := r.SetKeep(t.Context(), rt.Owner, rt.Interview, begun.ID, true); !errors.Is(err, recording.ErrKept) {
		t.Errorf("kept later: %v", err)
	}
}

// anyone lets everybody record everything.
type anyone struct{}

func (anyone) MayRecord(context.Context, account.UserID, string, string) error { return nil }

func (anyone) Known(context.Context, account.UserID, string) error { return nil }

func TestRunSweepsEveryMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		bucket, err := blob.OpenDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer bucket.Close() //nolint:errcheck // only read
		counter, err := attempt.Open(t.Context(), db, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		s, err := recording.Open(t.Context(), recording.Options{
			DB: db, Blobs: rt.Blobs{Bucket: bucket}, Interviews: anyone{}, Attempts: counter, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
			Done: func(context.Context, recording.Recording) error { return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		begun, err := s.Create(t.Context(), rt.Owner, recording.New{InterviewID: rt.Interview, QuestionID: rt.Question})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), recording.Life+2*time.Minute)
		defer stop()
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
		if found, err := s.Get(t.Context(), rt.Owner, rt.Interview, begun.ID); err != nil || found.Status != recording.Failed {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
