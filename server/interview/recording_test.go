package interview_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
)

func spoken(item, recording string) interview.Given {
	return interview.Given{Item: item, Type: interview.Audio, Recording: recording}
}

// figures are of so many words.
func figures(words int) *delivery.Figures {
	return &delivery.Figures{Language: "en", Words: words, Spread: -1}
}

func (r *room) told(id, recording string) {
	r.Helper()
	r.ok(r.Transcribed(r.Context(), anna, id, recording))
}

// speak submits a recording.
func (r *room) speak(id, item, recording string) interview.Interview {
	r.Helper()
	v, err := r.Submit(r.Context(), anna, id, spoken(item, recording))
	r.ok(err)
	return v
}

func TestARecordingThatIsReady(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.ok(r.MayRecord(t.Context(), anna, v.ID, "q1"))
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: v.Questions[0].Text().Sample, Delivery: figures(90)})
	r.told(v.ID, "r") // before it is submitted: nothing waits for it
	v = r.speak(v.ID, "q1", "r")
	a := v.Questions[0].Answer
	if a.State != interview.Scored || a.Type != interview.Audio || a.Recording != "r" || a.Content != v.Questions[0].Text().Sample || a.Result.Score < 8 || a.Delivery.Words != 90 {
		t.Errorf("%+v", a)
	}
	r.refused(r.MayRecord(t.Context(), anna, v.ID, "q1"), "already_answered")
	revision := v.Revision
	r.told(v.ID, "r")
	if again := r.speak(v.ID, "q1", "r"); again.Revision != revision {
		t.Error("the same recording again changed something")
	}
}

func TestARecordingThatIsBeingRead(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1"})
	g := spoken("q1", "r")
	g.Text = "what the browser understood"
	v, err := r.Submit(t.Context(), anna, v.ID, g)
	r.ok(err)
	a := v.Questions[0].Answer
	if a.State != interview.Transcribing || a.Notice == "" || a.Content != "" || a.Result != nil || v.Current != 1 || count(&v, interview.IsTranscribing) != 1 {
		t.Errorf("%+v, current %d", a, v.Current)
	}
	r.told(v.ID, "r") // too early
	r.pass(time.Minute)
	r.says(&v, 1, "the next question")
	r.pass(time.Minute)
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: v.Questions[0].Text().Sample, Delivery: figures(90)})
	r.told(v.ID, "r")
	r.told(v.ID, "r")
	v = r.get(v.ID)
	a = v.Questions[0].Answer
	if a.State != interview.Scored || a.Result.Score < 8 || a.Notice != "" || a.Delivery.Words != 90 || count(&v, interview.WasScored) != 1 || v.Current != 1 {
		t.Errorf("%+v, current %d", a, v.Current)
	}
	r.times(&v, 0, 2*time.Minute)
}

// The one who looks sees to a recording about which nobody was told.
func TestARecordingThatWasForgotten(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1"})
	r.speak(v.ID, "q1", "r")
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: v.Questions[0].Text().Sample})
	if v = r.get(v.ID); v.Questions[0].Answer.State != interview.Scored {
		t.Errorf("%+v", v.Questions[0].Answer)
	}
	r.recordings.put(v.ID, "s", interview.Recording{Item: "q2"})
	r.speak(v.ID, "q2", "s")
	r.recordings.all = map[string]interview.Recording{} // deleted by its owner
	v = r.get(v.ID)
	if a := v.Questions[1].Answer; a.State != interview.Failed || a.Notice == "" || v.Questions[1].Status() != "open" {
		t.Errorf("%+v", a)
	}
}

func TestARecordingThatCannotBeRead(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1"})
	v = r.speak(v.ID, "q1", "r")
	for i := 1; i < 5; i++ {
		v = r.write(v.ID, v.Questions[i].ID, "fine")
	}
	if v.Current != 5 {
		t.Errorf("current %d", v.Current)
	}
	r.pass(time.Minute)
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Failure: "No words were heard."})
	r.told(v.ID, "r")
	v = r.get(v.ID)
	a := v.Questions[0].Answer
	if a.State != interview.Failed || !strings.Contains(a.Notice, "No words were heard.") || v.Questions[0].Status() != "open" || v.Current != 0 || count(&v, interview.WasNotHeard) != 1 {
		t.Errorf("%+v, %s, current %d", a, v.Questions[0].Status(), v.Current)
	}
	r.times(&v) // the minute was nobody's
	// The same recording is no answer any more; another is, and so is writing.
	_, err := r.Submit(t.Context(), anna, v.ID, spoken("q1", "r"))
	r.refused(err, "recording_failed")
	r.ok(r.MayRecord(t.Context(), anna, v.ID, "q1"))
	r.pass(time.Minute)
	r.says(&v, 0, "In writing then")
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	if a := v.Questions[0].Answer; a.State != interview.Scored || a.Recording != "" || a.Result.Score < 8 || v.Questions[0].Status() != "answered" {
		t.Errorf("%+v", a)
	}
	r.times(&v, time.Minute)
}

