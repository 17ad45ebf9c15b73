package rpc_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// object is the answer's JSON.
func (r reply) object() map[string]any {
	out := map[string]any{}
	_ = json.Unmarshal([]byte(r.body), &out) // what is no object has no fields
	return out
}

// text is one field of the answer.
func (r reply) text(name string) string {
	text, _ := r.object()[name].(string)
	return text
}

// cookie is one that the answer sets; nil when it does not.
func (r reply) cookie(t *testing.T, name string) *http.Cookie {
	t.Helper()
	var found *http.Cookie
	for _, text := range r.header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(text)
		if err != nil {
			t.Fatal(err)
		}
		if c.Name == name {
			found = c
		}
	}
	return found
}

// send makes one request; headers come as name and value in turn.
func (p *people) send(method, path, body string, headers ...string) reply {
	p.Helper()
	req, err := http.NewRequestWithContext(p.Context(), method, inproc.BaseURL+path, strings.NewReader(body))
	p.ok(err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] != "" {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	res, err := p.client.Do(req)
	p.ok(err)
	defer res.Body.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(res.Body)
	p.ok(err)
	return reply{res.StatusCode, res.Header, string(content)}
}

func bearer(token string) string {
	if token == "" {
		return ""
	}
	return "Bearer " + token
}

// verdict is what came of a call, the same over every protocol.
type verdict struct {
	code, reason string            // of a refusal
	fields       map[string]string // the rule that each named field breaks
	answer       any               // otherwise
}

func (v verdict) String() string {
	return fmt.Sprint(v.code, " ", v.reason, " ", v.fields, " ", v.answer)
}

// way is one protocol by which a call can be made.
type way struct {
	name string
	// named spells a field of the request, given as JSON does.
	named func(field string) string
	send  func(p *people, token, request string) (v verdict, possible bool)
}

// waysTo are Connect, and each of a call's REST paths.
func waysTo(m protoreflect.MethodDescriptor) []way {
	all := []way{{"connect", snake, func(p *people, token, request string) (verdict, bool) {
		p.Helper()
		got := p.send(http.MethodPost, "/"+string(m.Parent().FullName())+"/"+string(m.Name()), request, "Authorization", bearer(token))
		return p.connectVerdict(m, got), true
	}}}
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule == nil {
		return all
	}
	for _, one := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		all = append(all, way{"rest", func(field string) string { return field }, func(p *people, token, request string) (verdict, bool) {
			p.Helper()
			method, path, body, possible := restForm(p.T, one, request)
			if !possible {
				return verdict{}, false
			}
			return restVerdict(p.send(method, path, body, "Authorization", bearer(token)), rule.GetResponseBody()), true
		}})
	}
	return all
}

// connectVerdict reads an answer into what REST would have said.
func (p *people) connectVerdict(m protoreflect.MethodDescriptor, got reply) verdict {
	p.Helper()
	if got.status == http.StatusOK {
		message := dynamicpb.NewMessage(m.Output())
		p.ok(protojson.Unmarshal([]byte(got.body), message))
		full, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(message)
		p.ok(err)
		return verdict{answer: reply{body: string(full)}.object()}
	}
	var refused struct {
		Code    string
		Details []struct{ Value string }
	}
	p.ok(json.Unmarshal([]byte(got.body), &refused))
	v := verdict{code: refused.Code, fields: map[string]string{}}
	for _, one := range refused.Details {
		raw, err := base64.RawStdEncoding.DecodeString(one.Value)
		p.ok(err)
		var detail v1.ErrorDetail
		p.ok(proto.Unmarshal(raw, &detail))
		v.reason = detail.GetReason()
		for _, f := range detail.GetFields() {
			v.fields[f.GetField()] = f.GetRule()
		}
	}
	return v
}

func restVerdict(got reply, answerField string) verdict {
	body := got.object()
	if got.status < http.StatusBadRequest {
		if answerField != "" {
			return verdict{answer: map[string]any{answerField: body}}
		}
		return verdict{answer: body}
	}
	v := verdict{code: got.text("code"), reason: got.text("reason"), fields: map[string]string{}}
	list, _ := body["fields"].([]any)
	for _, one := range list {
		field, _ := one.(map[string]any)
		v.fields[fmt.Sprint(field["field"])] = fmt.Sprint(field["rule"])
	}
	return v
}

// restForm spreads a request over the path, the query and the body; a request
// that lacks what belongs into the path cannot be made.
func restForm(t *testing.T, rule *annotations.HttpRule, request string) (method, path, body string, possible bool) {
	t.Helper()
	for m, pattern := range map[string]string{
		http.MethodGet: rule.GetGet(), http.MethodPost: rule.GetPost(), http.MethodPut: rule.GetPut(),
		http.MethodPatch: rule.GetPatch(), http.MethodDelete: rule.GetDelete(),
	} {
		if pattern != "" {
			method, path = m, pattern
		}
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(request), &fields); err != nil {
		t.Fatal(request, err)
	}
	query := url.Values{}
	for name, raw := range fields {
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			t.Fatal(err)
		}
		place := "{" + snake(name) + "}"
		switch {
		case strings.Contains(path, place):
			path = strings.ReplaceAll(path, place, url.PathEscape(fmt.Sprint(value)))
			delete(fields, name)
			if value == "" {
				return "", "", "", false
			}
		case name == rule.GetBody():
			body = string(raw)
		case rule.GetBody() != "*":
			query.Set(name, fmt.Sprint(value))
		}
	}
	if rule.GetBody() == "*" {
		left, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return method, path, string(left), true
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return method, path, body, true
}

// snake spells a JSON name as the contract does.
func snake(name string) string {
	var out strings.Builder
	for _, letter := range name {
		if unicode.IsUpper(letter) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(letter))
	}
	return out.String()
}

// differences tells where an answer is not as wanted, field by field and with
// none to spare. "<text>" stands for any text that is not empty, "<time>" for
// any moment, "<number>" for any number above zero, "<any number>" for one that may be
// below, and "<some>" for any list or
// object with something in it.
func differences(at string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		have, _ := got.(map[string]any)
		var out []string
		for name, one := range want {
			value, there := have[name]
			if !there {
				out = append(out, at+"."+name+" is missing")
				continue
			}
			out = append(out, differences(at+"."+name, one, value)...)
		}
		for name, value := range have {
			if _, known := want[name]; !known {
				out = append(out, fmt.Sprint(at, ".", name, " is not wanted: ", value))
			}
		}
		return out
	case []any:
		have, _ := got.([]any)
		if len(have) != len(want) {
			return []string{fmt.Sprint(at, " has ", len(have), " items, want ", len(want), ": ", got)}
		}
		var out []string
		for i := range want {
			out = append(out, differences(fmt.Sprint(at, "[", i, "]"), want[i], have[i])...)
		}
		return out
	}
	text, _ := got.(string)
	number, isNumber := got.(float64)
	_, err := time.Parse(time.RFC3339Nano, text)
	if want == "<text>" && text != "" || want == "<time>" && err == nil || want == "<number>" && number > 0 || want == "<some>" && some(got) || want == "<any number>" && isNumber || reflect.DeepEqual(want, got) {
		return nil
	}
	return []string{fmt.Sprint(at, " is ", got, ", want ", want)}
}

func some(value any) bool {
	object, _ := value.(map[string]any)
	list, _ := value.([]any)
	return len(object)+len(list) > 0
}

// same compares an answer with JSON.
func same(t *testing.T, want string, got any) {
	t.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(want, err)
	}
	for _, one := range differences("answer", wanted, got) {
		t.Error(one)
	}
}
