// Package speechtest emulates OpenAI's transcription endpoint for tests,
// benchmarks and the demo: it checks what it is sent as OpenAI's documentation
// of POST /v1/audio/transcriptions says, and answers what a script tells it.
package speechtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Handler answers one request.
type Handler func(Request) Response

// Server is a running emulator. Give URL as the base URL.
type Server struct {
	// URL ends in /v1.
	URL string

	http    *httptest.Server
	delay   time.Duration
	handler Handler
	stop    context.Context
	cancel  context.CancelFunc

	mu       sync.Mutex
	requests []Request
}

// New starts an emulator on a free port that answers each valid request with
// handler after delay. Close ends it.
func New(delay time.Duration, handler Handler) *Server {
	s := &Server{delay: delay, handler: handler}
	s.stop, s.cancel = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/audio/transcriptions", s.transcribe)
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/v1"
	return s
}

// Saying starts an emulator that hears the same text in everything.
func Saying(delay time.Duration, text string) *Server {
	return New(delay, func(Request) Response { return Response{Text: text} })
}

// Script returns a handler that gives the responses one after another, and the
// last one from then on.
func Script(responses ...Response) Handler {
	var mu sync.Mutex
	next := 0
	return func(Request) Response {
		mu.Lock()
		defer mu.Unlock()
		r := responses[min(next, len(responses)-1)]
		next++
		return r
	}
}

// Close ends the emulator and every request that still waits in it.
func (s *Server) Close() {
	s.cancel()
	s.http.Close()
}

// Requests are the valid requests so far, in order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

func (s *Server) transcribe(w http.ResponseWriter, r *http.Request) {
	req, err := read(w, r)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.mu.Lock()
	req.Number = len(s.requests)
	s.requests = append(s.requests, req)
	s.mu.Unlock()
	resp := s.handler(req)
	if !s.wait(r.Context(), s.delay+resp.Delay, resp.Hang) {
		return
	}
	resp.write(w, req)
}

// wait reports whether the client is still there after the delay.
func (s *Server) wait(ctx context.Context, delay time.Duration, forever bool) bool {
	var timer <-chan time.Time
	if !forever {
		timer = time.After(delay)
	}
	select {
	case <-timer:
		return true
	case <-ctx.Done():
	case <-s.stop.Done():
	}
	return false
}
