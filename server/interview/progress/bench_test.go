package progress_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

// BenchmarkOf is about a person with 10,000 answers to 2,000 questions.
func BenchmarkOf(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var all []practice.History
	for i := range 2000 {
		scores := make([]float64, 5)
		for j := range scores {
			scores[j] = 10 * rng.Float64()
		}
		all = append(all, one(fmt.Sprint("q", i), fmt.Sprint("category ", i%60), bank.Technical, i%100, scores...))
	}
	now := after(110)
	for b.Loop() {
		progress.Of(all, now)
	}
}
