package labelled

import (
	"math/rand/v2"
	"slices"
)

// draws is how often Spread draws anew; with a thousand its ends are good to
// about 0.01.
const draws = 1000

// Spread is where 95 % of the quadratic kappas lie when the questions are drawn
// anew, with replacement, from those given (a cluster bootstrap: answers to one
// question succeed or fail together). The same seed gives the same ends.
func Spread(byQuestion [][]Pair, seed uint64) (low, high float64) {
	if len(byQuestion) == 0 {
		return 0, 0
	}
	r := rand.New(rand.NewPCG(seed, draws))
	kappas := make([]float64, draws)
	for i := range kappas {
		var drawn []Pair
		for range byQuestion {
			drawn = append(drawn, byQuestion[r.IntN(len(byQuestion))]...)
		}
		kappas[i] = Kappa(drawn)
	}
	slices.Sort(kappas)
	return kappas[draws*25/1000], kappas[draws*975/1000-1]
}
