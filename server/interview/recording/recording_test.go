package recording_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	rt "github.com/interviewai-pro/interviewai/server/interview/recording/recordingtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// begin begins a recording of so many bytes.
func begin(t *testing.T, r *rt.Rig, size int) recording.Recording {
	t.Helper()
	begun, err := r.Create(t.Context(), rt.Owner, recording.New{InterviewID: rt.Interview, QuestionID: rt.Question, Size: int64(size), FileName: `C:\Users\Ann\my answer.webm`})
	if err != nil {
		t.Fatal(err)
	}
	return begun
}

// send sends a whole recording.
func send(t *testing.T, r *rt.Rig, audio []byte) recording.Recording {
	t.Helper()
	begun := begin(t, r, len(audio))
	sent, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio))
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func get(t *testing.T, r *rt.Rig, id string) recording.Recording {
	t.Helper()
	found, err := r.Get(t.Context(), rt.Owner, rt.Interview, id)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestARecordingInFiveFormats(t *testing.T) {
	r := rt.New(t)
	types := map[string]string{"wav": "audio/wav", "webm": "audio/webm", "ogg": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4"}
	for _, ending := range rt.Formats() {
		audio := rt.Audio(t, ending, 3*time.Second)
		sent := send(t, r, audio)
		if sent.Status != recording.Processing || sent.Received != int64(len(audio)) || sent.MimeType != types[ending] || sent.FileName != "my answer.webm" {
			t.Errorf("%s: %+v", ending, sent)
		}
		if n := r.Work(t); n != 1 {
			t.Errorf("%s: %d jobs", ending, n)
		}
		found := get(t, r, sent.ID)
		if found.Status != recording.Ready || found.Transcript.Text != rt.Said || len(found.Transcript.Words) != 11 || found.Transcript.Model != "whisper-1" ||
			(found.Duration-3*time.Second).Abs() > 150*time.Millisecond {
			t.Errorf("%s: %+v", ending, found)
		}
		heard, err := r.Open(t.Context(), rt.Owner, rt.Interview, sent.ID)
		if err != nil {
			t.Fatal(err)
		}
		if all, err := io.ReadAll(heard); err != nil || !bytes.Equal(all, audio) {
			t.Errorf("%s: heard %d of %d bytes, %v", ending, len(all), len(audio), err)
		}
	}
	if told := r.Told(); len(told) != 5 || told[0].Transcript == nil {
		t.Errorf("told: %+v", told)
	}
	if left, err := os.ReadDir(r.TempDir); err != nil || len(left) != 0 {
		t.Errorf("left behind for ffmpeg: %v, %v", left, err)
	}
}

func TestSoundIsEncryptedAndInPieces(t *testing.T) {
	r := rt.New(t)
	audio := rt.Audio(t, "wav", 25*time.Second) // 2.4 MB
	sent := send(t, r, audio)
	if len(sent.Parts) != 3 || len(r.BlobNames(t)) != 3 {
		t.Fatalf("parts: %+v", sent.Parts)
	}
	first, err := rt.Blobs{Bucket: r.Bucket}.Read(t.Context(), string(rt.Owner), sent.Parts[0].Name)
	if err != nil || bytes.Contains(first, []byte("WAVE")) {
		t.Errorf("readable on disk: %v", err)
	}
	heard, err := r.Open(t.Context(), rt.Owner, rt.Interview, sent.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		offset int64
		whence int
		want   int64
	}{{recording.PartBytes - 2, io.SeekStart, recording.PartBytes - 2}, {5, io.SeekCurrent, recording.PartBytes + 3}, {-4, io.SeekEnd, int64(len(audio)) - 4}} {
		at, err := heard.Seek(c.offset, c.whence)
		got := make([]byte, 4)
		_, readErr := io.ReadFull(heard, got)
		if err != nil || readErr != nil || at != c.want || !bytes.Equal(got, audio[at:at+4]) {
			t.Errorf("seek %d: %d, %v %v, %v", c.offset, at, err, readErr, got)
		}
		if c.whence == io.SeekStart {
			if _, err := heard.Seek(c.want, io.SeekStart); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := heard.Seek(-1, io.SeekStart); err == nil {
		t.Error("before the beginning")
	}
	for i, part := range sent.Parts {
		if recording.StandsForAll(part.Name) != (i == 0) {
			t.Errorf("part %d stands for all: %s", i, part.Name)
		}
		exported, err := r.Content(t.Context(), string(rt.Owner), part.Name)
		if i == 0 && !bytes.Equal(exported, audio) || i > 0 && fault.KindOf(err) != fault.NotFound {
			t.Errorf("part %d in an export: %d bytes, %v", i, len(exported), err)
		}
	}
}

func TestAnUploadThatBreaksOffGoesOnElsewhere(t *testing.T) {
	r := rt.New(t)
	audio := rt.Audio(t, "ogg", 3*time.Second)
	begun := begin(t, r, len(audio))
	cut := errors.New("cut")
	ctx, leave := context.WithCancel(t.Context()) // whoever sends is gone when the bytes are kept
	sent, err := r.Write(ctx, rt.Owner, rt.Interview, begun.ID, 0, io.MultiReader(bytes.NewReader(audio[:1000]), readerFunc(func([]byte) (int, error) {
		leave()
		return 0, cut
	})))
	if !errors.Is(err, cut) || sent.Received != 1000 {
		t.Fatalf("%d, %v", sent.Received, err)
	}
	other := r.Another(t, func(*recording.Options) {})
	for _, offset := range []int64{0, 999, 1001} {
		if _, err := other.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, offset, bytes.NewReader(audio[:10])); !errors.Is(err, recording.ErrOffset) {
			t.Errorf("offset %d: %v", offset, err)
		}
	}
	// A dead connection may lie there with bytes that come too late.
	late, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 1000, io.MultiReader(bytes.NewReader(audio[1000:1500]), readerFunc(func([]byte) (int, error) {
		_, err := other.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 1000, bytes.NewReader(audio[1000:]))
		return 0, errors.Join(err, io.EOF)
	})))
	if !errors.Is(err, recording.ErrComplete) || late.Received != 1000 {
		t.Errorf("late bytes: %d, %v", late.Received, err)
	}
	if names := r.BlobNames(t); len(names) != 2 {
		t.Errorf("blobs: %v", names)
	}
	r.Work(t)
	if found := get(t, r, begun.ID); found.Status != recording.Ready {
		t.Errorf("%+v", found)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestWhatIsRefused(t *testing.T) {
	r := rt.New(t)
	make := func(n recording.New) error {
		n.InterviewID = cmpOr(n.InterviewID, rt.Interview)
		_, err := r.Create(t.Context(), rt.Owner, n)
		return err
	}
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"too large":          {make(recording.New{QuestionID: rt.Question, Size: recording.MaxBytes + 1}), recording.ErrTooLarge},
		"no question":        {make(recording.New{}), fault.BadField("", "", "")},
		"another interview":  {make(recording.New{InterviewID: "i2", QuestionID: rt.Question}), recording.ErrNotFound},
		"answered already":   {make(recording.New{QuestionID: "answered"}), fault.New(fault.Conflict, "question_answered", "")},
		"as large as can be": {make(recording.New{QuestionID: rt.Question, Size: recording.MaxBytes}), nil},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	begun := begin(t, r, 0)
	if _, err := r.Get(t.Context(), "u2", rt.Interview, begun.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if _, err := r.Get(t.Context(), rt.Owner, "i2", begun.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("of another interview: %v", err)
	}
	if _, err := r.Finish(t.Context(), rt.Owner, rt.Interview, begun.ID); !errors.Is(err, recording.ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
	if _, err := r.Open(t.Context(), rt.Owner, rt.Interview, begun.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("heard before it is there: %v", err)
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestFilesThatAreNoSound(t *testing.T) {
	r := rt.New(t)
	junk := []byte(strings.Repeat("Dear Sir or Madam, ", 100))
	for name, size := range map[string]int{"its size known": len(junk), "its size not known": 0} {
		begun := begin(t, r, size)
		if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(junk)); !errors.Is(err, recording.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
		found := get(t, r, begun.ID)
		if found.Status != recording.Failed || found.Failure.Reason != "recording_format" || len(found.Parts) != 0 {
			t.Errorf("%s: %+v", name, found)
		}
		if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(junk)); !errors.Is(err, recording.ErrComplete) {
			t.Errorf("%s, again: %v", name, err)
		}
	}
	short := begin(t, r, 0)
	if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, short.ID, 0, strings.NewReader("Hi")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Finish(t.Context(), rt.Owner, rt.Interview, short.ID); !errors.Is(err, recording.ErrFormat) {
		t.Errorf("two letters: %v", err)
	}
	// It begins as sound does and is none.
	mask := append([]byte("OggS"), junk...)
	masked := send(t, r, mask)
	r.Work(t)
	if found := get(t, r, masked.ID); found.Status != recording.Failed || found.Failure.Reason != "recording_format" {
		t.Errorf("masked: %+v", found)
	}
	if names := r.BlobNames(t); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
	if len(r.Whisper.Requests()) != 0 {
		t.Error("the recogniser was asked")
	}
}

func TestLengths(t *testing.T) {
	r := rt.New(t)
	for length, want := range map[time.Duration]recording.Status{5 * time.Minute: recording.Ready, 6*time.Minute + 4*time.Second: recording.Failed} {
		sent := send(t, r, wav(t, length))
		r.Work(t)
		found := get(t, r, sent.ID)
		if found.Status != want {
			t.Errorf("%v: %+v", length, found)
		}
		if want == recording.Failed && (found.Failure.Reason != "recording_too_long" || !strings.Contains(found.Failure.Message, "Length: 6:04, the most: 5:00") || found.Duration.Round(time.Second) != length) {
			t.Errorf("%v: %+v", found.Duration, found.Failure)
		}
	}
	told := r.Told()
	if len(told) != 2 || !slices.ContainsFunc(told, func(one recording.Recording) bool { return one.Status == recording.Failed }) {
		t.Errorf("told: %+v", told)
	}
}

// wav is noise, which needs no decoder and is loud enough to be taken for speech.
func wav(t *testing.T, length time.Duration) []byte {
	t.Helper()
	pcm := make([]int16, int(length.Seconds()*16000))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range pcm {
		pcm[i] = int16(random.IntN(8000) - 4000)
	}
	var out bytes.Buffer
	if err := audiofile.WriteWAV(&out, 16000, pcm); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestManySmallPieces(t *testing.T) {
	r := rt.New(t)
	begun := begin(t, r, 0)
	var err error
	for i := range int64(recording.MaxParts) {
		if _, err = r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, i, strings.NewReader("x")); err != nil {
			t.Fatal(i, err)
		}
	}
	if _, err = r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, recording.MaxParts, strings.NewReader("x")); !errors.Is(err, recording.ErrPieces) {
		t.Error(err)
	}
	if err := r.Delete(t.Context(), rt.Owner, rt.Interview, begun.ID); err != nil || len(r.BlobNames(t)) != 0 {
		t.Errorf("%v, %d left", err, len(r.BlobNames(t)))
	}
}

func TestMoreThanItWasSaidToBe(t *testing.T) {
	r := rt.New(t)
	audio := rt.Audio(t, "ogg", time.Second)
	begun := begin(t, r, len(audio)-100)
	sent, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio))
	if !errors.Is(err, recording.ErrTooLarge) || sent.Received != int64(len(audio)-100) {
		t.Errorf("%d, %v", sent.Received, err)
	}
	unknown := begin(t, r, 0)
	endless := io.MultiReader(bytes.NewReader(audio), io.LimitReader(zeros{}, recording.MaxBytes))
	if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, unknown.ID, 0, endless); !errors.Is(err, recording.ErrTooLarge) {
		t.Errorf("without end: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestASizeThatIsKnownLater(t *testing.T) {
	r := rt.New(t)
	audio := rt.Audio(t, "webm", time.Second)
	begun := begin(t, r, 0)
	if _, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 0, bytes.NewReader(audio[:2000])); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int64]error{0: recording.ErrEmpty, recording.MaxBytes + 1: recording.ErrTooLarge, 1999: recording.ErrOffset} {
		if _, err := r.Declare(t.Context(), rt.Owner, rt.Interview, begun.ID, size); !errors.Is(err, want) {
			t.Errorf("%d: %v", size, err)
		}
	}
	if d, err := r.Declare(t.Context(), rt.Owner, rt.Interview, begun.ID, int64(len(audio))); err != nil || d.Status != recording.Uploading {
		t.Errorf("%v, %v", d.Status, err)
	}
	sent, err := r.Write(t.Context(), rt.Owner, rt.Interview, begun.ID, 2000, bytes.NewReader(audio[2000:]))
	if err != nil || sent.Status != recording.Processing {
		t.Errorf("%v, %v", sent.Status, err)
	}
	if done, err := r.Finish(t.Context(), rt.Owner, rt.Interview, begun.ID); err != nil || done.Status != recording.Processing {
		t.Errorf("finished twice: %v, %v", done.Status, err)
	}
}

func TestMeasuredAndInTheInterviewsLanguage(t *testing.T) {
	r := rt.New(t)
	s := r.Another(t, func(o *recording.Options) {
		o.Measure = func(pcm []int16, t coach.Transcript, language string) delivery.Figures {
			return delivery.Figures{Language: language, Words: len(t.Words), Length: time.Duration(len(pcm)) * time.Second / 16000}
		}
	})
	sent := send(t, r, rt.Audio(t, "mp3", 2*time.Second))
	if err := s.Process(t.Context(), recording.Job{UserID: string(rt.Owner), ID: sent.ID}); err != nil {
		t.Fatal(err)
	}
	d := get(t, r, sent.ID).Transcript.Delivery
	if d == nil || d.Language != "en" || d.Words != 11 || (d.Length-2*time.Second).Abs() > 150*time.Millisecond {
		t.Errorf("%+v", d)
	}
	if q := r.Whisper.Requests(); len(q) != 1 || fmt.Sprint(q[0].Language) != "en" {
		t.Errorf("asked: %+v", q)
	}
}
