package interview_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// finished is a completed interview with a good answer, a bad one and a spoken
// one.
func (r *room) finished() interview.Interview {
	r.Helper()
	v := r.start(func(w *interview.Wish) { w.TimeLimit = time.Minute })
	r.pass(90 * time.Second)
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	r.write(v.ID, "q2", "fine")
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q3", Ready: true, Text: v.Questions[2].Text().Sample, Delivery: measured(v.Questions[2].Text().Sample)})
	r.speak(v.ID, "q3", "r")
	v, err := r.Complete(r.Context(), anna, v.ID)
	r.ok(err)
	return v
}

// measured is how somebody speaks who says a word every half a second.
func measured(text string) *delivery.Figures {
	all := speech(0, time.Duration(len(strings.Fields(text)))*500*time.Millisecond, text)
	f := delivery.Measure(delivery.Input{
		Language: "en", Text: text, Words: all[2].Words, Sound: delivery.Sound{Length: all[1].At, Speech: []delivery.Span{{End: all[1].At}}},
	})
	return &f
}

func TestACompletedInterview(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.finished()
	again, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	if v.Status != interview.Completed || again.Revision != v.Revision || !v.CompletedAt.Equal(r.now()) || v.Current != 5 {
		t.Errorf("%+v", again)
	}
	_, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	if *f.OverallScore != *v.OverallScore || f.Provisional || f.Scored != 3 || f.Skipped != 2 || len(f.Summary.Strengths) == 0 || f.TimeUse.Spent != 90*time.Second {
		t.Errorf("%+v", f)
	}
	for name, act := range map[string]func(context.Context, account.UserID, string) (interview.Interview, error){"pause": r.Pause, "resume": r.Resume} {
		if _, err := act(t.Context(), anna, v.ID); err == nil {
			t.Errorf("%s went through", name)
		} else {
			r.refused(err, "interview_completed")
		}
	}
	_, err = r.Complete(t.Context(), bert, v.ID)
	r.refused(err, "interview_not_found")
	if d := v.Delivery(); d == nil || d.Words < 80 {
		t.Errorf("%+v", d)
	}
	if first := r.start(); first.Delivery() != nil {
		t.Error("a figure of nothing spoken")
	}
}

func TestFeedbackKnowsTheInterviewsBefore(t *testing.T) {
	t.Parallel()
	r := open(t)
	var scores []int
	for range 4 {
		scores = append(scores, *r.finished().OverallScore)
		r.pass(time.Hour)
	}
	p, completed, err := r.Progress(t.Context(), anna)
	r.ok(err)
	if len(completed) != 4 || p.All.Answers != 12 || !completed[0].StartedAt.Before(completed[3].StartedAt) {
		t.Errorf("%d interviews, %+v", len(completed), p.All)
	}
	last := completed[3]
	_, f, err := r.Feedback(t.Context(), anna, last.ID)
	r.ok(err)
	rep, err := r.Report(t.Context(), anna, last.ID, interview.Shown{})
	r.ok(err)
	if f.Previous == nil || f.Previous.Interviews != 3 || len(rep.Earlier) != 3 || rep.Earlier[0].Score != float64(scores[0]) {
		t.Errorf("%+v, %+v", f.Previous, rep.Earlier)
	}
	_, f, err = r.Feedback(t.Context(), anna, completed[0].ID)
	r.ok(err)
	if f.Previous != nil {
		t.Errorf("the first is compared with later ones: %+v", f.Previous)
	}
	// One that goes on is compared with those before it, and provisional.
	running := r.start()
	running = r.write(running.ID, "q1", running.Questions[0].Text().Sample)
	_, f, err = r.Feedback(t.Context(), anna, running.ID)
	r.ok(err)
	if !f.Provisional || f.OverallScore == nil || running.OverallScore != nil {
		t.Errorf("%+v", f)
	}
}

