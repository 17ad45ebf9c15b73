package interview

import (
	"context"
	"errors"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Reader reads questions aloud.
type Reader interface {
	// Read returns a text as MP3; coach.ErrUnavailable when it cannot be read now.
	Read(ctx context.Context, text string) ([]byte, error)
}

var (
	errNoVoice   = fault.New(fault.Unavailable, "voice_not_configured", "This server does not read questions aloud. Your browser can, and the text is always there.")
	errVoiceAway = fault.New(fault.Unavailable, "read_aloud_unavailable", "The question cannot be read aloud at the moment. Its text is there; try again in a minute.").After(time.Minute)
)

// ReadAloud returns a question, or a follow-up question, as MP3.
func (s *Service) ReadAloud(ctx context.Context, owner account.UserID, id, item string) ([]byte, error) {
	v, err := s.find(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	at, ok := v.at(item)
	if !ok {
		return nil, errNoItem
	}
	if s.Reader == nil {
		return nil, errNoVoice
	}
	sound, err := s.Reader.Read(ctx, v.Questions[at].spoken(item))
	if errors.Is(err, coach.ErrUnavailable) {
		return nil, errVoiceAway.Because(err)
	}
	return sound, err //nolint:wrapcheck // the voice says what it did
}

// spoken is what is said aloud of a question: with the facts that it builds on.
func (q *Question) spoken(item string) string {
	for _, f := range q.FollowUps {
		if f.ID == item {
			return f.Question
		}
	}
	text := q.Text()
	if text.Context == "" {
		return text.Question
	}
	return text.Context + "\n\n" + text.Question
}
