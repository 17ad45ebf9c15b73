package e2e

import (
	"strings"
	"testing"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

func TestWithModels(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), newModels(t).environ())
	question := clip(t, demo+"interviewer.opus", "question.wav", firstQuestionFrom, firstQuestionTo)
	events := s.play(t, "--context", demo+"context.json", question)
	if words := said(events, interviewer); words != spoken {
		t.Errorf("heard %q", words)
	}
	if turns := pick(events, (*v1.LiveEvent).GetQuestionDetected); len(turns) != 1 {
		t.Errorf("questions %v", turns)
	}
	var streamed strings.Builder
	for _, d := range pick(events, (*v1.LiveEvent).GetSuggestionDelta) {
		streamed.WriteString(d.GetText())
	}
	done := pick(events, (*v1.LiveEvent).GetSuggestionCompleted)
	if len(done) != 1 {
		t.Fatalf("%d suggestions", len(done))
	}
	if a := done[0].GetAnswer(); a.GetContent() != written || streamed.String() != written || a.GetOutline() || done[0].GetModel() == "" {
		t.Errorf("streamed %q, completed %v", streamed.String(), done[0])
	}
	if n := pick(events, (*v1.LiveEvent).GetNotice); len(n) != 0 {
		t.Errorf("notices %v", n)
	}
}

// Whatever becomes of the recogniser, what is shown was said: the offline
// recogniser takes over, and gives way when the other one is back.
func TestRecogniserFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault speechtest.Response
	}{
		{"down", speechtest.Response{Status: 503}},
		{"slow", speechtest.Response{Hang: true}},
		{"rubbish", speechtest.Response{Body: "<html>It works!</html>", ContentType: "text/html"}},
		{"cut off", speechtest.Response{Text: spoken, Truncate: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := newModels(t)
			m.hear(test.fault)
			s := startService(t, t.TempDir(), m.environ())
			question := clip(t, demo+"interviewer.opus", "question.wav", firstQuestionFrom, firstQuestionTo)
			events := s.play(t, question)
			like(t, said(events, interviewer), firstQuestion)
			for _, x := range pick(events, (*v1.LiveEvent).GetTranscript) {
				if x.GetFinal() && !x.GetDegraded() {
					t.Errorf("not marked as degraded: %v", x)
				}
			}
			done := pick(events, (*v1.LiveEvent).GetSuggestionCompleted)
			if len(done) == 0 {
				t.Error("nothing was answered")
			}
			for _, c := range done {
				if c.GetAnswer().GetContent() != written {
					t.Errorf("answer %v", c)
				}
			}
			if test.name != "down" {
				return
			}
			m.hear(speechtest.Response{Text: spoken, Language: "english"})
			await(t, "the recogniser to be used again", func() bool {
				return said(s.play(t, question), interviewer) == spoken
			})
		})
	}
}

// With no recogniser at all the user is told, and no words are made up.
func TestNoRecogniser(t *testing.T) {
	t.Parallel()
	m := newModels(t)
	m.hear(speechtest.Response{Status: 500})
	s := startService(t, t.TempDir(), m.environ("STT_PROVIDER=openai"))
	events := s.play(t, clip(t, demo+"interviewer.opus", "question.wav", firstQuestionFrom, firstQuestionTo))
	if failures := pick(events, (*v1.LiveEvent).GetError); len(failures) == 0 || failures[0].GetReason() != "transcription_unavailable" {
		t.Errorf("failures %v", failures)
	}
	for _, e := range events {
		if e.GetTranscript().GetText() != "" || e.GetQuestionDetected() != nil || e.GetSuggestionStarted() != nil {
			t.Errorf("made up: %v", e)
		}
	}
}

// A language model that cannot begin is replaced by an outline that says so; one
// that breaks off leaves what it wrote, marked; both are used again when well.
func TestLanguageModelFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault llmtest.Reply
		begun bool
	}{
		{"down", llmtest.Reply{Status: 503}, false},
		{"rubbish", llmtest.Reply{Rubbish: true}, false},
		{"silent", llmtest.Reply{Hang: true}, false},
		{"breaks off", llmtest.Reply{Text: written, BreakAfter: 9}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := newModels(t)
			m.llm.Handle(func(llmtest.Request) llmtest.Reply { return test.fault })
			s := startService(t, t.TempDir(), m.environ())
			live := s.live(t, "candidate@example.org")
			created, err := live.CreateLiveSession(t.Context(), connect.NewRequest(&v1.CreateLiveSessionRequest{
				Consent: true, Context: &v1.LiveContext{CvText: "Eight years of backend engineering\nLed four engineers"},
			}))
			if err != nil {
				t.Fatal(err)
			}
			session := created.Msg.GetSession().GetId()
			events, done := ask(t, live, session, 0, "Tell me about yourself.")
			failures := pick(events, (*v1.LiveEvent).GetError)
			if test.begun {
				text := strings.TrimSpace(done.GetAnswer().GetContent())
				if !done.GetInterrupted() || text == "" || text == written || !strings.HasPrefix(written, text) {
					t.Errorf("completed %v", done)
				}
				if len(failures) != 1 || failures[0].GetReason() != "answer_interrupted" {
					t.Errorf("failures %v", failures)
				}
			} else {
				if !done.GetAnswer().GetOutline() || done.GetModel() != "" {
					t.Errorf("not an outline: %v", done)
				}
				if len(failures) != 1 || failures[0].GetReason() != "answer_unavailable" {
					t.Errorf("failures %v", failures)
				}
			}
			m.llm.Handle(func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Text: written} })
			after := events[len(events)-1].GetSequence()
			await(t, "the model to be used again", func() bool {
				later, done := ask(t, live, session, after, "Why did you leave your last company?")
				after = later[len(later)-1].GetSequence()
				return done.GetAnswer().GetContent() == written
			})
		})
	}
}

// ask types a question and returns the events up to its suggestion's end.
func ask(t *testing.T, live interviewaiv1connect.LiveServiceClient, session string, after int64, question string) ([]*v1.LiveEvent, *v1.SuggestionCompleted) {
	t.Helper()
	asked, err := live.AskQuestion(t.Context(), connect.NewRequest(&v1.AskQuestionRequest{SessionId: session, Question: question}))
	if err != nil {
		t.Fatal(err)
	}
	var done *v1.SuggestionCompleted
	events := watchUntil(t, live, session, after, func(e *v1.LiveEvent) bool {
		if c := e.GetSuggestionCompleted(); c != nil && c.GetTurnId() == asked.Msg.GetTurnId() {
			done = c
		}
		return done != nil
	})
	return events, done
}
