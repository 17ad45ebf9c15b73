package web

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
)

// maxTusText bounds what is read of the protocol handler's own words.
const maxTusText = 1 << 10

// errFailed is the refusal of more bytes for a recording that came to nothing.
func errFailed(r recording.Recording) error {
	if r.Failure == nil {
		return recording.ErrNotFound
	}
	return fault.New(fault.Conflict, r.Failure.Reason, r.Failure.Message)
}

// tusAnswer holds back what the protocol's handler says of a refusal, which is
// said in our words.
type tusAnswer struct {
	http.ResponseWriter
	call    *tusCall
	refused int
	text    bytes.Buffer
}

// Unwrap lets http.ResponseController reach the connection.
func (a *tusAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (a *tusAnswer) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		a.refused = status
		return
	}
	// An address without scheme and host is right behind every proxy.
	if at := a.Header().Get("Location"); at != "" {
		a.Header().Set("Location", recording.Path(a.call.interview, path.Base(at)))
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *tusAnswer) Write(p []byte) (int, error) {
	if a.refused == 0 {
		return a.ResponseWriter.Write(p) //nolint:wrapcheck // a writer returns its writer's error
	}
	a.text.Write(p[:min(len(p), maxTusText-a.text.Len())])
	return len(p), nil
}

// tusProblems are the refusals of the protocol's handler, by its code.
var tusProblems = map[string]struct {
	status          int
	reason, message string
}{
	"ERR_UNSUPPORTED_VERSION":   {http.StatusPreconditionFailed, "tus_version", "Send Tus-Resumable: 1.0.0."},
	"ERR_MAX_SIZE_EXCEEDED":     {http.StatusRequestEntityTooLarge, recording.ErrTooLarge.Reason, recording.ErrTooLarge.Message},
	"ERR_UPLOAD_SIZE_EXCEEDED":  {http.StatusRequestEntityTooLarge, "recording_size", "This is more than the recording was said to have."},
	"ERR_INVALID_CONTENT_TYPE":  {http.StatusUnsupportedMediaType, "unsupported_media_type", "Send the bytes as " + tusContentType + "."},
	"ERR_INVALID_UPLOAD_LENGTH": {http.StatusBadRequest, "invalid_argument", "Say how many bytes will come: Upload-Length, or Upload-Defer-Length: 1."},
	"ERR_INVALID_OFFSET":        {http.StatusBadRequest, "invalid_argument", "Say where the bytes belong: Upload-Offset."},
	"ERR_MISMATCHED_OFFSET":     {http.StatusConflict, recording.ErrOffset.Reason, recording.ErrOffset.Message},
	"ERR_READ_TIMEOUT":          {http.StatusRequestTimeout, "upload_too_slow", "The bytes did not arrive in time. What has arrived is kept: ask how much (HEAD) and go on."},
	"ERR_UNEXPECTED_EOF":        {http.StatusBadRequest, "upload_cut_off", "The connection broke off. What has arrived is kept: ask how much (HEAD) and go on."},
	"ERR_CONNECTION_RESET":      {http.StatusBadRequest, "upload_cut_off", "The connection broke off. What has arrived is kept: ask how much (HEAD) and go on."},
}

// finish answers with the refusal, if there was one.
func (a *tusAnswer) finish(s *recordings, r *http.Request) {
	if a.refused == 0 {
		return
	}
	header := a.Header()
	header.Del("Content-Length")
	if a.refused == http.StatusPreconditionFailed {
		header.Set("Tus-Version", tusVersion)
	}
	code, rest, _ := strings.Cut(a.text.String(), ":")
	if known, ok := tusProblems[code]; ok && a.call.refused == nil {
		writeProblem(a.ResponseWriter, r, known.status, problem{Reason: known.reason, Message: known.message})
		return
	}
	err := a.call.refused
	if err == nil {
		err = fmt.Errorf("resumable upload: %s:%s", code, strings.TrimSpace(rest))
	}
	if a.call.refused == nil && a.refused < http.StatusInternalServerError {
		writeProblem(a.ResponseWriter, r, a.refused, problem{Reason: "invalid_argument", Message: strings.TrimSpace(rest)})
		return
	}
	s.refuse(a.ResponseWriter, r, err)
}
