package e2e

import (
	"net"
	"testing"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// The audio core runs in a process of its own, on what could be another
// machine: the same interview comes out.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	// The two must know each other's address before they start.
	apiAddr, mediaAddr := freeAddress(t), freeAddress(t)
	environ := []string{
		"API_URL=http://" + apiAddr, "MEDIA_URL=http://" + mediaAddr, "SERVICE_TOKEN=a-shared-secret-of-the-roles-0123456789",
	}
	api := startService(t, t.TempDir(), environ, "--roles", "api,worker", "--addr", apiAddr)
	startService(t, t.TempDir(), environ, "--roles", "media", "--addr", mediaAddr)
	question := clip(t, demo+"interviewer.opus", "question.wav", doubleQuestionFrom, doubleQuestionTo)
	events := api.play(t, "--context", demo+"context.json", question)
	turns := pick(events, (*v1.LiveEvent).GetQuestionDetected)
	if len(turns) != 1 || len(turns[0].GetQuestions()) != 2 {
		t.Errorf("questions %v, want one turn with two", turns)
	}
	like(t, said(events, interviewer), doubleQuestion)
	if done := pick(events, (*v1.LiveEvent).GetSuggestionCompleted); len(done) != 1 {
		t.Errorf("%d suggestions", len(done))
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
