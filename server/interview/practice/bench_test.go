package practice_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/practice"
)

// BenchmarkPlan is about a person with 10,000 answers to 2,000 questions: the
// plan, and what the choice of questions needs.
func BenchmarkPlan(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var all []practice.History
	for i := range 2000 {
		h := history(fmt.Sprint("q", i))
		for j, r := range some(rng, 5) {
			h.Record(fmt.Sprint(j), days(float64(20*j)+rng.Float64()), r)
		}
		all = append(all, h)
	}
	now := days(100)
	for b.Loop() {
		practice.Plan(all, now, nil)
		practice.Weak(all, now)
		practice.Asked(all, now)
	}
}

// BenchmarkRecord is about a question that was asked as often as is kept.
func BenchmarkRecord(b *testing.B) {
	var h practice.History
	for i, r := range some(rand.New(rand.NewPCG(1, 1)), practice.Kept) {
		h.Record(fmt.Sprint(i), days(float64(i)), r)
	}
	for b.Loop() {
		h.Record("5", days(5), graded("aBcD"))
	}
}
