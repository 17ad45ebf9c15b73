package web

import (
	"io"
	"net/http"
	"time"
)

// bodyTime is how long a client may take to send a request's body.
const bodyTime = time.Minute

// limitBody bounds a request's size and the time it may take to arrive, but not
// the time its answer takes.
func limitBody(w http.ResponseWriter, r *http.Request, most int64) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	connection := http.NewResponseController(w)
	// Not every ResponseWriter can; then the server's own limits must do.
	_ = connection.SetReadDeadline(time.Now().Add(bodyTime))
	r.Body = &timedBody{ReadCloser: http.MaxBytesReader(w, r.Body, most), connection: connection}
}

// timedBody takes the deadline away once the body has arrived: net/http goes on
// reading to notice a client that leaves, and would take a deadline for one.
type timedBody struct {
	io.ReadCloser
	connection *http.ResponseController
}

// Read implements io.Reader.
func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = b.connection.SetReadDeadline(time.Time{})
	}
	return n, err //nolint:wrapcheck // a reader returns its reader's error
}
