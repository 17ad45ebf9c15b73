package rpc

import (
	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
)

// answerFeedbackOf is how an answer was graded, in the language of its texts.
func answerFeedbackOf(language string, r *grade.Result) *v1.AnswerFeedback {
	out := &v1.AnswerFeedback{
		Score: r.Score, Suggestions: r.Suggestions, ExampleAnswer: r.Example, Rubric: r.Rubric, Model: r.Model, Level: int32(r.Level), Unfit: r.Unfit,
		LevelText: r.LevelText,
	}
	for _, one := range r.Strengths {
		out.Strengths = append(out.Strengths, interview.Quoted(language, one.Text, one.Quote))
		out.Quotes = append(out.Quotes, one.Quote)
	}
	for _, one := range r.Improvements {
		text := one.Text
		switch {
		case one.Example:
			text += " → " + one.Say
		case one.Say != "":
			text = interview.Instead(language, text, one.Say)
		}
		out.Improvements = append(out.Improvements, text)
		out.ImprovementDetails = append(out.ImprovementDetails, &v1.AnswerImprovement{Text: one.Text, Say: one.Say, Example: one.Example})
	}
	for _, d := range r.Dimensions {
		out.Dimensions = append(out.Dimensions, &v1.ScoreDimension{Name: d.Name, Level: int32(d.Level), Points: d.Points, Most: d.Most, Why: d.Why})
	}
	for _, p := range r.Points {
		out.KeyPoints = append(out.KeyPoints, &v1.KeyPoint{Id: p.ID, Point: p.Point, Covered: p.Covered, Partly: p.Partly, Evidence: p.Evidence})
		switch {
		case p.Covered:
			out.KeyPointsCovered = append(out.KeyPointsCovered, p.Point)
		case p.Point != "": // otherwise it is held back
			out.KeyPointsMissed = append(out.KeyPointsMissed, p.Point)
		}
	}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, &v1.AnswerPart{Part: p.Part, Evidence: p.Evidence})
	}
	return out
}

func (s *Interview) feedbackOf(v *interview.Interview, f *feedback.Feedback) *v1.GetFeedbackResponse {
	out := &v1.GetFeedbackResponse{
		SessionId: v.ID, Ratings: &v1.InterviewRatings{}, Summary: summaryOf(f), TimeUse: timeUseOf(f.TimeUse, v),
		ComparisonWithPreviousSessions: comparisonOf(f.Previous), Delivery: deliveryOf(v.Language, v.Delivery()),
		Provisional: f.Provisional, Grader: v.Grader, OverallScore: scoreOf(f.OverallScore),
	}
	out.Recommendations = out.GetSummary().GetRecommendations()
	switch {
	case !v.Status.Over():
		out.Notice = interview.Say(v.Language, interview.Running)
	case f.Provisional:
		out.Notice = interview.Say(v.Language, interview.Waiting)
	}
	for _, one := range []struct {
		name   string
		rating *feedback.Rating
		to     **float64
	}{
		{"technicalAccuracy", f.Ratings.TechnicalAccuracy, &out.Ratings.TechnicalAccuracy},
		{"communication", f.Ratings.Communication, &out.Ratings.Communication},
		{"structuredThinking", f.Ratings.StructuredThinking, &out.Ratings.StructuredThinking},
		{"confidence", f.Ratings.Confidence, &out.Ratings.Confidence},
		{"problemSolving", f.Ratings.ProblemSolving, &out.Ratings.ProblemSolving},
	} {
		if one.rating != nil {
			*one.to = &one.rating.Score
			out.Bases = append(out.Bases, &v1.RatingBasis{Name: one.name, Basis: one.rating.Basis, Answers: int32(len(one.rating.Questions)), TooEarly: one.rating.TooEarly})
		}
	}
	for _, one := range f.Ideal {
		out.Ideal = append(out.Ideal, &v1.IdealComparison{
			QuestionId: one.QuestionID, Covered: int32(one.Covered), All: int32(one.All), Missed: one.Missed, Unclear: one.Unclear, ExampleAnswer: one.Example,
		})
	}
	for i := range v.Questions {
		if v.Questions[i].Answer != nil {
			out.Answers = append(out.Answers, s.answerOf(v, i))
		}
	}
	return out
}

