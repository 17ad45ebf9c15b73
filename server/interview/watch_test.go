package interview_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
)

// tab is a window that watches an interview.
type tab struct {
	mu    sync.Mutex
	seen  []interview.Change
	state interview.Interview
	done  chan struct{}
	err   error
	leave context.CancelFunc
}

// watch opens a window on an interview.
func (r *room) watch(s *interview.Service, id string, after int64) *tab {
	ctx, leave := context.WithCancel(r.Context())
	w := &tab{done: make(chan struct{}), leave: leave}
	go func() {
		defer close(w.done)
		w.err = s.Watch(ctx, anna, id, after, func(c interview.Change, v *interview.Interview) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.seen, w.state = append(w.seen, c), *v
			return nil
		})
	}()
	return w
}

// quiet waits until everybody has done what there was to do. Who writes at once
// with others waits a little, in virtual time.
func quiet() {
	time.Sleep(100 * time.Millisecond)
	synctest.Wait()
}

// kinds are what it was told, once all is quiet.
func (w *tab) kinds() []interview.Kind {
	quiet()
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []interview.Kind
	for _, c := range w.seen {
		all = append(all, c.Kind)
	}
	return all
}

// close leaves, and returns what Watch did.
func (w *tab) close() error {
	w.leave()
	<-w.done
	return w.err
}

// timed runs a test on virtual time.
func timed(t *testing.T, test func(t *testing.T, r *room)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(t, open(t, func(o *interview.Options) { o.Now = time.Now }))
	})
}

func TestEveryTabIsTold(t *testing.T) {
	t.Parallel()
	timed(t, func(t *testing.T, r *room) {
		v := r.start()
		first, second, late := r.watch(r.Service, v.ID, 0), r.watch(r.Service, v.ID, 0), r.watch(r.Service, v.ID, v.Revision)
		quiet()
		r.says(&v, 0, "I would")
		quiet()
		r.write(v.ID, "q1", "I would look at the plan.")
		quiet()
		_, err := r.Service.Skip(t.Context(), anna, v.ID, "q2")
		r.ok(err)
		want := []interview.Kind{interview.WasStarted, interview.WasDrafted, interview.WasAnswered, interview.WasScored, interview.WasSkipped}
		for _, w := range []*tab{first, second} {
			if got := w.kinds(); !slices.Equal(got, want) {
				t.Errorf("told %v, want %v", got, want)
			}
		}
		if got := late.kinds(); !slices.Equal(got, want[1:]) {
			t.Errorf("told %v after the first revision", got)
		}
		if first.state.Questions[0].Answer.Result == nil || first.state.Current != 2 {
			t.Errorf("%+v", first.state)
		}
		if err := first.close(); !errors.Is(err, context.Canceled) {
			t.Errorf("left: %v", err)
		}
		_, err = r.Complete(t.Context(), anna, v.ID)
		r.ok(err)
		<-second.done
		<-late.done
		if got := second.kinds(); second.err != nil || got[len(got)-1] != interview.WasCompleted || second.state.OverallScore == nil {
			t.Errorf("%v, %v", got, second.err)
		}
		// Whoever comes later is told the state, and no more.
		over := r.watch(r.Service, v.ID, 0)
		<-over.done
		if got := over.kinds(); over.err != nil || !slices.Equal(got, []interview.Kind{interview.WasCompleted}) {
			t.Errorf("%v, %v", got, over.err)
		}
	})
}

