package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/fault"
)

var errEnded = fault.New(fault.Conflict, "session_ended", "This session has ended.")

func TestCopiesStayRecognisable(t *testing.T) {
	err := fmt.Errorf("ask question: %w", errEnded.Because(io.ErrUnexpectedEOF).After(time.Minute))

	if !errors.Is(err, errEnded) {
		t.Error("a wrapped copy is not errors.Is its original")
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if errors.Is(err, fault.New(fault.Conflict, "other", "")) {
		t.Error("another reason counts as the same")
	}
	if got := fault.From(err).RetryAfter; got != time.Minute {
		t.Errorf("RetryAfter = %v", got)
	}
	if errEnded.RetryAfter != 0 || errEnded.Unwrap() != nil {
		t.Error("the original was changed")
	}
	if got, want := fault.From(err).Error(), "session_ended: This session has ended.: unexpected EOF"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestKindAndReason(t *testing.T) {
	for _, c := range []struct {
		err    error
		kind   fault.Kind
		reason string
	}{
		{errEnded, fault.Conflict, "session_ended"},
		{fmt.Errorf("a: %w", errEnded), fault.Conflict, "session_ended"},
		{io.EOF, fault.Internal, "internal"},
		{fault.BadField("context.cv", "max_len", "too long"), fault.Invalid, "invalid_argument"},
	} {
		if got := fault.KindOf(c.err); got != c.kind {
			t.Errorf("KindOf(%v) = %q, want %q", c.err, got, c.kind)
		}
		if got := fault.ReasonOf(c.err); got != c.reason {
			t.Errorf("ReasonOf(%v) = %q, want %q", c.err, got, c.reason)
		}
	}
}

func TestWithFieldsDoesNotShareMemory(t *testing.T) {
	base := fault.BadField("a", "required", "a is required")
	one := base.WithFields(fault.Field{Path: "b"})
	two := base.WithFields(fault.Field{Path: "c"})
	if diff := cmp.Diff([]fault.Field{{Path: "a", Rule: "required", Message: "a is required"}, {Path: "b"}}, one.Fields); diff != "" {
		t.Error(diff)
	}
	if two.Fields[1].Path != "c" || len(base.Fields) != 1 {
		t.Errorf("fields shared: %v %v", base.Fields, two.Fields)
	}
}
