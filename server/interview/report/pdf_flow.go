package report

import "github.com/interviewai-pro/interviewai/server/interview/report/typeset"

// letters is how a paragraph looks.
type letters struct {
	size   float64
	bold   bool
	colour rgb
	// before is room above its first line.
	before float64
	// keep glues the last line to what follows.
	keep bool
}

var (
	titleLetters   = letters{size: 22, bold: true, colour: ink, keep: true}
	sectionLetters = letters{size: 13.5, bold: true, colour: ink, before: 20, keep: true}
	subLetters     = letters{size: 10, bold: true, colour: ink, before: 9, keep: true}
	bodyLetters    = letters{size: 10, colour: ink, before: 3}
	mutedLetters   = letters{size: 9, colour: muted, before: 2}
)

func (l letters) style() typeset.Style { return typeset.Style{Size: l.size, Bold: l.bold} }

// height of one of its lines.
func (l letters) height() float64 { return l.size * 1.38 }

// stand is how far below a line's top its letters stand: their capitals, 0.72 of
// the size in Liberation Sans, are in the middle.
func (l letters) stand() float64 { return (l.height() + 0.72*l.size) / 2 }

// flow makes rows of a report, one below the other.
type flow struct {
	set  *typeset.Set
	rows []row
	// left and right are the column's edges.
	left, right float64
	// behind paints the ground of every row while it is set.
	behind func(p *printer, top, height float64)
}

// add adds a row. One with a ground has no gap above.
func (f *flow) add(r row) {
	if f.behind != nil {
		gap, behind := r.before, f.behind
		r.before, r.height = 0, r.height+gap
		for i := range r.texts {
			r.texts[i].y += gap
		}
		paints := []func(*printer, float64){func(p *printer, top float64) { behind(p, top, r.height) }}
		for _, paint := range r.paints {
			paints = append(paints, func(p *printer, top float64) { paint(p, top+gap) })
		}
		r.paints = paints
	}
	f.rows = append(f.rows, r)
}

// text adds a paragraph. Neither its first line nor its last stands alone on a
// page.
func (f *flow) text(s string, l letters) {
	lines := f.set.Lines(s, l.style(), f.right-f.left)
	for i, one := range lines {
		r := row{height: l.height(), glued: i == 0 && len(lines) > 1 || i == len(lines)-2 || l.keep && i == len(lines)-1}
		if len(one.Runs) == 0 {
			r.height *= 0.6 // an empty line
		}
		if i == 0 {
			r.before = l.before
		}
		r.texts = f.place(one, f.left, l)
		f.add(r)
	}
}

// place puts a line of letters at x.
func (f *flow) place(one typeset.Line, x float64, l letters) []placed {
	if len(one.Runs) == 0 {
		return nil
	}
	return []placed{{line: one, x: x, y: l.stand(), size: l.size, colour: l.colour}}
}

// sides adds a paragraph with a short text at its first line's right end.
func (f *flow) sides(s string, l letters, end string, at letters) {
	var last typeset.Line
	for _, one := range f.set.Lines(end, at.style(), (f.right-f.left)/2) {
		last = one
	}
	edge := f.right
	if last.Width > 0 {
		f.right -= last.Width + 12
	}
	from := len(f.rows)
	f.text(s, l)
	f.right = edge
	r := &f.rows[from]
	for _, p := range f.place(last, edge-last.Width, at) {
		if len(r.texts) > 0 {
			p.y = r.texts[0].y
		}
		r.texts = append(r.texts, p)
	}
}

// section begins a part of the report under a rule.
func (f *flow) section(title string) {
	at := len(f.rows)
	f.text(title, sectionLetters)
	end := &f.rows[len(f.rows)-1]
	end.height += 7
	y := end.height - 4
	end.paints = append(end.paints, func(p *printer, top float64) {
		stroke(p, rule, 0.7)
		p.Line(left, top+y, right, top+y)
	})
	f.rows[at].mark = title
}

// indented runs with a column that begins further right.
func (f *flow) indented(by float64, run func()) {
	f.left += by
	run()
	f.left -= by
}

// item adds a paragraph with a sign before its first line.
func (f *flow) item(s string, l letters, sign func(p *printer, x, y float64)) {
	at := len(f.rows)
	x, y := f.left+4, l.height()/2
	f.indented(15, func() { f.text(s, l) })
	if at == len(f.rows) {
		return
	}
	f.rows[at].paints = append(f.rows[at].paints, func(p *printer, top float64) { sign(p, x, top+y) })
}

// quoted adds a paragraph with a line at its left.
func (f *flow) quoted(s string, l letters, c rgb) {
	x, before := f.left+1, f.behind
	f.behind = func(p *printer, top, height float64) {
		if before != nil {
			before(p, top, height)
		}
		fill(p, c)
		p.Rect(x, top+1, 1.6, height, "F")
	}
	f.indented(9, func() { f.text(s, l) })
	f.behind = before
}

// boxed runs on a tinted ground.
func (f *flow) boxed(run func()) {
	x, width := f.left, f.right-f.left
	f.behind = func(p *printer, top, height float64) {
		fill(p, tint)
		p.Rect(x, top-0.2, width, height+0.4, "F")
	}
	from := len(f.rows)
	f.left, f.right = f.left+10, f.right-10
	f.add(row{height: 5, glued: true})
	run()
	f.rows[len(f.rows)-1].glued = true
	f.add(row{height: 7})
	f.left, f.right, f.behind = f.left-10, f.right+10, nil
	f.rows[from].before = 9
}
