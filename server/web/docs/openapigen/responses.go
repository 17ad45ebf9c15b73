package main

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/interviewai-pro/interviewai/server/rpc"
)

// limitHeaders say where a caller stands, on every answer to a call that is
// limited.
var limitHeaders = []string{"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"}

// responses says what REST really answers to an operation.
func responses(op object, verb string, door rpc.Door, body string, output protoreflect.MessageDescriptor, named bool) object {
	made := op["responses"].(object)["200"].(object)
	made["description"] = "It worked."
	if body != "" {
		// The answer is one field's value.
		field := output.Fields().ByName(protoreflect.Name(body))
		made["content"] = jsonContent(object{"$ref": "#/components/schemas/" + string(field.Message().Name())})
	}
	headers := object{}
	out := object{"4XX": refOf("Refused"), "5XX": refOf("Failed"), "400": refOf("Invalid")}
	if door.Created {
		made["description"] = "It was created."
		out["201"] = made
	} else {
		out["200"] = made
	}
	if verb == "get" {
		headers["ETag"] = headerOf("ETag")
		out["304"] = refOf("NotModified")
	}
	if op["requestBody"] != nil {
		out["413"] = refOf("TooLarge")
		out["415"] = refOf("Unsupported")
	}
	switch {
	case door.Who != rpc.Everybody:
		out["401"] = refOf("SignInFirst")
	case output.Fields().ByName("access_token") != nil:
		// Whoever gets a token has shown something for it: a password, a refresh
		// token, a provider's code.
		out["401"] = refOf("NotProven")
	}
	if door.Who == rpc.Admins {
		out["403"] = refOf("Denied")
	}
	if named {
		out["404"] = refOf("NotFound")
	}
	if door.Class != rpc.Unlimited {
		out["429"] = refOf("Limited")
		for _, name := range limitHeaders {
			headers[name] = headerOf(name)
		}
	}
	if len(headers) > 0 {
		made["headers"] = headers
	}
	return out
}

func refOf(response string) object { return object{"$ref": "#/components/responses/" + response} }

func headerOf(name string) object { return object{"$ref": "#/components/headers/" + name} }

func jsonContent(schema object) object {
	return object{"application/json": object{"schema": schema}}
}
