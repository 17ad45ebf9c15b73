package rpc_test

import (
	"testing"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

func TestWhatWasReadBeforeAChangeIsNotServed(t *testing.T) {
	c := rpc.NewLocalCache(time.Now)
	tag := rpc.UserTag("ada")
	_, keep := c.Look(t.Context(), "profile", []string{tag}, nil)
	c.Invalidate(t.Context(), tag) // between reading and keeping
	keep(t.Context(), &v1.GetProfileResponse{})
	answer, keep := c.Look(t.Context(), "profile", []string{tag}, nil)
	if answer != nil {
		t.Fatal("what was read before a change is served after it")
	}
	keep(t.Context(), &v1.GetProfileResponse{})
	if answer, _ := c.Look(t.Context(), "profile", []string{tag}, nil); answer == nil {
		t.Error("what was read after the change is not served")
	}
}
