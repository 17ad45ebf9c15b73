package report

import (
	"math"
	"strconv"
)

// sheet is a report in the words that both of its forms show.
type sheet struct {
	Lang, Brand, Title string
	Facts              []fact
	Overall            overall
	Summary            summary
	// Ratings and ByQuestion are bars; none without any.
	Ratings, ByQuestion chart
	OverTime            overTime
	Delivery            delivery
	QuestionsTitle      string
	Questions           []asked
	Foot                string
}

// fact is a line of the head.
type fact struct{ Name, Value string }

// overall is the score of the interview. Share is 0 to 1; Value is empty when
// nothing has a score.
type overall struct {
	Title, Value, Of, Note string
	Share                  float64
}

// chart is bars with a title.
type chart struct {
	Title string
	Bars  []bar
}

// bar is a value of a chart. A bar that is Blank has words in place of a number.
type bar struct {
	Name, Value string
	Share       float64
	Blank       bool
}

// summary is the interview in words.
type summary struct {
	Title, Text string
	Lists       []list
}

// list is texts under a title.
type list struct {
	Title string
	Items []string
}

// overTime is the scores of several interviews, this one last.
type overTime struct {
	Title, First, Last string
	// Ticks are the values of the axis.
	Ticks, Points []dot
}

// dot is one interview of them.
type dot struct {
	Date, Value string
	Share       float64
	// This tells the interview that the report is about, Below that its value stands
	// below the dot, where no line runs.
	This, Below bool
}

// delivery is how something was said.
type delivery struct {
	Title   string
	Figures []fact
	Advice  string
}

func sheetOf(r Report) (sheet, error) {
	w, err := wordsOf(r.Language)
	if err != nil {
		return sheet{}, err
	}
	s := sheet{
		Lang: w.lang, Brand: "InterviewAI Pro", Title: short(r.Title),
		Facts: w.facts(r), Overall: w.overall(r), Summary: w.summary(r.Summary),
		Ratings: w.ratings(r.Ratings), ByQuestion: w.byQuestion(r.Questions), OverTime: w.overTime(r),
		Delivery: w.delivery("delivery_whole", r.Delivery), QuestionsTitle: w.say("questions"), Foot: short(r.Grader),
	}
	if s.Title == "" {
		s.Title = w.say("report")
	}
	for _, q := range atMost(r.Questions, maxAsked) {
		s.Questions = append(s.Questions, w.asked(q, r.WithAnswers))
	}
	if date := w.date(r.Made); date != "" {
		made := w.say("made", "date", date)
		if s.Foot != "" {
			made += " · "
		}
		s.Foot = made + s.Foot
	}
	return s, nil
}

func (w words) facts(r Report) []fact {
	var out []fact
	for _, f := range []fact{
		{"person", short(r.Person)},
		{"type", short(r.Type)},
		{"difficulty", w.named("difficulty_", r.Difficulty)},
		{"domain", short(r.Domain)},
		{"started", w.moment(r.Started)},
		{"completed", w.moment(r.Completed)},
		{"duration", w.clock(r.Duration)},
		{"grader", short(r.Grader)},
	} {
		if f.Value != "" && (f.Name != "duration" || r.Duration > 0) {
			out = append(out, fact{w.say(f.Name), f.Value})
		}
	}
	return out
}

func (w words) overall(r Report) overall {
	o := overall{Title: w.say("score")}
	if r.Score == nil {
		o.Note = w.say("no_score")
		return o
	}
	o.Value, o.Of, o.Share = w.number(*r.Score), w.say("of_hundred"), share(*r.Score, 100)
	if r.Provisional {
		o.Note = w.say("provisional")
	}
	return o
}

func (w words) summary(s Summary) summary {
	out := summary{Title: w.say("summary"), Text: w.text(s.Text)}
	for _, l := range []list{{"strengths", s.Strengths}, {"weaknesses", s.Weaknesses}, {"concerns", s.Concerns}, {"recommendations", s.Recommendations}} {
		if items := w.shown(l.Items); len(items) > 0 {
			out.Lists = append(out.Lists, list{w.say(l.Title), items})
		}
	}
	return out
}

func (w words) ratings(all []Rating) chart {
	out := chart{Title: w.say("ratings")}
	for _, r := range atMost(all, maxItems) {
		b := bar{Name: short(r.Name), Value: w.say("early"), Blank: true}
		if r.Answers > 0 {
			b.Name = w.say("rating_of", "name", b.Name, "n", strconv.Itoa(r.Answers))
		}
		switch {
		case r.Unspoken:
			b.Value = w.say("not_spoken")
		case r.Value != nil && !r.TooEarly:
			b = bar{Name: b.Name, Value: w.ofTen(*r.Value), Share: share(*r.Value, 10)}
		}
		out.Bars = append(out.Bars, b)
	}
	return out
}

func (w words) byQuestion(all []Question) chart {
	out := chart{Title: w.say("by_question")}
	for _, q := range atMost(all, maxAsked) {
		b := bar{Name: w.heading(q)}
		b.Value, b.Share, b.Blank = w.mark(q)
		out.Bars = append(out.Bars, b)
	}
	return out
}

// heading is "Question 3 · databases".
func (w words) heading(q Question) string {
	out := w.say("question", "n", strconv.Itoa(q.Number))
	if category := short(q.Category); category != "" {
		out += " · " + category
	}
	return out
}

// mark is a question's score, or why it has none.
func (w words) mark(q Question) (value string, part float64, blank bool) {
	switch q.Status {
	case Scored:
		return w.ofTen(q.Score), share(q.Score, 10), false
	case Skipped:
		return w.say("skipped"), 0, true
	default:
		return w.say("waiting"), 0, true
	}
}

func (w words) ofTen(v float64) string { return w.say("of_ten", "value", w.score(v)) }

// overTime has dots when there are two.
func (w words) overTime(r Report) overTime {
	if r.Score == nil || len(r.Earlier) == 0 {
		return overTime{}
	}
	out := overTime{Title: w.say("over_time")}
	for _, e := range append(r.Earlier[max(0, len(r.Earlier)-mostEarlier):len(r.Earlier):len(r.Earlier)], Earlier{r.Completed, *r.Score}) {
		out.Points = append(out.Points, dot{Date: w.date(e.Completed), Value: w.number(e.Score), Share: share(e.Score, 100)})
	}
	for _, v := range []float64{0, 50, 100} {
		out.Ticks = append(out.Ticks, dot{Value: w.number(v), Share: share(v, 100)})
	}
	for i := range out.Points {
		out.Points[i].Below = (i == 0 || out.Points[i-1].Share > out.Points[i].Share) && (i+1 == len(out.Points) || out.Points[i+1].Share > out.Points[i].Share)
	}
	last := &out.Points[len(out.Points)-1]
	last.This = true
	out.First, out.Last = out.Points[0].Date, w.say("this_one")
	return out
}

// mostEarlier is how many scores of earlier interviews the chart has room for.
const mostEarlier = 11

func (w words) delivery(title string, d *Delivery) delivery {
	if d == nil {
		return delivery{}
	}
	out := delivery{Title: w.say(title), Advice: w.text(d.Advice)}
	for _, f := range atMost(d.Figures, maxItems) {
		out.Figures = append(out.Figures, w.figure(f))
	}
	return out
}

// share is how much of the most a value is, 0 to 1.
func share(v, most float64) float64 {
	if math.IsNaN(v) || most <= 0 {
		return 0
	}
	return min(1, max(0, v/most))
}
