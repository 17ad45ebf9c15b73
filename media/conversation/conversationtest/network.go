package conversationtest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// Network joins a client and a server in memory over HTTP/2, without a port:
// all of it runs on the virtual time of testing/synctest.
type Network struct {
	listener *listener
	server   *http.Server
	client   *http.Client
	serving  sync.WaitGroup
}

// NewNetwork serves the server until Close.
func NewNetwork(s *Server) *Network {
	mux := http.NewServeMux()
	mux.Handle(interviewaiv1connect.NewConversationServiceHandler(s))
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	n := &Network{
		listener: &listener{conns: make(chan net.Conn), done: make(chan struct{})},
		// The client's buffer for each stream is as large as the server's
		// frames may be: 512 KiB if this is not said.
		server: &http.Server{Handler: mux, Protocols: &protocols, HTTP2: &http.HTTP2Config{MaxReadFrameSize: 16 << 10}},
	}
	n.client = &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return n.listener.dial(ctx) },
		Protocols:   &protocols,
	}}
	n.serving.Go(func() { _ = n.server.Serve(n.listener) })
	return n
}

// Client reaches the server.
func (n *Network) Client() interviewaiv1connect.ConversationServiceClient {
	return interviewaiv1connect.NewConversationServiceClient(n.client, "http://memory")
}

// Close ends everything.
func (n *Network) Close() {
	n.client.CloseIdleConnections()
	_ = n.server.Close()
	n.serving.Wait()
}

type listener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

var errClosed = errors.New("in-memory network is closed")

func (l *listener) dial(ctx context.Context) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.conns <- there:
		return here, nil
	case <-l.done:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }
