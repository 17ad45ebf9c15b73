package labelled

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// Seed is that of the split by which graders are tuned and measured. It was
// taken before the first answer was graded, and stays.
const Seed = 6

// Split parts answers into those that a grader may be tuned on and those that it
// is measured on, each in the order in which they were given. All answers to one
// question, in any language, are on one side: no measured question was seen in
// tuning. Of every two questions of a domain that follow each other, a coin
// thrown by seed puts one on each side (permuted blocks of two); answers added
// at the end leave those before where they were.
func Split(all []Answer, seed uint64) (tuning, heldOut []Answer) {
	held := map[string]bool{}
	for _, stratum := range strata(all) {
		for i, question := range stratum {
			if i%2 == 1 {
				held[question] = !held[stratum[i-1]]
				continue
			}
			held[question] = coin(seed, question)
		}
	}
	for _, a := range all {
		if held[a.Question] {
			heldOut = append(heldOut, a)
		} else {
			tuning = append(tuning, a)
		}
	}
	return tuning, heldOut
}

// strata are the questions that were answered, by domain and the language in
// which they were answered first, English before others.
func strata(all []Answer) [][]string {
	byLanguage := slices.Clone(all)
	slices.SortStableFunc(byLanguage, func(a, b Answer) int {
		return slices.Index(bank.Languages(), a.Language) - slices.Index(bank.Languages(), b.Language)
	})
	var out [][]string
	at, seen := map[string]int{}, map[string]bool{}
	for _, a := range byLanguage {
		if seen[a.Question] {
			continue
		}
		seen[a.Question] = true
		// The bank's ids begin with the domain.
		domain, _, _ := strings.Cut(a.Question, "-")
		key := a.Language + " " + domain
		if _, ok := at[key]; !ok {
			at[key] = len(out)
			out = append(out, nil)
		}
		out[at[key]] = append(out[at[key]], a.Question)
	}
	return out
}

func coin(seed uint64, question string) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(question)) // never fails
	return rand.New(rand.NewPCG(seed, h.Sum64())).IntN(2) == 1
}
