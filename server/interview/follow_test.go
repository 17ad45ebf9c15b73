package interview_test

import (
	"context"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

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
	if a.Version != 2 || v.Spent(at, r.now()) != 90*time.Second || v.Questions[at].Content() != answer+"\n\nThat depends." || a.Content != answer {
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
	v = r.write(v.ID, second.ID, retold(q.Text().Sample))
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
