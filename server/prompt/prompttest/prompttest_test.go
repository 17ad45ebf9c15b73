package prompttest_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/prompt/prompttest"
)

func TestNewAnswersWhatItIsTold(t *testing.T) {
	model, server := prompttest.New(t)
	server.Script(prompttest.JSON(t, map[string]int{"a": 1}))
	var got strings.Builder
	used, err := model.Generate(t.Context(), answer.Prompt{Messages: []answer.Message{{Role: answer.RoleUser, Text: "?"}}}, func(s string) error {
		got.WriteString(s)
		return nil
	})
	if err != nil || got.String() != `{"a":1}` || used.Model != prompttest.Model {
		t.Fatalf("%q by %q, %v", got.String(), used.Model, err)
	}
}
