package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

// examinedBy are the settings of a service on embedded stores, whose model is
// emulated.
func examinedBy(model *llmtest.Server) []string {
	return []string{embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off", "STT_PROVIDER=offline", "OPENAI_BASE_URL=" + model.OpenAIURL()}
}

// interviewCalls calls InterviewService as somebody.
func (r *running) interviewCalls(p *person) interviewaiv1connect.InterviewServiceClient {
	return interviewaiv1connect.NewInterviewServiceClient(r.client, r.url, bearer(p.access))
}

// TestAModelInterviews: questions are fitted to a CV and a job by a model, which
// grades the answers and asks what they left open. It lies in two thirds of its
// quotes, and nothing of that comes out.
func TestAModelInterviews(t *testing.T) {
	model := examiner(t)
	r := serveHere(t, t.TempDir(), examinedBy(model)...)
	p := r.newcomer(t, "Anna")
	cv := r.newCV(t, p)
	calls := r.interviewCalls(p)
	started, err := calls.StartInterview(t.Context(), connect.NewRequest(&v1.StartInterviewRequest{
		Type: "technical", Difficulty: "mid", NumQuestions: 5, Mode: "text", CvId: cv, JobDescription: "Backend engineer: Go, PostgreSQL, Kafka.",
	}))
	if err != nil {
		t.Fatal(err)
	}
	h := newHall(t, r.url)
	asked := started.Msg.GetQuestions()
	generated, covered := 0, 0
	var grader string
	for _, q := range asked {
		if q.GetGenerated() {
			generated++
			if q.GetBankId() != "" || len(q.GetWhy()) == 0 {
				t.Errorf("%s is generated, with %q of the bank and why %q", q.GetId(), q.GetBankId(), q.GetWhy())
			}
		}
		sample := "I look at it calmly first. Then I read the logs and the metrics of the last hour. I change one thing at a time and measure again. In the end I write down what we have learned."
		if known := h.bank[q.GetBankId()]; known != nil {
			text, _ := known.In("en")
			sample = text.Sample
		}
		for item := q.GetId(); item != ""; {
			got, err := calls.SubmitAnswer(t.Context(), connect.NewRequest(&v1.SubmitAnswerRequest{
				SessionId: started.Msg.GetSessionId(), QuestionId: item, AnswerType: "text", AnswerText: &sample,
			}))
			if err != nil {
				t.Fatal(err)
			}
			covered += truthful(t, got.Msg.GetAnswer())
			grader = got.Msg.GetFeedback().GetModel()
			item = got.Msg.GetFollowUp().GetId()
			if item != "" && (!got.Msg.GetFollowUp().GetGenerated() || got.Msg.GetFollowUp().GetQuestion() != generatedFollowUp) {
				t.Errorf("%s asks %v", item, got.Msg.GetFollowUp())
			}
			if grader == "" || got.Msg.GetAnswer().GetStatus() != "scored" {
				t.Errorf("%s is %s by %q", item, got.Msg.GetAnswer().GetStatus(), grader)
			}
		}
	}
	if generated != 2 || covered == 0 {
		t.Errorf("%d questions are generated, %d points covered", generated, covered)
	}
	done, err := calls.CompleteInterview(t.Context(), connect.NewRequest(&v1.CompleteInterviewRequest{SessionId: started.Msg.GetSessionId()}))
	if err != nil {
		t.Fatal(err)
	}
	told := done.Msg.GetFeedback()
	if told.GetProvisional() || !strings.Contains(told.GetGrader(), grader) || strings.Contains(done.Msg.String(), "Globex") {
		t.Errorf("feedback of %q: %v", grader, told)
	}
	if strings.Contains(done.Msg.String(), "127.0.0.1") {
		t.Errorf("the model's address is told to people: %s", told.GetGrader())
	}
	t.Logf("%d questions of 5 by the model, %d points covered, each quote an exact one; graded by %s", generated, covered, told.GetGrader())
}

// truthful counts the points that an answer covers, and holds every quote of its
// feedback to be its own words.
func truthful(t *testing.T, a *v1.InterviewAnswer) (covered int) {
	t.Helper()
	quotes := a.GetFeedback().GetQuotes()
	for _, p := range a.GetFeedback().GetKeyPoints() {
		quotes = append(quotes, p.GetEvidence()...)
		if p.GetCovered() {
			covered++
			if len(p.GetEvidence()) == 0 {
				t.Errorf("%s is covered by nothing", p.GetId())
			}
		}
	}
	for _, p := range a.GetFeedback().GetParts() {
		quotes = append(quotes, p.GetEvidence())
	}
	for _, quote := range quotes {
		if !strings.Contains(a.GetContent(), quote) {
			t.Errorf("%q is not in %q", quote, a.GetContent())
		}
	}
	if strings.Contains(a.GetFeedback().String(), "Globex") {
		t.Errorf("what nobody has said is in %v", a.GetFeedback())
	}
	return covered
}

// TestAnswersWaitForTheModel: while the model is down an answer is kept, and is
// said not to be scored yet, wherever it is asked for. It is scored when the
// model is back, by that model alone, though nobody looks at it and the service
// was restarted in between.
func TestAnswersWaitForTheModel(t *testing.T) {
	model := examiner(t)
	model.Script(llmtest.Reply{Status: http.StatusServiceUnavailable})
	dir := t.TempDir()
	first := serveHere(t, dir, examinedBy(model)...)
	p := first.newcomer(t, "Anna")
	calls := first.interviewCalls(p)
	started, err := calls.StartInterview(t.Context(), connect.NewRequest(&v1.StartInterviewRequest{
		Type: "technical", Difficulty: "mid", NumQuestions: 5, Mode: "text",
	}))
	if err != nil {
		t.Fatal(err)
	}
	id, q := started.Msg.GetSessionId(), started.Msg.GetQuestions()[0]
	text, _ := newHall(t, first.url).bank[q.GetBankId()].In("en")
	submit := func() *v1.SubmitAnswerResponse {
		t.Helper()
		got, err := calls.SubmitAnswer(t.Context(), connect.NewRequest(&v1.SubmitAnswerRequest{
			SessionId: id, QuestionId: q.GetId(), AnswerType: "text", AnswerText: &text.Sample,
		}))
		if err != nil {
			t.Fatal(err)
		}
		return got.Msg
	}
	for range 2 { // again, as somebody does who does not believe it
		got := submit()
		if a := got.GetAnswer(); a.GetStatus() != "queued" || a.GetNotice() == "" || a.Score != nil || a.GetFeedback() != nil || got.GetFeedback() != nil || a.GetContent() != text.Sample {
			t.Fatalf("with the model down: %v", got)
		}
	}
	watched(t, calls, id, started.Msg.GetInterview().GetRevision(), "queued")
	provisional(t, calls, id, true)
	done, err := calls.CompleteInterview(t.Context(), connect.NewRequest(&v1.CompleteInterviewRequest{SessionId: id}))
	if err != nil || !done.Msg.GetFeedback().GetProvisional() {
		t.Fatalf("completed: %v, %v", done, err)
	}
	revision := done.Msg.GetInterview().GetRevision()
	first.end(t)

	model.Handle(examine(t))
	// A minute later by the service's clock: the first wait is over.
	later := func() time.Time { return time.Now().Add(time.Minute) }
	second := serveAt(t, later, dir, examinedBy(model)...)
	second.signIn(t, p)
	calls = second.interviewCalls(p)
	told := watched(t, calls, id, revision, "scored")
	a := told.GetInterview().GetAnswers()[0]
	if a.GetStatus() != "scored" || a.GetFeedback().GetModel() == "" || a.GetNotice() != "" || a.GetContent() != text.Sample || truthful(t, a) == 0 {
		t.Errorf("with the model back: %v", a)
	}
	if f := provisional(t, calls, id, false); f.GetAnswers()[0].GetScore() != a.GetScore() || f.GetOverallScore() != told.GetInterview().GetOverallScore() {
		t.Errorf("feedback %v, the interview %v", f, told.GetInterview())
	}
}

// watched follows an interview from a revision to a kind of change.
func watched(t *testing.T, calls interviewaiv1connect.InterviewServiceClient, id string, after int64, kind string) *v1.InterviewChange {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	stream, err := calls.WatchInterview(ctx, connect.NewRequest(&v1.WatchInterviewRequest{SessionId: id, After: after}))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close() //nolint:errcheck // only read
	for stream.Receive() {
		if c := stream.Msg().GetChange(); c.GetKind() == kind {
			return c
		}
	}
	t.Fatalf("nobody tells of %s: %v", kind, stream.Err())
	return nil
}

// provisional holds the feedback to be provisional, with a notice, or not.
func provisional(t *testing.T, calls interviewaiv1connect.InterviewServiceClient, id string, want bool) *v1.GetFeedbackResponse {
	t.Helper()
	got, err := calls.GetFeedback(t.Context(), connect.NewRequest(&v1.GetFeedbackRequest{SessionId: id}))
	if err != nil {
		t.Fatal(err)
	}
	if f := got.Msg; f.GetProvisional() != want || (f.GetNotice() != "") != want {
		t.Errorf("provisional is %v, with %q", f.GetProvisional(), f.GetNotice())
	}
	return got.Msg
}
