package docx

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

const (
	// shortRow is how many letters a row may have to be one line.
	shortRow = 140
	// shortCell is the longest cell that goes on one line with its neighbour's
	// first: dates, a place.
	shortCell = 36
	// column is how many lines a cell has that is a column of the page.
	column = 4
)

// table writes a table row by row. A row of short cells is one line; a cell with
// dates goes on the line of what it is beside; large cells are columns, read one
// after the other.
func (w *writer) table(t *table, region int) {
	for _, row := range t.rows {
		cells := w.cells(row, region)
		if len(cells) == 0 {
			continue
		}
		if len(cells) > 1 && short(cells) {
			w.write([][]document.Line{joinCells(cells)}, region)
			continue
		}
		cells = placeDates(cells)
		large := 0
		for _, c := range cells {
			if len(c) >= column {
				large++
			}
		}
		if len(cells) < 2 || large == 0 {
			w.write(cells, region)
			continue
		}
		if n := nameLines(cells); n > 0 {
			w.write([][]document.Line{cells[1][:n]}, region)
			cells[1] = cells[1][n:]
		}
		for _, c := range cells {
			w.regions++
			w.write([][]document.Line{c}, w.regions)
		}
	}
}

// nameLines is how many lines at the top of the second column are a name in
// large letters with what stands under it, to be read before the first column.
func nameLines(cells [][]document.Line) int {
	c := cells[1]
	usual := c[len(c)/2].Size
	n := 0
	for n < len(c)-1 && usual > 0 && c[n].Size >= 1.3*usual && c[n].Size > cells[0][0].Size {
		n++
	}
	if n == 0 {
		return 0
	}
	for under := n; under < min(n+3, len(c)); under++ {
		if c[under].Bold || c[under].Heading > 0 {
			return under
		}
		if c[under].Bullet || utf8.RuneCountInString(c[under].Text) > 100 {
			break
		}
	}
	return n
}

// cells are the lines of a row's cells, empty ones left out. Blocks in them are
// numbered from 0; regions of boxes and tables in them are the cell's.
func (w *writer) cells(row []cell, region int) (out [][]document.Line) {
	for _, c := range row {
		inner := writer{styles: w.styles, numbering: w.numbering}
		inner.blocks(c.blocks, region)
		if len(inner.lines) > 0 {
			out = append(out, inner.lines)
		}
	}
	return out
}

// write appends lines, with blocks that go on from those before.
func (w *writer) write(cells [][]document.Line, region int) {
	for _, lines := range cells {
		first, last := w.block, 0
		for _, l := range lines {
			l.Block -= lines[0].Block
			last = max(last, l.Block)
			l.Block += first
			l.Region = region
			w.lines = append(w.lines, l)
		}
		w.block = first + last + 1
	}
}

func short(cells [][]document.Line) bool {
	letters := 0
	for i, c := range cells {
		if len(c) > 1 || i > 0 && c[0].Bullet {
			return false
		}
		letters += utf8.RuneCountInString(c[0].Text)
	}
	return letters <= shortRow
}

// joinCells makes one line of cells that have one each.
func joinCells(cells [][]document.Line) []document.Line {
	out := cells[0][0]
	for _, c := range cells[1:] {
		out = joinLines(out, c[0])
	}
	return []document.Line{out}
}

func joinLines(a, b document.Line) document.Line {
	if utf8.RuneCountInString(b.Text) > utf8.RuneCountInString(a.Text) {
		a.Size = b.Size
	}
	offset := len(a.Text) + 1
	a.Gaps = append(slices.Clone(a.Gaps), offset)
	for _, at := range b.Gaps {
		a.Gaps = append(a.Gaps, at+offset)
	}
	a.Text += " " + b.Text
	a.Bold, a.Italic = a.Bold && b.Bold, a.Italic && b.Italic
	a.Heading = max(a.Heading, b.Heading)
	for _, l := range b.Links {
		l.Start += offset
		l.End += offset
		a.Links = append(a.Links, l)
	}
	return a
}

// placeDates joins a cell that is a short line with dates to the first line of
// the cell beside it.
func placeDates(cells [][]document.Line) [][]document.Line {
	for i := 0; i < len(cells); i++ {
		if !datesOnly(cells[i]) {
			continue
		}
		switch {
		case i > 0 && !datesOnly(cells[i-1]) && !cells[i-1][0].Bullet:
			cells[i-1][0] = joinLines(cells[i-1][0], cells[i][0])
		case i+1 < len(cells) && !cells[i+1][0].Bullet:
			cells[i+1][0] = joinLines(cells[i][0], cells[i+1][0])
		default:
			continue
		}
		cells = append(cells[:i], cells[i+1:]...)
		i--
	}
	return cells
}

func datesOnly(c []document.Line) bool {
	return len(c) == 1 && utf8.RuneCountInString(c[0].Text) <= shortCell && tidy.Dated(c[0].Text) && !strings.Contains(c[0].Text, "@")
}
