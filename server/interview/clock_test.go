package interview_test

import (
	"context"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
)

// times wants so much time of each question, and their sum of the whole.
func (r *room) times(v *interview.Interview, want ...time.Duration) {
	r.Helper()
	sum := time.Duration(0)
	for i := range v.Questions {
		got := v.Spent(i, r.Now())
		sum += got
		if i < len(want) && got != want[i] {
			r.Errorf("%s took %s, want %s", v.Questions[i].ID, got, want[i])
		}
	}
	if all := v.Spent(-1, r.Now()); all != sum {
		r.Errorf("%s in all, and %s for the questions", all, sum)
	}
}

func TestTimeGoesToTheQuestionInHand(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.pass(40 * time.Second)
	v = r.write(v.ID, "q1", "I would look at the plan first.")
	if v.Current != 1 || v.Spent(0, r.now()) != 40*time.Second {
		t.Errorf("current %d after %s", v.Current, v.Spent(0, r.now()))
	}
	r.pass(10 * time.Second)
	r.says(&v, 3, "About the fourth")
	r.pass(20 * time.Second)
	v, err := r.Service.Skip(t.Context(), anna, v.ID, "q4")
	r.ok(err)
	if v.Current != 4 {
		t.Errorf("current %d after the fourth was skipped", v.Current)
	}
	r.pass(5 * time.Second)
	r.times(&v, 40*time.Second, 10*time.Second, 0, 20*time.Second, 5*time.Second)
	v = r.get(v.ID) // looking does not touch
	r.times(&v, 40*time.Second, 10*time.Second, 0, 20*time.Second, 5*time.Second)
}

func TestAPauseTakesNoTime(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.pass(time.Minute)
	for range 2 { // pausing again changes nothing
		var err error
		v, err = r.Pause(t.Context(), anna, v.ID)
		r.ok(err)
	}
	if v.Status != interview.Paused || len(v.Changes) != 2 {
		t.Errorf("%s, %+v", v.Status, v.Changes)
	}
	r.pass(time.Hour)
	r.times(&v, time.Minute)
	_, err := r.Submit(t.Context(), anna, v.ID, written("q1", "An answer."))
	r.refused(err, "interview_paused")
	_, err = r.Service.Skip(t.Context(), anna, v.ID, "q1")
	r.refused(err, "interview_paused")
	r.says(&v, 0, "typed while it is paused")
	v, err = r.Resume(t.Context(), anna, v.ID)
	r.ok(err)
	r.pass(time.Second)
	v, err = r.Resume(t.Context(), anna, v.ID)
	r.ok(err)
	r.pass(time.Second)
	if v.Status != interview.Active {
		t.Error(v.Status)
	}
	r.times(&v, time.Minute+2*time.Second)
	if got := r.get(v.ID).Questions[0].Draft.Text; got != "typed while it is paused" {
		t.Errorf("draft %q", got)
	}
}

