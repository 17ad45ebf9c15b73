package conversation

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"google.golang.org/protobuf/types/known/durationpb"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	ms      = time.Millisecond
	session = "s1"
)

// rig is a stream to a scripted server, on virtual time.
type rig struct {
	t        *testing.T
	server   *conversationtest.Server
	stream   *Stream
	ended    chan error
	received chan *interviewaiv1.ConverseResponse
	started  time.Time
}

// converse runs a test against a server that recognises in 300 ms.
func converse(t *testing.T, id string, change func(*Config), test func(*testing.T, *rig)) {
	synctest.Test(t, func(t *testing.T) {
		server := conversationtest.NewServer(conversationtest.Script{Speech: 300 * ms, Language: 400 * ms})
		network := conversationtest.NewNetwork(server)
		r := &rig{t: t, server: server, ended: make(chan error, 1), received: make(chan *interviewaiv1.ConverseResponse, 1000), started: time.Now()}
		cfg := Config{
			Client: network.Client(), SessionID: id, Epoch: "e1",
			Clock:   func() time.Duration { return time.Since(r.started) },
			Receive: func(m *interviewaiv1.ConverseResponse) { r.received <- m },
			Random:  func() float64 { return 0.5 },
			Logger:  slog.New(slog.DiscardHandler),
		}
		if change != nil {
			change(&cfg)
		}
		r.stream = New(cfg)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { r.ended <- r.stream.Run(ctx) }()
		test(t, r)
		cancel()
		if err := <-r.ended; err != nil {
			t.Logf("the stream ended with %v", err)
		}
		network.Close()
		server.Wait()
	})
}

func (r *rig) await(what string, condition func(*conversationtest.Session) bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	if err := r.server.Await(ctx, session, condition); err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
}

// lose ends the open stream, and the server is gone.
func (r *rig) lose() {
	r.t.Helper()
	r.await("the stream", func(s *conversationtest.Session) bool { return len(s.Epochs) == 1 })
	r.server.SetGone(true)
	r.server.Cut()
	synctest.Wait()
}

func (r *rig) speak(id string, offset int64, samples int) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Audio{Audio: &interviewaiv1.SegmentAudio{
		SegmentId: id, Speaker: interviewaiv1.Speaker_SPEAKER_INTERVIEWER, OffsetSamples: offset, Pcm: make([]byte, 2*samples),
	}}})
}

func (r *rig) transcribe(id string, revision int32, samples int64) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Transcribe{Transcribe: &interviewaiv1.TranscribeSegment{
		SegmentId: id, Revision: revision, Samples: samples,
	}}})
}

func (r *rig) end(id string, revision int32, samples int64) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_EndSegment{EndSegment: &interviewaiv1.EndSegment{
		SegmentId: id, Revision: revision, Samples: samples,
	}}})
}

func (r *rig) draft(turn, draft string) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Draft{Draft: &interviewaiv1.DraftAnswer{
		TurnId: turn, DraftId: draft, Text: "hello",
	}}})
}

func (r *rig) cancelDraft(draft string) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_CancelDraft{CancelDraft: &interviewaiv1.CancelDraft{DraftId: draft}}})
}

func (r *rig) commit(turn string) {
	r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_Commit{Commit: &interviewaiv1.CommitTurn{
		TurnId: turn, Text: "hello", Committed: durationpb.New(time.Since(r.started)),
	}}})
}

// final waits for the final transcript of a segment.
func (r *rig) final(id string) *interviewaiv1.SegmentTranscript {
	r.t.Helper()
	for {
		select {
		case m := <-r.received:
			if t := m.GetTranscript(); t.GetFinal() && t.GetSegmentId() == id {
				return t
			}
		case <-time.After(time.Minute):
			r.t.Fatalf("no final transcript of %s", id)
		}
	}
}

