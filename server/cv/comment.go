package cv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// CommentsADay is how often somebody may ask a model for comments.
const CommentsADay = 20

const kindOfComment = "cv_comment"

var (
	errCommentLimit = fault.Newf(fault.Limited, "cv_comment_limit", "You have asked for comments %d times today, which is the most. Come back tomorrow.", CommentsADay)
	errNoModel      = fault.New(fault.Unavailable, "cv_no_model", "No language model is set up here, so there are no comments. The score and its findings need none.")
)

// Comments are a model's words about a CV. They are no part of its score.
type Comments struct {
	// Model that wrote them.
	Model    string    `bson:"model"`
	Comments []Comment `bson:"comments"`
	// At is when it was asked.
	At time.Time `bson:"at"`
}

// Comment is about one piece of the text.
type Comment struct {
	Text  string        `bson:"text"`
	Span  document.Span `bson:"span"`
	Quote string        `bson:"quote"`
}

// Comment asks the model, and keeps what it says with the present version.
func (s *Service) Comment(ctx context.Context, owner account.UserID, id string) (Comments, error) {
	v, err := s.Get(ctx, owner, id)
	switch {
	case err != nil:
		return Comments{}, err
	case v.Reading == nil:
		return Comments{}, errNotRead
	case s.Commenter == nil:
		return Comments{}, errNoModel
	}
	err = s.Attempts.Reserve(ctx, kindOfComment+":"+string(owner), CommentsADay, aDay)
	if errors.Is(err, attempt.ErrSpent) {
		return Comments{}, errCommentLimit.After(fault.From(err).RetryAfter)
	}
	if err != nil {
		return Comments{}, err //nolint:wrapcheck // the counter says what it did
	}
	said, err := s.Commenter(ctx, v.Reading.Document, &v.Reading.Parsed, v.JobDescription)
	if err != nil {
		return Comments{}, fmt.Errorf("ask for comments: %w", err)
	}
	said.At = s.Now()
	_, err = s.readings.Of(string(owner)).Update(ctx, id, func(r *reading) error {
		if r.Version != v.Version {
			return errNotRead
		}
		r.Comments = &said
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Comments{}, errNoCV
	}
	if err != nil {
		return Comments{}, fmt.Errorf("keep comments: %w", err)
	}
	return said, nil
}
