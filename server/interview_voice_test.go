package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

// spokenAnswer is a recording of an answer, with a pause from 13.54 s to 15.65 s:
// that is where its level is below -38 dB, 1.8 s between the sentences and what
// the voice leaves around them.
const (
	spokenAnswer = "../clients/demo/answer.opus"
	spokenPause  = 2110 * time.Millisecond
)

// speaker answers the first question of an interview aloud.
type speaker struct {
	*candidate
	room   *running
	live   interviewaiv1connect.LiveServiceClient
	speech string // the live session
	media  *v1.MediaAccess

	mu     sync.Mutex
	events []*v1.LiveEvent
	over   chan struct{} // closed when the events end
}

// voices are people who are about to speak.
func voices(t *testing.T, r *running, number int) []*speaker {
	t.Helper()
	var all []*speaker
	for _, c := range newHall(t, r.url).candidates(t, r.dir, number) {
		s := &speaker{candidate: c}
		s.enter(r)
		started, err := s.calls.StartInterview(t.Context(), connect.NewRequest(&v1.StartInterviewRequest{
			Type: "behavioral", Difficulty: "mid", NumQuestions: 5, Mode: "audio", FollowUps: new(bool),
			QuestionIds: []string{"behavioral-proud-project", "behavioral-missed-deadline", "behavioral-conflict-colleague"},
		}))
		if err != nil {
			t.Fatal(err)
		}
		s.session = started.Msg.GetSessionId()
		all = append(all, s)
	}
	return all
}

// enter makes the calls those of a service.
func (s *speaker) enter(r *running) {
	s.room = r
	s.calls = interviewaiv1connect.NewInterviewServiceClient(h2c(), r.url, bearer(s.token))
	s.live = interviewaiv1connect.NewLiveServiceClient(h2c(), r.url, bearer(s.token))
}

// begin opens the live session and watches it.
func (s *speaker) begin(t *testing.T) *microphone {
	t.Helper()
	res, err := s.calls.SpeakAnswer(t.Context(), connect.NewRequest(&v1.SpeakAnswerRequest{SessionId: s.session, QuestionId: "q1", Consent: true}))
	if err != nil {
		t.Fatal(err)
	}
	s.speech, s.media = res.Msg.GetLiveSession().GetId(), res.Msg.GetMedia()
	stream, err := s.live.WatchLiveSession(t.Context(), connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: s.speech}))
	if err != nil {
		t.Fatal(err)
	}
	s.over = make(chan struct{})
	go func() {
		defer close(s.over)
		defer stream.Close() //nolint:errcheck // only read
		for stream.Receive() {
			s.mu.Lock()
			s.events = append(s.events, stream.Msg().GetEvent())
			s.mu.Unlock()
		}
	}()
	return s.room.microphone(t, s.media.GetWhipCandidateUrl(), s.media.GetToken())
}

// end presses the button.
func (s *speaker) end(t *testing.T) {
	t.Helper()
	if _, err := s.live.EndLiveSession(t.Context(), connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: s.speech})); err != nil {
		t.Fatal(err)
	}
}

// seen waits for an event.
func (s *speaker) seen(t *testing.T, what string, is func(*v1.LiveEvent) bool) {
	t.Helper()
	waitFor(t, what, func() bool { return s.count(is) > 0 })
}

func (s *speaker) count(is func(*v1.LiveEvent) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.events {
		if is(e) {
			n++
		}
	}
	return n
}

func interim(e *v1.LiveEvent) bool { return e.GetTranscript() != nil && !e.GetTranscript().GetFinal() }

func final(e *v1.LiveEvent) bool { return e.GetTranscript().GetFinal() }

// told waits until watchers of the interview are told a kind of change, and
// returns the interview then.
func (s *speaker) told(t *testing.T, kind string) *v1.Interview {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	stream, err := s.calls.WatchInterview(ctx, connect.NewRequest(&v1.WatchInterviewRequest{SessionId: s.session}))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close() //nolint:errcheck // only read
	for stream.Receive() {
		if c := stream.Msg().GetChange(); c.GetKind() == kind {
			return c.GetInterview()
		}
	}
	t.Fatalf("never told %q: %v", kind, stream.Err())
	return nil
}

// scored is the answer once it is scored.
func (s *speaker) scored(t *testing.T) *v1.InterviewAnswer {
	t.Helper()
	for _, a := range s.told(t, "scored").GetAnswers() {
		if a.GetQuestionId() == "q1" && a.GetStatus() == "scored" && a.GetAnswerType() == "audio" {
			t.Logf("%.1f of 10 for %q", a.GetScore(), a.GetContent())
			return a
		}
	}
	t.Fatal("no answer is scored")
	return nil
}

