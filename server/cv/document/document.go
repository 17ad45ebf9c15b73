// Package document is a CV's file as a person reads it: lines of text in
// reading order, with where they stand and how they look. Whatever the file's
// format was, what comes after works on this alone.
package document

import "strings"

// Document is the text of a file.
type Document struct {
	// Format it was read from: "pdf", "docx" or "txt".
	Format string
	// Pages it has; 1 for formats without pages.
	Pages int
	// Lines in the order in which a person reads them.
	Lines []Line
	// Recognised tells that the text was read off a picture (OCR): expect
	// mistakes, see Line.Confidence.
	Recognised bool
}

// Line is one line, without the bullet that may stand before it. Its text is in
// Unicode's normal form C, without ligatures, soft hyphens and control
// characters, with single spaces, never empty.
type Line struct {
	Text string
	// Page from 1.
	Page int
	// Block numbers what belongs together, from 0, rising: a paragraph, a cell, a
	// list item with its continuation lines.
	Block int
	// Region numbers the column or sidebar a line is in, from 0 on each page.
	Region int
	// X and Y are of the top left corner, Width and Height the size, in points of
	// 1/72 inch; zero where the format has no positions.
	X, Y, Width, Height float64
	// Size of the letters in points; 0 where it is not known.
	Size float64
	// Bold and Italic tell that all of the line is.
	Bold, Italic bool
	// Heading is 1 to 6 where the format itself marks a heading; else 0.
	Heading int
	// Bullet tells that the line begins a list item, Level how deep, from 0.
	Bullet bool
	Level  int
	// Margin tells that it is a page's header or footer: page numbers, a name
	// repeated on each page, the address a browser prints.
	Margin bool
	// RightToLeft tells that the line is read from the right; Text is in logical
	// order all the same.
	RightToLeft bool
	// Links of the line, in its order.
	Links []Link
	// Gaps are the bytes at which what stands behind a wide gap begins, rising: a
	// tab, a cell's border, the way to the page's other edge. What a person sees
	// apart there belongs to different things mostly.
	Gaps []int
	// Confidence of the recognition, 0 to 1; 1 where nothing was recognised.
	Confidence float64
}

// Edit gives a line another text. It loses its links; gaps stay where what
// stands before or behind them is the same.
func (l *Line) Edit(text string) {
	same, tail := 0, 0
	for same < min(len(l.Text), len(text)) && l.Text[same] == text[same] {
		same++
	}
	for tail < min(len(l.Text), len(text))-same && l.Text[len(l.Text)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	var gaps []int
	for _, at := range l.Gaps {
		switch moved := at + len(text) - len(l.Text); {
		case at <= same:
			gaps = append(gaps, at)
		case at >= len(l.Text)-tail && moved > same:
			gaps = append(gaps, moved)
		}
	}
	l.Text, l.Links, l.Gaps = text, nil, gaps
}

// Link is an address behind a piece of a line.
type Link struct {
	URL string
	// Start and End are bytes of the line's text.
	Start, End int
}

// Span is a piece of a line: where a value was found.
type Span struct {
	// Line is the index in Document.Lines.
	Line int
	// Start and End are bytes of its text.
	Start, End int
}

// Text is what stands at a span; empty for one that is not of this document.
func (d *Document) Text(s Span) string {
	if s.Line < 0 || s.Line >= len(d.Lines) || s.Start < 0 || s.End > len(d.Lines[s.Line].Text) || s.Start > s.End {
		return ""
	}
	return d.Lines[s.Line].Text[s.Start:s.End]
}

// Confidence is how sure the recognition is on the whole, by the lines' lengths; 1
// where nothing was recognised.
func (d *Document) Confidence() float64 {
	if !d.Recognised {
		return 1
	}
	sum, letters := 0.0, 0
	for _, line := range d.Lines {
		sum += line.Confidence * float64(len(line.Text))
		letters += len(line.Text)
	}
	if letters == 0 {
		return 0
	}
	return sum / float64(letters)
}

// Plain is the whole text, a line a line, without headers and footers, with an
// empty line between blocks.
func (d *Document) Plain() string {
	var out strings.Builder
	block := 0
	for _, line := range d.Lines {
		if line.Margin {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
			if line.Block != block {
				out.WriteByte('\n')
			}
		}
		block = line.Block
		if line.Bullet {
			out.WriteString("• ")
		}
		out.WriteString(line.Text)
	}
	return out.String()
}
