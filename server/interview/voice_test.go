package interview_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

func TestASpokenAnswer(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		time.Sleep(10 * time.Second)
		session := r.begin(v.ID, "q1")
		if v = r.get(v.ID); v.Questions[0].Voice == nil || v.Questions[0].Voice.Item != "q1" || count(&v, interview.IsSpoken) != 1 {
			t.Errorf("%+v", v.Questions[0])
		}
		time.Sleep(time.Minute) // thinking
		sample := v.Questions[0].Text().Sample
		half := strings.Index(sample, ". ") + 1
		r.say(l, session, speech(time.Minute, 80*time.Second, sample[:half])...)
		time.Sleep(interview.Silence - time.Millisecond) // thinking again
		r.say(l, session, speech(85*time.Second, 2*time.Minute, sample[half+1:])...)
		time.Sleep(interview.Silence - time.Millisecond)
		synctest.Wait()
		if v = r.get(v.ID); v.Questions[0].Answer != nil || l.ended(session) {
			t.Error("it was taken too early")
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		v = r.get(v.ID)
		a := v.Questions[0].Answer
		if a == nil || a.State != interview.Scored || a.Content != sample || a.Type != interview.Audio || a.Result.Score < 8 || !l.ended(session) || v.Questions[0].Voice != nil {
			t.Fatalf("%+v", a)
		}
		if d := a.Delivery; d == nil || d.Words < 50 || d.Length != 2*time.Minute {
			t.Errorf("%+v", d)
		}
		r.times(&v, 10*time.Second+time.Minute+2*interview.Silence-time.Millisecond)
	})
}

func TestASpokenAnswerEndsByItsButton(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		session := r.begin(v.ID, "q1")
		r.say(l, session, interview.Heard{Began: true}, final("I would look at the plan"))
		r.ok(l.End(t.Context(), anna, session))
		synctest.Wait()
		v = r.get(v.ID)
		if a := v.Questions[0].Answer; a == nil || a.Content != "I would look at the plan" {
			t.Errorf("%+v", a)
		}
	})
}

func TestNothingIsSaid(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		ended, silent := r.begin(v.ID, "q1"), r.begin(v.ID, "q2")
		gone := r.begin(v.ID, "q3")
		r.ok(l.End(t.Context(), anna, ended))
		r.say(l, gone, final("This"))
		synctest.Wait()
		l.forget(gone) // its owner has deleted it
		time.Sleep(interview.MaxSpoken)
		synctest.Wait()
		v = r.get(v.ID)
		for i, q := range v.Questions[:2] {
			if q.Voice != nil || q.Status() != "open" {
				t.Errorf("q%d: %+v", i+1, q)
			}
		}
		if count(&v, interview.WasNotHeard) != 2 || !l.ended(silent) {
			t.Errorf("%+v", v.Changes)
		}
		if a := v.Questions[2].Answer; a == nil || a.Content != "This" {
			t.Errorf("%+v", a)
		}
	})
}

func TestSpeechThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		l.late = "the end"
		session := r.begin(v.ID, "q1")
		r.say(l, session, interview.Heard{Began: true})
		time.Sleep(interview.MaxSpoken - time.Second)
		r.say(l, session, final("On and on to"))
		time.Sleep(time.Second)
		synctest.Wait()
		v = r.get(v.ID)
		if a := v.Questions[0].Answer; a == nil || a.Content != "On and on to the end" {
			t.Errorf("%+v", a)
		}
		// The words of what was said last may be long in coming, but not forever.
		session = r.begin(v.ID, "q2")
		r.say(l, session, speech(0, time.Second, "First")...)
		r.say(l, session, interview.Heard{Began: true, At: 2 * time.Second}, interview.Heard{Stopped: true, At: 3 * time.Second})
		time.Sleep(interview.Silence + time.Second)
		synctest.Wait()
		if r.get(v.ID).Questions[1].Answer != nil {
			t.Error("taken before the last words were there")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if a := r.get(v.ID).Questions[1].Answer; a == nil || a.Content != "First the end" {
			t.Errorf("%+v", a)
		}
	})
}

