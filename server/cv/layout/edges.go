package layout

import "slices"

// edges are the places at which pieces begin: first where several do, one below
// the other, then all others: a column that is set flush right begins anywhere.
func edges(pieces []piece) []float64 {
	xs := make([]float64, len(pieces))
	for i := range pieces {
		xs[i] = pieces[i].x0
	}
	slices.Sort(xs)
	type edge struct {
		x float64
		n int
	}
	var found []edge
	for i := 0; i < len(xs); {
		j := i
		for j < len(xs) && xs[j]-xs[i] < 2 {
			j++
		}
		if i > 0 {
			found = append(found, edge{xs[i], j - i})
		}
		i = j
	}
	slices.SortStableFunc(found, func(a, b edge) int { return b.n - a.n })
	found = found[:min(len(found), 60)]
	out := make([]float64, len(found))
	for i, e := range found {
		out[i] = e.x
	}
	return out
}
