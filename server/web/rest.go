package web

import (
	"fmt"
	"net/http"
	"strings"

	"connectrpc.com/vanguard"

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
		schema, err := descriptor(s.Path)
		if err != nil {
			return nil, fmt.Errorf("serve REST: %w", err)
		}
		annotated = append(annotated, vanguard.NewServiceWithSchema(schema, s.Handler,
			vanguard.WithTargetProtocols(vanguard.ProtocolConnect),
			vanguard.WithTargetCodecs(vanguard.CodecProto),
			vanguard.WithNoTargetCompression(),
			vanguard.WithMaxMessageBufferBytes(maxRESTBody)))
	}
	transcoder, err := vanguard.NewTranscoder(annotated, vanguard.WithCodec(newJSON))
	if err != nil {
		return nil, fmt.Errorf("serve REST: %w", err)
	}
	return compressed(rest{transcoder})
}

// ServeHTTP implements http.Handler.
func (s rest) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.RawQuery != "" && r.Method != http.MethodGet && r.Method != http.MethodHead {
		// The transcoder would fill fields from it, a password too, and addresses
		// are written into logs on their way.
		writeProblem(w, r, http.StatusBadRequest, problem{
			Reason: "invalid_argument", Message: "Send the parameters in the body: only GET takes them from the address.",
		})
		return
	}
	tooLate := late(r)
	limitBody(w, r, maxRESTBody)
	if r.Method == http.MethodPost && r.ContentLength == 0 && r.Header.Get("Content-Type") == "" {
		// POST without a body (".../end") is an empty message.
		r.Header.Set("Content-Type", "application/json")
	}
	// What is compressed, and what must not be, is decided outside: see compressed.
	r.Header.Del("Accept-Encoding")
	ctx, call := rpc.WithRESTCall(r.Context())
	answer := &restAnswer{ResponseWriter: w, call: call, late: tooLate}
	s.transcoder.ServeHTTP(answer, r.WithContext(ctx))
	answer.finish(r)
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
		return http.StatusBadRequest, unreadable(text)
	case status >= http.StatusInternalServerError:
		return status, problem{Reason: "internal", Message: "Something went wrong on our side."}
	}
	return status, problem{Reason: "invalid_argument", Message: text}
}
