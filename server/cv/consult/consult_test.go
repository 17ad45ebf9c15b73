package consult_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/consult"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/prompt"
	"github.com/interviewai-pro/interviewai/server/prompt/prompttest"
)

type line struct {
	Line int `json:"line"`
}

func (line) Validate() error { return nil }

func TestModel(t *testing.T) {
	doc := &document.Document{Lines: []document.Line{{Text: "Anna Berg"}, {}, {Text: "Engineer"}}}
	for _, c := range []struct {
		reply llmtest.Reply
		want  *fault.Fault
	}{
		{llmtest.Reply{Text: `{"line": 3}`}, nil},
		{llmtest.Reply{Text: "no"}, consult.ErrUnusable},
		{llmtest.Reply{Status: http.StatusServiceUnavailable}, consult.ErrUnavailable},
	} {
		model, server := prompttest.New(t)
		server.Script(c.reply)
		got, _, err := consult.Model[line](t.Context(), model, prompt.Request{Blocks: []prompt.Block{consult.CV(doc)}})
		if c.want == nil && (err != nil || got.Line != 3) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%+v: %+v, %v", c.reply, got, err)
		}
		if user := server.Requests()[0].User; !strings.Contains(user, "|3| Engineer\n") {
			t.Errorf("the lines are not numbered as in the document: %s", user)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	model, _ := prompttest.New(t)
	if _, _, err := consult.Model[line](ended, model, prompt.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended call gives %v", err)
	}
}
