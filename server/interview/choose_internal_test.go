package interview

import (
	"slices"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// TestEachTechnologyOnce, by whatever names and however often it is wished.
func TestEachTechnologyOnce(t *testing.T) {
	t.Parallel()
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	picks := bank.Wanted{Type: bank.Technical, Domain: "backend", Number: 5, Language: "en"}
	v := Interview{Config: Config{Language: "en"}}
	w := Wish{JobDescription: "Backend engineer: Go, PostgreSQL."}
	w.Technology = []string{"PostgreSQL", "Postgres", "go"}
	v.fit(bank.NewIndex(all), &picks, w, "", true)
	got := slices.Sorted(slices.Values(picks.Technologies))
	if len(v.Notices) > 0 || !slices.Contains(got, "postgresql") || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("%q, %q", got, v.Notices)
	}
}
