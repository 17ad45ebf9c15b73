package interview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// shown is everything that its owner is told of a question, of its answer and of
// the interview so far.
func (r *room) shown(v *interview.Interview, at int) string {
	r.Helper()
	_, f, err := r.Feedback(r.Context(), anna, v.ID)
	r.ok(err)
	rep, err := r.Report(r.Context(), anna, v.ID, interview.Shown{Answers: true})
	r.ok(err)
	q := &v.Questions[at]
	known := ""
	if v.Known(q) {
		known = fmt.Sprint(q.Text().Points)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%s", v.Result(q), f, rep.Questions[at], known)
}

// gives tells what of a good answer a text gives away: points that the answer does
// not make, the example, and what to say instead.
func gives(text string, q *interview.Question) (all []string) {
	r := q.Answer.Result
	secrets := []string{r.Example}
	for _, p := range r.Points {
		if !p.Covered {
			secrets = append(secrets, p.Point)
		}
	}
	for _, m := range r.Improvements {
		secrets = append(secrets, m.Say)
	}
	for _, s := range secrets {
		if s != "" && strings.Contains(text, s) {
			all = append(all, s)
		}
	}
	return all
}

// While a follow-up question is open nobody is told what it asks for.
func TestNothingIsGivenAwayBeforeTheFollowUp(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	v = r.write(v.ID, v.Questions[at].ID, answer)
	q := &v.Questions[at]
	if got := gives(r.shown(&v, at), q); len(got) > 0 || !strings.Contains(v.HeldBack(q), "A follow-up question is open.") {
		t.Errorf("%q is told, held back: %q", got, v.HeldBack(q))
	}
	shown := v.Result(q)
	if shown.Score != q.Answer.Result.Score || len(shown.Strengths) == 0 || len(shown.Points) != len(q.Answer.Result.Points) {
		t.Errorf("%+v", shown)
	}
	if _, f, err := r.Feedback(t.Context(), anna, v.ID); err != nil || f.Scored != 0 || f.Open != len(v.Questions) || !f.Provisional {
		t.Errorf("%+v, %v", f, err)
	}
	// Paused it is still open; left out it is not.
	v, err := r.Pause(t.Context(), anna, v.ID)
	r.ok(err)
	if got := gives(r.shown(&v, at), &v.Questions[at]); len(got) > 0 {
		t.Errorf("%q is told in a pause", got)
	}
	_, err = r.Resume(t.Context(), anna, v.ID)
	r.ok(err)
	for range interview.MaxFollowUps {
		if f := v.Questions[at].FollowUp(); f != nil {
			v, err = r.Service.Skip(t.Context(), anna, v.ID, f.ID)
			r.ok(err)
		}
	}
	q = &v.Questions[at]
	if got := gives(r.shown(&v, at), q); len(got) < 3 || v.HeldBack(q) != "" {
		t.Errorf("%q is told in the end, held back: %q", got, v.HeldBack(q))
	}
}

// due is whether the plan of practice tells points of a question today.
func (r *room) due(q *interview.Question) bool {
	r.Helper()
	all, _, err := r.Plan(r.Context(), anna, "en", time.UTC)
	r.ok(err)
	return slices.ContainsFunc(all, func(d interview.Due) bool { return d.QuestionID == q.Asked.ID && len(d.Points) > 0 })
}

// Nor on the next day, when its points are to be practised: not before it is answered
// or left out, or the interview is over because nobody came back.
func TestThePlanGivesNothingAway(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	none := (at + 1) % len(v.Questions)
	r.write(v.ID, v.Questions[at].ID, answer)
	v = r.write(v.ID, v.Questions[none].ID, "x")
	following, repeatable := &v.Questions[at], &v.Questions[none]
	r.pass(25 * time.Hour)
	if r.due(following) || r.due(repeatable) {
		t.Fatal("what is held back is due")
	}
	v, err := r.Service.Skip(t.Context(), anna, v.ID, repeatable.ID)
	r.ok(err)
	if !r.due(repeatable) || r.due(following) {
		t.Error("of an answer that was left as it is nothing is due, or something of the other")
	}
	for f := following.FollowUp(); f != nil; f = v.Questions[at].FollowUp() {
		v, err = r.Service.Skip(t.Context(), anna, v.ID, f.ID)
		r.ok(err)
	}
	if !r.due(following) {
		t.Error("of an answer without its follow-up nothing is due")
	}
}

// What nobody comes back to is practised, whether anybody looks at it or not.
func TestThePlanOfWhatExpired(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	v = r.write(v.ID, v.Questions[at].ID, answer)
	if r.pass(interview.ExpiresAfter - time.Hour); r.due(&v.Questions[at]) {
		t.Error("what is held back is due")
	}
	if r.pass(2 * time.Hour); !r.due(&v.Questions[at]) {
		t.Error("nothing is due of an interview that expired")
	}
	r.ok(r.Delete(t.Context(), anna, v.ID))
	if !r.due(&v.Questions[at]) {
		t.Error("nothing is due of an interview that was deleted")
	}
}

// Nor while the grader has not looked at the answer: its question comes then.
func TestNothingIsGivenAwayBeforeTheScore(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(withFollowUps)
	r.grader.fail(errDown)
	v = r.write(v.ID, "q1", "An answer that waits for its grader.")
	if v.Known(&v.Questions[0]) || v.HeldBack(&v.Questions[0]) == "" {
		t.Errorf("told: %q", v.HeldBack(&v.Questions[0]))
	}
}

// With the interview's end everything is told.
func TestAllIsToldInTheEnd(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	r.write(v.ID, v.Questions[at].ID, answer)
	v, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	q := &v.Questions[at]
	if got := gives(r.shown(&v, at), q); len(got) < 3 || v.HeldBack(q) != "" {
		t.Errorf("%q, held back: %q", got, v.HeldBack(q))
	}
}

// A word sent by mistake is not the end of it: such an answer may be given once
// more, and nothing of a good one is told before.
func TestAnAnswerThatIsNoneMayBeGivenOnceMore(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	v = r.write(v.ID, "q1", "x")
	q := &v.Questions[0]
	if got := gives(r.shown(&v, 0), q); !q.Repeatable() || q.Status() != "answered" || v.Current != 1 || len(got) > 0 || v.HeldBack(q) == "" {
		t.Fatalf("%+v, current %d, told %q, held back %q", q, v.Current, got, v.HeldBack(q))
	}
	rep, err := r.Report(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	if rep.Questions[0].Status != report.Waiting {
		t.Errorf("%+v", rep.Questions[0])
	}
	first := q.Answer.ID
	// The same again is the same, and its draft, which comes late, no new one.
	if again := r.write(v.ID, "q1", "x"); again.Questions[0].Answer.ID != first || !again.Questions[0].Repeatable() {
		t.Errorf("%+v", again.Questions[0])
	}
	_, _, err = r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q1", Text: "x", Writer: "tab"})
	r.refused(err, "already_answered")
	_, _, err = r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q1", Writer: "tab"})
	r.refused(err, "already_answered")
	r.ok(r.MayRecord(t.Context(), anna, v.ID, "q1"))
	// The next draft may begin in any way, and be emptied.
	r.says(&v, 0, "xylem")
	r.says(&v, 0, "")
	d := r.says(&v, 0, "In truth")
	r.pass(3 * time.Second)
	v = r.write(v.ID, "q1", q.Text().Sample)
	q = &v.Questions[0]
	if a := q.Answer; a.ID == first || a.Version != 2 || a.Result.Score < 8 || q.Repeatable() || v.HeldBack(q) != "" || q.Draft.Revision != d.Revision {
		t.Errorf("%+v", q)
	}
	_, err = r.Submit(t.Context(), anna, v.ID, written("q1", "Once more."))
	r.refused(err, "already_answered")
	r.refused(r.MayRecord(t.Context(), anna, v.ID, "q1"), "already_answered")
	if b := r.banked(q.Asked.ID); b.Asked != 1 || *b.Average != q.Answer.Result.Score {
		t.Errorf("%d times asked, %v on average", b.Asked, *b.Average)
	}
	// Once, and not again and again; it may also be left as it is.
	v = r.write(v.ID, "q2", "Nothing comes.")
	r.says(&v, 1, "Nothing")
	v = r.write(v.ID, "q2", "y")
	if v.Questions[1].Repeatable() || v.HeldBack(&v.Questions[1]) != "" {
		t.Errorf("%+v", v.Questions[1])
	}
	r.write(v.ID, "q3", "x")
	v, err = r.Service.Skip(t.Context(), anna, v.ID, "q3")
	r.ok(err)
	if q := v.Questions[2]; q.Repeatable() || q.Status() != "answered" || v.HeldBack(&q) != "" {
		t.Errorf("%+v", q)
	}
	_, err = r.Service.Skip(t.Context(), anna, v.ID, "q3")
	r.refused(err, "already_answered")
	r.times(&v)
}

// A result for the answer that was none comes too late for the one after it.
func TestALateResultOfAnAnswerThatWasNone(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.grader.fail(errDown)
	r.write(v.ID, "q1", "x")
	job := r.queue.take()[0].ScoreJob
	r.grader.back()
	r.ok(r.Score(t.Context(), job))
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	r.ok(r.Score(t.Context(), job))
	if a := r.get(v.ID).Questions[0].Answer; a.Result.Unfit != "" || a.Result.Rubric != grade.Rubric || a.Version != 2 {
		t.Errorf("%+v", a)
	}
}

// The time of an answer and that of its question are one, whatever follows.
func TestOneClock(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start(withFollowUps, func(w *interview.Wish) { w.Number, w.TimeLimit = 20, time.Minute })
	at, answer := -1, ""
	for i := range v.Questions {
		if answer = part(t, &v.Questions[i], 1); answer != "" {
			at = i
			break
		}
	}
	r.says(&v, at, answer)
	r.pass(20 * time.Second)
	v = r.write(v.ID, v.Questions[at].ID, answer)
	r.pass(80 * time.Second) // over the follow-up question, which nobody answers
	for range 2 {
		_, f, err := r.Feedback(t.Context(), anna, v.ID)
		r.ok(err)
		used := f.TimeUse.Questions[at]
		if v.OverTime(at, r.now()) != 40*time.Second || used.Over != 40*time.Second || used.Spent != v.Spent(at, r.now()) {
			t.Errorf("over by %s; in the feedback by %s after %s", v.OverTime(at, r.now()), used.Over, used.Spent)
		}
		v, err = r.Complete(t.Context(), anna, v.ID)
		r.ok(err)
	}
}
