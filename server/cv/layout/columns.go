package layout

import (
	"cmp"
	"math"
	"slices"
)

const (
	// mostPieces of a page in which columns are looked for. A full page has
	// about 150; what has more is no page for people.
	mostPieces = 3000
	// deepest nesting of columns.
	deepest = 8
)

// columns parts a page's pieces into regions in the order in which they are
// read: what stands above columns, the columns from left to right, what stands
// below.
func columns(pieces []piece) [][]piece {
	if len(pieces) > mostPieces {
		return [][]piece{pieces}
	}
	right, all := 0, 0
	for i := range pieces {
		all++
		if rightToLeft(&pieces[i]) {
			right++
		}
	}
	return divide(pieces, right*2 > all, 0)
}

func divide(pieces []piece, fromRight bool, depth int) [][]piece {
	if len(pieces) < 4 || depth == deepest {
		return [][]piece{pieces}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.base, b.base) })
	s, ok := bestSplit(pieces)
	if !ok {
		return [][]piece{pieces}
	}
	above, left, right, below := s.parts(pieces)
	first, second := left, right
	if fromRight {
		first, second = right, left
	}
	var out [][]piece
	for _, part := range [][]piece{above, first, second, below} {
		if len(part) > 0 {
			out = append(out, divide(part, fromRight, depth+1)...)
		}
	}
	return out
}

// split is a gutter: pieces from to end (sorted by line) stand left or right of
// x, none across.
type split struct {
	x         float64
	from, end int
	score     float64
}

// side is where a piece stands: -1 left of the gutter, 1 right of it, 0 across.
func side(p *piece, x float64) int {
	switch {
	case p.x0 >= x-1.5:
		return 1
	case p.x1 <= x-math.Max(3, 0.4*p.size):
		return -1
	default:
		return 0
	}
}

// bestSplit looks for a gutter wherever two or more pieces begin at one X.
func bestSplit(pieces []piece) (split, bool) {
	best := split{}
	for _, x := range edges(pieces) {
		for from := 0; from < len(pieces); {
			if side(&pieces[from], x) == 0 {
				from++
				continue
			}
			end := from
			for end < len(pieces) && side(&pieces[end], x) != 0 {
				end++
			}
			for _, s := range sections(pieces, split{x: x, from: from, end: end}) {
				s.lead(pieces)
				if s.end < len(pieces) {
					s.trim(pieces)
				}
				if s.judge(pieces); s.score > best.score {
					best = s
				}
			}
			from = end
		}
	}
	return best, best.score > 0
}

// parts of the pieces that the split makes. A name at the top of the right
// column, with what stands close under it, is read before both.
func (s *split) parts(pieces []piece) (above, left, right, below []piece) {
	above = slices.Clone(pieces[:s.from])
	below = slices.Clone(pieces[s.end:])
	for _, p := range pieces[s.from:s.end] {
		if side(&p, s.x) < 0 {
			left = append(left, p)
		} else {
			right = append(right, p)
		}
	}
	usual := median(right)
	if right[0].size < 1.3*usual || right[0].y0 > left[0].y1 || right[0].size < 1.2*left[0].size {
		return above, left, right, below
	}
	n := 1
	for n < len(right)-1 && right[n].size >= 1.3*usual && right[n].y0-right[n-1].y1 < right[n].size {
		n++
	}
	under := n
	for under < len(right)-1 && right[under].y0-right[under-1].y1 < 0.9*right[under].size && !right[under].bold {
		under++
	}
	if under-n <= 3 { // a title and a place; more is the column's text
		n = under
	}
	return append(above, right[:n]...), left, right[n:], below
}

func median(pieces []piece) float64 {
	sizes := make([]float64, len(pieces))
	for i := range pieces {
		sizes[i] = pieces[i].size
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}
