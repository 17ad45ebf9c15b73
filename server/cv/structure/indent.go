package structure

import "math"

// listItems recognises items of lists whose marks are pictures or were lost: a
// line that begins exactly where the words of marked items of its column do, and
// where nothing else begins.
func (r *reader) listItems() {
	type edge struct{ page, region, x int }
	at := func(l *line) edge { return edge{l.Page, l.Region, int(math.Round(l.X))} }
	items, least, widest, size := map[edge]int{}, map[edge]float64{}, map[edge]float64{}, map[edge]float64{}
	for _, l := range r.lines {
		if l.Width == 0 {
			continue
		}
		column := edge{l.Page, l.Region, 0}
		if x, ok := least[column]; !ok || l.X < x {
			least[column] = l.X
		}
		widest[column] = max(widest[column], l.X+l.Width)
		if l.Bullet {
			items[at(l)]++
			size[at(l)] = max(size[at(l)], l.Size)
		}
	}
	for i, l := range r.lines {
		column := edge{l.Page, l.Region, 0}
		if l.Width == 0 || l.Bullet || l.Bold || i == 0 || items[at(l)] == 0 || l.Size > size[at(l)]+0.5 || l.X < least[column]+6 || len(l.tokens) == 0 {
			continue
		}
		if !r.besideItem(i, func(o *line) bool { return o.Bullet && at(o) == at(l) }) {
			continue
		}
		before := r.lines[i-1]
		// In the same paragraph it is an item only where the line before had room
		// left for its first word.
		room := before.X+before.Width < least[column]+(widest[column]-least[column])*0.75
		if before.Block == l.Block && (at(before) != at(l) || !room || !l.tokens[0].capital) {
			continue
		}
		marked := *l.Line
		marked.Bullet = true
		l.Line, l.item = &marked, false
	}
}

// farItem is how many lines lie at most between items of one list.
const farItem = 12

// besideItem reports whether a marked line stands near a line, with no title
// between both: what begins where items of another section do is no item.
func (r *reader) besideItem(i int, marked func(*line) bool) bool {
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(r.lines) && (j-i)*step <= farItem; j += step {
			if r.lines[j].Size > r.lines[i].Size+1.5 {
				break
			}
			if marked(r.lines[j]) {
				return true
			}
		}
	}
	return false
}
