package interview

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/progress"
	"github.com/interviewai-pro/interviewai/server/store"
)

// historiesOf are a person's histories with all questions.
func (s *Service) historiesOf(ctx context.Context, owner account.UserID) ([]practice.History, error) {
	var all []practice.History
	for h, err := range s.histories.Of(string(owner)).All(ctx, store.Query{Index: store.OwnerIndex, PageSize: store.MaxPageSize}) {
		if err != nil {
			return nil, fmt.Errorf("read practice: %w", err)
		}
		all = append(all, h)
	}
	return all, nil
}

// remember changes the history of a person with a question of the bank.
func (s *Service) remember(ctx context.Context, v *Interview, q *Question, change func(*practice.History)) error {
	mine := s.histories.Of(v.UserID)
	id := practice.HistoryID(v.UserID, q.Asked.ID)
	note := func(h *practice.History) error { change(h); return nil }
	_, err := mine.Update(ctx, id, note)
	if errors.Is(err, store.ErrNotFound) {
		h := practice.History{
			ID: id, UserID: v.UserID, QuestionID: q.Asked.ID, Domain: q.Asked.Domain, Category: q.Asked.Category, Type: q.Asked.Type,
		}
		change(&h)
		if err = mine.Insert(ctx, h); errors.Is(err, store.ErrExists) {
			_, err = mine.Update(ctx, id, note)
		}
	}
	if err != nil {
		return fmt.Errorf("note practice: %w", err)
	}
	return nil
}

// Due is a question that is to be practised.
type Due struct {
	practice.Item
	// Question is what is asked, and Points what is due of it, in the language
	// asked for.
	Question string
	Points   []string
}

// Plan is what a person is to practise today, and what comes. A question that
// the bank does not have any more is left out, and so is one whose answer in a
// running interview may still grow: its points would be told.
func (s *Service) Plan(ctx context.Context, owner account.UserID, language string, loc *time.Location) ([]Due, practice.Today, error) {
	all, err := s.historiesOf(ctx, owner)
	if err != nil {
		return nil, practice.Today{}, err
	}
	index, err := s.shelf.index(ctx)
	if err != nil {
		return nil, practice.Today{}, err
	}
	plan, err := s.planned(ctx, owner, all, loc)
	if err != nil {
		return nil, practice.Today{}, err
	}
	var due []Due
	for _, item := range plan.Items {
		q, ok := index.Question(item.QuestionID)
		if !ok {
			continue
		}
		text, _ := q.In(language)
		d := Due{Item: item, Question: text.Question}
		for _, p := range item.Points {
			for _, known := range text.Points {
				if known.ID == p.ID {
					d.Points = append(d.Points, known.Point)
				}
			}
		}
		due = append(due, d)
	}
	return due, plan, nil
}

// planned is the plan without the questions that are held back. Whether they are
// is read off the interviews and not noted with the answers: an interview also ends
// when nobody comes back to it.
func (s *Service) planned(ctx context.Context, owner account.UserID, all []practice.History, loc *time.Location) (practice.Today, error) {
	now, seen := s.Now(), map[string]Interview{}
	for {
		plan, held := practice.Plan(all, now, loc), map[string]bool{}
		for _, item := range plan.Items {
			v, ok := seen[item.Interview]
			if !ok {
				var err error
				if v, err = s.find(ctx, owner, item.Interview); err != nil && !errors.Is(err, errNone) {
					return practice.Today{}, err
				}
				v.settle(now)
				seen[item.Interview] = v
			}
			held[item.QuestionID] = v.holds(item.QuestionID)
		}
		left := slices.DeleteFunc(slices.Clone(all), func(h practice.History) bool { return held[h.QuestionID] })
		if len(left) == len(all) {
			return plan, nil
		}
		all = left // others take the places in the list
	}
}

// Progress is how a person's skills have come along, and the interviews that
// they completed, oldest first.
func (s *Service) Progress(ctx context.Context, owner account.UserID) (progress.Progress, []Interview, error) {
	all, err := s.historiesOf(ctx, owner)
	if err != nil {
		return progress.Progress{}, nil, err
	}
	completed, err := s.completed(ctx, owner)
	return progress.Of(all, s.Now()), completed, err
}

// maxEarlier bounds the interviews that one is compared with.
const maxEarlier = 50

// completed are the last interviews that a person completed, oldest first.
func (s *Service) completed(ctx context.Context, owner account.UserID) ([]Interview, error) {
	page, err := s.interviews.Of(string(owner)).List(ctx, store.Query{Index: byUser, Descending: true, PageSize: maxEarlier})
	if err != nil {
		return nil, fmt.Errorf("list interviews: %w", err)
	}
	var all []Interview
	for i := len(page.Items) - 1; i >= 0; i-- {
		if v := page.Items[i]; v.Status == Completed && !v.Deleting {
			all = append(all, v)
		}
	}
	return all, nil
}