// The numbers of a report are those on the screen.
func TestTheReportSaysWhatTheScreenSays(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.finished()
	rep, err := r.Report(t.Context(), anna, v.ID, interview.Shown{Name: true, Answers: true, Quotes: true})
	r.ok(err)
	if rep.Person != "Anna Berg" || *rep.Score != float64(*v.OverallScore) || rep.Duration != v.Spent(-1, r.now()) || rep.Grader != v.Grader || len(rep.Questions) != 5 || !rep.WithAnswers {
		t.Errorf("%+v", rep)
	}
	_, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	for i, rating := range rep.Ratings {
		if i == 0 && (rating.Value == nil || *rating.Value != f.Ratings.TechnicalAccuracy.Score) {
			t.Errorf("%+v, %+v", rating, f.Ratings.TechnicalAccuracy)
		}
	}
	if d := rep.Questions[2].Delivery; d == nil || len(d.Figures) < 3 || d.Advice == "" || rep.Delivery == nil || rep.Questions[0].Delivery != nil {
		t.Errorf("delivery: %+v, %+v", d, rep.Delivery)
	}
	for i, status := range []string{report.Scored, report.Scored, report.Scored, report.Skipped, report.Skipped} {
		q, shown := v.Questions[i], rep.Questions[i]
		if shown.Status != status || shown.Text != q.Text().Question || shown.Spent != q.Spent || shown.Limit != time.Minute {
			t.Errorf("%+v", shown)
		}
		if q.Answer != nil && (shown.Score != q.Answer.Result.Score || shown.Level != q.Answer.Result.Level || shown.Answer != q.Content()) {
			t.Errorf("%+v, %+v", shown, q.Answer.Result)
		}
	}
	r.grader.fail(errDown)
	waiting := r.start()
	r.write(waiting.ID, "q1", "An answer.")
	if rep, err = r.Report(t.Context(), anna, waiting.ID, interview.Shown{}); err != nil || rep.Questions[0].Status != report.Waiting || rep.Score != nil || !rep.Provisional {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestASharedReport(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	_, err := r.ShareReport(t.Context(), anna, v.ID, interview.Shown{})
	r.refused(err, "interview_running")
	v = r.finished()
	first, err := r.ShareReport(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	rep, err := r.Shared(t.Context(), first)
	r.ok(err)
	// Nothing of the person unless it was ticked.
	if rep.Person != "" || rep.WithAnswers || *rep.Score != float64(*v.OverallScore) {
		t.Errorf("%+v", rep)
	}
	quote := v.Questions[0].Answer.Result.Strengths[0].Quote
	for _, text := range append(rep.Summary.Strengths, rep.Questions[0].Strengths[0].Quote) {
		if strings.Contains(text, quote) {
			t.Errorf("%q quotes the answer", text)
		}
	}
	for _, p := range rep.Questions[0].Points {
		if len(p.Quotes) != 0 {
			t.Errorf("%+v", p)
		}
	}
	if len(first) < 50 || strings.Contains(string(r.raw(v.ID)), first) {
		t.Errorf("the secret %q is kept, or short", first)
	}
	// Sharing anew ends the link before; the choice is kept.
	second, err := r.ShareReport(t.Context(), anna, v.ID, interview.Shown{Name: true, Answers: true, Quotes: true})
	r.ok(err)
	_, err = r.Shared(t.Context(), first)
	r.refused(err, "share_not_found")
	if rep, err = r.Shared(t.Context(), second); err != nil || rep.Person != "Anna Berg" || !rep.WithAnswers || rep.Questions[0].Strengths[0].Quote != quote {
		t.Errorf("%+v, %v", rep, err)
	}
	r.refused(r.UnshareReport(t.Context(), bert, v.ID), "interview_not_found")
	for range 2 {
		r.ok(r.UnshareReport(t.Context(), anna, v.ID))
	}
	for _, secret := range []string{second, "", "guessed"} {
		_, err = r.Shared(t.Context(), secret)
		r.refused(err, "share_not_found")
	}
	if v = r.get(v.ID); v.Share != nil || count(&v, interview.WasShared) != 2 || count(&v, interview.WasUnshared) != 1 {
		t.Errorf("%+v", v.Changes)
	}
	_, err = r.ShareReport(t.Context(), bert, v.ID, interview.Shown{})
	r.refused(err, "interview_not_found")
}

// raw is everything that is stored of an interview, as an export has it.
func (r *room) raw(id string) []byte {
	r.Helper()
	for doc, err := range r.db.ForOwner(r.Context(), string(anna)) {
		r.ok(err)
		if doc.ID == id {
			return doc.Doc
		}
	}
	r.Fatal("it is not stored")
	return nil
}

func TestThePlan(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	v = r.write(v.ID, "q1", part(t, &v.Questions[0], 1))
	due, plan, err := r.Plan(t.Context(), anna, "ru", time.UTC)
	r.ok(err)
	if len(due) != 0 || plan.Days[0].Questions != 1 {
		t.Errorf("%+v, %+v", due, plan)
	}
	r.pass(24 * time.Hour)
	due, _, err = r.Plan(t.Context(), anna, "ru", time.UTC)
	r.ok(err)
	if len(due) != 1 || due[0].QuestionID != v.Questions[0].Asked.ID || len(due[0].Points) == 0 || due[0].Question == v.Questions[0].Text().Question {
		t.Fatalf("%+v", due)
	}
	// The next interview asks it first, and says why.
	next := r.start()
	if next.Questions[0].Asked.ID != due[0].QuestionID || !strings.Contains(strings.Join(next.Questions[0].Why, " "), "you left points of it out") {
		t.Errorf("%v: %v", ids(&next), next.Questions[0].Why)
	}
	other, _, err := r.Plan(t.Context(), bert, "en", nil)
	r.ok(err)
	if len(other) != 0 {
		t.Errorf("somebody else's: %+v", other)
	}
}

func TestPagesOfInterviews(t *testing.T) {
	t.Parallel()
	r := open(t)
	for range 5 {
		r.pass(time.Second)
		r.start()
	}
	token, at, seen := "", r.now().Add(time.Second), 0
	for {
		page, next, err := r.List(t.Context(), anna, 2, token)
		r.ok(err)
		for _, v := range page {
			if !v.StartedAt.Before(at) {
				t.Errorf("%s after %s", v.StartedAt, at)
			}
			at = v.StartedAt
			seen++
		}
		if token = next; token == "" {
			break
		}
	}
	if seen != 5 {
		t.Errorf("%d interviews", seen)
	}
	if _, _, err := r.List(t.Context(), anna, 2, "forged"); err == nil {
		t.Error("a forged page was shown")
	}
}

// Every text is there in every language.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, lang := range bank.Languages() {
		seen := map[string]bool{}
		for _, key := range []string{interview.NothingDue, interview.NoHistory, interview.NoProgress, interview.Running, interview.Waiting} {
			seen[interview.Say(lang, key)] = true
		}
		if len(seen) != 5 || seen[""] {
			t.Errorf("%s: %v", lang, seen)
		}
		if lang != "en" && seen[interview.Say("en", interview.NothingDue)] {
			t.Errorf("%s speaks English", lang)
		}
	}
}
