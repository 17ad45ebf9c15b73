package report

import "github.com/interviewai-pro/interviewai/server/interview/report/typeset"

// A4 with its margins, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 50.0
	right      = pageWidth - left
	top        = 48.0
	bottom     = pageHeight - 34
)

// rgb is a colour, 0xRRGGBB.
type rgb int

// The colours of a report; those of the pages on the web on white.
const (
	ink    rgb = 0x1b1f27
	muted  rgb = 0x5a6272
	accent rgb = 0x2346c7
	rule   rgb = 0xc9ced8
	track  rgb = 0xe6e9ef
	tint   rgb = 0xf3f5f9
	green  rgb = 0x1c7c4c
)

func (c rgb) parts() (r, g, b int) { return int(c >> 16), int(c >> 8 & 0xff), int(c & 0xff) }

// placed is a line of letters in a row; y is where its letters stand, from the
// row's top.
type placed struct {
	line       typeset.Line
	x, y, size float64
	colour     rgb
}

// row is what stays together on a page: a line of text, a bar, a chart.
type row struct {
	// before is room above, which a page's first row has not.
	before, height float64
	texts          []placed
	// paints draw what lies behind the letters.
	paints []func(p *printer, top float64)
	// glued tells that the next row stands on the same page.
	glued bool
	// mark is the name of a bookmark that leads here.
	mark string
	// y is the row's top, once it has a page.
	y float64
}

// paginate gives each row its page. Rows that are glued go to the next page
// together, unless they would fill more than half of one.
func paginate(all []row, end float64) [][]row {
	var out [][]row
	var page []row
	y := top
	for from := 0; from < len(all); {
		to := from + 1
		height := all[from].before + all[from].height
		for to < len(all) && all[to-1].glued && height < (end-top)/2 {
			height += all[to].before + all[to].height
			to++
		}
		if len(page) > 0 && y+height > end {
			out = append(out, page)
			page, y = nil, top
		}
		for _, one := range all[from:to] {
			if len(page) > 0 {
				y += one.before
			}
			one.y = y
			y += one.height
			page = append(page, one)
		}
		from = to
	}
	return append(out, page)
}

// foot is what stands at every page's foot.
type foot struct {
	set    *typeset.Set
	words  words
	lines  []typeset.Line
	height float64
}

const (
	footSize    = 7.5
	footLeading = 10.0
	// footRoom is for the page's number.
	footRoom = 120.0
)

func footer(set *typeset.Set, s sheet, w words) foot {
	f := foot{set: set, words: w, lines: set.Lines(s.Foot, typeset.Style{Size: footSize}, right-left-footRoom)}
	f.height = float64(len(f.lines))*footLeading + 14
	return f
}

func (f foot) draw(p *printer, page, pages int) {
	y := bottom - f.height + 8
	stroke(p, rule, 0.5)
	p.Line(left, y, right, y)
	for i, l := range f.lines {
		p.line(placed{line: l, x: left, y: float64(i+1)*footLeading + 2, size: footSize, colour: muted}, y)
	}
	number := f.words.say("page", "n", f.words.number(float64(page)), "all", f.words.number(float64(pages)))
	for _, l := range f.set.Lines(number, typeset.Style{Size: footSize}, footRoom) {
		p.line(placed{line: l, x: right - l.Width, y: footLeading + 2, size: footSize, colour: muted}, y)
	}
}

func stroke(p *printer, c rgb, width float64) {
	p.SetDrawColor(c.parts())
	p.SetLineWidth(width)
}

func fill(p *printer, c rgb) { p.SetFillColor(c.parts()) }
