package interview_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

func TestTheGraderIsDown(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.grader.fail(errDown)
	sample := v.Questions[0].Text().Sample
	v = r.write(v.ID, "q1", sample)
	a := v.Questions[0].Answer
	if a.State != interview.Queued || a.Result != nil || !strings.Contains(a.Notice, "Not scored yet") || v.Current != 1 || count(&v, interview.WasQueued) != 1 {
		t.Errorf("%+v", a)
	}
	_, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	if f.Unscored != 1 || f.OverallScore != nil {
		t.Errorf("%+v", f)
	}
	// It stays down for two attempts; nothing is made up meanwhile.
	for range 2 {
		if n := r.work(); n != 1 {
			t.Fatalf("%d jobs", n)
		}
		if v = r.get(v.ID); v.Questions[0].Answer.State != interview.Queued || count(&v, interview.WasQueued) != 1 {
			t.Errorf("%+v", v.Questions[0].Answer)
		}
	}
	if v, err = r.Complete(t.Context(), anna, v.ID); err != nil || v.OverallScore != nil && *v.OverallScore != 0 {
		t.Errorf("%v, %v", v.OverallScore, err)
	}
	r.grader.back()
	if n := r.work(); n != 1 {
		t.Fatalf("%d jobs", n)
	}
	v = r.get(v.ID)
	a = v.Questions[0].Answer
	if a.State != interview.Scored || a.Result.Score < 8 || a.Notice != "" || *v.OverallScore != int(a.Result.Score*2+0.5) {
		t.Errorf("%+v, overall %d", a, *v.OverallScore)
	}
	if n := len(r.queue.take()); n != 0 || count(&v, interview.WasFollowedUp) != 0 {
		t.Errorf("%d jobs left", n)
	}
}

func TestAGraderThatIsDownForADay(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.grader.fail(errDown)
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	began, last, tries := r.now(), time.Duration(0), 0
	for {
		all := r.queue.take()
		if len(all) == 0 {
			break
		}
		if len(all) > 1 || all[0].after < last || all[0].after > 30*time.Minute {
			t.Fatalf("%+v after %s", all, last)
		}
		last = all[0].after
		r.pass(last)
		r.ok(r.Score(t.Context(), all[0].ScoreJob))
		r.get(v.ID) // a look in between queues no second attempt
		tries++
	}
	if took := r.now().Sub(began); took < 20*time.Hour || took > 26*time.Hour {
		t.Errorf("%d attempts in %s", tries, took)
	}
	// Then whoever looks at the answer begins anew, once an hour.
	r.pass(time.Hour)
	for range 3 {
		r.get(v.ID)
	}
	r.pass(time.Minute)
	r.get(v.ID)
	if all := r.queue.take(); len(all) != 1 || all[0].after != 0 || all[0].Try != 0 {
		t.Errorf("%+v", all)
	}
	r.pass(time.Hour)
	r.get(v.ID)
	r.grader.back()
	if n := r.work(); n != 1 {
		t.Errorf("%d jobs", n)
	}
	if a := r.get(v.ID).Questions[0].Answer; a.State != interview.Scored {
		t.Errorf("%+v", a)
	}
}

// A process that ends before an answer is scored leaves it to whoever looks.
func TestAForgottenAnswer(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	ctx, cancel := context.WithCancel(t.Context())
	r.grader.be(func(context.Context, grade.Answer) (grade.Result, error) {
		cancel()
		return grade.Result{}, ctx.Err()
	})
	_, err := r.Submit(ctx, anna, v.ID, written("q1", v.Questions[0].Text().Sample))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("submitted: %v", err)
	}
	r.grader.back()
	r.pass(59 * time.Second)
	if a := r.get(v.ID).Questions[0].Answer; a.State != interview.Queued || len(r.queue.take()) != 0 {
		t.Errorf("%+v", a)
	}
	r.pass(time.Second)
	for range 5 { // however long and often it is looked at while no worker is there
		if a := r.get(v.ID).Questions[0].Answer; a.State != interview.Queued || a.Notice == "" {
			t.Errorf("%+v", a)
		}
		r.pass(time.Minute)
	}
	if n := r.work(); n != 1 {
		t.Errorf("%d jobs", n)
	}
	if a := r.get(v.ID).Questions[0].Answer; a.State != interview.Scored || a.Result.Score < 8 {
		t.Errorf("%+v", a)
	}
}

