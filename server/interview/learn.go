package interview

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Noted is what the plan of practice and the bank's statistics know of a
// question of an interview. They are other documents, written after the
// interview, and this is written after them: so whatever an end of the process
// leaves out is made up for, and what was done already is done again, which
// changes nothing.
type Noted struct {
	// Asked tells that they know that it was asked.
	Asked bool `bson:"asked"`
	// Scored tells that they have the score of a version of the answer, in tenths.
	Scored  bool  `bson:"scored"`
	Version int   `bson:"version"`
	Tenths  int64 `bson:"tenths"`
}

// due is what is to be known of a question; false when it is known already, or
// when a model made the question.
func (q *Question) due() (Noted, bool) {
	n := q.Noted
	n.Asked = true
	if a := q.Answer; a != nil && a.State == Scored && a.Result != nil {
		n.Scored, n.Version, n.Tenths = true, a.Version, int64(math.Round(a.Result.Score*10))
	}
	return n, n != q.Noted && !q.Generated
}

// learn tells the plan of practice and the bank's statistics what they do not
// know yet of an interview. It goes on when nobody waits for it any more.
func (s *Service) learn(ctx context.Context, v *Interview) error {
	ctx = context.WithoutCancel(ctx)
	var todo []int
	for i := range v.Questions {
		if _, ok := v.Questions[i].due(); ok {
			todo = append(todo, i)
		}
	}
	for len(todo) > 0 {
		for _, i := range todo {
			if err := s.tell(ctx, v, &v.Questions[i]); err != nil {
				return err
			}
		}
		now, err := s.interviews.Of(v.UserID).Update(ctx, v.ID, func(now *Interview) error {
			for _, i := range todo {
				if n, _ := v.Questions[i].due(); now.Questions[i].Noted.Version <= n.Version {
					now.Questions[i].Noted = n
				}
			}
			return nil
		})
		if errors.Is(err, store.ErrNotFound) {
			return nil // it was deleted meanwhile
		}
		if err != nil {
			return fmt.Errorf("note what was learned: %w", err)
		}
		// An answer that was scored anew meanwhile may have been overtaken here.
		todo = slices.DeleteFunc(todo, func(i int) bool {
			before, _ := v.Questions[i].due()
			after, _ := now.Questions[i].due()
			return after == before
		})
		v = &now
	}
	return nil
}

// tell tells of one question.
func (s *Service) tell(ctx context.Context, v *Interview, q *Question) error {
	n, _ := q.due()
	err := s.remember(ctx, v, q, func(h *practice.History) {
		h.Ask(v.ID, v.StartedAt)
		if a := q.Answer; a != nil && a.State == Scored && a.Result != nil {
			h.Record(v.ID, a.SubmittedAt, *a.Result)
		}
	})
	if err != nil {
		return err
	}
	return s.shelf.count(ctx, q.Asked.ID, strings.Join([]string{v.ID, q.ID}, "/"), q.Noted, n)
}
