package interview

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
)

// Complete ends an interview; what has no answer counts as skipped. Completing
// a completed one changes nothing.
func (s *Service) Complete(ctx context.Context, owner account.UserID, id string) (Interview, error) {
	var unheard []string
	v, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		unheard = nil
		switch v.Status {
		case Completed:
			return nil
		case Expired:
			return errExpired
		case Active, Paused:
		}
		v.touch(now)
		v.Status, v.Running, v.CompletedAt = Completed, time.Time{}, now
		v.Current = len(v.Questions)
		for i := range v.Questions {
			unheard = append(unheard, v.Questions[i].hang()...)
		}
		v.note(WasCompleted, "", now)
		v.sum()
		return nil
	})
	if err != nil {
		return Interview{}, err
	}
	s.hush(ctx, owner, unheard)
	return v, s.revive(ctx, &v)
}

// sum keeps the overall score of an interview that is completed. It changes as
// answers that waited are scored.
func (v *Interview) sum() {
	if v.Status == Completed {
		v.OverallScore = feedback.Of(v.outcome(v.CompletedAt)).OverallScore
	}
}

// outcome is an interview as its feedback sees it at a time. An answer that may
// still grow is in it once it has grown: what it left out would be told.
func (v *Interview) outcome(now time.Time) feedback.Interview {
	out := feedback.Interview{ID: v.ID, Running: !v.Status.Over(), Language: v.Language, Type: v.Type}
	for i := range v.Questions {
		q := &v.Questions[i]
		a := feedback.Answered{
			QuestionID: q.ID, Question: q.Text().Question, Type: q.Asked.Type, Category: q.Asked.Category, Domain: q.Asked.Domain,
			Skipped: !q.Answered() && q.Skipped, Spent: v.Spent(i, now), Limit: v.TimeLimit,
		}
		if q.Answered() {
			a.Delivery = q.Answer.Delivery
			a.Unscored = q.Answer.waits()
			if v.Known(q) {
				a.Result = q.Answer.Result
			}
		}
		out.Questions = append(out.Questions, a)
	}
	return out
}

// Feedback is what came of an interview so far, beside the ones before it.
func (s *Service) Feedback(ctx context.Context, owner account.UserID, id string) (Interview, feedback.Feedback, error) {
	v, err := s.Get(ctx, owner, id)
	if err != nil {
		return Interview{}, feedback.Feedback{}, err
	}
	f, err := s.feedback(ctx, &v)
	return v, f, err
}

func (s *Service) feedback(ctx context.Context, v *Interview) (feedback.Feedback, error) {
	completed, err := s.completed(ctx, account.UserID(v.UserID))
	if err != nil {
		return feedback.Feedback{}, err
	}
	out := v.outcome(s.Now())
	for i := range completed {
		e := &completed[i]
		if e.ID == v.ID || !v.CompletedAt.IsZero() && !e.CompletedAt.Before(v.CompletedAt) || e.OverallScore == nil {
			continue
		}
		out.Earlier = append(out.Earlier, e.earlier())
	}
	return feedback.Of(out), nil
}

// earlier is a completed interview as a later one sees it.
func (v *Interview) earlier() feedback.Earlier {
	e := feedback.Earlier{ID: v.ID, At: v.CompletedAt, Type: v.Type, OverallScore: *v.OverallScore}
	for i := range v.Questions {
		a := v.Questions[i].Answer
		switch {
		case !v.Questions[i].Answered():
		case a.waits():
			e.Provisional = true
		case e.Rubric == "":
			e.Rubric, e.Model = a.Result.Rubric, a.Result.Model
		case e.Rubric != a.Result.Rubric || e.Model != a.Result.Model:
			e.Provisional = true // two graders' scores in one: nothing compares with it
		}
	}
	return e
}

// Delivery is how somebody spoke in a whole interview; nil where nothing was
// spoken.
func (v *Interview) Delivery() *delivery.Figures {
	var all []delivery.Figures
	for i := range v.Questions {
		if a := v.Questions[i].Answer; a != nil && a.Delivery != nil {
			all = append(all, *a.Delivery)
		}
	}
	if len(all) == 0 {
		return nil
	}
	whole := delivery.Merge(all)
	return &whole
}
