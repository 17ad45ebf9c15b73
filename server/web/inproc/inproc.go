// Package inproc joins parts of one process by the same protocol they would
// speak over a network: a listener and an HTTP client with a pipe between them
// instead of a socket. Nobody on either side can tell, so one code path serves
// one process and many.
package inproc

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// BaseURL is where clients find the listener.
const BaseURL = "http://inproc"

// errClosed is what dialling a closed listener returns.
var errClosed = errors.New("inproc: listener closed")

// Listener is a net.Listener that only Dial and Client of the same value reach.
type Listener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

// New returns an open listener.
func New() *Listener {
	return &Listener{conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *Listener) Addr() net.Addr { return address{} }

// Dial opens a connection, waiting for the listener to accept it.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	server, client := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, errClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Client returns an HTTP client that speaks cleartext HTTP/2 with the listener.
// Its idle connections should be closed when it is no longer used.
func (l *Listener) Client() *http.Client {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Client{Transport: &http.Transport{
		DialContext:     func(ctx context.Context, _, _ string) (net.Conn, error) { return l.Dial(ctx) },
		Protocols:       protocols,
		IdleConnTimeout: 90 * time.Second,
	}}
}

// Local reports whether a request came through a listener of this package, from
// our own process.
func Local(r *http.Request) bool {
	return r.RemoteAddr == pipeAddress
}

// pipeAddress is what net.Pipe calls its ends; no socket has such an address.
const pipeAddress = "pipe"

type address struct{}

func (address) Network() string { return "inproc" }
func (address) String() string  { return "inproc" }
