package session

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/conversation"
	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
)

func TestAQuestionBecomesAnAnswer(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		sub, err := m.b.Session().Subscribe()
		if err != nil {
			t.Fatal(err)
		}
		m.silent(500 * ms)
		m.speak(2000 * ms)
		m.silent(1500 * ms)
		c := r.commits(1)[0]
		if c.GetText() != "Why Go?" || c.GetDraftId() == "" || c.GetSpeaker() != theInterviewer {
			t.Errorf("committed %v", c)
		}
		if got := c.GetEndOfSpeech().AsDuration(); got != 2500*ms {
			t.Errorf("speech ended at %v", got)
		}
		if got := c.GetCommitted().AsDuration() - c.GetEndOfSpeech().AsDuration(); got < 300*ms || got > 310*ms {
			t.Errorf("committed %v after the end of speech", got)
		}
		e := <-sub.Events()
		if e.GetSuggestionDelta().GetSuggestionId() != c.GetTurnId() {
			t.Errorf("event %v", e)
		}
		r.server.Look(one, func(s *conversationtest.Session) {
			// 300 ms of pre-roll and 160 of the pause are part of the sound.
			if got := len(s.Audio["i1"]); got != 2*16*(300+2000+160) {
				t.Errorf("%d bytes of sound", got)
			}
			if s.Levels == 0 || len(s.Started) != 1 {
				t.Errorf("%d levels, %d starts", s.Levels, len(s.Started))
			}
			if len(s.States) != 1 || s.States[0] != interviewaiv1.LiveState_LIVE_STATE_ACTIVE {
				t.Errorf("states %v", s.States)
			}
		})
	})
}

func TestAPauseInMidSentenceIsOneTurn(t *testing.T) {
	script := answerIn300("")
	script.Text = func(id string, _ int64) string {
		return map[string]string{"i1": "tell me about a time when you", "i2": "missed a deadline"}[id]
	}
	live(t, script, nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(2000 * ms)
		m.silent(700 * ms)
		m.speak(1000 * ms)
		m.silent(1500 * ms)
		if got := r.commits(1)[0].GetText(); got != "tell me about a time when you missed a deadline" {
			t.Errorf("committed %q", got)
		}
	})
}

func TestSpeechAfterTheCommitIsTheNextTurn(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(1000 * ms)
		m.silent(400 * ms) // the turn is over, the segmenter still waits
		m.speak(1000 * ms)
		m.silent(1500 * ms)
		turns := r.commits(2)
		if turns[0].GetSegmentIds()[0] != "i1" || turns[1].GetSegmentIds()[0] != "i2" {
			t.Errorf("turns of %v and %v", turns[0].GetSegmentIds(), turns[1].GetSegmentIds())
		}
		r.server.Look(one, func(s *conversationtest.Session) {
			all := len(s.Audio["i1"]) + len(s.Audio["i2"])
			if want := 2 * 16 * (1000 + 400 + 1000 + 160); all != want {
				t.Errorf("%d bytes of sound, want %d: none lost, none twice", all, want)
			}
		})
	})
}

func TestResumedSpeechCancelsTheDraft(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(1000 * ms)
		m.silent(180 * ms)
		m.speak(1000 * ms)
		m.silent(1500 * ms)
		r.commits(1)
		r.server.Look(one, func(s *conversationtest.Session) {
			if s.Twice != 0 {
				t.Errorf("two drafts lived at once %d times", s.Twice)
			}
		})
	})
}

func TestTheCandidateIsNeverDrafted(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		asks, answers := r.join(theInterviewer), r.join(theCandidate)
		pcm := make([]int16, 320)
		for i := range pcm {
			pcm[i] = 1000
		}
		for range 100 { // both at once
			<-time.After(frame)
			for _, m := range []*mouth{asks, answers} {
				if err := m.b.PushPCM(pcm, 16000, time.Now()); err != nil {
					t.Fatal(err)
				}
			}
		}
		turns := r.commits(2)
		seen := map[interviewaiv1.Speaker]*interviewaiv1.CommitTurn{}
		for _, c := range turns {
			seen[c.GetSpeaker()] = c
		}
		if c := seen[theCandidate]; c == nil || c.GetDraftId() != "" || c.GetSegmentIds()[0] != "c1" {
			t.Errorf("the candidate's turn is %v", c)
		}
		if c := seen[theInterviewer]; c == nil || c.GetSegmentIds()[0] != "i1" {
			t.Errorf("the interviewer's turn is %v", c)
		}
		r.server.Look(one, func(s *conversationtest.Session) {
			if s.Drafts > 1 {
				t.Errorf("%d drafts", s.Drafts)
			}
		})
	})
}

