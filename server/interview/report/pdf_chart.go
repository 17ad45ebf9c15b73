package report

import (
	"codeberg.org/go-pdf/fpdf"

	"github.com/interviewai-pro/interviewai/server/interview/report/typeset"
)

// bars adds a chart's bars, a name at the left and a value at the right of each.
func (f *flow) bars(all []bar, l letters) {
	value := l
	value.colour, value.bold = ink, true
	blank := l
	blank.colour = muted
	const gap, valueRoom, thick = 12.0, 52.0, 6.0
	nameRoom := (f.right - f.left) * 0.36
	x, end := f.left+nameRoom+gap, f.right-valueRoom
	for i, b := range all {
		names := f.set.Lines(b.Name, l.style(), nameRoom)
		at, room := value, f.right-x
		if b.Blank {
			at = blank
		}
		values := f.set.Lines(b.Value, at.style(), room)
		r := row{before: 2, height: float64(max(len(names), len(values))) * l.height(), glued: i == 0 && len(all) > 1 || i == len(all)-2}
		r.texts = append(f.column(names, f.left, l), f.ended(values, f.right, at)...)
		if !b.Blank {
			y := (l.height() - thick) / 2
			r.paints = append(r.paints, func(p *printer, top float64) { meter(p, x, top+y, end-x, thick, b.Share) })
		}
		f.add(r)
	}
}

// column puts lines below each other.
func (f *flow) column(lines []typeset.Line, x float64, l letters) []placed {
	var out []placed
	for i, one := range lines {
		for _, p := range f.place(one, x, l) {
			p.y += float64(i) * l.height()
			out = append(out, p)
		}
	}
	return out
}

// ended puts lines below each other that end at x.
func (f *flow) ended(lines []typeset.Line, x float64, l letters) []placed {
	var out []placed
	for i, one := range lines {
		for _, p := range f.place(one, x-one.Width, l) {
			p.y += float64(i) * l.height()
			out = append(out, p)
		}
	}
	return out
}

// meter draws a bar of a share.
func meter(p *printer, x, y, width, height, part float64) {
	fill(p, track)
	p.RoundedRect(x, y, width, height, height/2, "1234", "F")
	if part > 0 {
		fill(p, accent)
		p.RoundedRect(x, y, max(height, width*part), height, height/2, "1234", "F")
	}
}

// ring draws a share of a circle, from the top clockwise.
func ring(p *printer, x, y, radius, part float64) {
	p.SetLineCapStyle("butt")
	stroke(p, track, 9)
	p.Circle(x, y, radius, "D")
	if part > 0 {
		stroke(p, accent, 9)
		p.Arc(x, y, radius, radius, 0, 90-360*part, 90, "D")
	}
}

// segments draws as many fields as there are points, the covered ones filled.
func segments(p *printer, end, y float64, covered, all int) {
	const most, gap, height = 120.0, 2.0, 7.0
	width := min(18, most/float64(all)-gap)
	x := end - float64(all)*(width+gap) + gap
	for i := range all {
		fill(p, track)
		if i < covered {
			fill(p, green)
		}
		p.Rect(x+float64(i)*(width+gap), y-height/2, width, height, "F")
	}
}

// tick is the sign of a point that is covered, half of one that is touched on,
// hollow of one that is left out.
func tick(p *printer, x, y float64) {
	fill(p, green)
	p.Circle(x, y, 4.2, "F")
	stroke(p, 0xffffff, 1.1)
	p.SetLineCapStyle("round")
	p.Line(x-1.9, y+0.1, x-0.6, y+1.5)
	p.Line(x-0.6, y+1.5, x+2, y-1.5)
	p.SetLineCapStyle("butt")
}

func half(p *printer, x, y float64) {
	hollow(p, x, y)
	fill(p, muted)
	p.Arc(x, y, 2.2, 2.2, 0, 90, 270, "F")
}

func hollow(p *printer, x, y float64) {
	stroke(p, muted, 0.9)
	p.Circle(x, y, 3.7, "D")
}

func bullet(p *printer, x, y float64) {
	fill(p, accent)
	p.Circle(x, y, 1.7, "F")
}

// overTime adds the chart of several interviews' scores.
func (f *flow) overTime(o overTime) {
	f.section(o.Title)
	l := letters{size: 8, colour: muted}
	strong := letters{size: 8.5, bold: true, colour: ink}
	const height, head, axis = 96.0, 16.0, 26.0 // head is room for a value above 100
	x0, x1 := f.left+axis, f.right-16
	at := func(i int) float64 { return x0 + 10 + (x1-x0-10)*float64(i)/float64(len(o.Points)-1) }
	y := func(part float64) float64 { return head + height*(1-part) }
	r := row{before: 4, height: head + height + 32}
	for _, t := range o.Ticks {
		line := f.line(t.Value, l)
		r.texts = append(r.texts, placed{line: line, x: x0 - 6 - line.Width, y: y(t.Share) + 0.36*l.size, size: l.size, colour: l.colour})
	}
	for i, d := range o.Points {
		line := f.line(d.Value, strong)
		c := strong.colour
		if d.This {
			c = accent
		}
		beside := -7.0
		if d.Below {
			beside = 13
		}
		r.texts = append(r.texts, placed{line: line, x: at(i) - line.Width/2, y: y(d.Share) + beside, size: strong.size, colour: c})
	}
	first, last := f.line(o.First, l), f.line(o.Last, l)
	below := y(0) + 26
	r.texts = append(
		r.texts,
		placed{line: first, x: x0, y: below, size: l.size, colour: l.colour},
		placed{line: last, x: f.right - last.Width, y: below, size: l.size, colour: l.colour},
	)
	r.paints = append(r.paints, func(p *printer, top float64) {
		stroke(p, track, 0.7)
		for _, t := range o.Ticks {
			p.Line(x0, top+y(t.Share), f.right, top+y(t.Share))
		}
		var way []fpdf.PointType
		for i, d := range o.Points {
			way = append(way, fpdf.PointType{X: at(i), Y: top + y(d.Share)})
		}
		curve(p, way)
		for i, d := range o.Points {
			knot(p, way[i].X, way[i].Y, d.This)
		}
	})
	f.add(r)
}

// line is a short text in one line.
func (f *flow) line(s string, l letters) typeset.Line {
	for _, one := range f.set.Lines(s, l.style(), f.right-f.left) {
		return one
	}
	return typeset.Line{}
}

func curve(p *printer, way []fpdf.PointType) {
	stroke(p, accent, 1.4)
	for i := 1; i < len(way); i++ {
		p.Line(way[i-1].X, way[i-1].Y, way[i].X, way[i].Y)
	}
}

// knot is a dot of the curve, filled for the report's own interview.
func knot(p *printer, x, y float64, this bool) {
	stroke(p, accent, 1.4)
	fill(p, 0xffffff)
	if this {
		fill(p, accent)
	}
	p.Circle(x, y, 3.2, "FD")
}
