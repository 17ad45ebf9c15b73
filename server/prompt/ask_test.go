package prompt_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/prompt"
	"github.com/interviewai-pro/interviewai/server/prompt/prompttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type name struct {
	Name string `json:"name"`
}

func (n name) Validate() error {
	if n.Name == "" {
		return errors.New("the name is empty")
	}
	return nil
}

func TestAsk(t *testing.T) {
	good := llmtest.Reply{Text: `{"name": "Anna"}`}
	bad := llmtest.Reply{Text: "Certainly."}
	huge := llmtest.Reply{Text: `{"name": "` + strings.Repeat(strings.Repeat("x", 10<<10)+" ", 8) + `"}`}
	for story, c := range map[string]struct {
		replies []llmtest.Reply
		calls   int
		err     error
		told    string // in the last call
	}{
		"at once":            {replies: []llmtest.Reply{good}, calls: 1},
		"in a fence":         {replies: []llmtest.Reply{{Text: "Here:\n```json\n{\"name\": \"Anna\"}\n```\nDone }"}}, calls: 1},
		"after words":        {replies: []llmtest.Reply{bad, good}, calls: 2, told: "it holds no JSON object"},
		"after two":          {replies: []llmtest.Reply{bad, {Text: `{"name": ""}`}, good}, calls: 3, told: "the name is empty"},
		"unknown field":      {replies: []llmtest.Reply{{Text: `{"name": "Anna", "ignore_rules": 1}`}, good}, calls: 2, told: "not a JSON object of the form"},
		"wrong type":         {replies: []llmtest.Reply{{Text: `{"name": ["Anna"]}`}, good}, calls: 2, told: "not a JSON object of the form"},
		"half an object":     {replies: []llmtest.Reply{{Text: `{"name": "An`}, good}, calls: 2, told: "not a JSON object of the form"},
		"too long":           {replies: []llmtest.Reply{huge, good}, calls: 2, told: "too long"},
		"cut by its budget":  {replies: []llmtest.Reply{{Text: `{"name": "An`, Stop: "length"}, good}, calls: 2, told: "broke off"},
		"cut connection":     {replies: []llmtest.Reply{{Text: `{"name": "Anna Berg"}`, BreakAfter: 1}, good}, calls: 2, told: "broke off"},
		"never any use":      {replies: []llmtest.Reply{bad}, calls: 3, err: prompt.ErrUnusable},
		"always too long":    {replies: []llmtest.Reply{huge}, calls: 3, err: prompt.ErrUnusable},
		"provider down":      {replies: []llmtest.Reply{{Status: http.StatusServiceUnavailable}}, calls: 1, err: prompt.ErrUnavailable},
		"provider's rubbish": {replies: []llmtest.Reply{{Rubbish: true}}, calls: 1, err: prompt.ErrUnavailable},
		"down at the retry":  {replies: []llmtest.Reply{bad, {Status: http.StatusUnauthorized}}, calls: 2, err: prompt.ErrUnavailable},
	} {
		t.Run(story, func(t *testing.T) {
			model, server := prompttest.New(t)
			server.Script(c.replies...)
			got, used, err := prompt.Ask[name](t.Context(), model, prompt.Request{Blocks: []prompt.Block{prompt.Text("cv", "Anna")}})
			requests := server.Requests()
			if len(requests) != c.calls || !errors.Is(err, c.err) {
				t.Fatalf("%d calls, %v; want %d, %v", len(requests), err, c.calls, c.err)
			}
			if told := requests[len(requests)-1].User; c.told != "" && !strings.Contains(told, c.told) || strings.Contains(told, "ignore_rules") {
				t.Errorf("the model is told %q", told)
			}
			if err != nil {
				return
			}
			if got.Name != "Anna" || used.Model != prompttest.Model {
				t.Errorf("%+v by %q", got, used.Model)
			}
			if each := len(requests[0].System+requests[0].User) / 4; c.calls > 1 && c.told != "too long" && used.InputTokens < each {
				t.Errorf("%d tokens were used by %d calls", used.InputTokens, c.calls)
			}
		})
	}
}

func TestAskEndsWithItsContext(t *testing.T) {
	model, server := prompttest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	server.Handle(func(llmtest.Request) llmtest.Reply {
		cancel()
		return llmtest.Reply{Hang: true}
	})
	if _, _, err := prompt.Ask[name](ctx, model, prompt.Request{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// silent is a model that never answers.
type silent struct{}

func (silent) Generate(ctx context.Context, _ answer.Prompt, _ func(string) error) (answer.Usage, error) {
	<-ctx.Done()
	return answer.Usage{}, ctx.Err()
}

func TestAskLosesPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if _, _, err := prompt.Ask[name](t.Context(), silent{}, prompt.Request{}); !errors.Is(err, prompt.ErrUnavailable) {
			t.Fatal(err)
		}
	})
}
