// Package llmtest is a small language model service for tests and benchmarks:
// an HTTP server that speaks OpenAI's chat completions and Anthropic's messages
// as server-sent events, with scripted texts, times and failures.
package llmtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one call as the server understood it.
type Request struct {
	// Provider is "openai" or "anthropic".
	Provider string
	Model    string
	System   string
	// User is the text of all messages that are not the system's.
	User      string
	MaxTokens int
	// Store is the "store" field; nil when it was not sent.
	Store *bool
	// Key is the API key that was sent.
	Key string
	// Body is the whole JSON.
	Body string
}

// Reply is what the server answers. The zero Reply is an empty answer.
type Reply struct {
	// Text is streamed in words.
	Text string
	// FirstToken is the time before the first word, TokensPerSecond the speed
	// after it; 0 means at once.
	FirstToken      time.Duration
	TokensPerSecond float64
	// Status other than 0 and 200 fails the call, with RetryAfter as its header.
	Status     int
	RetryAfter string
	// BreakAfter cuts the connection after so many words, when above 0.
	BreakAfter int
	// StallAfter stops sending after so many words, when above 0, until the
	// client goes away.
	StallAfter int
	// Hang sends nothing, not even a header, until the client goes away.
	Hang bool
	// Rubbish answers 200 with something that is no stream.
	Rubbish bool
	// Stop is the stop reason in OpenAI's words; empty means "stop".
	Stop string
}

// Server is the emulator. Close it.
type Server struct {
	http *httptest.Server
	quit chan struct{}

	mu       sync.Mutex
	handle   func(Request) Reply
	requests []Request
}

// New starts a server that answers every call with Reply{Text: text}.
func New(text string) *Server {
	s := &Server{quit: make(chan struct{})}
	s.Handle(func(Request) Reply { return Reply{Text: text} })
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.openAI)
	mux.HandleFunc("POST /v1/messages", s.anthropic)
	s.http = httptest.NewServer(mux)
	return s
}

// Close ends calls under way and stops the server.
func (s *Server) Close() {
	close(s.quit)
	s.http.CloseClientConnections()
	s.http.Close()
}

// Handle sets what decides the reply to each call from now on.
func (s *Server) Handle(f func(Request) Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handle = f
}

// Script answers the coming calls with replies in order, then repeats the last.
func (s *Server) Script(replies ...Reply) {
	var mu sync.Mutex
	next := 0
	s.Handle(func(Request) Reply {
		mu.Lock()
		defer mu.Unlock()
		r := replies[min(next, len(replies)-1)]
		next++
		return r
	})
}

// Requests returns the calls so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// OpenAIURL and AnthropicURL are the base URLs to configure.
func (s *Server) OpenAIURL() string { return s.http.URL + "/v1" }

// AnthropicURL is the base URL for Anthropic's client.
func (s *Server) AnthropicURL() string { return s.http.URL }

func (s *Server) decide(r Request) Reply {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	f := s.handle
	s.mu.Unlock()
	return f(r)
}

// wireRequest has the fields of both protocols.
type wireRequest struct {
	Model               string          `json:"model"`
	System              json.RawMessage `json:"system"`
	MaxTokens           int             `json:"max_tokens"`
	MaxCompletionTokens int             `json:"max_completion_tokens"`
	Store               *bool           `json:"store"`
	Messages            []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"`
	} `json:"messages"`
}

func readRequest(provider string, r *http.Request) (Request, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return Request{}, err
	}
	var w wireRequest
	if err := json.Unmarshal(body, &w); err != nil {
		return Request{}, err
	}
	q := Request{
		Provider: provider, Model: w.Model, System: contentText(w.System), Store: w.Store, Body: string(body),
		MaxTokens: max(w.MaxTokens, w.MaxCompletionTokens),
		Key:       strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") + r.Header.Get("X-Api-Key"),
	}
	for _, m := range w.Messages {
		if m.Role == "system" {
			q.System += contentText(m.Content)
		} else {
			q.User += contentText(m.Content)
		}
	}
	return q, nil
}

// contentText reads a string or a list of text blocks.
func contentText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var blocks []struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return ""
	}
	var b strings.Builder
	for _, x := range blocks {
		b.WriteString(x.Text)
	}
	return b.String()
}
