// Package socket is the WebSocket door for sound (specification §6.2), for
// networks that let no UDP through. It feeds the same pipeline as WebRTC.
//
// One goroutine reads a socket, one writes its events, one for each stream waits
// for its end.
package socket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/access"
)

var (
	// ErrBusy means that no further stream is taken here at present.
	ErrBusy = errors.New("media takes no more streams now")
	// ErrOver means that the live session has ended.
	ErrOver = errors.New("live session is over")
)

// Sessions is what a socket needs of the session layer.
type Sessions interface {
	// Join binds a stream to its speaker's place in a session; a binding the
	// place had before ends. Errors wrap ErrBusy or ErrOver where they apply.
	Join(ctx context.Context, sessionID string, speaker interviewaiv1.Speaker) (Binding, error)
}

// Binding is one speaker's place in a session. What it is given is not kept.
type Binding interface {
	// PushPCM takes mono sound at rate Hz, in order.
	PushPCM(pcm []int16, rate int, arrival time.Time) error
	// PushOpus takes one Opus packet, in order.
	PushOpus(payload []byte, arrival time.Time) error
	// Subscribe opens a stream of the session's events.
	Subscribe() (Events, error)
	// Done is closed once the binding is of no more use.
	Done() <-chan struct{}
	// Leave says that the client is gone, with a reason in snake case.
	Leave(reason string)
}

// Events is a stream of a session's events.
type Events interface {
	// Events is closed when the stream is over.
	Events() <-chan *interviewaiv1.LiveEvent
	// Close ends the stream; it may be called more than once.
	Close()
}

// Tokens judges media tokens; access.Verifier does.
type Tokens interface {
	// Grant returns what the token allows. Errors wrap access.ErrToken or
	// access.ErrKeys.
	Grant(ctx context.Context, token string) (access.Grant, error)
}

// Config says how sockets are served. Zero values mean the defaults named.
type Config struct {
	// Origins are the web origins that may connect from a browser, such as
	// "https://app.example.org"; "*" allows all. The server's own always may.
	Origins []string
	// MaxSockets bounds the open sockets (default 2,000).
	MaxSockets int
	// IdleTimeout ends a socket that sent nothing for so long (default 60 s).
	IdleTimeout time.Duration
	// Log receives what happens to sockets.
	Log *slog.Logger
}

const (
	defaultMaxSockets  = 2000
	defaultIdleTimeout = time.Minute
	// protocol is the subprotocol answered to clients that send their token
	// as one, which is all a browser's WebSocket can set:
	// new WebSocket(url, ["interviewai", "token." + token]).
	protocol      = "interviewai"
	tokenProtocol = "token."
)

// Server serves /ws/audio. Safe for concurrent use.
type Server struct {
	cfg      Config
	tokens   Tokens
	sessions Sessions

	mu       sync.Mutex
	open     int
	serving  bool // Run was called and has not been told to end
	draining chan struct{}
	work     sync.WaitGroup
}

// New returns a server; Run lets clients in.
func New(cfg Config, tokens Tokens, sessions Sessions) *Server {
	if cfg.MaxSockets == 0 {
		cfg.MaxSockets = defaultMaxSockets
	}
	if cfg.IdleTimeout == 0 {
		cfg.IdleTimeout = defaultIdleTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Server{cfg: cfg, tokens: tokens, sessions: sessions, draining: make(chan struct{})}
}

// Run lets clients in until ctx ends, then tells them to go and waits for them.
func (s *Server) Run(ctx context.Context) error {
	s.serve(true)
	<-ctx.Done()
	s.serve(false)
	close(s.draining)
	s.work.Wait()
	return nil
}

func (s *Server) serve(serving bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serving = serving
}

// enter takes a place for a socket.
func (s *Server) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.serving || s.open >= s.cfg.MaxSockets {
		return ErrBusy
	}
	s.open++
	s.work.Add(1)
	return nil
}

func (s *Server) leave() {
	s.mu.Lock()
	s.open--
	s.mu.Unlock()
	s.work.Done()
}

// ServeHTTP serves one socket until it ends.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	grant, err := s.tokens.Grant(r.Context(), tokenOf(r))
	switch {
	case errors.Is(err, access.ErrKeys):
		s.cfg.Log.Error("check media token", "error", err)
		http.Error(w, "the token cannot be checked now", http.StatusServiceUnavailable)
		return
	case err != nil:
		w.Header().Set("WWW-Authenticate", `Bearer realm="interviewai"`)
		http.Error(w, "a media token is needed", http.StatusUnauthorized)
		return
	}
	if err := s.enter(); err != nil {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "no room for another connection now", http.StatusServiceUnavailable)
		return
	}
	defer s.leave()
	ws, err := websocket.Accept(w, r, s.acceptOptions())
	if err != nil {
		s.cfg.Log.Debug("accept websocket", "error", err) // Accept has answered
		return
	}
	ws.SetReadLimit(maxMessage)
	// The request's context ends with the handler, not with the connection.
	newConn(s, ws, grant.SessionID).serve(context.WithoutCancel(r.Context()))
}

func (s *Server) acceptOptions() *websocket.AcceptOptions {
	o := &websocket.AcceptOptions{Subprotocols: []string{protocol}}
	for _, origin := range s.cfg.Origins {
		if origin == "*" {
			o.InsecureSkipVerify = true
		}
		o.OriginPatterns = append(o.OriginPatterns, origin)
	}
	return o
}

// tokenOf finds the token: in the Authorization header, as access_token in the
// query, or as a subprotocol.
func tokenOf(r *http.Request) string {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return token
	}
	if token := r.URL.Query().Get("access_token"); token != "" {
		return token
	}
	for _, line := range r.Header.Values("Sec-WebSocket-Protocol") {
		for p := range strings.SplitSeq(line, ",") {
			if token, ok := strings.CutPrefix(strings.TrimSpace(p), tokenProtocol); ok {
				return token
			}
		}
	}
	return ""
}

// refusal says why a stream was not opened.
func refusal(err error) *fault {
	switch {
	case errors.Is(err, ErrBusy):
		return &fault{codeBusy, "no room for another stream now; try again"}
	case errors.Is(err, ErrOver):
		return &fault{codeEnded, "the live session is over"}
	default:
		return &fault{codeBusy, fmt.Sprintf("the stream could not be opened: %v", err)}
	}
}
