package llm_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "sk-very-secret"

// rig is a client with two providers, each an emulator of its own.
type rig struct {
	*llm.Client
	openAI, anthropic *llmtest.Server
	log               bytes.Buffer
	now               time.Time
}

// patient is a limit that nothing here reaches, brief one that only what
// never answers should reach.
const (
	patient = time.Minute
	brief   = time.Second
)

func newRig(t *testing.T, entries ...string) *rig { return newRigWithin(t, patient, entries...) }

func newRigWithin(t *testing.T, limit time.Duration, entries ...string) *rig {
	t.Helper()
	r := &rig{openAI: llmtest.New("from openai today"), anthropic: llmtest.New("from anthropic today"), now: time.Unix(1000, 0)}
	t.Cleanup(r.openAI.Close)
	t.Cleanup(r.anthropic.Close)
	if len(entries) == 0 {
		entries = []string{"openai", "anthropic"}
	}
	ps, err := llm.Providers(entries, llm.Credentials{
		OpenAIKey: secret + "-1", OpenAIBaseURL: r.openAI.OpenAIURL(), OpenAIOrganization: "org-1",
		AnthropicKey: secret + "-2", AnthropicBaseURL: r.anthropic.AnthropicURL(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range ps {
		ps[i].NoStore = ps[i].Name == llm.OpenAI
	}
	r.Client, err = llm.New(llm.Config{
		Providers: ps, FirstToken: limit, Idle: limit, Total: 2 * patient,
		Now: func() time.Time { return r.now }, Log: slog.New(slog.NewTextHandler(&r.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) ask(t *testing.T, p answer.Prompt) (string, answer.Usage, error) {
	t.Helper()
	if p.MaxTokens == 0 {
		p.MaxTokens = 100
	}
	p.System, p.Messages = "be brief", []answer.Message{{Role: answer.RoleUser, Text: "what is a mutex"}}
	var b strings.Builder
	u, err := r.Generate(t.Context(), p, func(d string) error { b.WriteString(d); return nil })
	if err != nil && strings.Contains(err.Error(), secret) || strings.Contains(r.log.String(), secret) {
		t.Fatalf("the key leaked: %v\n%s", err, r.log.String())
	}
	return b.String(), u, err
}

func TestBothProtocolsStream(t *testing.T) {
	for _, c := range []struct {
		entries     []string
		text, model string
	}{
		{[]string{"openai"}, "from openai today", "gpt-4.1"},
		{[]string{"anthropic"}, "from anthropic today", "claude-sonnet-4-6"},
		{[]string{"openai:my-model"}, "from openai today", "my-model"},
	} {
		r := newRig(t, c.entries...)
		text, u, err := r.ask(t, answer.Prompt{Need: answer.NeedStrong})
		if err != nil || text != c.text || u.Model != c.model || u.InputTokens == 0 || u.OutputTokens != 3 {
			t.Errorf("%v: %q, %+v, %v", c.entries, text, u, err)
		}
		if known := c.model != "my-model"; (u.CostUSD > 0) != known {
			t.Errorf("%v: cost %v", c.entries, u.CostUSD)
		}
	}
}

func TestRequestAsTheProviderSeesIt(t *testing.T) {
	r := newRig(t)
	if _, _, err := r.ask(t, answer.Prompt{Need: answer.NeedQuick, MaxTokens: 77}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.ask(t, answer.Prompt{Model: "claude-3.5-sonnet", MaxTokens: 78}); err != nil {
		t.Fatal(err)
	}
	o, a := r.openAI.Requests()[0], r.anthropic.Requests()[0]
	if o.System != "be brief" || o.User != "what is a mutex" || o.MaxTokens != 77 || o.Key != secret+"-1" || o.Store == nil || *o.Store {
		t.Errorf("openai saw %+v", o)
	}
	if a.System != "be brief" || a.User != "what is a mutex" || a.MaxTokens != 78 || a.Key != secret+"-2" {
		t.Errorf("anthropic saw %+v", a)
	}
}

func TestModelsByWishAndNeed(t *testing.T) {
	for _, c := range []struct {
		wish  string
		need  answer.Need
		model string
	}{
		{"", answer.NeedQuick, "gpt-4.1-mini"},
		{"", answer.NeedStrong, "gpt-4.1"},
		{"gpt-4", answer.NeedQuick, "gpt-4.1"},
		{"gpt-3.5-turbo", answer.NeedStrong, "gpt-4.1-mini"},
		{"claude-3.5-sonnet", answer.NeedQuick, "claude-sonnet-4-6"},
		{"claude-haiku-4-5", answer.NeedStrong, "claude-haiku-4-5"},
		{"gpt-99-the-dearest", answer.NeedQuick, "gpt-4.1-mini"},
	} {
		r := newRig(t)
		if _, u, err := r.ask(t, answer.Prompt{Model: c.wish, Need: c.need}); err != nil || u.Model != c.model {
			t.Errorf("%q, %s: %q, %v; want %q", c.wish, c.need, u.Model, err, c.model)
		}
	}
}

func TestFailureBeforeTheFirstTokenGoesToTheNextProvider(t *testing.T) {
	for name, reply := range map[string]llmtest.Reply{
		"down": {Status: 503}, "wrong key": {Status: 401}, "rubbish": {Rubbish: true}, "hang": {Hang: true},
		"slow": {Text: "late", FirstToken: time.Hour}, "empty": {}, "rate limit": {Status: 429}, "filtered": {Stop: "content_filter"},
	} {
		t.Run(name, func(t *testing.T) {
			limit := patient
			if reply.Hang || reply.FirstToken > 0 {
				limit = brief
			}
			r := newRigWithin(t, limit)
			r.openAI.Script(reply)
			text, u, err := r.ask(t, answer.Prompt{})
			if err != nil || text != "from anthropic today" || u.Provider != llm.Anthropic {
				t.Errorf("%q, %+v, %v", text, u, err)
			}
		})
	}
}

func TestFailureInTheMiddleIsInterrupted(t *testing.T) {
	for name, reply := range map[string]llmtest.Reply{
		"cut":        {Text: "one two three four", BreakAfter: 2},
		"stalled":    {Text: "one two three four", StallAfter: 2},
		"out of bud": {Text: "one two", Stop: "length"},
	} {
		for _, first := range []string{"openai", "anthropic"} {
			t.Run(name+" "+first, func(t *testing.T) {
				limit := patient
				if reply.StallAfter > 0 {
					limit = brief
				}
				r := newRigWithin(t, limit, first)
				r.openAI.Script(reply)
				r.anthropic.Script(reply)
				text, _, err := r.ask(t, answer.Prompt{})
				if !errors.Is(err, answer.ErrInterrupted) || errors.Is(err, answer.ErrUnavailable) || text != "one two" {
					t.Errorf("%q, %v", text, err)
				}
			})
		}
	}
}

func TestAllDownIsUnavailable(t *testing.T) {
	r := newRig(t)
	r.openAI.Script(llmtest.Reply{Status: 500})
	r.anthropic.Script(llmtest.Reply{Status: 529})
	text, _, err := r.ask(t, answer.Prompt{})
	if !errors.Is(err, answer.ErrUnavailable) || text != "" {
		t.Fatalf("%q, %v", text, err)
	}
	for _, want := range []string{"openai: status 500", "anthropic: status 529"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestBreakerOpensAfterThreeFailures(t *testing.T) {
	r := newRig(t)
	r.openAI.Script(llmtest.Reply{Status: 500})
	for range 5 {
		if text, _, err := r.ask(t, answer.Prompt{}); err != nil || text != "from anthropic today" {
			t.Fatalf("%q, %v", text, err)
		}
	}
	if n := len(r.openAI.Requests()); n != 3 {
		t.Errorf("the failing provider was called %d times, want 3", n)
	}
}

func TestRetryAfterIsRespected(t *testing.T) {
	r := newRig(t)
	r.openAI.Script(llmtest.Reply{Status: 429, RetryAfter: "30"}, llmtest.Reply{Text: "back again"})
	for _, step := range []struct {
		wait time.Duration
		want string
	}{{0, "from anthropic today"}, {29 * time.Second, "from anthropic today"}, {2 * time.Second, "back again"}} {
		r.now = r.now.Add(step.wait)
		if text, _, err := r.ask(t, answer.Prompt{}); err != nil || text != step.want {
			t.Fatalf("after %v: %q, %v", step.wait, text, err)
		}
	}
	if n := len(r.openAI.Requests()); n != 2 {
		t.Errorf("called %d times, want 2", n)
	}
}

func TestCallersOwnEndIsItsOwn(t *testing.T) {
	r := newRig(t)
	mine := errors.New("viewer gone")
	_, err := r.Generate(t.Context(), answer.Prompt{MaxTokens: 9}, func(string) error { return mine })
	if !errors.Is(err, mine) || errors.Is(err, answer.ErrInterrupted) {
		t.Errorf("emit's error became %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	r.openAI.Script(llmtest.Reply{Text: "one two three", StallAfter: 1})
	_, err = r.Generate(ctx, answer.Prompt{MaxTokens: 9}, func(string) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled call ended with %v", err)
	}
}

func TestMistakesInProvidersAreAllNamed(t *testing.T) {
	_, err := llm.Providers([]string{"openai", "anthropic", "gemini"}, llm.Credentials{})
	for _, want := range []string{"OPENAI_API_KEY", "ANTHROPIC_API_KEY", `"gemini"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}
