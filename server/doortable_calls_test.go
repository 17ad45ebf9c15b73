package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// verdict is what came of a call, the same over every protocol.
type verdict struct {
	status int    // as REST has it; 200 when it was let in
	reason string // of a refusal
	body   string
}

// way is one protocol by which a call can be made.
type way struct {
	name string
	send func(t *testing.T, r *running, header http.Header, request string) verdict
}

// waysTo lists the protocols that a call is served over: Connect, Connect's GET
// where the contract says that nothing changes, and each of its REST paths.
func waysTo(m protoreflect.MethodDescriptor) []way {
	procedure := "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
	if m.IsStreamingClient() || m.IsStreamingServer() {
		return []way{{"stream", func(t *testing.T, r *running, h http.Header, request string) verdict {
			t.Helper()
			return r.stream(t, procedure, h, request)
		}}}
	}
	all := []way{{"connect", func(t *testing.T, r *running, h http.Header, request string) verdict {
		t.Helper()
		h = h.Clone()
		h.Set("Content-Type", "application/json")
		return connectVerdict(r.call(t, http.MethodPost, procedure, h, request))
	}}}
	options, _ := m.Options().(*descriptorpb.MethodOptions)
	if options.GetIdempotencyLevel() == descriptorpb.MethodOptions_NO_SIDE_EFFECTS {
		all = append(all, way{"get", func(t *testing.T, r *running, h http.Header, request string) verdict {
			t.Helper()
			query := url.Values{"connect": {"v1"}, "encoding": {"json"}, "message": {request}}
			return connectVerdict(r.call(t, http.MethodGet, procedure+"?"+query.Encode(), h, ""))
		}})
	}
	rule, _ := proto.GetExtension(options, annotations.E_Http).(*annotations.HttpRule)
	if rule == nil {
		return all
	}
	for _, one := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		all = append(all, way{"rest", func(t *testing.T, r *running, h http.Header, request string) verdict {
			t.Helper()
			method, path, body := restForm(t, one, request)
			h = h.Clone()
			if body != "" {
				h.Set("Content-Type", "application/json")
			}
			got := r.call(t, method, path, h, body)
			return verdict{got.status, got.text("reason"), string(got.body)}
		}})
	}
	return all
}

// restForm spreads a request over the path, the query and the body as its
// annotation says.
func restForm(t *testing.T, rule *annotations.HttpRule, request string) (method, path, body string) {
	t.Helper()
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		method, path = http.MethodGet, pattern.Get
	case *annotations.HttpRule_Post:
		method, path = http.MethodPost, pattern.Post
	case *annotations.HttpRule_Put:
		method, path = http.MethodPut, pattern.Put
	case *annotations.HttpRule_Patch:
		method, path = http.MethodPatch, pattern.Patch
	case *annotations.HttpRule_Delete:
		method, path = http.MethodDelete, pattern.Delete
	default:
		t.Fatalf("pattern %T", pattern)
	}
	fields := map[string]any{}
	if err := json.Unmarshal([]byte(request), &fields); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		text, _ := value.(string)
		if place := "{" + snake(name) + "}"; strings.Contains(path, place) {
			path = strings.ReplaceAll(path, place, url.PathEscape(text))
			delete(fields, name)
		}
	}
	if rule.GetBody() == "*" {
		left, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return method, path, string(left)
	}
	if field, ok := fields[rule.GetBody()]; ok { // the body is one field of the message
		left, err := json.Marshal(field)
		if err != nil {
			t.Fatal(err)
		}
		return method, path, string(left)
	}
	query := url.Values{}
	for name, value := range fields {
		if text, ok := value.(string); ok {
			query.Set(name, text)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return method, path, ""
}

// snake spells a JSON name as the proto files do.
func snake(name string) string {
	var out strings.Builder
	for _, letter := range name {
		if 'A' <= letter && letter <= 'Z' {
			out.WriteByte('_')
			letter += 'a' - 'A'
		}
		out.WriteRune(letter)
	}
	return out.String()
}

// refused is an error as Connect's JSON has it.
type refused struct {
	Code    string
	Message string
	Details []struct{ Value string }
}

func (e refused) verdict(body string) verdict {
	out := verdict{status: map[string]int{
		connect.CodeUnauthenticated.String():  http.StatusUnauthorized,
		connect.CodePermissionDenied.String(): http.StatusForbidden,
		connect.CodeNotFound.String():         http.StatusNotFound,
	}[e.Code], body: body}
	if out.status == 0 {
		out.status = http.StatusBadRequest // some other refusal: the door was open
	}
	for _, d := range e.Details {
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(d.Value, "="))
		var detail v1.ErrorDetail
		if err == nil && proto.Unmarshal(raw, &detail) == nil && detail.GetReason() != "" {
			out.reason = detail.GetReason()
		}
	}
	return out
}

func connectVerdict(got reply) verdict {
	if got.status == http.StatusOK {
		return verdict{status: http.StatusOK, body: string(got.body)}
	}
	var e refused
	if err := json.Unmarshal(got.body, &e); err != nil {
		return verdict{status: got.status, reason: err.Error(), body: string(got.body)}
	}
	return e.verdict(string(got.body))
}

const (
	envelopeHead = 5
	endOfStream  = 2 // Connect's flag
)

// stream sends one message into a stream and reads until the first answer or the
// end, whichever comes first: who gets a message was let in.
func (r *running) stream(t *testing.T, procedure string, header http.Header, request string) verdict {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	head := make([]byte, envelopeHead)
	binary.BigEndian.PutUint32(head[1:], uint32(len(request))) //nolint:gosec // our own short texts
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+procedure, bytes.NewReader(append(head, request...)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header.Clone()
	req.Header.Set("Content-Type", "application/connect+json")
	res, err := r.client.Do(req)
	if err != nil {
		t.Fatalf("%s: %v", procedure, err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	if res.StatusCode != http.StatusOK {
		return verdict{status: res.StatusCode}
	}
	if _, err := io.ReadFull(res.Body, head); err != nil {
		t.Fatalf("%s: %v", procedure, err)
	}
	text := make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err := io.ReadFull(res.Body, text); err != nil {
		t.Fatalf("%s: %v", procedure, err)
	}
	if head[0]&endOfStream == 0 {
		return verdict{status: http.StatusOK, body: string(text)}
	}
	var end struct{ Error *refused }
	if err := json.Unmarshal(text, &end); err != nil {
		t.Fatalf("%s: %v in %s", procedure, err, text)
	}
	if end.Error == nil {
		return verdict{status: http.StatusOK, body: string(text)}
	}
	return end.Error.verdict(string(text))
}
