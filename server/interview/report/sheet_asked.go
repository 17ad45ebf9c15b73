package report

import "strconv"

// asked is one question.
type asked struct {
	Heading, Mark, Text string
	Blank               bool
	// Facts are "Level 4 of 5: good" and "Time: 2:31 of 3:00".
	Facts    []string
	Parts    chart
	Points   points
	Good     goods
	Improve  improves
	Example  passage
	Answer   passage
	Delivery delivery
}

// points are what a good answer says.
type points struct {
	Title string
	// Count are the covered ones.
	Count int
	All   []point
}

// point is one of them; State says in a word whether it is covered, or touched on.
type point struct {
	Text, State     string
	Covered, Partly bool
	Quotes          []string
}

// goods are the strengths of an answer.
type goods struct {
	Title string
	All   []good
}

// good is one of them, with the answer's own words.
type good struct{ Text, Quote string }

// improves are what to do better.
type improves struct {
	Title string
	All   []improve
}

// improve is one of them, with what to say instead.
type improve struct{ Text, Say string }

// passage is a long text under a title.
type passage struct{ Title, Text string }

func (w words) asked(q Question, withAnswer bool) asked {
	a := asked{Heading: w.heading(q), Text: w.text(q.Text)}
	a.Mark, _, a.Blank = w.mark(q)
	if q.Status == Scored && q.Level >= 1 && q.Level <= 5 {
		level := strconv.Itoa(q.Level)
		a.Facts = append(a.Facts, w.say("level", "level", level, "name", w.say("level_"+level)))
	}
	switch {
	case q.Spent > 0 && q.Limit > 0:
		a.Facts = append(a.Facts, w.say("time_of", "spent", w.clock(q.Spent), "limit", w.clock(q.Limit)))
	case q.Spent > 0:
		a.Facts = append(a.Facts, w.say("time", "spent", w.clock(q.Spent)))
	}
	if q.Status == Scored {
		w.judged(&a, q)
	}
	if withAnswer {
		if answer := w.text(q.Answer); answer != "" {
			a.Answer = passage{w.say("answer"), answer}
		}
	}
	a.Delivery = w.delivery("delivery", q.Delivery)
	return a
}

// judged adds what only a score has.
func (w words) judged(a *asked, q Question) {
	a.Parts.Title = w.say("dimensions")
	for _, d := range atMost(q.Dimensions, maxItems) {
		a.Parts.Bars = append(a.Parts.Bars, bar{
			Name: w.named("dimension_", d.Name), Value: w.say("part", "points", w.score(d.Points), "most", w.number(d.Most)), Share: share(d.Points, d.Most),
		})
	}
	for _, p := range atMost(q.Points, maxItems) {
		one := point{Text: w.text(p.Text), Covered: p.Covered, Partly: p.Partly && !p.Covered, State: w.say("missed")}
		switch {
		case one.Covered:
			a.Points.Count++
			one.State = w.say("covered")
			one.Quotes = w.quotes(p.Quotes)
		case one.Partly:
			one.State = w.say("partly")
			one.Text = w.say("clearer", "point", one.Text)
			one.Quotes = w.quotes(p.Quotes)
		}
		a.Points.All = append(a.Points.All, one)
	}
	a.Points.Title = w.say("points", "n", strconv.Itoa(a.Points.Count), "all", strconv.Itoa(len(a.Points.All)))
	a.Good.Title, a.Improve.Title = w.say("good"), w.say("improve")
	for _, s := range atMost(q.Strengths, maxItems) {
		one := good{Text: w.text(s.Text)}
		if quotes := w.quotes([]string{s.Quote}); len(quotes) > 0 {
			one.Quote = quotes[0]
		}
		a.Good.All = append(a.Good.All, one)
	}
	for _, i := range atMost(q.Improvements, maxItems) {
		one := improve{Text: w.text(i.Text)}
		if s := w.text(i.Say); s != "" {
			one.Say = s
			if !i.Example {
				one.Say = w.say("say", "text", s)
			}
		}
		a.Improve.All = append(a.Improve.All, one)
	}
	if example := w.text(q.Example); example != "" {
		a.Example = passage{w.say("example"), example}
	}
}

// quotes puts an answer's words into the language's marks.
func (w words) quotes(all []string) []string {
	var out []string
	for _, s := range w.shown(all) {
		out = append(out, w.say("quote", "text", s))
	}
	return out
}
