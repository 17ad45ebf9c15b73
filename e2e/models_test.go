package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/speech/speechtest"
)

// models is an OpenAI that tests can break: a recogniser and a language model
// behind one base URL.
type models struct {
	url    string
	speech atomic.Pointer[speechtest.Response]
	llm    *llmtest.Server
}

const (
	// spoken is what the emulated recogniser hears in everything.
	spoken = "Could you please tell me about yourself?"
	// written is what the emulated language model answers to everything.
	written = "I have eight years of backend engineering behind me, most of it in Go, and I like my systems quiet and fast."
)

func newModels(t *testing.T) *models {
	t.Helper()
	m := &models{llm: llmtest.New(written)}
	m.hear(speechtest.Response{Text: spoken, Language: "english"})
	speech := speechtest.New(0, func(speechtest.Request) speechtest.Response { return *m.speech.Load() })
	mux := http.NewServeMux()
	mux.Handle("/v1/audio/", forward(t, speech.URL))
	mux.Handle("/v1/", forward(t, m.llm.OpenAIURL()))
	front := httptest.NewServer(mux)
	m.url = front.URL + "/v1"
	t.Cleanup(func() {
		speech.Close()
		m.llm.Close()
		front.Close()
	})
	return m
}

func forward(t *testing.T, base string) http.Handler {
	t.Helper()
	target, err := url.Parse(strings.TrimSuffix(base, "/v1"))
	if err != nil {
		t.Fatal(err)
	}
	// Connections of its own: whatever closes those of http.DefaultTransport, as
	// every httptest.Server does when it ends, must not touch this test.
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &httputil.ReverseProxy{
		Transport:     transport,
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1, // each piece of an answer at once
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
}

// hear sets what the recogniser answers from now on.
func (m *models) hear(r speechtest.Response) { m.speech.Store(&r) }

func (m *models) environ(more ...string) []string {
	return append([]string{"OPENAI_BASE_URL=" + m.url, "OPENAI_API_KEY=sk-emulated"}, more...)
}
