package e2e

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// The process is killed while somebody speaks. Started again, it has all that
// was final, and the client goes on in the same session.
func TestKilledDuringASession(t *testing.T) {
	t.Parallel()
	const email = "candidate@example.org"
	s := startService(t, t.TempDir(), nil)

	playing := exec.CommandContext(t.Context(), program(clientProgram), "play", "--json", "--context", demo+"context.json",
		clip(t, demo+"interviewer.opus", "interview.wav", "10.6", "29.0"))
	playing.Env = cleanEnvironment("INTERVIEWAI_SERVER="+s.url, "INTERVIEWAI_TOKEN="+s.token(t, email))
	stdout, err := playing.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := playing.Start(); err != nil {
		t.Fatal(err)
	}
	// The first question is answered and nothing of the second is final when
	// the process dies.
	var before []*v1.LiveEvent
	answered := false
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		e := &v1.LiveEvent{}
		if err := protojson.Unmarshal(lines.Bytes(), e); err != nil {
			t.Fatal(err)
		}
		before = append(before, e)
		answered = answered || e.GetSuggestionCompleted() != nil
		if answered && e.GetSpeechStarted() != nil {
			break
		}
	}
	s.kill(t)
	if err := playing.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = playing.Wait() // it was killed
	if !answered {
		t.Fatalf("nothing was answered: %v", before)
	}
	session := before[0].GetSessionId()

	again := startService(t, s.dir, nil)
	live := again.live(t, email)
	found, err := live.GetLiveSession(t.Context(), connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: session}))
	if err != nil {
		t.Fatal(err)
	}
	if found.Msg.GetSession().GetState() == v1.LiveState_LIVE_STATE_ENDED {
		t.Error("the session has ended")
	}
	last := before[len(before)-1].GetSequence()
	kept := watchUntil(t, live, session, 0, func(e *v1.LiveEvent) bool { return e.GetSuggestionCompleted() != nil })
	if diff := cmp.Diff(lasting(before), lasting(kept)); diff != "" {
		t.Errorf("what was final has changed (-before +after):\n%s", diff)
	}

	// The client goes on where it was.
	out, diagnostics, err := again.ctl(t, "play", "--json", "--session", session,
		clip(t, demo+"interviewer.opus", "last.wav", lastQuestionFrom, lastQuestionTo))
	if err != nil {
		t.Fatalf("play on: %v\n%s", err, diagnostics)
	}
	after := readEvents(t, out)
	like(t, said(after, interviewer), lastQuestion)
	if done := pick(after, (*v1.LiveEvent).GetSuggestionCompleted); len(done) != 1 {
		t.Errorf("%d suggestions", len(done))
	}
	for _, e := range after {
		if e.GetSequence() <= last {
			t.Fatalf("event number %d; before the kill it went up to %d", e.GetSequence(), last)
		}
	}
}

// lasting lists what must never be lost: final words, questions, answers.
func lasting(events []*v1.LiveEvent) []string {
	var out []string
	for _, e := range events {
		switch {
		case e.GetTranscript().GetFinal():
			out = append(out, "said "+e.GetTranscript().GetText())
		case e.GetQuestionDetected() != nil:
			out = append(out, "asked "+strings.Join(e.GetQuestionDetected().GetQuestions(), " / "))
		case e.GetSuggestionCompleted() != nil:
			out = append(out, "answered "+e.GetSuggestionCompleted().GetAnswer().GetContent())
		}
	}
	return out
}

// One data directory belongs to one process.
func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	first := startService(t, t.TempDir(), nil)
	second := launch(t, first.dir, nil)
	if err := <-second.ended; err == nil {
		t.Error("the second process ended as if all were well")
	}
	if said := second.output.String(); !strings.Contains(said, "is in use by") || !strings.Contains(said, first.dir) {
		t.Errorf("the second process said %q", said)
	}
}
