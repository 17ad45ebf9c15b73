package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/rpc"
)

// restAnswer keeps the transcoder's answer until it is complete: bad ones are
// written anew, good ones to a GET get an ETag. The transcoder holds a whole
// answer in memory anyway, so nothing is lost by waiting for its end.
type restAnswer struct {
	http.ResponseWriter
	call   *rpc.RESTCall
	late   func() bool
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *restAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write implements http.ResponseWriter.
func (a *restAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p) //nolint:wrapcheck // a buffer's Write does not fail
}

// FlushError implements what http.ResponseController looks for: nothing is sent
// before finish.
func (*restAnswer) FlushError() error { return nil }

// Flush implements http.Flusher.
func (*restAnswer) Flush() {}

// Unwrap lets http.ResponseController reach the connection.
func (a *restAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// finish sends the answer.
func (a *restAnswer) finish(r *http.Request) {
	if a.status >= http.StatusBadRequest {
		a.refuse(r)
		return
	}
	a.WriteHeader(http.StatusOK) // for an answer without a body
	if a.status == http.StatusOK && a.call.Created() {
		a.status = http.StatusCreated
	}
	header := a.Header()
	if r.Method != http.MethodGet {
		header.Set("Cache-Control", "no-store")
	} else if a.status == http.StatusOK {
		header.Set("Cache-Control", "private, no-cache") // keep, but ask each time
		tag := etag(a.body.Bytes())
		header.Set("ETag", tag)
		if matches(r.Header.Values("If-None-Match"), tag) {
			header.Del("Content-Type")
			header.Del("Content-Length")
			a.ResponseWriter.WriteHeader(http.StatusNotModified)
			return
		}
	}
	a.ResponseWriter.WriteHeader(a.status)
	_, _ = a.ResponseWriter.Write(a.body.Bytes()) // a client that is gone needs no answer
}

// etag is a strong validator of an answer's bytes (RFC 9110, 8.8.3). protojson
// strews spaces at random between builds, never within one, so a new version of
// the service invalidates what was cached, and nothing else does.
func etag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
}

// matches compares weakly, as If-None-Match wants it (RFC 9110, 13.1.2). A tag
// that we gave to the compressed form of an answer names the same answer.
func matches(lists []string, tag string) bool {
	for candidate := range strings.SplitSeq(strings.Join(lists, ","), ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == tag || candidate == strings.TrimSuffix(tag, `"`)+gzipSuffix+`"` {
			return true
		}
	}
	return false
}

// refuse writes an error in our shape.
func (a *restAnswer) refuse(r *http.Request) {
	header := a.Header()
	for _, name := range []string{"Content-Encoding", "Content-Length", "X-Content-Type-Options"} {
		header.Del(name)
	}
	header.Set("X-Content-Type-Options", "nosniff")
	if a.late() {
		writeProblem(a.ResponseWriter, r, http.StatusRequestTimeout, problem{
			Reason: "request_timeout", Message: "The request did not arrive within a minute. Send it again.",
		})
		return
	}
	// The transcoder's own refusal comes first: when it could not read the
	// request, the service saw an empty one and its complaint would mislead. But
	// one call too many is refused, whatever is in it.
	if refused := a.call.Refused(); refused != nil && (refused.Code() == connect.CodeResourceExhausted || a.tells(refused)) {
		writeRefusal(a.ResponseWriter, r, refused)
		return
	}
	status, p := translate(a.status, a.body.Bytes(), r)
	// Of a body that did not say how long it is the transcoder says "too many".
	if status == http.StatusRequestEntityTooLarge || strings.Contains(p.Message, "MaxBytesReader limit") {
		status, p = http.StatusRequestEntityTooLarge, tooLarge
	}
	writeProblem(a.ResponseWriter, r, status, p)
}

// tells reports whether the answer that was kept back is this refusal.
func (a *restAnswer) tells(refused *connect.Error) bool {
	id := rpc.DetailOf(refused).GetRequestId()
	return id != "" && bytes.Contains(a.body.Bytes(), []byte(id))
}
