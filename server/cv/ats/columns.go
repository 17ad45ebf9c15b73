package ats

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// column is a region of a page.
type column struct {
	lines                    []int
	left, right, top, bottom float64
}

// beside reports whether two regions stand beside each other.
func (c *column) beside(o *column) bool {
	return c.top < o.bottom && o.top < c.bottom && (c.right <= o.left || o.right <= c.left)
}

// columnsOf are the lines that stand beside others: those of the smaller of two
// regions of a page, as far as they are beside the larger one. Where a format has
// no positions, those of all regions but the largest.
func columnsOf(d *document.Document, hidden map[int]bool) []document.Span {
	var out []document.Span
	for page := 1; page <= d.Pages; page++ {
		regions := regionsOf(d, page, hidden)
		main := 0
		for i, c := range regions {
			if len(c.lines) > len(regions[main].lines) {
				main = i
			}
		}
		for i, c := range regions {
			for _, line := range c.lines {
				l := d.Lines[line]
				own := column{top: l.Y, bottom: l.Y + l.Height, left: c.left, right: c.right}
				if l.Height == 0 && i != main || l.Height > 0 && slices.ContainsFunc(regions, func(o column) bool { return len(o.lines) > len(c.lines) && own.beside(&o) }) {
					out = append(out, whole(d, line))
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b document.Span) int { return a.Line - b.Line })
	return out
}

// regionsOf are the regions of a page, in the order of their numbers.
func regionsOf(d *document.Document, page int, hidden map[int]bool) []column {
	var out []column
	var numbers []int
	for i, line := range d.Lines {
		if line.Page != page || line.Margin || hidden[i] {
			continue
		}
		at := slices.Index(numbers, line.Region)
		if at < 0 {
			at = len(numbers)
			numbers = append(numbers, line.Region)
			out = append(out, column{left: line.X, right: line.X + line.Width, top: line.Y, bottom: line.Y + line.Height})
		}
		c := &out[at]
		c.lines = append(c.lines, i)
		c.left, c.right = min(c.left, line.X), max(c.right, line.X+line.Width)
		c.top, c.bottom = min(c.top, line.Y), max(c.bottom, line.Y+line.Height)
	}
	return out
}

// faint is the share of the usual letters' size below which nobody can read a
// line, in per cent.
const faint = 45

// hiddenLines are lines in letters too small to be read: whatever they say, a
// reader will never see it.
func hiddenLines(d *document.Document) map[int]bool {
	var sizes []float64
	for _, line := range d.Lines {
		if line.Size > 0 && !line.Margin {
			sizes = append(sizes, line.Size)
		}
	}
	out := map[int]bool{}
	if len(sizes) == 0 {
		return out
	}
	slices.Sort(sizes)
	smallest := sizes[len(sizes)/2] * faint / 100
	for i, line := range d.Lines {
		if line.Size > 0 && line.Size < smallest {
			out[i] = true
		}
	}
	return out
}
