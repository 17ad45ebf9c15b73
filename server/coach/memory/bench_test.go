package memory_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
)

func BenchmarkNewWithALongCV(b *testing.B) {
	long := strings.Repeat(cv+"\n", 50)
	for b.Loop() {
		memory.New(long)
	}
}

func BenchmarkAddCandidate(b *testing.B) {
	m := memory.New(cv)
	for b.Loop() {
		m.AddCandidate("I have twelve years of experience in total and I led a team of six at Acme using Kafka.")
	}
}
