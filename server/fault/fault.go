// Package fault is the one kind of error by which the product refuses a call:
// what sort of refusal it is, a stable reason for programs, a message for
// people and, for bad input, the fields. Domains make them; the transport maps
// them once, at the edge. An error that is no Fault is internal and shows the
// caller nothing but a request id.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind sorts refusals by what the caller can do about them.
type Kind string

// The kinds, as the contract names them.
const (
	Invalid         Kind = "invalid"         // the request is wrong: change it
	Unauthenticated Kind = "unauthenticated" // nobody known: sign in
	Denied          Kind = "denied"          // known, but not allowed
	NotFound        Kind = "not_found"       // not there, or somebody else's
	Conflict        Kind = "conflict"        // does not fit the present state
	Limited         Kind = "limited"         // too many or too much: wait or upgrade
	Unavailable     Kind = "unavailable"     // something we need is down: try again
	Canceled        Kind = "canceled"        // the caller went away or ran out of time
	Internal        Kind = "internal"        // our own mistake
)

// Field names one wrong field of a request.
type Field struct {
	// Path of the field as the contract spells it, such as "context.cv".
	Path string
	// Rule that was broken, in snake case.
	Rule string
	// Message for a person.
	Message string
}

// Fault is a refusal. Its Error text is for logs; only Message is shown.
type Fault struct {
	// Kind of refusal.
	Kind Kind
	// Reason in snake case, stable, such as "session_ended".
	Reason string
	// Message for a person: what is wrong and what to do next.
	Message string
	// Fields that were wrong, for Invalid.
	Fields []Field
	// RetryAfter says how long to wait before another try; 0 says nothing.
	RetryAfter time.Duration

	cause error
}

// New makes a fault. The message is shown to people: no secrets, no internals.
func New(kind Kind, reason, message string) *Fault {
	return &Fault{Kind: kind, Reason: reason, Message: message}
}

// Newf is New with a formatted message.
func Newf(kind Kind, reason, format string, values ...any) *Fault {
	return New(kind, reason, fmt.Sprintf(format, values...))
}

// BadField refuses input for one wrong field.
func BadField(path, rule, message string) *Fault {
	return New(Invalid, "invalid_argument", message).WithFields(Field{Path: path, Rule: rule, Message: message})
}

// Because returns a copy that wraps the cause, which is logged and never shown.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.cause = cause
	return &c
}

// WithFields returns a copy that names wrong fields.
func (f *Fault) WithFields(fields ...Field) *Fault {
	c := *f
	c.Fields = append(append([]Field(nil), f.Fields...), fields...)
	return &c
}

// After returns a copy that says when to try again.
func (f *Fault) After(wait time.Duration) *Fault {
	c := *f
	c.RetryAfter = wait
	return &c
}

// Error is the text for logs: reason, message and cause.
func (f *Fault) Error() string {
	text := f.Reason + ": " + f.Message
	if f.cause != nil {
		text += ": " + f.cause.Error()
	}
	return text
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is reports two faults equal when kind and reason are, so that a package can
// declare a fault once and callers can ask errors.Is for it however often it
// was copied with a cause or fields.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Kind == f.Kind && t.Reason == f.Reason
}

// From finds the fault in an error's chain; nil when there is none.
func From(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// KindOf returns the kind of an error: that of its fault, else Internal.
func KindOf(err error) Kind {
	if f := From(err); f != nil {
		return f.Kind
	}
	return Internal
}

// ReasonOf returns the reason of an error: that of its fault, else "internal".
func ReasonOf(err error) string {
	if f := From(err); f != nil {
		return f.Reason
	}
	return "internal"
}
