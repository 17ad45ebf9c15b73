package question_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/coach/question"
)

func BenchmarkJudge(b *testing.B) {
	for b.Loop() {
		question.Judge("okay great thanks so what is a mutex and when would you use a channel instead", "en", earlier)
	}
}
