package structure

import "math"

// wraps tells lines that go on with an item from lines that begin one, where both
// stand one below the other in a narrow column and nothing marks items: items are
// set further apart than their lines.
type wraps struct {
	// line is the distance between an item's lines, 0 where it cannot be told.
	line float64
	// right is where the column ends.
	right float64
}

// wrapping measures the rows of a section and the column they stand in.
func (r *reader) wrapping(rows []row) wraps {
	least, most, right := math.Inf(1), 0.0, 0.0
	for _, l := range r.lines {
		if len(rows) > 0 && l.Page == rows[0].l.Page && l.Region == rows[0].l.Region {
			right = math.Max(right, l.X+l.Width)
		}
	}
	for i, w := range rows {
		if i == 0 || !stacked(rows[i-1].l, w.l) {
			continue
		}
		d := w.l.Y - rows[i-1].l.Y
		least, most = math.Min(least, d), math.Max(most, d)
	}
	// Without two distances only lines as near as a paragraph's are of one item.
	if math.IsInf(least, 1) || most < least+1 && least > 1.25*rows[0].l.Size {
		return wraps{}
	}
	return wraps{line: least, right: right}
}

// stacked reports whether a line stands under another in a column.
func stacked(above, l *line) bool {
	return l.Width > 0 && above.Page == l.Page && above.Region == l.Region && math.Abs(above.X-l.X) < 1 && math.Abs(above.Size-l.Size) < 0.5 && l.Y > above.Y
}

// goesOn reports whether a line goes on with the item of the one above it: it is
// as near as lines of items are, and its first word found no room there.
func (w wraps) goesOn(above, l *line) bool {
	if w.line == 0 || l.Bullet || !stacked(above, l) || l.Y-above.Y > w.line+0.6 || len(l.tokens) == 0 || len(above.tokens) == 0 {
		return false
	}
	if last := above.tokens[max(0, len(above.tokens)-1)]; last.in(",&") || last.kind == word && !last.capital && len([]rune(last.fold)) <= 3 {
		return true
	}
	letters := float64(len([]rune(l.text)))
	first := 0.0
	for _, r := range l.text {
		if r == ' ' {
			break
		}
		first++
	}
	return above.X+above.Width+l.Width*(first+1)/letters > w.right-0.5
}