// longestPause is the longest silence between the marks of speech, as seen.
func (s *speaker) longestPause() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var longest, stopped time.Duration
	for _, e := range s.events {
		if at := e.GetSpeechStarted(); at != nil && stopped > 0 {
			longest = max(longest, at.GetAt().AsDuration()-stopped)
		}
		if at := e.GetSpeechEnded(); at != nil {
			stopped = at.GetAt().AsDuration()
		}
	}
	return longest
}

// whisper hears as many words as fit into the sound, and takes its time.
func whisper(t *testing.T, delay time.Duration) *speechtest.Server {
	t.Helper()
	s := speechtest.New(delay, func(r speechtest.Request) speechtest.Response {
		return speechtest.Response{Text: numbered(r.Seconds())}
	})
	t.Cleanup(s.Close)
	return s
}

// numbered is a word for every fifth of a second.
func numbered(seconds float64) string {
	var words []string
	for i := range int(5 * seconds) {
		words = append(words, fmt.Sprintf("word%d", i))
	}
	return strings.Join(words, " ")
}

func loudWith(t *testing.T, dir string, words *speechtest.Server) *running {
	t.Helper()
	return serveHere(t, dir, embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off",
		"STT_PROVIDER=openai", "OPENAI_BASE_URL="+words.URL, "LLM_PROVIDERS=none")
}

// TestAnAnswerIsSpoken speaks in real time: words are seen while they are spoken,
// and silence ends the answer.
func TestAnAnswerIsSpoken(t *testing.T) {
	if testing.Short() {
		t.Skip("speech takes its time")
	}
	t.Parallel()
	r := serveHere(t, t.TempDir(), embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off", "STT_PROVIDER=offline")
	s := voices(t, r, 1)[0]
	m := s.begin(t)
	spoken := packetsOf(t, spokenAnswer, 9*time.Second, 20*time.Second)
	done := make(chan struct{})
	go func() {
		defer close(done)
		m.say(t, spoken)
	}()
	s.seen(t, "words while they are spoken", interim)
	select {
	case <-done:
		t.Error("no words were seen while they were spoken")
	default:
	}
	<-done
	ended := time.Now()
	a := s.scored(t)
	t.Logf("scored %s after the last sound", time.Since(ended).Round(time.Millisecond))
	if n := len(strings.Fields(a.GetContent())); n < 15 || a.GetFeedback().GetRubric() == "" || a.Score == nil {
		t.Errorf("%d words, %v", n, a)
	}
	if got := s.longestPause(); (got - spokenPause).Abs() > 150*time.Millisecond {
		t.Errorf("a pause of %s, want %s", got, spokenPause)
	} else {
		t.Logf("a pause of %s, which is %s", got, spokenPause)
	}
	pace := 0.0
	for _, f := range a.GetDelivery().GetFigures() {
		t.Logf("%s %.2f %s", f.GetName(), f.GetValue(), f.GetUnit())
		if f.GetUnit() == "wpm" || f.GetName() == "words_per_minute" {
			pace = f.GetValue()
		}
	}
	if pace < 100 || pace > 280 {
		t.Errorf("%.0f words a minute: %v", pace, a.GetDelivery())
	}
	<-s.over
}

// TestTheButtonCutsNothingOff ends the session in the middle of a sentence, while
// the recogniser needs a second and a half: all that was said is in the answer.
// Nobody but the candidate is heard.
func TestTheButtonCutsNothingOff(t *testing.T) {
	if testing.Short() {
		t.Skip("speech takes its time")
	}
	t.Parallel()
	r := loudWith(t, t.TempDir(), whisper(t, 1500*time.Millisecond))
	s := voices(t, r, 1)[0]
	m := s.begin(t)
	if s.media.GetWhipInterviewerUrl() != "" {
		t.Error("an interviewer is expected")
	}
	other := r.microphone(t, strings.Replace(s.media.GetWhipCandidateUrl(), "/candidate", "/interviewer", 1), s.media.GetToken())
	const length = 4 * time.Second
	var speaking sync.WaitGroup
	speaking.Go(func() {
		other.say(t, packetsOf(t, "../clients/demo/interviewer.opus", 11*time.Second, 11*time.Second+length))
	})
	m.say(t, packetsOf(t, spokenAnswer, 0, length))
	s.end(t)
	ended := time.Now()
	a := s.scored(t)
	t.Logf("scored %s after the button", time.Since(ended).Round(time.Millisecond))
	// The first tenths are silence, the last ones on their way.
	if n, all := len(strings.Fields(a.GetContent())), len(strings.Fields(numbered(length.Seconds()))); n < all-2 {
		t.Errorf("%d words of %d: %q", n, all, a.GetContent())
	}
	speaking.Wait()
	<-s.over
	if n := s.count(func(e *v1.LiveEvent) bool {
		return e.GetQuestionDetected() != nil || e.GetSuggestionStarted() != nil || e.GetTranscript().GetSpeaker() == v1.Speaker_SPEAKER_INTERVIEWER
	}); n > 0 {
		t.Errorf("%d events of an interviewer", n)
	}
	s.leavesNothing(t)
}

// leavesNothing holds the session to be the interview's, and none of the coach's.
func (s *speaker) leavesNothing(t *testing.T) {
	t.Helper()
	listed, err := s.live.ListLiveSessions(t.Context(), connect.NewRequest(&v1.ListLiveSessionsRequest{}))
	if err != nil || len(listed.Msg.GetSessions()) > 0 {
		t.Errorf("%v, %v", listed, err)
	}
	id := connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: s.speech})
	if _, err := s.live.GetLiveSession(t.Context(), id); err != nil {
		t.Error(err)
	}
	if _, err := s.calls.DeleteInterview(t.Context(), connect.NewRequest(&v1.DeleteInterviewRequest{SessionId: s.session})); err != nil {
		t.Error(err)
	}
	if _, err := s.live.GetLiveSession(t.Context(), id); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("what was said is kept: %v", err)
	}
}

