package layout

import "math"

// group is lines that stand together on a page: a column, or what goes across.
type group struct {
	lines  []line
	margin bool
	extent
}

// across puts columns together that go on on the next page: who reads a column
// turns the page at its end, and comes back for the column beside it.
func across(pages [][]group) []line {
	var read []*group
	var columns []*group // that may go on, as read on the pages so far
	for _, page := range pages {
		var body []*group
		for i := range page {
			g := &page[i]
			if g.margin {
				read = append(read, g)
				continue
			}
			body = append(body, g)
		}
		next := 0
		for _, column := range columns {
			if next < len(body) && body[next].continues(column, columns) {
				column.lines = append(column.lines, body[next].lines...)
				next++
			}
		}
		if read = append(read, body[next:]...); next < len(body) {
			columns = sideBySide(body[next:])
		}
	}
	var lines []line
	for _, g := range read {
		lines = append(lines, g.lines...)
	}
	return lines
}

// continues tells whether a group stands where the column did on the page
// before, and reaches into none of the others.
func (g *group) continues(column *group, all []*group) bool {
	if math.Abs(g.left-column.left) > 6 {
		return false
	}
	for _, other := range all {
		if other != column && g.left < other.left && g.right > other.left {
			return false
		}
	}
	return true
}

// sideBySide are the last two groups of a page, if they stand side by side.
func sideBySide(body []*group) []*group {
	if len(body) < 2 {
		return nil
	}
	a, b := body[len(body)-2], body[len(body)-1]
	if a.right > b.left && b.right > a.left {
		return nil
	}
	return []*group{a, b}
}

// reach is from where to where lines go.
func reach(lines []line) extent {
	e := extent{math.Inf(1), math.Inf(-1)}
	for i := range lines {
		e.left = math.Min(e.left, lines[i].X)
		e.right = math.Max(e.right, lines[i].X+lines[i].Width)
	}
	return e
}
