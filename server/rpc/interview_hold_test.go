package rpc_test

import (
	"net/http"
	"strings"
	"testing"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// While a follow-up question is open no call tells what a good answer says; once
// it is left out each does.
func TestNoCallGivesTheFollowUpAway(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.begin(who)
	client := interviewaiv1connect.NewInterviewServiceClient(p.client, inproc.BaseURL)
	mine := func(path string) string {
		return p.send(http.MethodGet, "/api/v1/interviews/"+v.ID+path, "", "Authorization", bearer(who.access)).body
	}
	told := func() map[string]string {
		stream, err := client.WatchInterview(t.Context(), as(who.access, &v1.WatchInterviewRequest{SessionId: v.ID}))
		p.ok(err)
		defer func() { p.ok(stream.Close()) }()
		if !stream.Receive() {
			t.Fatal(stream.Err())
		}
		return map[string]string{
			"get": mine(""), "feedback": mine("/feedback"), "report": p.read(p.file(who, v, "?withAnswers=true").body), "watch": stream.Msg().String(),
		}
	}
	const answer = "Every index means slow inserts and a higher write cost. It takes disk space as well."
	submitted := p.step(who, v, "answer", `{"questionId": "q2", "answerType": "text", "answerText": "`+answer+`"}`)
	if follow, _ := submitted.object()["followUp"].(map[string]any); follow["id"] != "q2f1" {
		t.Fatalf("no follow-up question: %v", submitted)
	}
	text := v.Questions[1].Text()
	secrets := []string{text.Sample[:40], text.Sample[len(text.Sample)-40:]}
	all := told()
	all["submit"] = submitted.body
	result := p.reply(who, v, "q2", answer).Questions[1].Answer.Result
	for _, point := range result.Points {
		if !point.Covered {
			secrets = append(secrets, point.Point)
		}
	}
	for call, said := range all {
		for _, secret := range secrets {
			if strings.Contains(said, secret) {
				t.Errorf("%s tells %q", call, secret)
			}
		}
		if call != "report" && call != "feedback" && !strings.Contains(said, "A follow-up question is open.") {
			t.Errorf("%s does not say why: %s", call, said)
		}
	}
	for _, item := range []string{"q2f1", "q2f2"} {
		p.step(who, v, "skip", `{"questionId": "`+item+`"}`)
	}
	for call, said := range told() {
		if !strings.Contains(said, secrets[2]) && call != "report" {
			t.Errorf("%s does not tell %q in the end", call, secrets[2])
		}
	}
}
