package labelled_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

func TestSpread(t *testing.T) {
	good := []labelled.Pair{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}}
	bad := []labelled.Pair{{1, 3}, {2, 5}, {3, 1}, {4, 4}, {5, 2}}
	mixed := [][]labelled.Pair{good, good, bad, good, bad, good}
	var all []labelled.Pair
	for _, pairs := range mixed {
		all = append(all, pairs...)
	}
	low, high := labelled.Spread(mixed, labelled.Seed)
	if kappa := labelled.Kappa(all); low >= kappa || high <= kappa || high > 1 || high-low < 0.2 {
		t.Errorf("kappa %.3f with a spread of %.3f to %.3f", kappa, low, high)
	}
	if l, h := labelled.Spread(mixed, labelled.Seed); l != low || h != high {
		t.Errorf("the same seed gives %.3f to %.3f and %.3f to %.3f", low, high, l, h)
	}
	if low, high := labelled.Spread([][]labelled.Pair{good, good, good}, 1); low != 1 || high != 1 {
		t.Errorf("full agreement everywhere: %.3f to %.3f", low, high)
	}
	if low, high := labelled.Spread(nil, 1); low != 0 || high != 0 {
		t.Errorf("of nothing: %.3f to %.3f", low, high)
	}
}