func TestSpeechComesBackAsText(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.speak("i1", 0, 3200)
		r.transcribe("i1", 1, 3200)
		r.end("i1", 1, 3200)
		if got := r.final("i1"); got.GetText() != "hello" || got.GetFailed() {
			t.Errorf("transcript is %v", got)
		}
		r.commit("it1")
		r.await("the turn", func(s *conversationtest.Session) bool { return len(s.Commits) == 1 })
		synctest.Wait()
		if n := r.unsettled(); n != 0 {
			t.Errorf("%d messages are not settled", n)
		}
	})
}

func (r *rig) unsettled() int {
	r.stream.mu.Lock()
	defer r.stream.mu.Unlock()
	return r.stream.log.unsettled()
}

func TestStreamCutInTheMiddle(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.speak("i1", 0, 3200)
		r.end("i1", 1, 3200)
		r.final("i1")
		r.commit("it1")
		r.speak("i2", 0, 3200)
		r.await("half of i2", func(s *conversationtest.Session) bool { return len(s.Audio["i2"]) == 6400 && len(s.Commits) == 1 })
		synctest.Wait()

		r.server.Cut()
		synctest.Wait()
		r.speak("i2", 3200, 3200) // said while the stream is down
		r.transcribe("i2", 1, 6400)
		r.end("i2", 1, 6400)
		if got := r.final("i2"); got.GetFailed() {
			t.Error("sound was lost")
		}
		r.commit("it2")
		r.await("the second turn", func(s *conversationtest.Session) bool { return len(s.Commits) == 2 })
		r.server.Look(session, func(s *conversationtest.Session) {
			if s.Repeated != 0 {
				t.Errorf("%d messages repeat what was final", s.Repeated)
			}
			if len(s.Epochs) != 1 {
				t.Errorf("epochs %v", s.Epochs)
			}
		})
		if got := r.stream.Stats(); got.Opened != 2 || got.Replayed == 0 {
			t.Errorf("stats %+v", got)
		}
	})
}

func TestServerGoneForFiveSeconds(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.speak("i1", 0, 3200)
		r.await("the sound", func(s *conversationtest.Session) bool { return len(s.Audio["i1"]) == 6400 })
		r.server.SetGone(true)
		r.server.Cut()
		synctest.Wait()
		r.end("i1", 1, 3200)
		r.commit("it1")
		<-time.After(5 * time.Second)
		r.server.SetGone(false)
		r.final("i1")
		r.await("the turn", func(s *conversationtest.Session) bool { return len(s.Commits) == 1 })
		if waited := time.Since(r.started); waited > 11*time.Second {
			t.Errorf("it took %v to come back", waited)
		}
	})
}

func TestDraftsAfterALoss(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.lose()
		r.draft("it1", "id1")
		r.cancelDraft("id1")
		r.draft("it1", "id2")
		r.server.SetGone(false)
		r.await("the drafts", func(s *conversationtest.Session) bool { return s.Drafts > 0 })
		synctest.Wait()
		r.server.Look(session, func(s *conversationtest.Session) {
			if s.Drafts != 1 || s.Twice != 0 {
				t.Errorf("%d drafts, %d at once", s.Drafts, s.Twice)
			}
		})
	})
}

func TestSoundBeyondTheLimitIsCounted(t *testing.T) {
	converse(t, session, func(c *Config) { c.AudioLimit = time.Second }, func(t *testing.T, r *rig) {
		r.lose()
		r.speak("i1", 0, 8000)
		r.speak("i1", 8000, 4000)
		r.speak("i2", 0, 8000) // 1.25 s in all: i1 goes
		r.server.SetGone(false)
		r.await("the report", func(s *conversationtest.Session) bool { return s.Dropped == 750*ms })
		r.await("what is left", func(s *conversationtest.Session) bool { return len(s.Audio["i2"]) == 16000 })
		r.server.Look(session, func(s *conversationtest.Session) {
			if len(s.Audio["i1"]) != 0 {
				t.Error("half of a segment was sent")
			}
		})
		if got := r.stream.Stats().DroppedAudio; got != 750*ms {
			t.Errorf("counted %v", got)
		}
	})
}

