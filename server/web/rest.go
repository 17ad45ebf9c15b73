package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"connectrpc.com/vanguard"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/interviewai-pro/interviewai/server/rpc"
)

const (
	// maxRESTBody bounds what REST buffers of one request or answer.
	maxRESTBody = 8 << 20
)

// rest serves the contract's unary calls under /api/ in the specification's
// shapes. Vanguard translates; around it stands what it does not do: 201 for
// what was created, and errors in our shape.
type rest struct{ transcoder http.Handler }

func newREST(services []Service) (http.Handler, error) {
	var annotated []*vanguard.Service
	for _, s := range services {
		name := protoreflect.FullName(strings.Trim(s.Path, "/"))
		found, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
		if err != nil {
			return nil, fmt.Errorf("serve %s over REST: %w", name, err)
		}
		schema, ok := found.(protoreflect.ServiceDescriptor)
		if !ok {
			return nil, fmt.Errorf("serve %s over REST: not a service", name)
		}
		annotated = append(annotated, vanguard.NewServiceWithSchema(schema, s.Handler,
			vanguard.WithTargetProtocols(vanguard.ProtocolConnect),
			vanguard.WithTargetCodecs(vanguard.CodecProto),
			vanguard.WithNoTargetCompression(),
			vanguard.WithMaxMessageBufferBytes(maxRESTBody)))
	}
	transcoder, err := vanguard.NewTranscoder(annotated)
	if err != nil {
		return nil, fmt.Errorf("serve REST: %w", err)
	}
	return rest{transcoder}, nil
}

// ServeHTTP implements http.Handler.
func (s rest) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limitBody(w, r, maxRESTBody)
	if r.Method == http.MethodPost && r.ContentLength == 0 && r.Header.Get("Content-Type") == "" {
		// POST without a body (".../end") is an empty message.
		r.Header.Set("Content-Type", "application/json")
	}
	ctx, call := rpc.WithRESTCall(r.Context())
	answer := &restAnswer{ResponseWriter: w, call: call}
	s.transcoder.ServeHTTP(answer, r.WithContext(ctx))
	answer.finish(r)
}

// restAnswer passes good answers on and keeps bad ones back, to write them
// anew.
type restAnswer struct {
	http.ResponseWriter
	call   *rpc.RESTCall
	status int
	failed bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *restAnswer) WriteHeader(status int) {
	if a.status != 0 {
		return
	}
	a.status = status
	if status >= http.StatusBadRequest {
		return
	}
	if status == http.StatusOK && a.call.Created() {
		status = http.StatusCreated
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *restAnswer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	if a.status >= http.StatusBadRequest {
		if a.failed.Len() < 64<<10 {
			a.failed.Write(p)
		}
		return len(p), nil
	}
	return a.ResponseWriter.Write(p) //nolint:wrapcheck // a writer returns its writer's error
}

// FlushError implements what http.ResponseController looks for. What is kept
// back must not be flushed: that would send a status of 200.
func (a *restAnswer) FlushError() error {
	if a.status == 0 || a.status >= http.StatusBadRequest {
		return nil
	}
	return http.NewResponseController(a.ResponseWriter).Flush() //nolint:wrapcheck // a writer returns its writer's error
}

// Flush implements http.Flusher.
func (a *restAnswer) Flush() { _ = a.FlushError() }

// Unwrap lets http.ResponseController reach the connection.
func (a *restAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// finish writes the error that was kept back, in our shape.
func (a *restAnswer) finish(r *http.Request) {
	if a.status < http.StatusBadRequest {
		return
	}
	header := a.Header()
	for _, name := range []string{"Content-Encoding", "Content-Length", "X-Content-Type-Options"} {
		header.Del(name)
	}
	header.Set("X-Content-Type-Options", "nosniff")
	// The transcoder's own refusal comes first: when it could not read the
	// request, the service saw an empty one and its complaint would mislead.
	if refused := a.call.Refused(); refused != nil && a.tells(refused) {
		writeRefusal(a.ResponseWriter, r, refused)
		return
	}
	status, p := translate(a.status, a.failed.Bytes(), r)
	writeProblem(a.ResponseWriter, r, status, p)
}

// tells reports whether the answer that was kept back is this refusal.
func (a *restAnswer) tells(refused *connect.Error) bool {
	id := rpc.DetailOf(refused).GetRequestId()
	return id != "" && bytes.Contains(a.failed.Bytes(), []byte(id))
}

// translate words what the transcoder refused before any call was made.
func translate(status int, body []byte, r *http.Request) (int, problem) {
	text := messageOf(body)
	switch {
	case status == http.StatusNotFound:
		return status, problem{Reason: "not_found", Message: "There is nothing at " + r.Method + " " + r.URL.Path + "."}
	case status == http.StatusMethodNotAllowed:
		return status, problem{Reason: "method_not_allowed", Message: r.Method + " is not possible here."}
	case status == http.StatusUnsupportedMediaType:
		return status, problem{Reason: "unsupported_media_type", Message: "Send application/json."}
	case strings.Contains(text, "request body too large") || strings.Contains(text, "max buffer size") || status == http.StatusRequestEntityTooLarge:
		return http.StatusRequestEntityTooLarge, problem{Reason: "request_too_large", Message: fmt.Sprintf("The request is larger than %d MiB.", maxRESTBody>>20)}
	case r.URL.RawQuery != "" && strings.Contains(text, "parameter"), r.URL.RawQuery != "" && strings.Contains(text, "field"):
		return http.StatusBadRequest, problem{Reason: "invalid_argument", Message: "The query has a parameter that does not exist or cannot be read: " + text}
	case strings.Contains(text, "proto:") || strings.Contains(text, "unexpected EOF"):
		// The transcoder calls JSON that it cannot read its own mistake.
		return http.StatusBadRequest, problem{Reason: "invalid_argument", Message: "The request is not valid JSON for this call: " + text}
	case status >= http.StatusInternalServerError:
		return status, problem{Reason: "internal", Message: "Something went wrong on our side."}
	}
	return status, problem{Reason: "invalid_argument", Message: text}
}
