package interview_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/report"
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

func TestFollowUps(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	q := v.Questions[at]
	r.says(&v, at, answer)
	r.pass(time.Minute)
	v = r.write(v.ID, q.ID, answer)
	f := v.Questions[at].FollowUp()
	if f == nil || f.ID != q.ID+"f1" || f.Question == "" || f.Generated || v.Current != at || v.Questions[at].Status() != "answered" {
		t.Fatalf("%+v, current %d", f, v.Current)
	}
	first := *v.Questions[at].Answer.Result
	r.pass(30 * time.Second)
	v = r.write(v.ID, f.ID, "That depends.")
	a := v.Questions[at].Answer
	if a.Version != 2 || a.Duration != 90*time.Second || v.Questions[at].Content() != answer+"\n\nThat depends." || a.Content != answer {
		t.Errorf("%+v", a)
	}
	if again := r.write(v.ID, f.ID, "That depends."); again.Revision != v.Revision {
		t.Error("the same again changed something")
	}
	_, err := r.Submit(t.Context(), anna, v.ID, written(f.ID, "Something else."))
	r.refused(err, "follow_up_closed")
	second := v.Questions[at].FollowUp()
	if second == nil || second.ID != q.ID+"f2" || second.Point == f.Point {
		t.Fatalf("%+v after %+v", second, f)
	}
	_, err = r.Service.Skip(t.Context(), anna, v.ID, f.ID)
	r.refused(err, "follow_up_closed")
	v = r.write(v.ID, second.ID, q.Text().Sample)
	if n := len(v.Questions[at].FollowUps); n != interview.MaxFollowUps || v.Questions[at].FollowUp() != nil || v.Current == at {
		t.Errorf("%d follow-up questions, current %d", n, v.Current)
	}
	last := *v.Questions[at].Answer.Result
	if last.Score <= first.Score {
		t.Errorf("%v after %v", last.Score, first.Score)
	}
	// It is one answer of one interview, by its last score.
	p, _, err := r.Progress(t.Context(), anna)
	r.ok(err)
	if b := r.banked(q.Asked.ID); b.Asked != 1 || *b.Average != last.Score || p.Skills[0].Answers != 1 || p.Skills[0].Mean != last.Score {
		t.Errorf("%v on average, %+v; %v is the last score", *b.Average, p.Skills, last.Score)
	}
	r.times(&v)
}

// A result that comes when the answer has grown is for what it was, and dropped.
func TestAResultThatComesTooLate(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	q := v.Questions[at].ID
	r.grader.fail(errDown)
	r.write(v.ID, q, answer)
	job := r.queue.take()[0].ScoreJob
	r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
		late, err := rules().Grade(ctx, a)
		late.Score = 1
		r.grader.back()
		scored := r.write(v.ID, q, answer) // another attempt is quicker
		r.grader.fail(errDown)
		r.write(v.ID, scored.Questions[at].FollowUp().ID, "That depends.")
		return late, err
	})
	r.ok(r.Score(t.Context(), job))
	if a := r.get(v.ID).Questions[at].Answer; a.State != interview.Queued || a.Version != 2 || a.Result.Score == 1 {
		t.Errorf("%+v", a)
	}
	r.grader.back()
	r.drain()
	if a := r.get(v.ID).Questions[at].Answer; a.State != interview.Scored || a.Result.Score == 1 {
		t.Errorf("%+v", a)
	}
}

