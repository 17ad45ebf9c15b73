package bank

import "cmp"

// again is what a question loses for each question of its category picked
// before it: as much as a week's rest, less than a weak point.
const again = 120

// candidate is a question that may be picked.
type candidate struct {
	// at is its place in the index.
	at     int
	score  int
	chance uint64
}

// better orders candidates. Chances, made of ids, are as good as never equal.
func (c candidate) better(o candidate) int {
	switch {
	case c.score != o.score:
		return o.score - c.score
	case c.chance != o.chance:
		return cmp.Compare(c.chance, o.chance)
	}
	return c.at - o.at
}

// shelf keeps the best candidates of each category, as many as an interview can
// use: so a bank of fifty thousand need not be sorted.
type shelf struct {
	most int
	// size is how many candidates are kept, of all categories.
	size int
	// rows are the candidates by category's number, the best first.
	rows [][]candidate
}

func newShelf(most, categories int) shelf {
	return shelf{most: most, rows: make([][]candidate, categories)}
}

func (s *shelf) put(category int, c candidate) {
	row := s.rows[category]
	if len(row) == s.most {
		if row[s.most-1].better(c) < 0 {
			return
		}
		row = row[:s.most-1]
		s.size--
	}
	row = append(row, c)
	for i := len(row) - 1; i > 0 && row[i].better(row[i-1]) < 0; i-- {
		row[i], row[i-1] = row[i-1], row[i]
	}
	s.rows[category] = row
	s.size++
}

// take picks n candidates, each time the best when what its category gave
// already is held against it.
func (s *shelf) take(n int) []candidate {
	var out []candidate
	taken := make([]int, len(s.rows))
	for len(out) < n {
		best := -1
		var winner candidate
		for i, row := range s.rows {
			if taken[i] == len(row) {
				continue
			}
			c := row[taken[i]]
			c.score -= again * taken[i]
			if best < 0 || c.better(winner) < 0 {
				best, winner = i, c
			}
		}
		if best < 0 {
			break
		}
		taken[best]++
		out = append(out, winner)
	}
	return out
}