// Who comes back after a revision misses nothing, and is told typing once; who
// has missed more than is kept is told the state.
func TestWatchingOnFromARevision(t *testing.T) {
	t.Parallel()
	timed(t, func(t *testing.T, r *room) {
		v := r.start()
		seen := v.Revision
		for range 5 {
			r.says(&v, 0, "more "+time.Now().String())
			time.Sleep(time.Second)
		}
		v = r.write(v.ID, "q1", "fine")
		w := r.watch(r.Service, v.ID, seen)
		if got := w.kinds(); !slices.Equal(got, []interview.Kind{interview.WasDrafted, interview.WasAnswered, interview.WasScored}) {
			t.Errorf("told %v", got)
		}
		if last := w.seen[2].Revision; last != v.Revision || w.seen[0].Revision != seen+5 {
			t.Errorf("revisions %+v of %d", w.seen, v.Revision)
		}
		w.leave()
		for range 30 {
			_, err := r.Pause(t.Context(), anna, v.ID)
			r.ok(err)
			_, err = r.Resume(t.Context(), anna, v.ID)
			r.ok(err)
		}
		v = r.get(v.ID)
		w = r.watch(r.Service, v.ID, seen)
		if got := w.kinds(); !slices.Equal(got, []interview.Kind{interview.WasResumed}) || len(v.Changes) != 50 || w.seen[0].Revision != v.Revision {
			t.Errorf("told %v of %d", got, len(v.Changes))
		}
		w.leave()
		w = r.watch(r.Service, v.ID, v.Revision)
		if got := w.kinds(); len(got) != 0 {
			t.Errorf("told %v again", got)
		}
		w.leave()
	})
}

func TestWhatAnotherProcessDoesIsToldWithinASecond(t *testing.T) {
	t.Parallel()
	timed(t, func(t *testing.T, r *room) {
		v := r.start()
		other := r.beside(func(o *interview.Options) { o.Now = time.Now })
		w := r.watch(other, v.ID, v.Revision)
		quiet()
		r.write(v.ID, "q1", "fine")
		time.Sleep(time.Second)
		if got := w.kinds(); !slices.Equal(got, []interview.Kind{interview.WasAnswered, interview.WasScored}) {
			t.Errorf("told %v", got)
		}
		// The clock that stops by itself is told too, though nobody did anything.
		time.Sleep(interview.Idle - 10*time.Minute - time.Second)
		if err := w.close(); fault.ReasonOf(err) != "watch_ended" {
			t.Errorf("after ten minutes: %v", err)
		}
		w = r.watch(other, v.ID, w.state.Revision)
		time.Sleep(10*time.Minute - time.Millisecond)
		w.leave()
		w = r.watch(other, v.ID, w.state.Revision)
		time.Sleep(2 * time.Second)
		if got := w.kinds(); len(got) == 0 || got[len(got)-1] != interview.WasPaused {
			t.Errorf("told %v", got)
		}
		w.leave()
	})
}

// An interview that is completed is watched until all its answers are scored.
func TestWatchingUntilAllIsScored(t *testing.T) {
	t.Parallel()
	timed(t, func(t *testing.T, r *room) {
		v := r.start()
		r.grader.fail(errDown)
		r.write(v.ID, "q1", v.Questions[0].Text().Sample)
		_, err := r.Complete(t.Context(), anna, v.ID)
		r.ok(err)
		w := r.watch(r.Service, v.ID, 0)
		if got := w.kinds(); !slices.Equal(got, []interview.Kind{interview.WasCompleted}) {
			t.Errorf("told %v", got)
		}
		r.grader.back()
		r.ok(r.Score(t.Context(), r.queue.take()[0].ScoreJob))
		<-w.done
		if got := w.kinds(); w.err != nil || got[len(got)-1] != interview.WasScored || *w.state.OverallScore == 0 {
			t.Errorf("told %v, %v", got, w.err)
		}
	})
}

func TestWatchesAreBounded(t *testing.T) {
	t.Parallel()
	timed(t, func(t *testing.T, r *room) {
		v := r.start()
		var all []*tab
		for range 20 {
			all = append(all, r.watch(r.Service, v.ID, v.Revision))
		}
		quiet()
		told := func(interview.Change, *interview.Interview) error { return nil }
		r.refused(r.Watch(t.Context(), anna, v.ID, 0, told), "too_many_watches")
		r.refused(r.Watch(t.Context(), bert, v.ID, 0, told), "interview_not_found")
		_ = all[0].close()
		full := errors.New("the window is full")
		if err := r.Watch(t.Context(), anna, v.ID, 0, func(interview.Change, *interview.Interview) error { return full }); !errors.Is(err, full) {
			t.Errorf("watched: %v", err)
		}
		r.ok(r.Delete(t.Context(), anna, v.ID))
		for _, w := range all[1:] {
			<-w.done
			r.refused(w.err, "interview_not_found")
		}
	})
}
