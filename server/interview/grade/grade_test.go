package grade_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// question is one of the bank's.
func question(t testing.TB, id string) *bank.Question {
	t.Helper()
	for i, q := range questions(t) {
		if q.ID == id {
			return &questions(t)[i]
		}
	}
	t.Fatalf("the bank has no question %s", id)
	return nil
}

func questions(t testing.TB) []bank.Question {
	t.Helper()
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