func summaryOf(f *feedback.Feedback) *v1.FeedbackSummary {
	out := &v1.FeedbackSummary{Text: f.Summary.Text}
	for _, one := range f.Summary.Strengths {
		out.Strengths = append(out.Strengths, one.Text)
	}
	for _, one := range f.Summary.Weaknesses {
		out.Weaknesses = append(out.Weaknesses, one.Text)
	}
	for _, one := range f.Summary.TopConcerns {
		out.TopConcerns = append(out.TopConcerns, one.Text)
	}
	for _, one := range f.Recommendations {
		out.Recommendations = append(out.Recommendations, one.Text)
	}
	return out
}

func timeUseOf(t feedback.TimeUse, v *interview.Interview) *v1.TimeUse {
	out := &v1.TimeUse{Total: inSeconds(t.Spent), Remarks: t.Remarks}
	for _, one := range t.Questions {
		q := &v1.QuestionTime{QuestionId: one.QuestionID, Spent: inSeconds(one.Spent), Over: inSeconds(one.Over)}
		if v.TimeLimit > 0 {
			limit := inSeconds(one.Limit)
			q.Limit = &limit
		}
		out.Questions = append(out.Questions, q)
	}
	return out
}

func comparisonOf(p *feedback.Previous) *v1.ComparisonData {
	if p == nil {
		return nil
	}
	out := &v1.ComparisonData{Sessions: int32(p.Interviews), Other: int32(p.Other), Text: p.Text, TooEarly: p.Verdict == feedback.TooEarly}
	if p.Mean != nil && p.Change != nil {
		out.AverageScore, out.Change = *p.Mean, *p.Change
	}
	return out
}

func progressOf(p *progress.Progress, completed []interview.Interview, language string) *v1.GetProgressResponse {
	out := &v1.GetProgressResponse{}
	for _, group := range [][]progress.Skill{p.Types, p.Skills} {
		for _, one := range group {
			name := one.Type
			if name == "" {
				name = one.Domain + "/" + one.Category
			}
			out.Skills = append(out.Skills, &v1.SkillProgress{
				Skill: name, Answers: int32(one.Answers), Mean: one.Mean, Low: one.Low, High: one.High,
				Verdict: string(one.Verdict), Text: one.Text(language), LastAt: timeOf(one.Last),
				Title: interview.Skill(language, one.Domain, one.Category, one.Type),
			})
		}
	}
	for i := range completed {
		v := &completed[i]
		if v.OverallScore == nil {
			continue
		}
		out.Interviews = append(out.Interviews, &v1.ProgressPoint{
			SessionId: v.ID, At: timeOf(v.CompletedAt), OverallScore: int32(*v.OverallScore), Type: v.Type, Grader: v.Grader,
		})
	}
	out.OtherAnswers = int32(p.Other)
	if len(out.GetSkills()) == 0 {
		out.Notice = interview.Say(language, interview.NoProgress)
	}
	return out
}

func planOf(due []interview.Due, plan *practice.Today, language string) *v1.GetPracticePlanResponse {
	out := &v1.GetPracticePlanResponse{}
	coming := 0
	for _, one := range due {
		out.Today = append(out.Today, &v1.PracticeItem{
			QuestionId: one.QuestionID, Question: one.Question, Domain: one.Domain, Category: one.Category, KeyPoints: one.Points,
			Why: one.Text(language), DueAt: timeOf(one.Item.Points[0].Due),
		})
	}
	for _, d := range plan.Days {
		out.Days = append(out.Days, &v1.PracticeDay{Day: d.Date, Questions: int32(d.Questions)})
		coming += d.Questions
	}
	switch {
	case len(due) > 0:
	case coming > 0 || !plan.Next.IsZero():
		out.Notice = interview.Say(language, interview.NothingDue)
	default:
		out.Notice = interview.Say(language, interview.NoHistory)
	}
	return out
}

func rubricOf(t grade.RubricType) *v1.RubricType {
	out := &v1.RubricType{Type: t.Type, Title: t.Title}
	for _, l := range t.Levels {
		out.Levels = append(out.Levels, l.Text)
	}
	for _, d := range t.Dimensions {
		one := &v1.RubricDimension{Name: d.Name, Title: d.Title, Most: d.Most}
		for _, l := range d.Levels {
			one.Levels = append(one.Levels, l.Text)
		}
		out.Dimensions = append(out.Dimensions, one)
	}
	return out
}
