// Package recordingtest has recordings on real parts for tests: documents and
// blobs on disk, ffmpeg, and the product's recogniser before an emulated Whisper.
package recordingtest

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/blob"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/speech/recorded"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
	"github.com/interviewai-pro/interviewai/server/speech/whisper"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// Said is what the emulated Whisper hears in everything.
const Said = "I would look at the query plan before I change anything."

// The interview that may be answered, and its owner.
const (
	Owner     = account.UserID("u1")
	Interview = "i1"
	Question  = "q1"
)

// Rig is recordings on real parts. Fields may be set before the first use.
type Rig struct {
	*recording.Service
	DB      *store.DB
	Bucket  *blob.Bucket
	Whisper *speechtest.Server
	// Hear answers the recogniser's calls.
	Hear speechtest.Handler
	// Tell is what Done returns; nil says that all is well.
	Tell func(recording.Recording) error
	// TempDir is where files are laid down for ffmpeg.
	TempDir string

	mu   sync.Mutex
	now  time.Time
	told []recording.Recording
	jobs []work
	o    recording.Options
}

type work struct {
	recording.Job
	due time.Time
}

// New returns a rig whose clock stands at noon of a day.
func New(tb testing.TB) *Rig {
	tb.Helper()
	r := &Rig{
		DB: storetest.DB(tb), now: time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC), TempDir: tb.TempDir(),
		Hear: func(speechtest.Request) speechtest.Response { return speechtest.Response{Text: Said} },
	}
	var err error
	if r.Bucket, err = blob.OpenDir(filepath.Join(tb.TempDir(), "blobs")); err != nil {
		tb.Fatal(err)
	}
	r.Whisper = speechtest.New(0, func(q speechtest.Request) speechtest.Response { return r.Hear(q) })
	tb.Cleanup(func() {
		r.Whisper.Close()
		if err := r.Bucket.Close(); err != nil {
			tb.Error(err)
		}
	})
	counter, err := attempt.Open(tb.Context(), r.DB, r.Now)
	if err != nil {
		tb.Fatal(err)
	}
	r.o = recording.Options{
		DB: r.DB, Blobs: Blobs{r.Bucket}, Queue: r, Interviews: r, Decoder: recorded.Decoder{TempDir: r.TempDir},
		Recogniser: whisper.New(whisper.Options{BaseURL: r.Whisper.URL, Retries: -1}),
		Language:   func(context.Context, account.UserID, string) string { return "en" },
		Done:       r.done, Attempts: counter, Now: r.Now, Logger: slog.New(slog.NewTextHandler(tb.Output(), nil)),
	}
	r.Service = r.Another(tb, func(*recording.Options) {})
	return r
}

// Another returns the recordings as another process has them, with options
// changed.
func (r *Rig) Another(tb testing.TB, change func(*recording.Options)) *recording.Service {
	tb.Helper()
	o := r.o
	change(&o)
	s, err := recording.Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Now is the rig's clock.
func (r *Rig) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// Advance moves the clock.
func (r *Rig) Advance(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

var (
	errNoInterview = fault.New(fault.NotFound, "not_found", "There is no such interview.")
	errAnswered    = fault.New(fault.Conflict, "question_answered", "This question is answered already.")
)

// MayRecord implements recording.Interviews.
func (r *Rig) MayRecord(_ context.Context, owner account.UserID, interviewID, questionID string) error {
	switch {
	case owner != Owner || interviewID != Interview:
		return errNoInterview
	case questionID == "answered":
		return errAnswered
	}
	return nil
}

// Known implements recording.Interviews.
func (r *Rig) Known(_ context.Context, owner account.UserID, interviewID string) error {
	if owner != Owner || interviewID != Interview {
		return errNoInterview
	}
	return nil
}

// Add implements recording.Queue.
func (r *Rig) Add(_ context.Context, job recording.Job, delay time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.ContainsFunc(r.jobs, func(w work) bool { return w.Job == job }) {
		r.jobs = append(r.jobs, work{job, r.now.Add(delay)})
	}
	return nil
}

// Lose forgets the jobs, as a process that ends in the wrong moment does.
func (r *Rig) Lose() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.jobs = nil
}

// next takes the first job that is due.
func (r *Rig) next() (recording.Job, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.jobs, func(a, b work) int { return cmp.Compare(a.due.UnixNano(), b.due.UnixNano()) })
	if len(r.jobs) == 0 || r.jobs[0].due.After(r.now) {
		return recording.Job{}, false
	}
	job := r.jobs[0].Job
	r.jobs = r.jobs[1:]
	return job, true
}

// Work does the jobs that are due, and returns how many there were.
func (r *Rig) Work(tb testing.TB) int {
	tb.Helper()
	for done := 0; ; done++ {
		job, ok := r.next()
		if !ok {
			return done
		}
		if err := r.Process(tb.Context(), job); err != nil {
			tb.Error(err)
		}
	}
}

func (r *Rig) done(_ context.Context, one recording.Recording) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Tell != nil {
		if err := r.Tell(one); err != nil {
			return err
		}
	}
	r.told = append(r.told, one)
	return nil
}

// Told is what Done was told, in order.
func (r *Rig) Told() []recording.Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.told)
}

// BlobNames lists what the owner has in the bucket.
func (r *Rig) BlobNames(tb testing.TB) []string {
	tb.Helper()
	var names []string
	for item, err := range r.Bucket.List(tb.Context(), string(Owner), "") {
		if err != nil {
			tb.Fatal(err)
		}
		names = append(names, item.Name)
	}
	return names
}

// Blobs is the bucket as recordings want it.
type Blobs struct{ *blob.Bucket }

var errNoBlob = fault.New(fault.NotFound, "not_found", "This file is gone.")

func known(err error) error {
	if errors.Is(err, blob.ErrNotFound) {
		return errNoBlob.Because(err)
	}
	return err
}

// Read implements recording.Blobs.
func (b Blobs) Read(ctx context.Context, owner, name string) ([]byte, error) {
	r, err := b.Get(ctx, owner, name)
	if err != nil {
		return nil, known(err)
	}
	content, err := io.ReadAll(r)
	return content, errors.Join(err, r.Close())
}

// Delete implements recording.Blobs.
func (b Blobs) Delete(ctx context.Context, owner, name string) error {
	return known(b.Bucket.Delete(ctx, owner, name))
}

// Names implements recording.Blobs.
func (b Blobs) Names(ctx context.Context, owner, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range b.List(ctx, owner, prefix) {
			if !yield(item.Name, err) || err != nil {
				return
			}
		}
	}
}
