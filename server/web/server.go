package web

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const (
	// A client has this long to send a request's header; bodies have their own
	// limits, since a stream's body is never finished.
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	maxHeader  = 64 << 10
)

// Server serves one handler on any number of listeners, HTTP/1.1 and HTTP/2 on
// the same port, chosen by ALPN with TLS and by the first bytes without: browsers
// speak only the first in cleartext, gRPC only the second.
type Server struct {
	// Handler is what New returned.
	Handler http.Handler
	// Listeners to serve, the in-process one among them.
	Listeners []net.Listener
	// TLS makes all listeners but the in-process one speak it; nil means
	// cleartext. See Certificate.TLS.
	TLS *tls.Config
	// Drain is how long calls under way may take after the stop began.
	Drain time.Duration
	// Logger gets what net/http complains about.
	Logger *slog.Logger
}

// Run serves until ctx ends, then lets calls under way finish for at most
// Drain, then cuts what is left.
func (s Server) Run(ctx context.Context) error {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{
		Handler:           s.Handler,
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		Protocols:         protocols,
		TLSConfig:         s.TLS,
		// A client keeps a buffer of the frame size for every open stream, and
		// each live session has one: 16 KiB (the protocol's least) instead of
		// Go's 512 KiB a session.
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: 1000, MaxReadFrameSize: 16 << 10,
			SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second,
		},
		ErrorLog: slog.NewLogLogger(s.Logger.Handler(), slog.LevelDebug),
	}
	var group errgroup.Group
	stopped, stop := context.WithCancel(ctx)
	defer stop()
	for _, listener := range s.Listeners {
		group.Go(func() error {
			defer stop() // one listener's failure ends them all
			if err := s.serve(server, listener); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve %s: %w", listener.Addr(), err)
			}
			return nil
		})
	}
	<-stopped.Done()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		s.Logger.WarnContext(ctx, "calls were cut that did not finish in time", observe.KeyError, err)
		_ = server.Close() // nothing is left to be saved
	}
	return group.Wait() //nolint:wrapcheck // wrapped above
}

func (s Server) serve(server *http.Server, listener net.Listener) error {
	_, local := listener.(*inproc.Listener)
	if s.TLS == nil || local {
		return server.Serve(listener) //nolint:wrapcheck // wrapped by the caller
	}
	return server.ServeTLS(listener, "", "") //nolint:wrapcheck // wrapped by the caller
}

// messageOf finds the words in an error of the transcoder: a google.rpc.Status
// in JSON, or plain text.
func messageOf(body []byte) string {
	var status struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &status) == nil && status.Message != "" {
		return status.Message
	}
	return strings.TrimSpace(string(body))
}
