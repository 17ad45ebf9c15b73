package web

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// What cannot be read is refused in words for people, that name the field.
func TestUnreadableJSON(t *testing.T) {
	codec := newJSON(protoregistry.GlobalTypes)
	for _, c := range []struct {
		text, field, rule string
		into              proto.Message
	}{
		{`{"targetRol": "Cook"}`, "targetRol", "unknown_field", &v1.OptimizeCvRequest{}},
		{`{"targetRole": 7}`, "targetRole", "type", &v1.OptimizeCvRequest{}},
		{`{"rulesOnly": "perhaps"}`, "rulesOnly", "type", &v1.OptimizeCvRequest{}},
		{`{"targetRole": `, "", "", &v1.OptimizeCvRequest{}},
	} {
		err := codec.Unmarshal([]byte(c.text), c.into)
		if err == nil {
			t.Errorf("%s is taken", c.text)
			continue
		}
		got := unreadable(err.Error())
		if strings.Contains(got.Message, "proto") || strings.Contains(got.Message, "google") {
			t.Errorf("%s: %q", c.text, got.Message)
		}
		if c.field != "" && (len(got.Fields) != 1 || got.Fields[0].Field != c.field || got.Fields[0].Rule != c.rule) {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
	if err := codec.Unmarshal([]byte(`{"language": "en", "newer": 1}`), &v1.GenerateAnswerRequest{}); err != nil {
		t.Errorf("a newer client's field: %v", err)
	}
}
