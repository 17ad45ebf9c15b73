package labelled_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

// answers are two answers in each language to so many questions of each domain.
func answers(questions int, languages ...string) []labelled.Answer {
	var out []labelled.Answer
	for _, domain := range []string{"backend", "behavioral", "case"} {
		for q := range questions {
			for _, lang := range languages {
				question := fmt.Sprintf("%s-%d", domain, q)
				for i := range 2 {
					out = append(out, labelled.Answer{ID: fmt.Sprintf("%s-%s-%d", question, lang, i), Question: question, Language: lang})
				}
			}
		}
	}
	return out
}

func sides(t *testing.T, all []labelled.Answer, seed uint64) map[string]bool {
	t.Helper()
	tuning, held := labelled.Split(all, seed)
	if len(tuning)+len(held) != len(all) {
		t.Fatalf("%d + %d of %d answers", len(tuning), len(held), len(all))
	}
	out := map[string]bool{}
	for _, a := range held {
		out[a.Question] = true
	}
	for _, a := range tuning {
		if out[a.Question] {
			t.Errorf("%s is on both sides", a.Question)
		}
	}
	return out
}

// TestSplitIsEven wants half of each domain on each side, whole questions only.
func TestSplitIsEven(t *testing.T) {
	for seed := range uint64(20) {
		held := sides(t, answers(6, "en", "ru"), seed)
		byDomain := map[byte]int{}
		for question := range held {
			byDomain[question[2]]++
		}
		if byDomain['c'] != 3 || byDomain['h'] != 3 || byDomain['s'] != 3 {
			t.Errorf("seed %d: held out %v", seed, held)
		}
	}
}

// TestSplitDependsOnTheSeed wants the same split of the same seed, and others of
// others.
func TestSplitDependsOnTheSeed(t *testing.T) {
	all := answers(6, "en")
	seen := map[string]bool{}
	for seed := range uint64(20) {
		_, first := labelled.Split(all, seed)
		_, again := labelled.Split(all, seed)
		if !slices.Equal(first, again) {
			t.Errorf("seed %d splits differently", seed)
		}
		seen[fmt.Sprint(first)] = true
	}
	if len(seen) < 10 {
		t.Errorf("20 seeds made %d splits", len(seen))
	}
}

// TestSplitStays wants no question to change sides when answers in another
// language, even before the others and in another order, and further questions are
// added.
func TestSplitStays(t *testing.T) {
	before := sides(t, answers(5, "en"), labelled.Seed)
	var russian, more []labelled.Answer
	for _, a := range answers(9, "en", "ru") {
		if a.Language == "ru" {
			russian = append(russian, a)
		} else {
			more = append(more, a)
		}
	}
	slices.Reverse(russian)
	after := sides(t, slices.Concat(russian, more), labelled.Seed)
	for _, a := range answers(5, "en") {
		if before[a.Question] != after[a.Question] {
			t.Errorf("%s changed sides", a.Question)
		}
	}
}