// A question of which only a broken recording is there is a skipped one at the
// end, and not one that is left out of the score.
func TestABrokenRecordingIsNoWayOut(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	for _, item := range []string{"q2", "q3"} {
		r.recordings.put(v.ID, item, interview.Recording{Item: item})
		r.speak(v.ID, item, item)
		r.recordings.put(v.ID, item, interview.Recording{Item: item, Failure: "No words."})
		r.told(v.ID, item)
	}
	v, err := r.Service.Skip(t.Context(), anna, v.ID, "q2")
	r.ok(err)
	if v.Questions[1].Status() != "skipped" {
		t.Error(v.Questions[1].Status())
	}
	v, err = r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	_, f, err := r.Feedback(t.Context(), anna, v.ID)
	r.ok(err)
	if f.Provisional || f.Unscored != 0 || f.Skipped != 4 || *v.OverallScore != int(v.Questions[0].Answer.Result.Score*2+0.5) {
		t.Errorf("%+v, overall %d", f, *v.OverallScore)
	}
	report, err := r.Report(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	if report.Questions[1].Status != "skipped" {
		t.Errorf("reported as %s", report.Questions[1].Status)
	}
}

func TestRefusedRecordings(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: "An answer."})
	_, err := r.Submit(t.Context(), anna, v.ID, spoken("q2", "r"))
	r.refused(err, "invalid_argument")
	_, err = r.Submit(t.Context(), anna, v.ID, spoken("q1", "unknown"))
	r.refused(err, "recording_not_found")
	_, err = r.Submit(t.Context(), bert, v.ID, spoken("q1", "r"))
	r.refused(err, "recording_not_found")
	r.refused(r.MayRecord(t.Context(), bert, v.ID, "q1"), "interview_not_found")
	r.told("no-such-interview", "r")
	if v = r.get(v.ID); v.Revision != 1 {
		t.Errorf("%+v", v.Changes)
	}
}

// A transcript may be as long as a recogniser likes; an answer may not.
func TestAnEndlessTranscriptIsCut(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: strings.Repeat("ё", interview.MaxText+7) + "\xff"})
	v = r.speak(v.ID, "q1", "r")
	if n := len([]rune(v.Questions[0].Answer.Content)); n != interview.MaxText {
		t.Errorf("%d letters", n)
	}
	r.recordings.put(v.ID, "s", interview.Recording{Item: "q2"})
	r.speak(v.ID, "q2", "s")
	r.recordings.put(v.ID, "s", interview.Recording{Item: "q2", Ready: true, Text: strings.Repeat("ё", interview.MaxText+7)})
	r.told(v.ID, "s")
	v = r.get(v.ID)
	if n := len([]rune(v.Questions[1].Answer.Content)); n != interview.MaxText {
		t.Errorf("%d letters", n)
	}
}

// Follow-up questions are answered by recordings too, each of which is read for
// itself.
func TestFollowUpsAreSpoken(t *testing.T) {
	t.Parallel()
	r := open(t)
	v, at, answer := r.following()
	q := v.Questions[at]
	r.recordings.put(v.ID, "r0", interview.Recording{Item: q.ID, Ready: true, Text: answer, Delivery: figures(50)})
	v = r.speak(v.ID, q.ID, "r0")
	first := v.Questions[at].FollowUp()
	if first == nil {
		t.Fatal("no follow-up question")
	}
	before := *v.Questions[at].Answer.Result

	// The first attempt cannot be read: the follow-up question is open again, and the
	// score is that of what was said before.
	r.recordings.put(v.ID, "r1", interview.Recording{Item: first.ID})
	g := spoken(first.ID, "r1")
	g.Text = "what the browser understood"
	v, err := r.Submit(t.Context(), anna, v.ID, g)
	r.ok(err)
	if a := v.Questions[at].Answer; a.State != interview.Transcribing || v.Questions[at].FollowUp() != nil {
		t.Errorf("%+v", a)
	}
	r.refused(r.MayRecord(t.Context(), anna, v.ID, first.ID), "already_answered")
	r.recordings.put(v.ID, "r1", interview.Recording{Item: first.ID, Failure: "Too quiet."})
	r.told(v.ID, "r1")
	v = r.get(v.ID)
	if a := v.Questions[at].Answer; a.State != interview.Scored || a.Result.Score != before.Score || v.Questions[at].FollowUp() == nil || v.Questions[at].Content() != answer {
		t.Errorf("%+v, %+v", a, v.Questions[at].FollowUps)
	}
	r.ok(r.MayRecord(t.Context(), anna, v.ID, first.ID))

	// The second can, and in the meantime the grader went down.
	r.recordings.put(v.ID, "r2", interview.Recording{Item: first.ID})
	r.speak(v.ID, first.ID, "r2")
	r.grader.fail(errDown)
	r.recordings.put(v.ID, "r2", interview.Recording{Item: first.ID, Ready: true, Text: "And besides: " + retold(q.Text().Sample), Delivery: figures(60)})
	r.told(v.ID, "r2")
	v = r.get(v.ID)
	if a := v.Questions[at].Answer; a.State != interview.Queued || a.Notice == "" || a.Delivery.Words != 110 || !strings.HasSuffix(v.Questions[at].Content(), retold(q.Text().Sample)) {
		t.Errorf("%+v", a)
	}
	r.grader.back()
	r.work()
	v = r.get(v.ID)
	if a := v.Questions[at].Answer; a.State != interview.Scored || a.Result.Score <= before.Score || a.Version != 4 {
		t.Errorf("%+v after %v", a, before.Score)
	}
	if _, err := r.Submit(t.Context(), anna, v.ID, spoken(first.ID, "r2")); err != nil {
		t.Errorf("sent again: %v", err)
	}
	_, err = r.Submit(t.Context(), anna, v.ID, written(first.ID, "Something else."))
	if fault.ReasonOf(err) != "follow_up_closed" {
		t.Error(err)
	}
}
