package structure

import (
	"math"
	"slices"
)

// unmark takes the mark off rows with which entries begin where a section begins
// with one, as CVs do that make list items of their entries: "• Acme", and below
// it the title with its dates.
func (s subject) unmark(rows []row, anchors []int) {
	var heads []int
	if _, dated := s.anchor(rows[0], true); dated && rows[0].l.Bullet && !rows[anchors[0]].l.Bullet {
		rows[0] = unmarkedRow(rows[0]) // its own dates tell that it is an entry as well
	}
	for k, a := range anchors {
		if rows[a].l.Bullet {
			continue
		}
		from := 0
		if k > 0 {
			from = anchors[k-1] + 1
		}
		for i := a - 1; i >= max(from, a-2); i-- {
			if l := rows[i].l; l.Bullet && l.wordCount() <= 9 && !sentenceEnd(l) && !introduces(l) && (outerItem(rows, i) || toTheEdge(rows[0]) && toTheEdge(rows[i])) {
				heads = append(heads, i)
				break
			}
		}
	}
	if len(heads) == 0 || heads[0] > 0 || 2*len(heads) < len(anchors) {
		return
	}
	for _, i := range heads {
		rows[i] = unmarkedRow(rows[i])
		for j := i + 1; j < len(rows) && rows[j].l.item; j++ {
			next := *rows[j].l
			next.item = false
			rows[j].l = &next
		}
	}
}

func unmarkedRow(w row) row {
	plain, l := *w.l.Line, *w.l
	plain.Bullet = false
	l.Line = &plain
	w.l = &l
	return w
}

// toTheEdge reports whether a marked row has something at the other edge, too.
func toTheEdge(w row) bool {
	return w.l.Bullet && slices.ContainsFunc(w.l.tokens, func(t token) bool { return t.apart })
}

// outerItem reports whether no item of a list begins left of a row, nor is less
// deep, and the row is the first or stands behind deeper ones.
func outerItem(rows []row, i int) bool {
	l := rows[i].l
	for _, w := range rows {
		if w.l.Bullet && (w.l.Level < l.Level || w.l.Width > 0 && w.l.Page == l.Page && w.l.X < l.X-2) {
			return false
		}
	}
	if i == 0 {
		return true
	}
	above := rows[i-1].l
	return !above.Bullet || above.Level > l.Level || l.Width > 0 && math.Abs(above.X-l.X) > 2
}
