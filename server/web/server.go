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
	// A client has this long to send a request's header; bodies have a limit of
	// their own, see withBodyTime.
	headerTime = 10 * time.Second
	// answerTime bounds the whole of a call, from its header to the last byte of
	// its answer. Transcribing a long recording takes minutes; streams last longer
	// and have a limit a message instead, see withoutEnd.
	answerTime = 10 * time.Minute
	idleTime   = 2 * time.Minute
	maxHeader  = 64 << 10
)

// Server serves one handler on any number of listeners, HTTP/1.1 and HTTP/2 on
// the same port, chosen by ALPN with TLS and by the first bytes without: browsers
// speak only the first in cleartext, gRPC only the second.
type Server struct {
	// Handler is what New returned.
	Handler http.Handler
	// Listener is what clients connect to.
	Listener net.Listener
	// Inner is the in-process listener, by which calls under way may make others:
	// it closes last. Nil means that there is none.
	Inner *inproc.Listener
	// TLS makes the listener speak it; nil means cleartext. See Certificate.TLS.
	TLS *tls.Config
	// Drain is how long calls under way may take after the stop began.
	Drain time.Duration
	// Logger gets what net/http complains about.
	Logger *slog.Logger
}

// Run serves until ctx ends, then lets calls under way finish for at most
// Drain, then cuts what is left.
func (s Server) Run(ctx context.Context) error {
	outer, inner := s.server(), s.server()
	outer.TLSConfig = s.TLS
	var group errgroup.Group
	stopped, stop := context.WithCancel(ctx)
	defer stop()
	start := func(addr net.Addr, serve func() error) {
		group.Go(func() error {
			defer stop() // one listener's failure ends them both
			if err := serve(); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serve %s: %w", addr, err)
			}
			return nil
		})
	}
	start(s.Listener.Addr(), func() error {
		if s.TLS == nil {
			return outer.Serve(s.Listener)
		}
		return outer.ServeTLS(s.Listener, "", "")
	})
	if s.Inner != nil {
		start(s.Inner.Addr(), func() error { return inner.Serve(s.Inner) })
	}
	<-stopped.Done()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Drain)
	defer cancel()
	// One after the other: a call that is still arriving may need the inner one.
	for _, server := range []*http.Server{outer, inner} {
		if err := server.Shutdown(drain); err != nil {
			s.Logger.WarnContext(ctx, "calls were cut that did not finish in time", observe.KeyError, err)
			_ = server.Close() // nothing is left to be saved
		}
	}
	return group.Wait() //nolint:wrapcheck // wrapped above
}

func (s Server) server() *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           s.Handler,
		ReadHeaderTimeout: headerTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		Protocols:         protocols,
		// A client keeps a buffer of the frame size for every open stream, and
		// each live session has one: 16 KiB (the protocol's least) instead of
		// Go's 512 KiB a session.
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: 1000, MaxReadFrameSize: 16 << 10,
			SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second,
		},
		ErrorLog: slog.NewLogLogger(s.Logger.Handler(), slog.LevelDebug),
	}
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
