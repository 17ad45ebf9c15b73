package recording_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/recording"
	rt "github.com/interviewai-pro/interviewai/server/interview/recording/recordingtest"
)

// BenchmarkReceive takes an uncompressed recording of five minutes, of 28 MB.
func BenchmarkReceive(b *testing.B) {
	r := rt.New(b)
	audio := rt.Audio(b, "wav", recording.MaxDuration)
	b.SetBytes(int64(len(audio)))
	b.ReportAllocs()
	for b.Loop() {
		begun, err := r.Create(b.Context(), rt.Owner, recording.New{InterviewID: rt.Interview, QuestionID: rt.Question, Size: int64(len(audio))})
		if err == nil {
			_, err = r.Write(b.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio))
		}
		if err == nil {
			err = r.Delete(b.Context(), rt.Owner, rt.Interview, begun.ID)
		}
		if err != nil {
			b.Fatal(err)
		}
		r.Advance(time.Hour)
	}
}

// BenchmarkProcess reads a recording of five minutes as a browser makes it; the
// emulated recogniser takes no time.
func BenchmarkProcess(b *testing.B) {
	r := rt.New(b)
	audio := rt.Audio(b, "webm", recording.MaxDuration)
	for b.Loop() {
		begun, err := r.Create(b.Context(), rt.Owner, recording.New{InterviewID: rt.Interview, QuestionID: rt.Question, Size: int64(len(audio))})
		if err == nil {
			_, err = r.Write(b.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio))
		}
		if err != nil {
			b.Fatal(err)
		}
		if n := r.Work(b); n != 1 {
			b.Fatal(n)
		}
		r.Advance(time.Hour)
	}
}