// Who begins anew says it anew: what was said before is no answer.
func TestSpeakingAnew(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		first := r.begin(v.ID, "q1")
		r.say(l, first, final("Er, no, wait"))
		synctest.Wait()
		second := r.begin(v.ID, "q1")
		synctest.Wait()
		v = r.get(v.ID)
		if !l.ended(first) || v.Questions[0].Answer != nil || v.Questions[0].Voice.Session != second {
			t.Errorf("%+v", v.Questions[0])
		}
		r.say(l, second, final("I would look at the plan"))
		time.Sleep(interview.Silence)
		synctest.Wait()
		if a := r.get(v.ID).Questions[0].Answer; a == nil || a.Content != "I would look at the plan" {
			t.Errorf("%+v", a)
		}
	})
}

// What is said is dropped, and the microphone with it, once the question is
// skipped or answered in writing, and at the end.
func TestNobodyListensAnyMore(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(r *room, id string) error{
		"skipped": func(r *room, id string) error { _, err := r.Service.Skip(r.Context(), anna, id, "q1"); return err },
		"written": func(r *room, id string) error {
			_, err := r.Submit(r.Context(), anna, id, written("q1", "In writing."))
			return err
		},
		"completed": func(r *room, id string) error { _, err := r.Complete(r.Context(), anna, id); return err },
		"deleted":   func(r *room, id string) error { return r.Delete(r.Context(), anna, id) },
	} {
		aloud(t, func(t *testing.T, r *room, l *live) {
			v := r.start()
			session := r.begin(v.ID, "q1")
			r.say(l, session, final("Out loud."))
			synctest.Wait()
			r.ok(act(r, v.ID))
			synctest.Wait()
			if !l.ended(session) {
				t.Errorf("%s: the session goes on", name)
			}
			v, err := r.Get(t.Context(), anna, v.ID)
			switch {
			case name == "deleted":
				r.refused(err, "interview_not_found")
			case v.Questions[0].Voice != nil || v.Questions[0].Answer != nil && v.Questions[0].Answer.Content != "In writing.":
				t.Errorf("%s: %+v", name, v.Questions[0])
			}
		})
	}
}

func TestAPauseWhileSpeaking(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		session := r.begin(v.ID, "q1")
		r.say(l, session, final("I would look at the plan"))
		_, err := r.Pause(t.Context(), anna, v.ID)
		r.ok(err)
		time.Sleep(time.Hour)
		for range 3 {
			if v = r.get(v.ID); v.Questions[0].Answer != nil || !l.ended(session) {
				t.Errorf("%+v", v.Questions[0])
			}
		}
		_, err = r.Speak(t.Context(), anna, v.ID, "q2", "sign-in")
		r.refused(err, "interview_paused")
		_, err = r.Resume(t.Context(), anna, v.ID)
		r.ok(err)
		r.get(v.ID)
		synctest.Wait()
		if a := r.get(v.ID).Questions[0].Answer; a == nil || a.Content != "I would look at the plan" {
			t.Errorf("what was said before the pause is lost: %+v", a)
		}
	})
}

// A process that ends is followed by whoever looks at the interview, however
// late.
func TestAnotherProcessListens(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]time.Duration{"at once": 0, "after the time of an answer": time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			l := &live{}
			live := func(o *interview.Options) { o.Live, o.Now = l, time.Now }
			r := open(t, live)
			stop := r.run(r.Service)
			v := r.start()
			session := r.begin(v.ID, "q1")
			r.say(l, session, final("I would look"))
			synctest.Wait()
			stop()
			if _, err := r.Speak(t.Context(), anna, v.ID, "q2", "sign-in"); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("a process that has stopped listens: %v", err)
			}
			r.say(l, session, final("at the plan"))
			time.Sleep(after)
			other := r.beside(live)
			defer r.run(other)()
			for range 2 {
				_, err := other.Get(t.Context(), anna, v.ID)
				r.ok(err)
			}
			time.Sleep(interview.Silence)
			synctest.Wait()
			if a := r.get(v.ID).Questions[0].Answer; a == nil || a.Content != "I would look at the plan" {
				t.Errorf("%s: %+v", name, a)
			}
		})
	}
}

func TestTwoProcessesListen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &live{}
		live := func(o *interview.Options) { o.Live, o.Now = l, time.Now }
		r := open(t, live)
		defer r.run(r.Service)()
		other := r.beside(live)
		defer r.run(other)()
		v := r.start()
		session := r.begin(v.ID, "q1")
		_, err := other.Get(t.Context(), anna, v.ID)
		r.ok(err)
		r.say(l, session, final("I would look at the plan"))
		time.Sleep(2 * interview.Silence)
		synctest.Wait()
		v = r.get(v.ID)
		if a := v.Questions[0].Answer; a == nil || a.State != interview.Scored || a.Version != 1 || count(&v, interview.WasScored) != 1 || count(&v, interview.WasAnswered) != 1 {
			t.Errorf("%+v, %+v", a, v.Changes)
		}
	})
}