func TestStreamLostWhileSpeaking(t *testing.T) {
	for _, gone := range []time.Duration{0, 5 * time.Second} {
		t.Run(gone.String(), func(t *testing.T) {
			live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
				m := r.join(theInterviewer)
				m.speak(1000 * ms)
				r.server.SetGone(gone > 0)
				r.server.Cut()
				m.speak(1000 * ms)
				m.silent(gone + 20*ms)
				r.server.SetGone(false)
				m.silent(8 * time.Second)
				r.commits(1)
				r.server.Look(one, func(s *conversationtest.Session) {
					if got, want := len(s.Audio["i1"]), 2*16*(2000+160); got != want {
						t.Errorf("%d bytes of sound, want %d", got, want)
					}
					if s.Repeated != 0 || s.Twice != 0 {
						t.Errorf("%d repeated, %d twice", s.Repeated, s.Twice)
					}
				})
			})
		})
	}
}

func TestASessionOutlivesItsPeer(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(1000 * ms)
		m.b.Leave("failed")
		r.commits(1) // what was said is finished
		<-time.After(100 * time.Second)

		m = r.join(theInterviewer)
		m.speak(1000 * ms)
		m.silent(1000 * ms)
		r.commits(2)
		r.server.Look(one, func(s *conversationtest.Session) {
			if len(s.Epochs) != 1 {
				t.Errorf("the session began anew: %v", s.Epochs)
			}
		})

		m.b.Leave("closed")
		<-time.After(119 * time.Second)
		if r.registry.Len() != 1 {
			t.Error("the session did not wait")
		}
		<-time.After(10 * time.Second)
		if r.registry.Len() != 0 {
			t.Error("the session is still there")
		}
		r.server.Look(one, func(s *conversationtest.Session) {
			if last := s.States[len(s.States)-1]; last != interviewaiv1.LiveState_LIVE_STATE_ENDED {
				t.Errorf("states %v", s.States)
			}
		})
	})
}

func TestAVanishedPeerEndsItsTurn(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(1000 * ms)
		r.commits(1) // no more packets, no goodbye
	})
}

func TestANewerPeerTakesOver(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		old := r.join(theInterviewer)
		fresh := r.join(theInterviewer)
		<-old.b.Done()
		if !errors.Is(old.b.Err(), ErrReplaced) {
			t.Errorf("ended with %v", old.b.Err())
		}
		old.speak(1000 * ms) // is not heard
		old.b.Leave("closed")
		fresh.silent(2000 * ms)
		fresh.speak(1000 * ms)
		fresh.silent(1000 * ms)
		r.commits(1)
	})
}

func TestThePausedSessionHearsNothing(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.silent(200 * ms)
		r.server.Control(one, &interviewaiv1.SessionControl{Paused: true})
		m.silent(100 * ms)
		m.speak(2000 * ms)
		m.silent(1000 * ms)
		r.server.Look(one, func(s *conversationtest.Session) {
			if len(s.Audio) != 0 {
				t.Error("sound was sent while paused")
			}
		})
		r.server.Control(one, &interviewaiv1.SessionControl{})
		m.silent(100 * ms)
		m.speak(1000 * ms)
		m.silent(1000 * ms)
		r.commits(1)
	})
}

func TestTheEndedSessionClosesItsPeers(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		sub, err := m.b.Session().Subscribe()
		if err != nil {
			t.Fatal(err)
		}
		m.silent(200 * ms)
		r.server.Control(one, &interviewaiv1.SessionControl{Ended: true})
		<-m.b.Done()
		for range sub.Events() {
		}
		if !errors.Is(m.b.Err(), ErrEnded) || !errors.Is(sub.Err(), ErrEnded) {
			t.Errorf("binding ended with %v, subscription with %v", m.b.Err(), sub.Err())
		}
		if _, err := m.b.Session().Subscribe(); !errors.Is(err, ErrEnded) {
			t.Errorf("subscribed to an ended session: %v", err)
		}
		m.b.Leave("closed")
		synctest.Wait()
		if r.registry.Len() != 0 {
			t.Error("the session is still there")
		}
	})
}

