package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// object is a piece of the document.
type object = map[string]any

// list is a list in the document.
type list = []any

// services returns the contract's services.
func services() []protoreflect.ServiceDescriptor {
	var all []protoreflect.ServiceDescriptor
	for _, file := range []protoreflect.FileDescriptor{
		interviewaiv1.File_interviewai_v1_account_service_proto, interviewaiv1.File_interviewai_v1_user_service_proto,
		interviewaiv1.File_interviewai_v1_admin_service_proto, interviewaiv1.File_interviewai_v1_live_service_proto,
		interviewaiv1.File_interviewai_v1_ai_service_proto, interviewaiv1.File_interviewai_v1_cv_service_proto,
		interviewaiv1.File_interviewai_v1_cv_optimization_service_proto, interviewaiv1.File_interviewai_v1_interview_service_proto,
		interviewaiv1.File_interviewai_v1_question_service_proto,
	} {
		for i := range file.Services().Len() {
			all = append(all, file.Services().Get(i))
		}
	}
	return all
}

// mend corrects the document in place and adds our own pieces.
func mend(doc, extra object) error {
	examples, _ := extra["examples"].(object)
	paths := doc["paths"].(object)
	schemas := doc["components"].(object)["schemas"].(object)
	delete(schemas, "Status")
	delete(schemas, "GoogleProtobufAny")
	for _, s := range services() {
		for i := range s.Methods().Len() {
			if err := mendMethod(paths, s.Methods().Get(i), examples); err != nil {
				return err
			}
		}
		file := s.ParentFile()
		mendMessages(schemas, file.Messages())
		for i := range file.Imports().Len() {
			if imported := file.Imports().Get(i); strings.HasPrefix(imported.Path(), "interviewai/") {
				mendMessages(schemas, imported.Messages())
			}
		}
	}
	for _, s := range services() {
		for i := range s.Methods().Len() {
			dropPathFields(schemas, s.Methods().Get(i))
		}
	}
	for _, tag := range doc["tags"].(list) {
		t := tag.(object)
		t["name"] = plainTag(t["name"].(string))
	}
	delete(extra, "examples")
	merge(doc, extra)
	tidy(doc)
	return nil
}

// mendMethod corrects all REST forms of a method.
func mendMethod(paths object, m protoreflect.MethodDescriptor, examples object) error {
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule == nil {
		return nil
	}
	procedure := "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
	door, ok := rpc.DoorOf(procedure)
	if !ok {
		return fmt.Errorf("%s has no door", procedure)
	}
	for i, binding := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		verb, path := place(binding)
		op, ok := paths[jsonPath(path)].(object)[verb].(object)
		if !ok {
			return fmt.Errorf("%s %s is missing", verb, path)
		}
		id := string(m.Parent().Name()) + "_" + string(m.Name())
		if i > 0 {
			op["operationId"] = fmt.Sprintf("%s_%d", id, i+1)
		}
		summarise(op)
		op["tags"] = list{plainTag(string(m.Parent().Name()))}
		op["security"] = security(door.Who)
		op["responses"] = responses(op, verb, door, rule.GetResponseBody(), m.Output(), strings.Contains(path, "{"))
		mendParameters(op, m.Input())
		if example, ok := examples[string(m.Name())].(object); ok {
			showExample(op, example)
		}
	}
	return nil
}

// dropPathFields takes out of a request's body what its path says already.
func dropPathFields(schemas object, m protoreflect.MethodDescriptor) {
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	schema, ok := schemas[string(m.Input().Name())].(object)
	if rule == nil || !ok {
		return
	}
	_, path := place(rule)
	for _, variable := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(jsonPath(path), -1) {
		properties, _ := schema["properties"].(object)
		delete(properties, variable[1])
		required, _ := schema["required"].(list)
		required = slices.DeleteFunc(required, func(name any) bool { return name == variable[1] })
		if schema["required"] = required; len(required) == 0 {
			delete(schema, "required")
		}
	}
}

// place returns an annotation's verb and path.
func place(rule *annotations.HttpRule) (verb, path string) {
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return "get", p.Get
	case *annotations.HttpRule_Put:
		return "put", p.Put
	case *annotations.HttpRule_Post:
		return "post", p.Post
	case *annotations.HttpRule_Patch:
		return "patch", p.Patch
	case *annotations.HttpRule_Delete:
		return "delete", p.Delete
	}
	return "", ""
}

// jsonPath spells a path's variables as the document does.
func jsonPath(path string) string {
	return regexp.MustCompile(`_[a-z]`).ReplaceAllStringFunc(path, func(s string) string { return strings.ToUpper(s[1:]) })
}

func plainTag(service string) string { return strings.TrimSuffix(service, "Service") }

// summarise makes a title of the description's first sentence, without the
// method's name.
func summarise(op object) {
	text, _ := op["description"].(string)
	text = strings.Join(strings.Fields(text), " ")
	_, rest, _ := strings.Cut(text, " ")
	if rest != "" {
		first, _, _ := strings.Cut(rest, ". ")
		op["summary"] = strings.ToUpper(first[:1]) + strings.TrimSuffix(first[1:], ".")
	}
	op["description"] = text
}

func security(who rpc.Who) list {
	bearer := object{"bearer": list{}}
	switch who {
	case rpc.Everybody:
		return list{}
	case rpc.Known, rpc.Recognised:
		return list{object{}, bearer}
	}
	return list{bearer}
}

// mendParameters adds the fields' rules. A password has no place in an address:
// proxies and histories keep those.
func mendParameters(op object, input protoreflect.MessageDescriptor) {
	all, _ := op["parameters"].(list)
	var kept list
	for _, one := range all {
		p := one.(object)
		if p["name"] == "password" {
			continue
		}
		if field := fieldByJSONName(input, p["name"].(string)); field != nil {
			constrain(p["schema"].(object), field)
		}
		kept = append(kept, p)
	}
	if len(kept) > 0 {
		op["parameters"] = kept
	} else {
		delete(op, "parameters")
	}
}

// showExample puts a request and an answer into an operation.
func showExample(op, example object) {
	put := func(holder any, name string) {
		content, _ := holder.(object)["content"].(object)
		if kind, ok := content["application/json"].(object); ok && example[name] != nil {
			kind["example"] = example[name]
		}
	}
	if body, ok := op["requestBody"]; ok {
		put(body, "request")
	}
	for status, answer := range op["responses"].(object) {
		if strings.HasPrefix(status, "20") {
			put(answer, "answer")
		}
	}
}

// merge adds what is in from; lists are appended, other values replaced.
func merge(into, from object) {
	for _, key := range slices.Sorted(maps.Keys(from)) {
		a, isObject := into[key].(object)
		b, both := from[key].(object)
		c, isList := into[key].(list)
		d, lists := from[key].(list)
		switch {
		case isObject && both:
			merge(a, b)
		case isList && lists:
			into[key] = append(c, d...)
		default:
			into[key] = from[key]
		}
	}
}

// tidy joins the lines of comments.
func tidy(value any) {
	switch v := value.(type) {
	case object:
		for key, inner := range v {
			if text, ok := inner.(string); ok && key == "description" {
				v[key] = strings.ReplaceAll(text, "\n ", " ")
			}
			tidy(inner)
		}
	case list:
		for _, inner := range v {
			tidy(inner)
		}
	}
}
