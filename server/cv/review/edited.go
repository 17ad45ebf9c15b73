package review

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// maxLines bounds an edited text.
const maxLines = 3000

// edited is a document with another text. A line that was there looks as it did;
// as many new lines as were taken out at a place look as those did; any other
// looks like the line before it.
func edited(old *document.Document, text string) *document.Document {
	out := &document.Document{Format: old.Format, Pages: old.Pages, Recognised: old.Recognised}
	lines := cut(text)
	pairs := align(old.Lines, lines)
	gap := false
	for i, l := range lines {
		line := document.Line{Page: 1, Confidence: 1}
		if pairs[i] >= 0 {
			line = old.Lines[pairs[i]]
		} else if n := len(out.Lines); n > 0 {
			before := out.Lines[n-1]
			line = document.Line{Page: before.Page, Region: before.Region, X: before.X, Width: before.Width, Height: before.Height, Size: before.Size, Y: before.Y + before.Height, Confidence: 1}
		}
		gap = gap || l.text == ""
		if l.text == "" {
			continue
		}
		if line.Text != l.text {
			line.Edit(l.text)
		}
		line.Bullet = l.bullet || pairs[i] >= 0 && line.Bullet
		line.Block = len(out.Lines)
		if n := len(out.Lines); n > 0 && !line.Bullet && !gap && together(old, pairs, i) {
			line.Block = out.Lines[n-1].Block
		}
		gap = false
		out.Lines = append(out.Lines, line)
	}
	return out
}

// together reports whether two lines after each other were of one block.
func together(old *document.Document, pairs []int, i int) bool {
	if i == 0 || pairs[i] < 0 || pairs[i-1] < 0 {
		return false
	}
	return old.Lines[pairs[i]].Block == old.Lines[pairs[i-1]].Block
}

// textLine is a line of an edited text.
type textLine struct {
	text   string
	bullet bool
}

// cut cuts a text into lines, with bullets taken off.
func cut(text string) []textLine {
	var out []textLine
	for line := range strings.Lines(text) {
		if len(out) == maxLines {
			break
		}
		l := textLine{}
		l.text, l.bullet = tidy.Bullet(strings.TrimSpace(tidy.Text(line)))
		out = append(out, l)
	}
	return out
}

// align finds for each new line the old one whose look it takes; -1 for none.
// Lines of the same text are paired in order, and what lies between two pairs is
// paired when there are as many of both.
func align(old []document.Line, lines []textLine) []int {
	pairs := make([]int, len(lines))
	places := map[string][]int{}
	for i, l := range old {
		places[l.Text] = append(places[l.Text], i)
	}
	next := 0
	for i, l := range lines {
		pairs[i] = -1
		for _, at := range places[l.text] {
			if at >= next && l.text != "" {
				pairs[i], next = at, at+1
				break
			}
		}
	}
	last, from := -1, -1
	for i := 0; i <= len(lines); i++ {
		at := len(old)
		if i < len(lines) {
			if pairs[i] < 0 {
				continue
			}
			at = pairs[i]
		}
		var open []int
		for k := from + 1; k < i; k++ {
			if lines[k].text != "" {
				open = append(open, k)
			}
		}
		if len(open) == at-last-1 {
			for n, k := range open {
				pairs[k] = last + 1 + n
			}
		}
		last, from = at, i
	}
	return pairs
}