// What waits to be scored anew has no score meanwhile, here and in the report.
func TestAFollowUpThatWaits(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	v = r.write(v.ID, v.Questions[at].ID, answer)
	r.grader.fail(errDown)
	r.write(v.ID, v.Questions[at].FollowUp().ID, "That depends.")
	v, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	_, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	rep, err := r.Report(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	if !f.Provisional || f.Unscored != 1 || f.Scored != 0 || rep.Questions[at].Status != report.Waiting || rep.Questions[at].Score != 0 {
		t.Errorf("%+v, %+v", f, rep.Questions[at])
	}
	later := r.finished()
	r.pass(time.Second)
	if _, f, err = r.Feedback(t.Context(), anna, later.ID); err != nil || f.Previous != nil && f.Previous.Interviews != 0 {
		t.Errorf("compared with a score that is not there yet: %+v, %v", f.Previous, err)
	}
}

func TestFollowUpsAreLeftOut(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	q := v.Questions[at]
	v = r.write(v.ID, q.ID, answer)
	v, err := r.Service.Skip(t.Context(), anna, v.ID, q.ID+"f1")
	r.ok(err)
	if v.Questions[at].FollowUp() != nil || v.Questions[at].Status() != "answered" || v.Current == at {
		t.Errorf("%+v, current %d", v.Questions[at].FollowUps, v.Current)
	}
	_, err = r.Submit(t.Context(), anna, v.ID, written(q.ID+"f1", "After all."))
	r.refused(err, "follow_up_closed")
	// None without being wanted, none for what is no answer.
	v = r.start(func(w *interview.Wish) { w.Questions = []string{q.Asked.ID} })
	if v = r.write(v.ID, "q1", answer); len(v.Questions[0].FollowUps) != 0 {
		t.Errorf("%+v", v.Questions[0].FollowUps)
	}
	v = r.start(withFollowUps, func(w *interview.Wish) { w.Questions = []string{q.Asked.ID} })
	if v = r.write(v.ID, "q1", "fine"); len(v.Questions[0].FollowUps) != 0 {
		t.Errorf("%+v", v.Questions[0].FollowUps)
	}
}

// While the grader thinks, the person goes on: the time until the follow-up
// question comes is that of the question they went on to.
func TestAFollowUpThatComesLate(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	next := (at + 1) % len(v.Questions)
	r.says(&v, at, "I begin here")
	r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
		r.says(&v, next, "the next one")
		r.pass(20 * time.Second)
		return rules().Grade(ctx, a)
	})
	v = r.write(v.ID, v.Questions[at].ID, answer)
	r.pass(time.Second)
	if v.Questions[at].FollowUp() == nil || v.Spent(next, r.now()) < 20*time.Second || v.Spent(at, r.now()) > time.Second {
		t.Errorf("%s for the answered one, %s for the next", v.Spent(at, r.now()), v.Spent(next, r.now()))
	}
}

func TestFollowUpsByAModel(t *testing.T) {
	t.Parallel()
	m := &model{}
	r := open(t, func(o *interview.Options) { o.Interviewer = m })
	r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
		result, err := rules().Grade(ctx, a)
		result.Model = "a model"
		return result, err
	})
	var asked [][]string
	m.followUp = func(_ grade.Answer, before []string) (bank.FollowUp, error) {
		asked = append(asked, before)
		return bank.FollowUp{Point: "p" + string(rune('0'+len(asked))), Question: "And why?"}, nil
	}
	v := r.start(withFollowUps)
	answer := "I read the plan, since a scan of the whole table tells that an index is missing."
	v = r.write(v.ID, "q1", answer)
	for len(v.Questions[0].FollowUps) < interview.MaxFollowUps {
		f := v.Questions[0].FollowUp()
		if f == nil || !f.Generated || f.Question != "And why?" {
			t.Fatalf("%+v", v.Questions[0].FollowUps)
		}
		v = r.write(v.ID, f.ID, "Since that is how it works.")
	}
	v = r.write(v.ID, "q1f2", "Since that is how it works.")
	if len(v.Questions[0].FollowUps) != 2 || len(asked) != 2 || len(asked[0]) != 0 || len(asked[1]) != 1 || asked[1][0] != "p1" {
		t.Errorf("%+v, %v", v.Questions[0].FollowUps, asked)
	}
	m.followUp = func(grade.Answer, []string) (bank.FollowUp, error) { return bank.FollowUp{}, errDown }
	if v = r.write(v.ID, "q2", answer); v.Questions[1].Answer.State != interview.Scored || len(v.Questions[1].FollowUps) != 0 {
		t.Errorf("%+v", v.Questions[1])
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