// The follow-up question that comes while the next answer is spoken does not take
// its time.
func TestAFollowUpWhileTheNextAnswerIsSpoken(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v, at, answer := r.following()
		next := (at + 1) % len(v.Questions)
		session := ""
		r.grader.be(func(ctx context.Context, a grade.Answer) (grade.Result, error) {
			session = r.begin(v.ID, v.Questions[next].ID)
			r.grader.back()
			return rules().Grade(ctx, a)
		})
		r.says(&v, at, "This one first")
		v = r.write(v.ID, v.Questions[at].ID, answer)
		if v.Questions[at].FollowUp() == nil || v.Current != next {
			t.Errorf("current %d", v.Current)
		}
		time.Sleep(time.Minute)
		r.say(l, session, final("I would look at the plan"))
		time.Sleep(interview.Silence)
		synctest.Wait()
		if v = r.get(v.ID); v.Questions[next].Spent != time.Minute+interview.Silence {
			t.Errorf("%s for the next", v.Questions[next].Spent)
		}
	})
}

func TestRefusedToSpeak(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	_, err := r.Speak(t.Context(), anna, v.ID, "q1", "sign-in")
	r.refused(err, "voice_unavailable")
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		r.write(v.ID, "q1", v.Questions[0].Text().Sample)
		for item, reason := range map[string]string{"q1": "already_answered", "q9": "invalid_argument"} {
			_, err := r.Speak(t.Context(), anna, v.ID, item, "sign-in")
			r.refused(err, reason)
		}
		_, err := r.Speak(t.Context(), bert, v.ID, "q2", "sign-in")
		r.refused(err, "interview_not_found")
		if len(l.sessions) != 0 {
			t.Errorf("%d sessions opened", len(l.sessions))
		}
		l.openErr = errors.New("no media server")
		if _, err := r.Speak(t.Context(), anna, v.ID, "q2", "sign-in"); !errors.Is(err, l.openErr) {
			t.Error(err)
		}
		l.openErr = nil
		_, err = r.Complete(t.Context(), anna, v.ID)
		r.ok(err)
		_, err = r.Speak(t.Context(), anna, v.ID, "q2", "sign-in")
		r.refused(err, "interview_completed")
	})
}

// A session whose words cannot be had at the moment is listened to again by
// whoever looks.
func TestASessionThatCannotBeHeard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &deaf{}
		l.failures = 1
		r := open(t, func(o *interview.Options) { o.Live, o.Now = l, time.Now })
		defer r.run(r.Service)()
		v := r.start()
		session := r.begin(v.ID, "q1")
		r.say(&l.live, session, final("I would look at the plan"))
		time.Sleep(interview.Silence)
		synctest.Wait()
		if v = r.get(v.ID); v.Questions[0].Answer != nil || v.Questions[0].Voice == nil {
			t.Errorf("%+v", v.Questions[0])
		}
		time.Sleep(interview.Silence)
		synctest.Wait()
		if a := r.get(v.ID).Questions[0].Answer; a == nil {
			t.Error("it was not listened to again")
		}
	})
}

// deaf is live sessions that cannot be listened to at first.
type deaf struct {
	live
	failures int
}

func (d *deaf) Listen(ctx context.Context, owner account.UserID, id string, heard func(interview.Heard) error) error {
	d.mu.Lock()
	fails := d.failures > 0
	d.failures--
	d.mu.Unlock()
	if fails {
		return errDown
	}
	return d.live.Listen(ctx, owner, id, heard)
}

// A server that takes no sound any more meets an answer that was being spoken.
func TestSoundWasSwitchedOff(t *testing.T) {
	t.Parallel()
	aloud(t, func(t *testing.T, r *room, l *live) {
		v := r.start()
		r.begin(v.ID, "q1")
		mute := r.beside(func(o *interview.Options) { o.Now = time.Now })
		_, err := mute.Get(t.Context(), anna, v.ID)
		r.ok(err)
		v, err = mute.Submit(t.Context(), anna, v.ID, written("q1", "In writing then."))
		r.ok(err)
		if v.Questions[0].Voice != nil || v.Questions[0].Answer.Content != "In writing then." {
			t.Errorf("%+v", v.Questions[0])
		}
	})
}
