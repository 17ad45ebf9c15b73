package interview_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

func gradable(q *bank.Question, text string) grade.Answer {
	return grade.Answer{Question: q, Language: "en", Text: text}
}

func TestAnAnswerIsScoredAtOnce(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	sample := v.Questions[0].Text().Sample
	v = r.write(v.ID, "q1", sample)
	a := v.Questions[0].Answer
	if a.State != interview.Scored || a.Result.Score < 8 || a.Content != sample || a.Version != 1 || a.Notice != "" || a.Delivery != nil {
		t.Errorf("%+v", a)
	}
	if v.Questions[0].Status() != "answered" || v.OverallScore != nil {
		t.Errorf("%s, %v", v.Questions[0].Status(), v.OverallScore)
	}
	for _, p := range a.Result.Points {
		for _, quote := range p.Evidence {
			if !strings.Contains(sample, quote) {
				t.Errorf("%q is no quote", quote)
			}
		}
	}
	bad := r.write(v.ID, "q2", "fine").Questions[1].Answer.Result
	if bad.Score != 0 || bad.Unfit == "" || len(bad.Strengths) != 0 {
		t.Errorf("%+v", bad)
	}
	if n := len(r.queue.take()); n != 0 {
		t.Errorf("%d jobs", n)
	}
}

// A client that did not hear back sends an answer again: also when it has been
// scored, and when another window has completed the interview meanwhile.
func TestTheSameAnswerAgain(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	first := r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	calls := r.grader.calls.Load()
	again := r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	if again.Revision != first.Revision || r.grader.calls.Load() != calls || again.Questions[0].Answer.ID != first.Questions[0].Answer.ID {
		t.Errorf("revision %d, then %d; %d more gradings", first.Revision, again.Revision, r.grader.calls.Load()-calls)
	}
	_, err := r.Submit(t.Context(), anna, v.ID, written("q1", "Another answer."))
	r.refused(err, "already_answered")
	_, err = r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	again = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	if again.Questions[0].Answer.ID != first.Questions[0].Answer.ID {
		t.Errorf("%+v", again.Questions[0].Answer)
	}
	_, err = r.Submit(t.Context(), anna, v.ID, written("q2", "Too late."))
	r.refused(err, "interview_completed")
}

func TestRefusedAnswers(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	for _, item := range []string{"", "q0", "q6", "q1f1", "q1 "} {
		_, err := r.Submit(t.Context(), anna, v.ID, written(item, "An answer."))
		r.refused(err, "invalid_argument")
		_, err = r.Service.Skip(t.Context(), anna, v.ID, item)
		r.refused(err, "invalid_argument")
		_, _, err = r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: item})
		r.refused(err, "invalid_argument")
		r.refused(r.MayRecord(t.Context(), anna, v.ID, item), "invalid_argument")
	}
	long := strings.Repeat("я", interview.MaxText)
	_, err := r.Submit(t.Context(), anna, v.ID, written("q1", long+"я"))
	r.refused(err, "invalid_argument")
	_, _, err = r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q1", Text: long + "я"})
	r.refused(err, "invalid_argument")
	_, err = r.Submit(t.Context(), bert, v.ID, written("q1", "An answer."))
	r.refused(err, "interview_not_found")
	if v = r.get(v.ID); v.Revision != 1 {
		t.Errorf("something was kept: %+v", v.Changes)
	}
	v = r.write(v.ID, "q1", long)
	if v.Questions[0].Answer.Result.Score != 0 {
		t.Error("a wall of letters has a score")
	}
	if got := r.write(v.ID, "q2", "not \xff valid").Questions[1].Answer.Content; got != "not \uFFFD valid" {
		t.Errorf("kept %q", got)
	}
}

func TestSkippedAndAnsweredLater(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	for range 2 {
		var err error
		v, err = r.Service.Skip(t.Context(), anna, v.ID, "q1")
		r.ok(err)
	}
	if v.Questions[0].Status() != "skipped" || v.Current != 1 {
		t.Errorf("%s, current %d", v.Questions[0].Status(), v.Current)
	}
	r.pass(5 * time.Second)
	r.says(&v, 0, "on second thoughts") // the clock runs for it again
	r.pass(7 * time.Second)
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	if v.Questions[0].Status() != "answered" || v.Spent(0, r.now()) != 7*time.Second || v.Current != 1 {
		t.Errorf("%s, %s, current %d", v.Questions[0].Status(), v.Spent(0, r.now()), v.Current)
	}
	_, err := r.Service.Skip(t.Context(), anna, v.ID, "q1")
	r.refused(err, "already_answered")
	r.times(&v, 7*time.Second, 5*time.Second)
}

