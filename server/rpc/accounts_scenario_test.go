package rpc_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// act is one call of the contract: as it should be made, and every way to make
// it wrong.
type act struct {
	name string
	// prepare makes what the request needs, and returns the request in JSON.
	prepare func(p *people, who *person) string
	// bad values, each refused as the fault of its field.
	bad []bad
	// refused values, each for a reason of its own.
	refused []refused
	// answer is what the right caller gets; see differences.
	answer string
}

// bad is a value that a field may not have. The first part of its path is what
// is set in the request.
type bad struct{ field, value, rule string }

// refused is a request, another field set, that is refused otherwise.
type refused struct{ field, value, code, reason string }

// say prepares nothing.
func say(request string) func(*people, *person) string {
	return func(_ *people, who *person) string { return who.fill(request) }
}

// with is a request with one value replaced.
func with(t *testing.T, request, field, value string) string {
	t.Helper()
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(request), &all); err != nil {
		t.Fatal(request, err)
	}
	if field != "" {
		name, _, _ := strings.Cut(field, ".")
		name, _, _ = strings.Cut(name, "[")
		all[name] = json.RawMessage(value)
	}
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(field, value, err)
	}
	return string(out)
}

// long is a JSON text of n letters.
func long(n int) string { return `"` + strings.Repeat("x", n) + `"` }

// play makes each call over each protocol: as nobody, with tokens that are no
// longer good, as a user who may not, with every bad value, and as it should
// be. A call of the service without a line fails.
func (p *people) play(service string, acts []act) {
	p.Helper()
	known := map[string]act{}
	for _, a := range acts {
		known[a.name] = a
	}
	methods := descriptorOf(service).Methods()
	for i := range methods.Len() {
		m := methods.Get(i)
		a, ok := known[string(m.Name())]
		delete(known, string(m.Name()))
		if !ok {
			p.Errorf("nothing is known of %s", m.FullName())
			continue
		}
		if m.IsStreamingServer() { // has a test of its own, and its doors in TestDoorTable
			continue
		}
		for _, w := range waysTo(m) {
			p.one(m, a, w)
		}
	}
	if len(known) > 0 {
		p.Errorf("no such calls: %v", known)
	}
}

func descriptorOf(service string) protoreflect.ServiceDescriptor {
	switch service {
	case interviewaiv1connect.AccountServiceName:
		return v1.File_interviewai_v1_account_service_proto.Services().Get(0)
	case interviewaiv1connect.UserServiceName:
		return v1.File_interviewai_v1_user_service_proto.Services().Get(0)
	case interviewaiv1connect.CvServiceName:
		return v1.File_interviewai_v1_cv_service_proto.Services().Get(0)
	case interviewaiv1connect.CvOptimizationServiceName:
		return v1.File_interviewai_v1_cv_optimization_service_proto.Services().Get(0)
	case interviewaiv1connect.InterviewServiceName:
		return v1.File_interviewai_v1_interview_service_proto.Services().Get(0)
	case interviewaiv1connect.QuestionServiceName:
		return v1.File_interviewai_v1_question_service_proto.Services().Get(0)
	default:
		return v1.File_interviewai_v1_admin_service_proto.Services().Get(0)
	}
}

func (p *people) one(m protoreflect.MethodDescriptor, a act, w way) {
	p.Helper()
	door, _ := rpc.DoorOf("/" + string(m.Parent().FullName()) + "/" + string(m.Name()))
	who := p.someone()
	if door.Who == rpc.Admins {
		who = p.admin()
	}
	request := a.prepare(p, who) // which may sign them in anew
	right := who.access
	if door.Who == rpc.Services {
		right = serviceToken
	}
	refuse := func(what, token, request, code, reason string) {
		p.Helper()
		if v, possible := w.send(p, token, request); possible && (v.code != code || v.reason != reason) {
			p.Errorf("%s over %s, %s: %v, want %s %s", a.name, w.name, what, v, code, reason)
		}
	}
	switch door.Who {
	case rpc.Users, rpc.Admins:
		refuse("signed out", "", request, "unauthenticated", "invalid_token")
		refuse("with a stranger's token", "rubbish", request, "unauthenticated", "invalid_token")
		refuse("with an expired token", who.expired, request, "unauthenticated", "invalid_token")
		refuse("with an ended session", who.ended, request, "unauthenticated", "session_ended")
		refuse("as the service", serviceToken, request, "unauthenticated", "invalid_token")
	case rpc.Known: // everybody, but with no token or a good one
		refuse("with an expired token", who.expired, request, "unauthenticated", "invalid_token")
		refuse("with an ended session", who.ended, request, "unauthenticated", "session_ended")
	case rpc.Services:
		refuse("signed out", "", request, "unauthenticated", "invalid_service_credential")
		refuse("as a user", who.access, request, "unauthenticated", "invalid_service_credential")
	case rpc.Recognised, rpc.Everybody:
	}
	if door.Who == rpc.Admins {
		refuse("as a user", p.someone().access, request, "permission_denied", "not_allowed")
	}
	for _, b := range a.bad {
		v, possible := w.send(p, right, with(p.T, request, b.field, b.value))
		rule, named := v.fields[w.named(b.field)]
		if possible && (v.code != "invalid_argument" || !named || !strings.Contains(rule, b.rule)) {
			p.Errorf("%s over %s with %s = %.60s: %v, want the rule %s", a.name, w.name, b.field, b.value, v, b.rule)
		}
	}
	for _, r := range a.refused {
		refuse(fmt.Sprintf("with %s = %s", r.field, r.value), right, with(p.T, request, r.field, who.fill(r.value)), r.code, r.reason)
	}
	v, _ := w.send(p, right, request)
	if v.code != "" {
		p.Errorf("%s over %s: %v", a.name, w.name, v)
		return
	}
	p.Run(a.name+"/"+w.name, func(t *testing.T) { same(t, who.fill(a.answer), v.answer) })
}
