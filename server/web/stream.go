package web

import (
	"net/http"
	"time"
)

// messageTime is how long a client of a stream may take to accept a message.
const messageTime = 30 * time.Second

// withoutEnd lets a stream last: it has no deadlines of its own, only each of
// its messages has. Where the client streams too, its body is the stream; over
// HTTP/1.1 such calls are refused, and the body that comes with them is not
// waited for any longer than others.
func withoutEnd(w http.ResponseWriter, r *http.Request, clientStreams bool) http.ResponseWriter {
	connection := http.NewResponseController(w)
	// Not every ResponseWriter can; those have no deadlines either.
	_ = connection.SetWriteDeadline(time.Time{})
	if clientStreams && r.ProtoMajor >= 2 {
		_ = connection.SetReadDeadline(time.Time{})
	}
	return &messageWriter{ResponseWriter: w, connection: connection, limit: messageTime}
}

// messageWriter gives each message, which is written and then flushed, a
// deadline, so that a client that accepts nothing holds nothing for ever.
type messageWriter struct {
	http.ResponseWriter
	connection *http.ResponseController
	limit      time.Duration
	begun      bool
}

// Write implements http.ResponseWriter.
func (m *messageWriter) Write(p []byte) (int, error) {
	if !m.begun {
		m.begun = true
		_ = m.connection.SetWriteDeadline(time.Now().Add(m.limit))
	}
	return m.ResponseWriter.Write(p) //nolint:wrapcheck // a writer returns its writer's error
}

// Flush implements http.Flusher.
func (m *messageWriter) Flush() { _ = m.FlushError() }

// FlushError is what http.ResponseController looks for.
func (m *messageWriter) FlushError() error {
	err := m.connection.Flush()
	if m.begun && err == nil {
		m.begun = false
		_ = m.connection.SetWriteDeadline(time.Time{})
	}
	return err //nolint:wrapcheck // a writer returns its writer's error
}

// Unwrap lets http.ResponseController reach the connection.
func (m *messageWriter) Unwrap() http.ResponseWriter { return m.ResponseWriter }
