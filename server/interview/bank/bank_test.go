package bank_test

import (
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// TestNoFaults checks the questions that the program comes with.
func TestNoFaults(t *testing.T) {
	files, err := bank.Files(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range bank.Check(files) {
		t.Error(fault)
	}
}

// TestCounts wants as many questions as the product promises.
func TestCounts(t *testing.T) {
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	rows := bank.Tally(questions)
	for _, r := range rows {
		t.Log(r)
	}
	for _, missing := range bank.Missing(rows) {
		t.Error("missing:", missing)
	}
}
