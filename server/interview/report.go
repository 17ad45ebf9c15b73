package interview

import (
	"context"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// report puts a report together: the numbers are those of Feedback.
func (s *Service) report(ctx context.Context, v *Interview, show Shown) (report.Report, error) {
	f, err := s.feedback(ctx, v)
	if err != nil {
		return report.Report{}, err
	}
	r := report.Report{
		Language: v.Language, Difficulty: v.Difficulty,
		Type: named(v.Language, "type ", v.Type), Domain: named(v.Language, "domain ", v.Domain),
		Started: v.StartedAt, Completed: v.CompletedAt, Duration: v.Spent(-1, s.Now()),
		Provisional: f.Provisional, Ratings: ratings(v.Language, f.Ratings, v.Delivery() != nil), Summary: summary(&f, show.Quotes),
		Delivery: deliveryOf(v.Language, v.Delivery()), WithAnswers: show.Answers, Grader: v.Grader, Made: s.Now(),
	}
	if f.OverallScore != nil {
		score := float64(*f.OverallScore)
		r.Score = &score
	}
	if show.Name {
		if r.Person, err = s.Name(ctx, account.UserID(v.UserID)); err != nil {
			return report.Report{}, fmt.Errorf("read name: %w", err)
		}
	}
	for i := range v.Questions {
		r.Questions = append(r.Questions, v.reported(i, show.Quotes, s.Now()))
	}
	completed, err := s.completed(ctx, account.UserID(v.UserID))
	if err != nil {
		return report.Report{}, err
	}
	for i := range completed {
		e := &completed[i]
		if e.Type == v.Type && e.Grader == v.Grader && e.OverallScore != nil && e.CompletedAt.Before(v.CompletedAt) {
			r.Earlier = append(r.Earlier, report.Earlier{Completed: e.CompletedAt, Score: float64(*e.OverallScore)})
		}
	}
	return r, nil
}

// ratings are those of feedback; what is not spoken has no confidence.
func ratings(language string, r feedback.Ratings, spoken bool) []report.Rating {
	var out []report.Rating
	for _, one := range []struct {
		name     string
		rating   *feedback.Rating
		unspoken bool
	}{
		{"technicalAccuracy", r.TechnicalAccuracy, false},
		{"communication", r.Communication, false},
		{"structuredThinking", r.StructuredThinking, false},
		{"confidence", r.Confidence, !spoken},
		{"problemSolving", r.ProblemSolving, false},
	} {
		shown := report.Rating{Name: catalogue().In(language, "rating_"+one.name), Unspoken: one.unspoken}
		if one.rating != nil {
			shown.Value, shown.Answers, shown.TooEarly = &one.rating.Score, len(one.rating.Questions), one.rating.TooEarly
		}
		out = append(out, shown)
	}
	return out
}

// summary is the feedback in words. Without quotes a strength is what was good,
// without the words in which it was.
func summary(f *feedback.Feedback, quotes bool) report.Summary {
	out := report.Summary{Text: f.Summary.Text}
	for _, s := range f.Summary.Strengths {
		text := s.Text
		if !quotes {
			text = s.Remark
		}
		out.Strengths = append(out.Strengths, text)
	}
	for _, w := range f.Summary.Weaknesses {
		out.Weaknesses = append(out.Weaknesses, w.Text)
	}
	for _, c := range f.Summary.TopConcerns {
		out.Concerns = append(out.Concerns, c.Text)
	}
	for _, r := range f.Recommendations {
		out.Recommendations = append(out.Recommendations, r.Text)
	}
	return out
}

// reported is a question in a report at a time.
func (v *Interview) reported(i int, quotes bool, now time.Time) report.Question {
	q := &v.Questions[i]
	out := report.Question{
		Number: i + 1, Text: q.Text().Question, Category: Category(v.Language, q.Asked.Category), Status: report.Skipped,
		Spent: v.Spent(i, now), Limit: v.TimeLimit,
	}
	if !q.Answered() {
		return out
	}
	a := q.Answer
	out.Answer, out.Delivery = q.Content(), deliveryOf(v.Language, a.Delivery)
	if a.waits() || !v.Known(q) {
		out.Status = report.Waiting
		return out
	}
	out.Status = report.Scored
	judged(&out, a.Result)
	if !quotes {
		for i := range out.Points {
			out.Points[i].Quotes = nil
		}
		for i := range out.Strengths {
			out.Strengths[i].Quote = ""
		}
	}
	return out
}

func judged(out *report.Question, r *grade.Result) {
	out.Score, out.Level, out.Example = r.Score, r.Level, r.Example
	for _, d := range r.Dimensions {
		out.Dimensions = append(out.Dimensions, report.Dimension{Name: d.Name, Level: d.Level, Points: d.Points, Most: d.Most})
	}
	for _, p := range r.Points {
		out.Points = append(out.Points, report.Point{Text: p.Point, Covered: p.Covered, Partly: p.Partly, Quotes: p.Evidence})
	}
	for _, s := range r.Strengths {
		out.Strengths = append(out.Strengths, report.Strength{Text: s.Text, Quote: s.Quote})
	}
	for _, m := range r.Improvements {
		out.Improvements = append(out.Improvements, report.Improvement{Text: m.Text, Say: m.Say, Example: m.Example})
	}
}

func deliveryOf(lang string, f *delivery.Figures) *report.Delivery {
	if f == nil || !f.Enough {
		return nil
	}
	out := &report.Delivery{Advice: delivery.Advise(lang, *f).Text}
	for _, line := range delivery.Lines(lang, *f) {
		out.Figures = append(out.Figures, report.Figure{Name: line.Title, Value: line.Value, Band: line.Band})
	}
	return out
}
