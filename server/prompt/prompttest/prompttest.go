// Package prompttest gives tests a language model that answers what they want:
// the real client before an emulated provider.
package prompttest

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

// Model is what the emulator calls itself.
const Model = "emulated-1"

// New starts an emulator and a client that asks it; both end with the test.
func New(t *testing.T) (*llm.Client, *llmtest.Server) {
	t.Helper()
	server := llmtest.New("")
	t.Cleanup(server.Close)
	client, err := llm.New(llm.Config{
		Providers:  []llm.Provider{{Name: llm.OpenAI, BaseURL: server.OpenAIURL(), Quick: Model, Strong: Model}},
		FirstToken: time.Minute, Idle: time.Minute, Total: time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client, server
}

// JSON is a reply with a value as JSON.
func JSON(t *testing.T, v any) llmtest.Reply {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return llmtest.Reply{Text: string(text)}
}
