package report

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/report/typeset"
)

// lay makes rows of a sheet.
func lay(s sheet, set *typeset.Set) []row {
	f := &flow{set: set, left: left, right: right}
	f.text(s.Brand, letters{size: 9.5, bold: true, colour: accent, keep: true})
	f.text(s.Title, titleLetters)
	f.head(s)
	f.summary(s.Summary)
	for _, c := range []chart{s.Ratings, s.ByQuestion} {
		if len(c.Bars) > 0 {
			f.section(c.Title)
			f.bars(c.Bars, letters{size: 9.5, colour: ink})
		}
	}
	if len(s.OverTime.Points) > 0 {
		f.overTime(s.OverTime)
	}
	if d := s.Delivery; d.Title != "" {
		f.section(d.Title)
		f.delivery(d)
	}
	if len(s.Questions) > 0 {
		f.section(s.QuestionsTitle)
	}
	for i, q := range s.Questions {
		f.question(q, i == 0)
	}
	return f.rows
}

// head has the overall score in a ring and the facts beside it.
func (f *flow) head(s sheet) {
	const width, radius, gap, nameRoom = 132.0, 40.0, 28.0, 112.0
	name, value := letters{size: 9, colour: muted}, letters{size: 10, colour: ink}
	r := row{before: 14, glued: true}
	centre, y := f.left+width/2, 0.0
	centred := func(lines []typeset.Line, l letters) {
		for _, one := range lines {
			for _, p := range f.place(one, centre-one.Width/2, l) {
				p.y += y
				r.texts = append(r.texts, p)
			}
			y += l.height()
		}
	}
	title := letters{size: 10, bold: true, colour: ink}
	centred(f.set.Lines(s.Overall.Title, title.style(), width), title)
	y += 10
	middle := y + radius
	number, of := letters{size: 25, bold: true, colour: ink}, letters{size: 7.5, colour: muted}
	y = middle - number.height()*0.62
	if s.Overall.Value != "" {
		centred([]typeset.Line{f.line(s.Overall.Value, number)}, number)
		y -= 4
		centred([]typeset.Line{f.line(s.Overall.Of, of)}, of)
	}
	r.paints = append(r.paints, func(p *printer, top float64) { ring(p, centre, top+middle, radius, s.Overall.Share) })
	y = middle + radius + 12
	if s.Overall.Note != "" {
		note := letters{size: 8.5, colour: muted}
		centred(f.set.Lines(s.Overall.Note, note.style(), width), note)
	}
	r.height = y
	x := f.left + width + gap
	y = 0
	for _, one := range s.Facts {
		names := f.set.Lines(one.Name, name.style(), nameRoom)
		values := f.set.Lines(one.Value, value.style(), f.right-x-nameRoom-8)
		for _, p := range f.column(names, x, name) {
			p.y += y + value.stand() - name.stand()
			r.texts = append(r.texts, p)
		}
		for _, p := range f.column(values, x+nameRoom+8, value) {
			p.y += y
			r.texts = append(r.texts, p)
		}
		y += max(float64(len(names))*name.height(), float64(len(values))*value.height()) + 3.5
	}
	r.height = max(r.height, y)
	f.add(r)
}

func (f *flow) summary(s summary) {
	if s.Text == "" && len(s.Lists) == 0 {
		return
	}
	f.section(s.Title)
	if s.Text != "" {
		f.text(s.Text, bodyLetters)
	}
	for _, l := range s.Lists {
		f.text(l.Title, subLetters)
		for _, item := range l.Items {
			f.item(item, bodyLetters, bullet)
		}
	}
}

func (f *flow) delivery(d delivery) {
	for i, one := range d.Figures {
		l := letters{size: 9.5, colour: ink, before: 2}
		l.keep = i == 0 && len(d.Figures) > 1
		f.sides(one.Name, l, one.Value, letters{size: 9.5, bold: true, colour: ink})
	}
	if d.Advice != "" {
		f.text(d.Advice, letters{size: 9.5, colour: ink, before: 5})
	}
}

func (f *flow) question(q asked, first bool) {
	at := len(f.rows)
	heading := letters{size: 11, bold: true, colour: accent, before: 20, keep: true}
	if first {
		heading.before = 4
	}
	mark := letters{size: 11, bold: true, colour: ink}
	if q.Blank {
		mark = letters{size: 10, colour: muted}
	}
	f.sides(q.Heading, heading, q.Mark, mark)
	f.rows[at].mark = q.Heading
	if q.Text != "" {
		f.text(q.Text, letters{size: 10.5, bold: true, colour: ink, before: 2, keep: len(q.Facts) > 0})
	}
	if len(q.Facts) > 0 {
		l := mutedLetters
		l.keep = len(q.Parts.Bars)+len(q.Points.All) > 0
		f.text(strings.Join(q.Facts, " · "), l)
	}
	if len(q.Parts.Bars) > 0 {
		f.text(q.Parts.Title, subLetters)
		f.bars(q.Parts.Bars, letters{size: 9, colour: ink})
	}
	f.points(q.Points)
	f.remarks(q)
	if q.Answer.Text != "" {
		f.passage(q.Answer, 8)
	}
	if q.Example.Text != "" {
		f.boxed(func() { f.passage(q.Example, 0) })
	}
	if q.Delivery.Title != "" {
		f.text(q.Delivery.Title, subLetters)
		f.delivery(q.Delivery)
	}
}

func (f *flow) points(all points) {
	if len(all.All) == 0 {
		return
	}
	at := len(f.rows)
	f.text(all.Title, subLetters)
	end := f.right
	f.rows[at].paints = append(f.rows[at].paints, func(p *printer, top float64) {
		segments(p, end, top+subLetters.height()/2, all.Count, len(all.All))
	})
	for _, one := range all.All {
		sign := hollow
		switch {
		case one.Covered:
			sign = tick
		case one.Partly:
			sign = half
		}
		l := bodyLetters
		l.keep = len(one.Quotes) > 0
		f.item(one.Text, l, sign)
		f.quotes(one.Quotes)
	}
}

func (f *flow) quotes(all []string) {
	f.indented(15, func() {
		for _, quote := range all {
			f.quoted(quote, mutedLetters, rule)
		}
	})
}

func (f *flow) remarks(q asked) {
	if len(q.Good.All) > 0 {
		f.text(q.Good.Title, subLetters)
	}
	for _, one := range q.Good.All {
		l := bodyLetters
		l.keep = one.Quote != ""
		f.item(one.Text, l, bullet)
		if one.Quote != "" {
			f.quotes([]string{one.Quote})
		}
	}
	if len(q.Improve.All) > 0 {
		f.text(q.Improve.Title, subLetters)
	}
	for _, one := range q.Improve.All {
		l := bodyLetters
		l.keep = one.Say != ""
		f.item(one.Text, l, bullet)
		if one.Say != "" {
			f.indented(15, func() { f.quoted(one.Say, letters{size: 9.5, colour: ink, before: 2}, accent) })
		}
	}
}

// passage is a long text under a title.
func (f *flow) passage(p passage, before float64) {
	f.text(p.Title, letters{size: 9.5, bold: true, colour: muted, before: before, keep: true})
	f.text(p.Text, letters{size: 9.5, colour: ink, before: 2})
}
