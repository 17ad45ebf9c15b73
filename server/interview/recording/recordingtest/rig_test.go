package recordingtest_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	rt "github.com/interviewai-pro/interviewai/server/interview/recording/recordingtest"
)

func TestTheRig(t *testing.T) {
	r := rt.New(t)
	audio := rt.Audio(t, rt.Formats()[0], time.Second)
	n := recording.New{InterviewID: rt.Interview, QuestionID: rt.Question, Size: int64(len(audio))}
	if _, err := r.Create(t.Context(), "somebody else", n); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else: %v", err)
	}
	answered := n
	answered.QuestionID = "answered"
	if _, err := r.Create(t.Context(), rt.Owner, answered); fault.KindOf(err) != fault.Conflict {
		t.Errorf("answered: %v", err)
	}
	begun, err := r.Create(t.Context(), rt.Owner, n)
	if err != nil {
		t.Fatal(err)
	}
	other := r.Another(t, func(*recording.Options) {})
	if _, err := other.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio)); err != nil {
		t.Fatal(err)
	}
	if names := r.BlobNames(t); len(names) != 1 || !strings.HasPrefix(names[0], recording.BlobPrefix) {
		t.Errorf("blobs: %v", names)
	}
	job := recording.Job{UserID: string(rt.Owner), ID: begun.ID}
	r.Lose()
	for range 2 {
		if err := r.Add(t.Context(), job, time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	if r.Work(t) != 0 {
		t.Error("done before its time")
	}
	out := errors.New("out of order")
	r.Tell = func(recording.Recording) error { return out }
	r.Advance(time.Minute)
	if r.Work(t) != 1 || len(r.Told()) != 0 {
		t.Errorf("told: %v", r.Told())
	}
	r.Tell = nil
	r.Advance(time.Minute)
	if r.Work(t) != 1 || len(r.Told()) != 1 {
		t.Errorf("told: %v", r.Told())
	}
	bucket := rt.Blobs{Bucket: r.Bucket}
	for _, err := range []error{bucket.Delete(t.Context(), string(rt.Owner), "nothing"), func() error {
		_, err := bucket.Read(t.Context(), string(rt.Owner), "nothing")
		return err
	}()} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("no blob: %v", err)
		}
	}
	if err := r.Delete(t.Context(), rt.Owner, rt.Interview, begun.ID); err != nil || len(r.BlobNames(t)) != 0 {
		t.Errorf("%v, left %v", err, r.BlobNames(t))
	}
}