// TestNobodySpeaks leaves the question open, and refuses questions to the coach.
func TestNobodySpeaks(t *testing.T) {
	t.Parallel()
	r := loudWith(t, t.TempDir(), whisper(t, 0))
	s := voices(t, r, 1)[0]
	m := s.begin(t)
	m.say(t, packetsOf(t, spokenAnswer, 14*time.Second, 15*time.Second))
	var refused *connect.Error
	_, err := s.live.AskQuestion(t.Context(), connect.NewRequest(&v1.AskQuestionRequest{SessionId: s.speech, Question: "What do I say?"}))
	if !errors.As(err, &refused) || refused.Code() != connect.CodeFailedPrecondition {
		t.Errorf("a typed question: %v", err)
	}
	s.end(t)
	v := s.told(t, "failed")
	if q := v.GetQuestions()[0]; q.GetStatus() != "open" || len(v.GetAnswers()) > 0 {
		t.Errorf("%v", v)
	}
	if again := s.begin(t); again == nil {
		t.Error("it cannot be tried again")
	}
}

// TestTheProcessEndsWhileSomebodySpeaks goes on in another process with the same
// stores: what was said in the first is not said again.
func TestTheProcessEndsWhileSomebodySpeaks(t *testing.T) {
	if testing.Short() {
		t.Skip("speech takes its time")
	}
	t.Parallel()
	words, dir := whisper(t, 100*time.Millisecond), t.TempDir()
	r := loudWith(t, dir, words)
	s := voices(t, r, 1)[0]
	s.begin(t).say(t, append(packetsOf(t, spokenAnswer, 0, 3*time.Second), packetsOf(t, spokenAnswer, 14*time.Second, 15*time.Second)...))
	s.seen(t, "the first words", final)
	r.end(t)
	<-s.over

	s.enter(loudWith(t, dir, words))
	if _, err := s.calls.GetInterview(t.Context(), connect.NewRequest(&v1.GetInterviewRequest{SessionId: s.session})); err != nil {
		t.Fatal(err)
	}
	access, err := s.live.RefreshMediaAccess(t.Context(), connect.NewRequest(&v1.RefreshMediaAccessRequest{SessionId: s.speech}))
	if err != nil {
		t.Fatal(err)
	}
	s.media = access.Msg.GetMedia()
	s.room.microphone(t, s.media.GetWhipCandidateUrl(), s.media.GetToken()).say(t, packetsOf(t, spokenAnswer, 17*time.Second, 19*time.Second))
	s.end(t)
	a := s.scored(t)
	if n := strings.Count(a.GetContent(), "word3 "); n != 2 {
		t.Errorf("%d of two pieces: %q", n, a.GetContent())
	}
	if a.GetDelivery() != nil && len(a.GetDelivery().GetFigures()) > 0 {
		t.Errorf("figures of an answer on two clocks: %v", a.GetDelivery())
	}
}