// Submit, Complete and Delete at once: what was accepted is there, and graded
// once.
func TestAnswersRace(t *testing.T) {
	t.Parallel()
	for range 5 {
		r := open(t)
		v := r.start()
		var wg sync.WaitGroup
		var mu sync.Mutex
		accepted := map[string]bool{}
		for _, more := range []string{"one", "two", "two", "three"} {
			text := v.Questions[0].Text().Sample + " " + more // no answer that may be given once more
			wg.Go(func() {
				got, err := r.Submit(t.Context(), anna, v.ID, written("q1", text))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil && got.Questions[0].Answer.Content != text:
					t.Errorf("accepted %q, kept %q", text, got.Questions[0].Answer.Content)
				case err == nil:
					accepted[text] = true
				case fault.KindOf(err) != fault.Conflict:
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if _, err := r.Complete(t.Context(), anna, v.ID); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		v = r.get(v.ID)
		if len(accepted) > 1 {
			t.Errorf("accepted %v", accepted)
		}
		if a := v.Questions[0].Answer; len(accepted) == 1 && (a == nil || !accepted[a.Content] || a.State != interview.Scored || a.Version != 1) {
			t.Errorf("accepted %v, kept %+v", accepted, a)
		}
		if scored := count(&v, interview.WasScored); scored > 1 {
			t.Errorf("scored %d times", scored)
		}
		if v.Status != interview.Completed || v.OverallScore == nil {
			t.Errorf("%s, %v", v.Status, v.OverallScore)
		}
	}
}

func count(v *interview.Interview, kind interview.Kind) int {
	n := 0
	for _, c := range v.Changes {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

func TestTwoTabsType(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	save := func(writer, text string, revision int64) (bool, interview.Draft) {
		t.Helper()
		saved, d, err := r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q1", Text: text, Writer: writer, Revision: revision})
		r.ok(err)
		return saved, d
	}
	if saved, d := save("a", "from a", 0); !saved || d.Revision != 1 || d.Writer != "a" || !d.SavedAt.Equal(r.now()) {
		t.Errorf("%t %+v", saved, d)
	}
	// b has not seen it: nothing is overwritten, and b is told.
	if saved, d := save("b", "from b", 0); saved || d.Text != "from a" || d.Revision != 1 {
		t.Errorf("%t %+v", saved, d)
	}
	// Now b has, and takes over: what a wrote is kept beside it.
	if saved, d := save("b", "from b", 1); !saved || d.Revision != 2 || d.Replaced != "from a" || d.ReplacedWriter != "a" {
		t.Errorf("%t %+v", saved, d)
	}
	if saved, d := save("b", "from b, more", 2); !saved || d.Replaced != "from a" {
		t.Errorf("%t %+v", saved, d)
	}
	// Sent again after a lost answer: the same text is no conflict.
	if saved, d := save("b", "from b, more", 2); !saved || d.Text != "from b, more" {
		t.Errorf("%t %+v", saved, d)
	}
	if v = r.get(v.ID); len(v.Changes) != 2 || v.Changes[1].Kind != interview.WasDrafted || v.Revision < 4 {
		t.Errorf("typing at one question: %+v", v.Changes)
	}
	r.write(v.ID, "q1", "from b, more and done. "+v.Questions[0].Text().Sample)
	if d := r.get(v.ID).Questions[0].Draft; d.Text != "" || d.Replaced != "" {
		t.Errorf("left over: %+v", d)
	}
	_, _, err := r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: "q1", Text: "late", Revision: 9})
	r.refused(err, "already_answered")
}

// What one tab submits takes nothing from the other: its draft stays beside.
func TestOneTabSubmitsAndTheOtherTypes(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	sample := v.Questions[0].Text().Sample
	type draft = interview.Draft
	for i, c := range []struct {
		typed string
		left  draft
	}{
		{"from b, another thought", draft{Revision: 1, Replaced: "from b, another thought", ReplacedWriter: "b"}},
		{sample[:40] + " ", draft{Revision: 1}}, // what was submitted, as it was some words ago
	} {
		item := v.Questions[i].ID
		_, _, err := r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: item, Text: c.typed, Writer: "b"})
		r.ok(err)
		r.write(v.ID, item, sample)
		if d := r.get(v.ID).Questions[i].Draft; d != c.left {
			t.Errorf("left over: %+v, want %+v", d, c.left)
		}
	}
}

// Many writers at one draft: each accepted write is one revision.
func TestDraftsRace(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			writer, revision := string(rune('a'+i)), int64(0)
			for n := 0; n < 5; {
				saved, d, err := r.SaveDraft(context.Background(), anna, v.ID, interview.Written{
					Item: "q1", Text: writer + string(rune('0'+n)), Writer: writer, Revision: revision,
				})
				if err != nil {
					t.Error(err)
					return
				}
				revision = d.Revision
				if saved {
					n++
				}
			}
		})
	}
	wg.Wait()
	if d := r.get(v.ID).Questions[0].Draft; d.Revision != 30 || d.Text[1:] != "4" {
		t.Errorf("%+v", d)
	}
}

// A late draft of the answer is not taken for one of the follow-up question.
func TestALateDraftAfterAFollowUp(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	d := r.says(&v, at, answer)
	v = r.write(v.ID, v.Questions[at].ID, answer)
	f := v.Questions[at].FollowUp()
	if f == nil {
		t.Fatal("no follow-up question")
	}
	_, _, err := r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: v.Questions[at].ID, Text: answer + " And", Writer: "tab", Revision: d.Revision})
	r.refused(err, "already_answered")
	saved, d, err := r.SaveDraft(t.Context(), anna, v.ID, interview.Written{Item: f.ID, Text: "About that", Writer: "tab", Revision: d.Revision})
	r.ok(err)
	if !saved || d.Text != "About that" {
		t.Errorf("%t %+v", saved, d)
	}
}
