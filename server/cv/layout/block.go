package layout

import (
	"math"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// number gives lines their blocks and list items their levels.
func number(lines []line) {
	block := 0
	for i := range lines {
		if i > 0 && breaks(lines, i) {
			block++
		}
		lines[i].Block = block
	}
	levels(lines)
}

// breaks reports whether a line begins a new block.
func breaks(lines []line, i int) bool {
	l, prev := &lines[i], &lines[i-1]
	if l.Page != prev.Page && !l.Margin && !prev.Margin && !l.Bullet && small(l) && full(prev, l) &&
		l.Bold == prev.Bold && math.Abs(l.Size-prev.Size) < 0.5 {
		return false // a paragraph goes on over the page
	}
	switch {
	case l.Page != prev.Page, l.Region != prev.Region, l.Margin != prev.Margin:
		return true
	case l.Bullet, l.Bold != prev.Bold, l.RightToLeft != prev.RightToLeft:
		return true
	case math.Abs(l.Size-prev.Size) > 0.08*prev.Size:
		return true
	case prev.joined || l.joined:
		return true
	case l.Y-prev.Y > 1.3*pitch(lines, i)+0.5:
		return true
	}
	if !l.RightToLeft && math.Abs(l.indent-prev.textX) > 0.6*l.Size && !hangs(lines, i) && !underMark(lines, i) {
		return true
	}
	// The next word would have found room: the break was wanted.
	room := 1.5
	if small(l) {
		room = 4
	}
	return !l.RightToLeft && prev.column.right-prev.right > l.firstWord+room*l.Size
}

// hangs reports whether a line is the second of a paragraph whose first line
// begins further left.
func hangs(lines []line, i int) bool {
	prev := &lines[i-1]
	first := i == 1 || lines[i-2].Block != prev.Block
	by := lines[i].indent - prev.indent
	return first && !prev.Bullet && by > 0 && by < 3*lines[i].Size
}

// underMark reports whether a line is the rest of a list item whose lines do not
// hang: it begins under the item's mark, its first word found no room above, and
// the sentence is not at its end.
func underMark(lines []line, i int) bool {
	l, prev := &lines[i], &lines[i-1]
	return prev.Bullet && math.Abs(l.indent-prev.indent) < 0.6*l.Size && full(prev, l) && tidy.GoesOn(prev.Text, l.Text)
}

// pitch is the usual distance between lines around a line: the smallest, that
// is no overlap.
func pitch(lines []line, i int) float64 {
	best := 1.5 * lines[i].Size
	for j := max(1, i-8); j < min(len(lines), i+8); j++ {
		a, b := &lines[j-1], &lines[j]
		if a.Page != b.Page || a.Region != b.Region || math.Abs(a.Size-lines[i].Size) > 0.08*a.Size {
			continue
		}
		if d := b.Y - a.Y; d > 0.8*b.Size && d < best {
			best = d
		}
	}
	return best
}

// levels finds how deep list items are from where their text begins.
func levels(lines []line) {
	var stops []float64
	for i := range lines {
		l := &lines[i]
		if i > 0 && (l.Region != lines[i-1].Region || l.Page != lines[i-1].Page || l.Bold && !l.Bullet || l.Size > 1.08*lines[i-1].Size) {
			stops = stops[:0]
		}
		if !l.Bullet || l.RightToLeft {
			continue
		}
		for len(stops) > 0 && l.textX < stops[len(stops)-1]-3 {
			stops = stops[:len(stops)-1]
		}
		if len(stops) == 0 || l.textX > stops[len(stops)-1]+3 {
			stops = append(stops, l.textX)
		}
		l.Level = len(stops) - 1
	}
}