// Who walks away is not charged for the night; who comes back goes on without a
// word, however they begin.
func TestAnIdleClockStopsAndRunsOn(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(r *room, v *interview.Interview) error{
		"answer": func(r *room, v *interview.Interview) error {
			_, err := r.Submit(t.Context(), anna, v.ID, written("q1", "I would look at the plan first."))
			return err
		},
		"draft and answer": func(r *room, v *interview.Interview) error {
			r.says(v, 0, "I would")
			_, err := r.Submit(t.Context(), anna, v.ID, written("q1", "I would look at the plan first."))
			return err
		},
		"skip": func(r *room, v *interview.Interview) error {
			_, err := r.Service.Skip(t.Context(), anna, v.ID, "q1")
			return err
		},
		"resume": func(r *room, v *interview.Interview) error {
			_, err := r.Resume(t.Context(), anna, v.ID)
			return err
		},
	} {
		r := open(t)
		v := r.start()
		r.pass(interview.Idle - time.Millisecond)
		if v = r.get(v.ID); v.Status != interview.Active {
			t.Errorf("%s: %s too early", name, v.Status)
		}
		r.pass(time.Millisecond)
		if v = r.get(v.ID); v.Status != interview.Paused {
			t.Errorf("%s: %s too late", name, v.Status)
		}
		r.pass(8 * time.Hour)
		r.times(&v, interview.Idle) // as it is shown, before anything was written
		if v = r.get(v.ID); v.Status != interview.Paused {
			t.Errorf("%s: %s after a night", name, v.Status)
		}
		last := v.Changes[len(v.Changes)-1]
		if last.Kind != interview.WasPaused || !last.At.Equal(v.StartedAt.Add(interview.Idle)) {
			t.Errorf("%s: %+v", name, last)
		}
		if err := act(r, &v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if v = r.get(v.ID); v.Status != interview.Active {
			t.Errorf("%s: %s", name, v.Status)
		}
		r.pass(time.Second)
		if all := v.Spent(-1, r.Now()); all != interview.Idle+time.Second {
			t.Errorf("%s: %s in all", name, all)
		}
	}
}

func TestNobodyForAWeek(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	paused := r.start(func(w *interview.Wish) { w.Seed = "another" })
	_, err := r.Pause(t.Context(), anna, paused.ID)
	r.ok(err)
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	r.pass(interview.ExpiresAfter - time.Millisecond)
	if v = r.get(v.ID); v.Status != interview.Paused {
		t.Errorf("%s a moment before", v.Status)
	}
	r.pass(time.Millisecond)
	all, _, err := r.List(t.Context(), anna, 0, "")
	r.ok(err)
	if len(all) != 2 || all[0].Status != interview.Expired || all[1].Status != interview.Expired {
		t.Errorf("listed: %+v", all)
	}
	v = r.get(v.ID)
	last := v.Changes[len(v.Changes)-1]
	if v.Status != interview.Expired || last.Kind != interview.WasExpired || v.Questions[0].Answer.Result == nil || v.OverallScore != nil {
		t.Errorf("%s, %+v, %+v", v.Status, last, v.Questions[0].Answer)
	}
	r.times(&v, 0, interview.Idle)
	for name, act := range map[string]func(context.Context, account.UserID, string) (interview.Interview, error){
		"pause": r.Pause, "resume": r.Resume, "complete": r.Complete,
		"answer": func(ctx context.Context, owner account.UserID, id string) (interview.Interview, error) {
			return r.Submit(ctx, owner, id, written("q2", "Late."))
		},
		"skip": func(ctx context.Context, owner account.UserID, id string) (interview.Interview, error) {
			return r.Service.Skip(ctx, owner, id, "q2")
		},
	} {
		if _, err := act(t.Context(), anna, v.ID); err == nil {
			t.Errorf("%s went through", name)
		} else {
			r.refused(err, "interview_expired")
		}
	}
	_, _, err = r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q2", Text: "Late."})
	r.refused(err, "interview_expired")
	r.refused(r.MayRecord(t.Context(), anna, v.ID, "q2"), "interview_expired")
}

func TestTheClockStandsWhenAllIsDealtWith(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	for i := range v.Questions {
		r.pass(time.Second)
		var err error
		v, err = r.Service.Skip(t.Context(), anna, v.ID, v.Questions[i].ID)
		r.ok(err)
	}
	if v.Current != len(v.Questions) {
		t.Errorf("current %d", v.Current)
	}
	r.pass(10 * time.Minute)
	r.times(&v, time.Second, time.Second, time.Second, time.Second, time.Second)
	v, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	r.times(&v, time.Second, time.Second, time.Second, time.Second, time.Second)
	if v.OverallScore == nil || *v.OverallScore != 0 {
		t.Errorf("overall %v of nothing but skipped questions", v.OverallScore)
	}
}

func TestAClockThatGoesBackCountsNothing(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.pass(time.Minute)
	r.says(&v, 0, "so far")
	r.pass(-30 * time.Second)
	v = r.write(v.ID, "q1", "So far so good.")
	r.times(&v, time.Minute)
}

func TestOverTime(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(func(w *interview.Wish) { w.TimeLimit = time.Minute })
	r.pass(90 * time.Second)
	v = r.write(v.ID, "q1", "It took long.")
	r.pass(30 * time.Second)
	v = r.write(v.ID, "q2", "It did not take long.")
	for i, want := range []time.Duration{30 * time.Second, 0, 0} {
		if got := v.OverTime(i, r.now()); got != want {
			t.Errorf("q%d: %s over, want %s", i+1, got, want)
		}
	}
}
