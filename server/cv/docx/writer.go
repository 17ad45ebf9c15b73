package docx

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

// writer makes lines of blocks.
type writer struct {
	styles    *styles
	numbering *numbering
	lines     []document.Line
	block     int // of the next line
	regions   int // given so far, 0 being the page's own
}

// blocks writes blocks in their order; text boxes follow the paragraph at which
// they are anchored.
func (w *writer) blocks(blocks []block, region int) {
	for _, b := range blocks {
		if b.table != nil {
			w.table(b.table, region)
			continue
		}
		w.paragraph(b.para, region)
		for _, box := range b.para.boxes {
			w.regions++
			w.blocks(box, w.regions)
		}
	}
}

// paragraph writes a paragraph as a block.
func (w *writer) paragraph(p *paragraph, region int) {
	lines := w.linesOf(p)
	for i := range lines {
		lines[i].Region = region
		lines[i].Block = w.block
	}
	if len(lines) > 0 {
		w.lines = append(w.lines, lines...)
		w.block++
	}
}

// linesOf makes a paragraph's lines, without their place in the document.
func (w *writer) linesOf(p *paragraph) []document.Line {
	style := w.styles.resolve(p.props.style)
	heading := style.heading
	if p.props.outline > 0 {
		heading = min(p.props.outline, 6)
	}
	id, level := p.props.numID, p.props.level
	if id == "" {
		id = style.para.numID
	}
	if !p.props.hasLevel {
		level = style.para.level
	}
	marked := heading == 0 && w.numbering.marked(id, level)
	var lines []document.Line
	var l lineBuilder
	end := func() {
		if line, ok := l.done(); ok {
			line.Heading = heading
			lines = append(lines, line)
		}
		l = lineBuilder{}
	}
	for _, r := range p.runs {
		parts := strings.Split(r.text, "\n")
		for i, part := range parts {
			if i > 0 {
				end()
			}
			r.text = part
			l.add(r)
		}
	}
	end()
	if len(lines) > 0 && marked {
		lines[0].Bullet, lines[0].Level = true, level
	}
	return lines
}

// contact tells a header that is no decoration.
var contact = regexp.MustCompile(`[^\s@]+@[^\s@]+\.\w+|\+?\d[\d ()./-]{7,}\d`)

// margins writes headers or footers: as lines like others if contacts stand in
// them, else marked as what they are. Those of the first, of odd and of even
// pages often say the same: once is enough.
func (w *writer) margins(parts [][]block, top bool) {
	seen := map[string]bool{}
	for i := range w.lines {
		seen[w.lines[i].Text] = true
	}
	for _, blocks := range parts {
		part := writer{styles: w.styles, numbering: w.numbering, block: w.block, regions: w.regions}
		region := 0
		if !top {
			part.regions++
			region = part.regions
		}
		part.blocks(blocks, region)
		kept, real := part.lines[:0], false
		for _, l := range part.lines {
			if seen[l.Text] {
				continue
			}
			seen[l.Text] = true
			kept = append(kept, l)
			real = real || contact.MatchString(l.Text)
		}
		for i := range kept {
			kept[i].Margin = !real
		}
		w.lines = append(w.lines, kept...)
		w.block, w.regions = part.block, part.regions
	}
}

// done returns the lines, with what all have in common.
func (w *writer) done() []document.Line {
	kept := w.lines[:0]
	for _, l := range w.lines {
		l.Text = strings.TrimSpace(strings.TrimSuffix(l.Text, string(tidy.SoftHyphen)))
		for i := range l.Links {
			l.Links[i].End = min(l.Links[i].End, len(l.Text))
		}
		l.Links = slices.DeleteFunc(l.Links, func(k document.Link) bool { return k.Start >= k.End })
		if l.Text == "" {
			continue
		}
		l.Confidence, l.Page = 1, 1
		l.RightToLeft = tidy.RightToLeft(l.Text)
		kept = append(kept, l)
	}
	return kept
}
