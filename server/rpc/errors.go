package rpc

import (
	"context"
	"errors"
	"math"
	"strconv"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/store"
)

// refusal is an error as the caller sees it: its text is the message for a
// person, what it wraps is for the log alone.
type refusal struct {
	message string
	cause   error
}

func (r *refusal) Error() string { return r.message }
func (r *refusal) Unwrap() error { return r.cause }

// connectError is the one place where errors become what a caller sees: a code
// and an ErrorDetail. Whatever is not a fault, nor the transport's own refusal
// of a bad request, is internal: the caller learns the request id and nothing
// else.
func connectError(ctx context.Context, err error) *connect.Error {
	f := asFault(ctx, err)
	out := connect.NewError(codeOf(f, err), &refusal{message: f.Message, cause: err})
	detail := &interviewaiv1.ErrorDetail{
		Reason:    f.Reason,
		Message:   f.Message,
		RequestId: observe.RequestID(ctx),
	}
	for _, field := range f.Fields {
		detail.Fields = append(detail.Fields, &interviewaiv1.FieldError{Field: field.Path, Rule: field.Rule, Message: field.Message})
	}
	var own *connect.Error
	if errors.As(err, &own) {
		for _, value := range own.Meta().Values("Set-Cookie") {
			out.Meta().Add("Set-Cookie", value)
		}
	}
	if f.RetryAfter > 0 {
		seconds := int32(math.Ceil(min(f.RetryAfter, 24*time.Hour).Seconds()))
		detail.RetryAfterSeconds = seconds
		out.Meta().Set("Retry-After", strconv.Itoa(int(seconds)))
	}
	// A message that cannot be marshalled is impossible here; the refusal
	// itself matters more than its detail.
	if d, err := connect.NewErrorDetail(detail); err == nil {
		out.AddDetail(d)
	}
	return out
}

// asFault finds or makes the fault that an error amounts to.
func asFault(ctx context.Context, err error) *fault.Fault {
	if f := fault.From(err); f != nil {
		return showable(ctx, f)
	}
	// A stream that we ended ourselves says why, instead of "canceled".
	if f := fault.From(context.Cause(ctx)); f != nil && isContextError(err) {
		return showable(ctx, f)
	}
	if errors.Is(err, store.ErrPageToken) {
		return fault.BadField("page_token", "page_token", "This page does not exist. Begin with the first one.")
	}
	if isContextError(err) {
		return fault.New(fault.Canceled, contextReason(err), "The call was given up before it was finished.")
	}
	var invalid *protovalidate.ValidationError
	if errors.As(err, &invalid) {
		return violations(invalid.ToProto())
	}
	var transport *connect.Error
	if errors.As(err, &transport) {
		return transportFault(ctx, transport)
	}
	return internalFault(ctx)
}

// showable keeps a domain's internal faults as silent as any other.
func showable(ctx context.Context, f *fault.Fault) *fault.Fault {
	if f.Kind == fault.Internal {
		return internalFault(ctx)
	}
	return f
}

func internalFault(ctx context.Context) *fault.Fault {
	message := "Something went wrong on our side."
	if id := observe.RequestID(ctx); id != "" {
		message += " If it happens again, tell us this number: " + id
	}
	return fault.New(fault.Internal, "internal", message)
}

// transportFault keeps the transport's words where they are about the request.
func transportFault(ctx context.Context, err *connect.Error) *fault.Fault {
	for _, detail := range err.Details() {
		if value, failed := detail.Value(); failed == nil {
			if v, ok := value.(*validate.Violations); ok {
				return violations(v)
			}
		}
	}
	kinds := map[connect.Code]fault.Kind{
		connect.CodeInvalidArgument:   fault.Invalid,
		connect.CodeOutOfRange:        fault.Invalid,
		connect.CodeUnimplemented:     fault.NotFound,
		connect.CodeResourceExhausted: fault.Limited,
	}
	kind, ok := kinds[err.Code()]
	if !ok {
		return internalFault(ctx)
	}
	return fault.New(kind, err.Code().String(), err.Message())
}

// violations turns broken validation rules into fields.
func violations(v *validate.Violations) *fault.Fault {
	f := fault.New(fault.Invalid, "invalid_argument", "The request is not valid.")
	for _, one := range v.GetViolations() {
		path := protovalidate.FieldPathString(one.GetField())
		f.Fields = append(f.Fields, fault.Field{Path: path, Rule: one.GetRuleId(), Message: worded(path, one)})
	}
	if len(f.Fields) == 1 {
		f.Message = f.Fields[0].Message
	}
	return f
}

func codeOf(f *fault.Fault, err error) connect.Code {
	switch f.Kind {
	case fault.Invalid:
		return connect.CodeInvalidArgument
	case fault.Unauthenticated:
		return connect.CodeUnauthenticated
	case fault.Denied:
		return connect.CodePermissionDenied
	case fault.NotFound:
		if connect.CodeOf(err) == connect.CodeUnimplemented {
			return connect.CodeUnimplemented
		}
		return connect.CodeNotFound
	case fault.Conflict:
		return connect.CodeFailedPrecondition
	case fault.Limited:
		return connect.CodeResourceExhausted
	case fault.Unavailable:
		return connect.CodeUnavailable
	case fault.Canceled:
		if f.Reason == reasonDeadline {
			return connect.CodeDeadlineExceeded
		}
		return connect.CodeCanceled
	case fault.Internal:
		return connect.CodeInternal
	}
	return connect.CodeInternal
}

const reasonDeadline = "deadline_exceeded"

func isContextError(err error) bool {
	code := connect.CodeOf(err)
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		code == connect.CodeCanceled || code == connect.CodeDeadlineExceeded
}

func contextReason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) || connect.CodeOf(err) == connect.CodeDeadlineExceeded {
		return reasonDeadline
	}
	return "canceled"
}

// DetailOf returns the ErrorDetail of an error that passed the interceptors;
// nil when there is none.
func DetailOf(err error) *interviewaiv1.ErrorDetail {
	var refused *connect.Error
	if !errors.As(err, &refused) {
		return nil
	}
	for _, detail := range refused.Details() {
		if value, failed := detail.Value(); failed == nil {
			if d, ok := value.(*interviewaiv1.ErrorDetail); ok {
				return d
			}
		}
	}
	return nil
}
