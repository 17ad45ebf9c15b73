package export

import (
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// A4, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	footerSize = 8
)

// segment is letters of one line that look alike.
type segment struct {
	x, width, size float64
	text           string
	face           *face
	colour         rgb
	url            string
}

// line is one line of a page.
type line struct {
	segments []segment
	// before is room above, which a page's first line has not; height that of the
	// line; y of its letters' feet, once it has a page.
	before, height, y float64
	// rule tells of a rule below, in the accent's colour.
	rule bool
	// glued tells that the next line stands on the same page.
	glued bool
}

// arrange lays a CV out, and says with which measures: those of a look that
// shrinks are as small as one page takes.
func arrange(r resume.Resume, l look, f faces) (look, [][]line) {
	pages := paginate(lay(content(r, l), l, f), l)
	if !l.fits || len(pages) != 2 {
		return l, pages // no letters that can be read put three pages onto one
	}
	for _, by := range []float64{0.96, 0.92, 0.88} {
		small := l.scaled(by)
		if tried := paginate(lay(content(r, small), small, f), small); len(tried) == 1 {
			return small, tried
		}
	}
	return l, pages
}

// lay makes lines of paragraphs.
func lay(all []paragraph, l look, f faces) []line {
	var out []line
	for _, p := range all {
		out = append(out, p.lay(l, f)...)
	}
	return out
}

// size of a paragraph's letters, and the room above and below it.
func (p paragraph) measures(l look) (size, before, after float64) {
	switch p.style {
	case nameStyle:
		return l.name, 0, 0
	case headlineStyle:
		return l.headline, l.between, l.between
	case titleStyle:
		return l.title, l.beforeTitle, l.afterTitle
	case entryStyle:
		if p.opens {
			return l.body, l.beforeEntry, 0
		}
		return l.body, l.between, 0
	case detailStyle:
		return l.body, 0, 0
	default:
		return l.body, l.between, 0
	}
}

func (p paragraph) lay(l look, f faces) []line {
	size, before, after := p.measures(l)
	left, room := l.side, pageWidth-2*l.side
	indent, hanging := 0.0, 0.0
	if p.style == bulletStyle {
		indent, hanging = bulletIndent(l, p.level)
	}
	room -= indent
	letters := shape(p.runs, f, p.style == nameStyle || p.style == titleStyle, size)
	right := trim(shape(p.right, f, false, size))
	first, below := room, false
	if len(right) > 0 {
		// A date that leaves too little room stands on a line of its own.
		if below = width(right) > 0.45*room; !below {
			first = room - width(right) - 1.5*size
		}
	}
	rows := wrap(letters, first)
	out := make([]line, 0, len(rows)+1)
	for i, row := range rows {
		x := left + indent
		if l.centred && p.style <= contactStyle {
			x += (room - width(row)) / 2
		}
		one := line{height: size * l.leading, segments: segments(row, x, size, p, l)}
		if i == 0 {
			one.before = before
			if p.style == bulletStyle {
				dot := shape(plain("•"), f, false, size)
				one.segments = append(segments(dot, left+indent-hanging, size, p, l), one.segments...)
			}
			if len(right) > 0 && !below {
				one.segments = append(one.segments, segments(right, left+indent+room-width(right), size, p, l)...)
			}
		}
		// Neither a paragraph's first line nor its last stands alone on a page.
		one.glued = p.keep || i == 0 && len(rows) > 1 || i == len(rows)-2
		out = append(out, one)
	}
	if below {
		out = append(out, line{height: size * l.leading, segments: segments(right, left, size, p, l), glued: p.keep})
	}
	if n := len(out); n > 0 {
		out[n-1].rule = p.style == titleStyle
		out[n-1].height += after
	}
	return out
}

// segments puts letters side by side from x on.
func segments(row []letter, x, size float64, p paragraph, l look) []segment {
	var out []segment
	var last *run
	for _, c := range row {
		if n := len(out); n > 0 && last == c.run && out[n-1].face == c.face {
			out[n-1].text += string(c.r)
			out[n-1].width += c.width
		} else {
			out = append(out, segment{x: x, width: c.width, size: size, text: string(c.r), face: c.face, colour: hue(*c.run, p, l), url: c.run.url})
		}
		last = c.run
		x += c.width
	}
	return out
}

func hue(r run, p paragraph, l look) rgb {
	switch {
	case p.style == nameStyle || p.style == titleStyle:
		return l.accent
	case r.url != "":
		return link
	case r.muted || p.style == headlineStyle:
		return muted
	default:
		return ink
	}
}

// paginate gives each line its page. Lines that belong together go to the next
// page together, unless they would fill more than half of one.
func paginate(all []line, l look) [][]line {
	bottom := pageHeight - l.top
	var out [][]line
	var page []line
	y := l.top
	for from := 0; from < len(all); {
		to := from + 1
		height := all[from].before + all[from].height
		for to < len(all) && all[to-1].glued && height < (bottom-l.top)/2 {
			height += all[to].before + all[to].height
			to++
		}
		if len(page) > 0 && y+height > bottom {
			out = append(out, page)
			page, y = nil, l.top
		}
		for _, one := range all[from:to] {
			if len(page) > 0 {
				y += one.before
			}
			one.y = y + foot(one)
			y += one.height
			page = append(page, one)
		}
		from = to
	}
	if len(page) > 0 || len(out) == 0 {
		out = append(out, page)
	}
	return out
}

// foot is how far below a line's top its letters stand.
func foot(one line) float64 {
	if len(one.segments) == 0 {
		return 0
	}
	return one.segments[0].size
}
