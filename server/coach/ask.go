package coach

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

var errOnlyAnswers = fault.New(fault.Conflict, "interview_answer", "In this session you answer a question of your mock interview. Ask in a live session of your own.")

// Ask answers a typed question within a session and returns the turn it made;
// the answer comes as events. The same idempotency key asks only once.
func (s *Service) Ask(ctx context.Context, userID, id, text, idempotencyKey string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fault.BadField("question", "not_blank", "Write the question.")
	}
	session, err := s.OpenSession(ctx, userID, id)
	if err != nil {
		return "", err
	}
	if session.Interview != "" {
		return "", errOnlyAnswers
	}
	if err := s.journal.ready(ctx, id); err != nil {
		return "", err
	}
	turnID := typedPrefix + newID()
	if idempotencyKey != "" {
		turnID = typedPrefix + idOfRequest(userID+id, idempotencyKey)
		if asked, err := s.wasAsked(ctx, id, turnID); err != nil || asked {
			return turnID, err
		}
	}
	m := memory.Restore(session.Memory, session.Context.CV)
	x := m.Context()
	x.CandidateName = session.Context.CandidateName
	v := question.Judge(text, firstOf(session.LanguageHint, session.Language), x)
	if !v.ToAnswer {
		// Whoever types a question wants it answered, whatever the rules say.
		v = question.Verdict{ToAnswer: true, Questions: []string{text}, Kind: question.General, Rule: "typed", Complete: true}
	}
	if _, err := s.sessions.Of(userID).Update(ctx, id, func(session *Session) error {
		m := memory.Restore(session.Memory, session.Context.CV)
		m.AddQuestion(turnID, v)
		session.Memory = m.Snapshot()
		return nil
	}); err != nil {
		return "", err
	}
	asked := s.cfg.Now()
	clock := func() time.Duration { return s.cfg.Now().Sub(session.StartedAt) }
	g := s.newSuggestion(userID, id, turnID, requestOf(session, m.Pairs(), v), clock)
	t := Timings{TranscriptReady: asked.Sub(session.StartedAt), TurnCommitted: asked.Sub(session.StartedAt)}
	if !s.publishAnswer(ctx, g, Event{Question: detected(turnID, nil, v)}, t, func(ctx context.Context, g *suggestion, _ answer.Result) {
		s.writeVariants(ctx, g, session.Options.Variations)
	}) {
		g.cancel()
		return "", ErrEventsUnavailable
	}
	return turnID, nil
}

func (s *Service) wasAsked(ctx context.Context, sessionID, turnID string) (bool, error) {
	for r, err := range s.journal.records.All(ctx, store.Query{Index: recordsBySession, Equal: []any{sessionID}, PageSize: store.MaxPageSize}) {
		if err != nil {
			return false, errors.Join(errors.New("look for the question"), err)
		}
		if r.Event.Question != nil && r.Event.Question.TurnID == turnID {
			return true, nil
		}
	}
	return false, nil
}
