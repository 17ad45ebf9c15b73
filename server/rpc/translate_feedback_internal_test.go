package rpc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// Praise is a sentence or names a point; before a quote neither ends in a full
// stop.
func TestStrengthsQuote(t *testing.T) {
	got := answerFeedbackOf(&grade.Result{Strengths: []grade.Remark{
		{Text: "You make the point: Reads the plan", Quote: "I read the plan"},
		{Text: "You say why.", Quote: "because it was slow"},
		{Text: "您举了例子。", Quote: "比如缓存"},
	}})
	want := []string{
		"You make the point: Reads the plan: “I read the plan”", "You say why: “because it was slow”", "您举了例子: “比如缓存”",
	}
	if diff := cmp.Diff(want, got.GetStrengths()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"I read the plan", "because it was slow", "比如缓存"}, got.GetQuotes()); diff != "" {
		t.Error(diff)
	}
}