func TestMessagesBeyondTheLimitLeaveCommits(t *testing.T) {
	converse(t, session, func(c *Config) { c.MessageLimit = 2 }, func(t *testing.T, r *rig) {
		r.lose()
		r.commit("it1")
		r.transcribe("i1", 1, 1)
		r.transcribe("i2", 1, 1)
		r.commit("it2")
		r.server.SetGone(false)
		r.await("both turns", func(s *conversationtest.Session) bool { return len(s.Commits) == 2 })
		if got := r.stream.Stats().DroppedMessages; got != 2 {
			t.Errorf("%d messages dropped", got)
		}
	})
}

func TestTheStateIsToldAgain(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.stream.Send(&interviewaiv1.ConverseRequest{Message: &interviewaiv1.ConverseRequest_State{
			State: &interviewaiv1.MediaState{State: interviewaiv1.LiveState_LIVE_STATE_ACTIVE},
		}})
		r.await("the state", func(s *conversationtest.Session) bool { return len(s.States) == 1 })
		r.server.Cut()
		r.await("it once more", func(s *conversationtest.Session) bool { return len(s.States) == 2 })
	})
}

func TestUnknownSessionIsNotTriedAgain(t *testing.T) {
	converse(t, "unknown", nil, func(t *testing.T, r *rig) {
		err := <-r.ended
		if !errors.Is(err, ErrRefused) {
			t.Errorf("ended with %v", err)
		}
		r.ended <- err
	})
}

func TestFinishHandsOver(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.speak("i1", 0, 3200)
		r.end("i1", 1, 3200)
		r.stream.Finish()
		err := <-r.ended
		if err != nil {
			t.Errorf("ended with %v", err)
		}
		r.server.Look(session, func(s *conversationtest.Session) {
			if s.Final["i1"] != "hello" {
				t.Error("the segment was not handed over")
			}
		})
		r.ended <- err
	})
}

func TestFinishDoesNotWaitForever(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.lose()
		r.commit("it1")
		r.stream.Finish()
		begun := time.Now()
		err := <-r.ended
		if err != nil {
			t.Errorf("ended with %v", err)
		}
		if waited := time.Since(begun); waited != 5*time.Second {
			t.Errorf("waited %v", waited)
		}
		r.ended <- err
	})
}

func TestACommitThatIsNotAcceptedIsSentAgain(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.server.PassOver(2)
		r.commit("it1")
		r.await("the turn", func(s *conversationtest.Session) bool { return len(s.Commits) == 1 })
		if waited := time.Since(r.started); waited < 10*time.Second || waited > 20*time.Second {
			t.Errorf("accepted after %v", waited)
		}
		<-time.After(time.Minute)
		r.server.Look(session, func(s *conversationtest.Session) {
			if s.Repeated != 0 {
				t.Errorf("sent %d times more than needed", s.Repeated)
			}
		})
	})
}

// TestAFinalTextLostOnItsWay ends the stream after the server has recognised,
// and before the text has come back.
func TestAFinalTextLostOnItsWay(t *testing.T) {
	converse(t, session, nil, func(t *testing.T, r *rig) {
		r.speak("i1", 0, 3200)
		r.await("the sound", func(s *conversationtest.Session) bool { return len(s.Audio["i1"]) == 6400 })
		r.server.Look(session, func(s *conversationtest.Session) { s.Final["i1"] = "said before" })
		r.server.Cut()
		synctest.Wait()
		r.end("i1", 1, 3200)
		if got := r.final("i1"); got.GetText() != "said before" {
			t.Errorf("transcript is %v", got)
		}
		r.server.Look(session, func(s *conversationtest.Session) {
			if s.Repeated != 0 {
				t.Error("sound was sent again that the server had recognised")
			}
		})
	})
}