func TestAnUnknownSessionIsRefused(t *testing.T) {
	live(t, answerIn300(""), nil, func(t *testing.T, r *rig) {
		b, err := r.registry.Join(t.Context(), JoinRequest{SessionID: "unknown", Speaker: theInterviewer})
		if err != nil {
			t.Fatal(err)
		}
		<-b.Done()
		if !errors.Is(b.Err(), conversation.ErrRefused) {
			t.Errorf("ended with %v", b.Err())
		}
	})
}

func TestTheSlowSubscriberIsTold(t *testing.T) {
	live(t, answerIn300(""), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		slow, err := m.b.Session().Subscribe()
		if err != nil {
			t.Fatal(err)
		}
		m.silent(200 * ms)
		for range subscriptionBound + 1 {
			r.server.Notify(one, "x")
		}
		synctest.Wait()
		n := 0
		for range slow.Events() {
			n++
		}
		if n != subscriptionBound || !errors.Is(slow.Err(), ErrSlow) {
			t.Errorf("%d events, then %v", n, slow.Err())
		}
		again, err := m.b.Session().Subscribe()
		if err != nil {
			t.Fatal(err)
		}
		r.server.Notify(one, "x")
		if e := <-again.Events(); e.GetSequence() != subscriptionBound+2 {
			t.Errorf("event %d", e.GetSequence())
		}
		again.Close()
		again.Close()
		if _, open := <-again.Events(); open || again.Err() != nil {
			t.Errorf("closed with %v", again.Err())
		}
	})
}

func TestDrainingHandsOver(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		m.speak(1000 * ms)
		r.stop()
		<-m.b.Done()
		if !errors.Is(m.b.Err(), ErrDraining) {
			t.Errorf("ended with %v", m.b.Err())
		}
		r.commits(1)
		err := <-r.stopped
		if r.registry.Len() != 0 {
			t.Error("a session is still there")
		}
		if _, err := r.registry.Join(t.Context(), JoinRequest{SessionID: "s2", Speaker: theInterviewer}); !errors.Is(err, ErrDraining) {
			t.Errorf("joined a draining registry: %v", err)
		}
		r.stopped <- err
	})
}

func TestJoinIsRefused(t *testing.T) {
	live(t, answerIn300(""), func(c *Config) { c.MaxSessions = 1 }, func(t *testing.T, r *rig) {
		r.join(theInterviewer)
		r.join(theCandidate) // the same session
		_, err := r.registry.Join(t.Context(), JoinRequest{SessionID: "s2", Speaker: theInterviewer})
		if !errors.Is(err, ErrTooMany) {
			t.Errorf("a second session: %v", err)
		}
		_, err = r.registry.Join(t.Context(), JoinRequest{SessionID: one})
		if !errors.Is(err, ErrSpeaker) {
			t.Errorf("nobody's track: %v", err)
		}
	})
}

func TestJoinWaitsForRun(t *testing.T) {
	if _, err := New(Config{MaxSessions: -1}); err == nil {
		t.Fatal("a registry without anything was made")
	}
	live(t, answerIn300(""), nil, func(t *testing.T, r *rig) {
		idle, err := New(r.registry.cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := idle.Join(ctx, JoinRequest{SessionID: one, Speaker: theInterviewer}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("joined before Run: %v", err)
		}
	})
}

// TestPlayedFast pushes a minute of sound at once: it is divided into the same
// turns as in real time.
func TestPlayedFast(t *testing.T) {
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		loudly, silence := make([]int16, 320), make([]int16, 320)
		for i := range loudly {
			loudly[i] = 1000
		}
		for i := range 3000 {
			pcm := loudly
			if i%500 >= 250 { // five seconds each
				pcm = silence
			}
			if err := m.b.PushPCM(pcm, 16000, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		for i, c := range r.commits(6) {
			if len(c.GetSegmentIds()) != 1 {
				t.Errorf("turn %d has segments %v", i, c.GetSegmentIds())
			}
		}
	})
}