func TestAGraderThatFails(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	broken := errors.New("broken")
	r.grader.fail(broken)
	if _, err := r.Submit(t.Context(), anna, v.ID, written("q1", "An answer.")); !errors.Is(err, broken) {
		t.Errorf("submitted: %v", err)
	}
	r.pass(time.Minute)
	r.get(v.ID)
	job := r.queue.take()[0].ScoreJob
	if err := r.Score(t.Context(), job); !errors.Is(err, broken) {
		t.Errorf("scored: %v", err)
	}
	r.grader.back()
	r.ok(r.Score(t.Context(), job))
	if a := r.get(v.ID).Questions[0].Answer; a.State != interview.Scored {
		t.Errorf("%+v", a)
	}
}

func TestJobsThatHaveNothingToDo(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.grader.fail(errDown)
	r.write(v.ID, "q1", "An answer.")
	job := r.queue.take()[0].ScoreJob
	other := job
	for _, change := range []func(*interview.ScoreJob){
		func(j *interview.ScoreJob) { j.ID = "no-such" },
		func(j *interview.ScoreJob) { j.UserID = string(bert) },
		func(j *interview.ScoreJob) { j.Question = "q9" },
		func(j *interview.ScoreJob) { j.Question = "q2" },
		func(j *interview.ScoreJob) { j.Version++ },
	} {
		other = job
		change(&other)
		calls := r.grader.calls.Load()
		r.ok(r.Score(t.Context(), other))
		if r.grader.calls.Load() != calls {
			t.Errorf("%+v was graded", other)
		}
	}
	// The interview is deleted while the grader thinks: that is the end of it.
	for _, err := range []error{nil, errDown} {
		r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
			r.ok(r.Delete(ctx, anna, v.ID))
			return grade.Result{}, err
		})
		r.ok(r.Score(t.Context(), job))
		v = r.start()
		r.grader.fail(errDown)
		r.write(v.ID, "q1", "An answer.")
		job = r.queue.take()[0].ScoreJob
	}
}

// Several workers at one answer, and graders that differ: one score, once, and
// the plan has the one that stands.
func TestAnAnswerIsScoredOnce(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.grader.fail(errDown)
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	job := r.queue.take()[0].ScoreJob
	const workers = 6
	var mu sync.Mutex
	var all sync.WaitGroup
	all.Add(workers)
	points := 0.0
	r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
		result, err := rules().Grade(ctx, a)
		all.Done()
		all.Wait() // nobody is done before all have begun
		mu.Lock()
		defer mu.Unlock()
		points++
		result.Score = points
		return result, err
	})
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			if err := r.Score(t.Context(), job); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	v = r.get(v.ID)
	if n := count(&v, interview.WasScored); n != 1 {
		t.Errorf("scored %d times", n)
	}
	stands := v.Questions[0].Answer.Result.Score
	p, _, err := r.Progress(t.Context(), anna)
	r.ok(err)
	if b := r.banked(v.Questions[0].Asked.ID); b.Asked != 1 || *b.Average != stands || len(p.Skills) == 0 || p.Skills[0].Answers != 1 || p.Skills[0].Mean != stands {
		t.Errorf("%v stands; %v on average, %+v", stands, *b.Average, p.Skills)
	}
}

// What was learned of an answer is not lost when the process ends, or the store
// is away, between the steps of scoring it.
func TestScoringThatIsCutShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ collection, operation string }{
		{"interview_practice", "replace"}, {"interviews", "replace"}, {"interview_question_counts", "replace"},
	} {
		r, trip := tripping(t)
		v := r.start()
		r.grader.fail(errDown)
		r.write(v.ID, "q1", v.Questions[0].Text().Sample)
		r.grader.back()
		job := r.queue.take()[0].ScoreJob
		trip.once(c.collection, c.operation)
		if err := r.Score(t.Context(), job); !errors.Is(err, errTripped) {
			t.Errorf("%s: %v", c.collection, err)
		}
		r.ok(r.Score(t.Context(), job))
		v = r.get(v.ID)
		if a := v.Questions[0].Answer; a.State != interview.Scored || count(&v, interview.WasScored) != 1 {
			t.Errorf("%s: %+v", c.collection, a)
		}
		p, _, err := r.Progress(t.Context(), anna)
		r.ok(err)
		if len(p.Skills) == 0 || p.Skills[0].Answers != 1 {
			t.Errorf("%s: the plan knows nothing of it: %+v", c.collection, p.Skills)
		}
	}
}

// The grader was changed between two answers: each names its own.
func TestTheGraderIsChanged(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
		result, err := rules().Grade(ctx, a)
		result.Model = "a model"
		return result, err
	})
	r.write(v.ID, "q2", v.Questions[1].Text().Sample)
	_, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	v, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	if !f.Mixed || v.Questions[0].Answer.Result.Model != "" || v.Questions[1].Answer.Result.Model != "a model" {
		t.Errorf("mixed %t", f.Mixed)
	}
}
