package llm_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/llm"
)

// TestStrong: people read which models there are, and not where.
func TestStrong(t *testing.T) {
	providers, err := llm.Providers([]string{"openai", "anthropic"}, llm.Credentials{OpenAIBaseURL: "http://10.0.0.7/v1", OpenAIModel: "large", AnthropicKey: "k", AnthropicModel: "larger"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := llm.New(llm.Config{Providers: providers})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Strong(); got != "large, larger" {
		t.Errorf("the strong models are %q", got)
	}
}
