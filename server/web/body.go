package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// bodyTime is how long a client may take to send a request's body.
const bodyTime = time.Minute

// withBodyTime bounds the time a request's body may take to arrive, whoever
// reads it or does not: net/http reads on by itself before it answers, and
// would wait for ever. The answer's time is not bounded by it.
func withBodyTime(limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			connection := http.NewResponseController(w)
			// Not every ResponseWriter can; then the server's own limits must do.
			_ = connection.SetReadDeadline(time.Now().Add(limit))
			body := &timedBody{ReadCloser: r.Body, connection: connection}
			defer body.leave()
			r.Body = body
		}
		next.ServeHTTP(w, r)
	})
}

// timedBody takes the deadline away once the body has arrived: net/http goes on
// reading to notice a client that leaves, and would take a deadline for one.
// Before its end the deadline stays, also when reading has failed: what is left
// of the body is read by net/http.
type timedBody struct {
	io.ReadCloser
	connection *http.ResponseController
	expired    atomic.Bool

	mu sync.Mutex
	// over is set when the handler has returned. A stream's reader may be
	// reading still, and may then not touch the connection any more: it belongs
	// to nobody (HTTP/2) or to the next request (HTTP/1.1).
	over bool
}

// leave ends what a reader may do to the connection.
func (b *timedBody) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
}

// arrived takes the deadline away.
func (b *timedBody) arrived() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.over {
		_ = b.connection.SetReadDeadline(time.Time{})
	}
}

// Read implements io.Reader.
func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case errors.Is(err, io.EOF):
		b.arrived()
	case errors.Is(err, os.ErrDeadlineExceeded):
		b.expired.Store(true)
	}
	return n, err //nolint:wrapcheck // a reader returns its reader's error
}

// late returns whether the request's body did not arrive in time, to be asked
// once it was read. Ask for it before the body is wrapped by something else.
func late(r *http.Request) func() bool {
	body, ok := r.Body.(*timedBody)
	if !ok {
		return func() bool { return false }
	}
	return body.expired.Load
}

// limitBody bounds a request's size.
func limitBody(w http.ResponseWriter, r *http.Request, most int64) {
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, most)
	}
}
