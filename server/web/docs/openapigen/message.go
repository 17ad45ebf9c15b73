package main

import (
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// mendMessages corrects the schemas of messages.
func mendMessages(schemas object, messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		mendMessages(schemas, m.Messages())
		schema, ok := schemas[string(m.Name())].(object)
		if !ok {
			continue
		}
		properties, _ := schema["properties"].(object)
		var required list
		for j := range m.Fields().Len() {
			field := m.Fields().Get(j)
			property, ok := properties[field.JSONName()].(object)
			if !ok {
				continue
			}
			if field.Message() != nil && !field.IsList() && !field.IsMap() && field.ContainingOneof() == nil {
				property["nullable"] = true // protojson writes null for an absent message
			}
			if constrain(property, field) {
				required = append(required, field.JSONName())
			}
		}
		if len(required) > 0 {
			schema["required"] = required
		}
	}
}

func fieldByJSONName(m protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	for i := range m.Fields().Len() {
		if f := m.Fields().Get(i); f.JSONName() == name {
			return f
		}
	}
	return nil
}

// constrain adds a field's kind and rules to its schema and reports whether a
// request must have it.
func constrain(schema object, field protoreflect.FieldDescriptor) (required bool) {
	switch field.Kind() { //nolint:exhaustive // the others are right already
	case protoreflect.Int64Kind, protoreflect.Uint64Kind:
		if schema["type"] == "string" {
			schema["format"] = "int64" // a number in quotes, since JavaScript would round it
		}
	case protoreflect.BytesKind:
		schema["format"] = "byte" // base64
	}
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	if rules == nil {
		return false
	}
	needed := rules.GetRequired()
	switch {
	case rules.GetString() != nil:
		s := rules.GetString()
		bound(schema, "minLength", s.GetMinLen())
		bound(schema, "maxLength", s.GetMaxLen())
		if s.GetPattern() != "" {
			schema["pattern"] = s.GetPattern()
		}
		if s.GetEmail() {
			schema["format"], needed = "email", true
		}
		if len(s.GetIn()) > 0 {
			schema["enum"] = s.GetIn()
		}
		needed = needed || s.GetMinLen() > 0 || len(s.GetIn()) > 0 && !slices.Contains(s.GetIn(), "")
	case rules.GetBool().GetConst():
		schema["enum"], needed = list{true}, true
	case rules.GetInt32() != nil:
		n := rules.GetInt32()
		limits(schema, n.HasGte(), n.GetGte(), n.HasLte(), n.GetLte())
	case rules.GetUint32() != nil:
		n := rules.GetUint32()
		limits(schema, n.HasGte(), n.GetGte(), n.HasLte(), n.GetLte())
	case rules.GetFloat() != nil:
		n := rules.GetFloat()
		limits(schema, n.HasGte(), n.GetGte(), n.HasLte(), n.GetLte())
	case rules.GetRepeated() != nil:
		bound(schema, "minItems", rules.GetRepeated().GetMinItems())
		bound(schema, "maxItems", rules.GetRepeated().GetMaxItems())
	case rules.GetBytes() != nil:
		needed = needed || rules.GetBytes().GetMinLen() > 0
	}
	return needed && !field.HasOptionalKeyword()
}

func bound(schema object, name string, value uint64) {
	if value > 0 {
		schema[name] = value
	}
}

func limits[N int32 | uint32 | float32](schema object, hasLeast bool, least N, hasMost bool, most N) {
	if hasLeast {
		schema["minimum"] = least
	}
	if hasMost {
		schema["maximum"] = most
	}
}
