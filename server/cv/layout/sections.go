package layout

import "math"

// sections parts a gutter where a title stands below a gap through both sides, if
// what follows, or what was before, is rows with dates: columns end there. What
// has dates is left out.
func sections(pieces []piece, whole split) []split {
	var parts []split
	usual := median(pieces)
	bottom := pieces[whole.from].y1
	start := whole.from
	for i := whole.from + 1; i < whole.end; i++ {
		p := &pieces[i]
		if p.y0-bottom > 0.6*p.size && (p.bold || p.size > 1.1*usual) && !faced(pieces, i, whole) {
			parts = append(parts, split{x: whole.x, from: start, end: i})
			start = i
		}
		bottom = math.Max(bottom, p.y1)
	}
	parts = append(parts, split{x: whole.x, from: start, end: whole.end})
	var out []split
	for i, p := range parts {
		n := len(out)
		switch {
		case len(parts) > 1 && p.across(pieces, i == 0):
		case n > 0 && out[n-1].end == p.from:
			out[n-1].end = p.end
		default:
			out = append(out, p)
		}
	}
	return out
}

// faced reports whether a piece has another beside it, on the gutter's other
// side: it is no title of both.
func faced(pieces []piece, i int, s split) bool {
	for _, j := range []int{i - 1, i + 1} {
		if j >= s.from && j < s.end && sameRow(&pieces[i], &pieces[j]) && side(&pieces[i], s.x) != side(&pieces[j], s.x) {
			return true
		}
	}
	return false
}

// lead leaves out the last lines of a paragraph that goes across and ends on one
// side: they stand close under what is before the split.
func (s *split) lead(pieces []piece) {
	for s.from > 0 && s.from < s.end {
		p, prev := &pieces[s.from], &pieces[s.from-1]
		if p.y0-prev.y1 > 0.5*p.size || math.Abs(p.size-prev.size) > 0.5 || math.Abs(p.x0-prev.x0) > 3*p.size {
			return
		}
		if s.from+1 < s.end && sameRow(p, &pieces[s.from+1]) {
			return
		}
		s.from++
	}
}

// trim gives back what stands on one side only at the end, before a piece that
// goes across: it is that piece's heading, not the column's last line.
func (s *split) trim(pieces []piece) {
	last := map[int]int{}
	for i := s.from; i < s.end; i++ {
		last[side(&pieces[i], s.x)] = i
	}
	shorter := min(last[-1], last[1])
	if len(last) < 2 {
		return
	}
	for i := shorter + 1; i < s.end; i++ {
		if pieces[i].y0-pieces[i-1].y1 > 0.4*pieces[i].size || pieces[i].size > 1.1*pieces[i-1].size {
			s.end = i
			return
		}
	}
}
