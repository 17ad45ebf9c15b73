package corpus

import (
	"cmp"
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// align pairs each wanted thing with the read one that agrees with it most, best
// pairs first; -1 where nothing agrees in at least one thing.
func align(wanted, got int, agreement func(i, j int) float64) []int {
	type pair struct {
		i, j  int
		score float64
	}
	var all []pair
	for i := range wanted {
		for j := range got {
			if score := agreement(i, j); score >= 1 {
				all = append(all, pair{i, j, score})
			}
		}
	}
	// Of equal ones, those that stand nearest to each other.
	slices.SortStableFunc(all, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(distance(a.i, a.j), distance(b.i, b.j)))
	})
	pairs := slices.Repeat([]int{-1}, wanted)
	taken := map[int]bool{}
	for _, p := range all {
		if pairs[p.i] < 0 && !taken[p.j] {
			pairs[p.i], taken[p.j] = p.j, true
		}
	}
	return pairs
}

func distance(i, j int) int { return max(i-j, j-i) }

// longestRise is how many of the pairs are in the same order on both sides.
func longestRise(pairs []int) int {
	best := 0
	ends := make([]int, len(pairs))
	for i, j := range pairs {
		if j < 0 {
			continue
		}
		ends[i] = 1
		for earlier := range i {
			if pairs[earlier] >= 0 && pairs[earlier] < j {
				ends[i] = max(ends[i], ends[earlier]+1)
			}
		}
		best = max(best, ends[i])
	}
	return best
}

// agree is 1 for the same text, less for a similar one.
func agree(want, got string) float64 {
	if want == "" || got == "" {
		return 0
	}
	if alike(want) == alike(got) {
		return 1
	}
	return similarity(want, got) * 0.9
}

func same(want Date, got cv.Date) float64 {
	if want.Year != 0 && want.Year == got.Year && want.Month == got.Month {
		return 1
	}
	return 0
}
