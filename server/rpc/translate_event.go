package rpc

import (
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// eventOf is the contract's form of a session's event.
func eventOf(sessionID string, e coach.Event) *v1.LiveEvent {
	m := &v1.LiveEvent{Sequence: e.Sequence, At: timestamppb.New(e.At), SessionId: sessionID}
	switch {
	case e.State != nil:
		m.Event = &v1.LiveEvent_StateChanged{StateChanged: &v1.StateChanged{State: stateOf(e.State.State), Reason: e.State.Reason}}
	case e.Level != nil:
		m.Event = &v1.LiveEvent_AudioLevel{AudioLevel: &v1.AudioLevel{
			Speaker: speakerOf(e.Level.Speaker), LevelDbfs: e.Level.Level, Clipping: e.Level.Clipping,
			NoiseDbfs: e.Level.Noise, PacketLoss: e.Level.Loss, Quality: e.Level.Quality,
		}}
	case e.Started != nil:
		m.Event = &v1.LiveEvent_SpeechStarted{SpeechStarted: &v1.SpeechStarted{Speaker: speakerOf(e.Started.Speaker), At: durationpb.New(e.Started.At)}}
	case e.Stopped != nil:
		m.Event = &v1.LiveEvent_SpeechEnded{SpeechEnded: &v1.SpeechEnded{Speaker: speakerOf(e.Stopped.Speaker), At: durationpb.New(e.Stopped.At)}}
	case e.Said != nil:
		m.Event = &v1.LiveEvent_Transcript{Transcript: saidOf(*e.Said)}
	case e.Question != nil:
		m.Event = &v1.LiveEvent_QuestionDetected{QuestionDetected: &v1.QuestionDetected{
			TurnId: e.Question.TurnID, UtteranceIds: e.Question.UtteranceIDs, Questions: e.Question.Questions,
			Kind: kindOf(e.Question.Kind), FollowUpOf: e.Question.FollowUpOf, Rule: e.Question.Rule,
		}}
	case e.Ignored != nil:
		m.Event = &v1.LiveEvent_TurnIgnored{TurnIgnored: &v1.TurnIgnored{TurnId: e.Ignored.TurnID, Rule: e.Ignored.Rule}}
	case e.Opened != nil:
		m.Event = &v1.LiveEvent_SuggestionStarted{SuggestionStarted: &v1.SuggestionStarted{
			SuggestionId: e.Opened.SuggestionID, TurnId: e.Opened.TurnID, Question: e.Opened.Question,
			Variant: e.Opened.Variant, Model: e.Opened.Model, Outline: e.Opened.Outline,
		}}
	case e.Delta != nil:
		m.Event = &v1.LiveEvent_SuggestionDelta{SuggestionDelta: &v1.SuggestionDelta{SuggestionId: e.Delta.SuggestionID, Text: e.Delta.Text}}
	case e.Completed != nil:
		m.Event = &v1.LiveEvent_SuggestionCompleted{SuggestionCompleted: completedOf(*e.Completed)}
	case e.Cancelled != nil:
		m.Event = &v1.LiveEvent_SuggestionCancelled{SuggestionCancelled: &v1.SuggestionCancelled{SuggestionId: e.Cancelled.SuggestionID, Reason: e.Cancelled.Reason}}
	case e.Notice != nil:
		m.Event = &v1.LiveEvent_Notice{Notice: &v1.Notice{Kind: e.Notice.Kind, Message: e.Notice.Message}}
	case e.Failure != nil:
		m.Event = &v1.LiveEvent_Error{Error: &v1.LiveError{Reason: e.Failure.Reason, Message: e.Failure.Message, TurnId: e.Failure.TurnID}}
	}
	return m
}

func saidOf(s coach.Said) *v1.Transcript {
	return &v1.Transcript{
		UtteranceId: s.UtteranceID, Speaker: speakerOf(s.Speaker), Text: s.Text, Final: s.Final, Words: wordsOf(s.Words),
		Language: s.Language, Confidence: float32(s.Confidence), Start: durationpb.New(s.Start), End: durationpb.New(s.End),
		Degraded: s.Degraded, Model: s.Model,
	}
}

func wordsOf(words []coach.Word) []*v1.Word {
	list := make([]*v1.Word, len(words))
	for i, w := range words {
		list[i] = &v1.Word{Text: w.Text, Start: durationpb.New(w.Start), End: durationpb.New(w.End)}
		if w.Confidence >= 0 {
			c := float32(w.Confidence)
			list[i].Confidence = &c
		}
	}
	return list
}

func completedOf(c coach.SuggestionCompleted) *v1.SuggestionCompleted {
	return &v1.SuggestionCompleted{
		SuggestionId: c.SuggestionID, TurnId: c.TurnID, Answer: answerOf(c.Answer), Model: c.Model, Cached: c.Cached,
		TokensUsed: int32(min(c.TokensUsed, 1<<31-1)), Contradictions: c.Contradictions, Interrupted: c.Interrupted,
		Timings: &v1.SuggestionTimings{
			EndOfSpeech: measured(c.Timings.EndOfSpeech), TranscriptReady: measured(c.Timings.TranscriptReady),
			TurnCommitted: measured(c.Timings.TurnCommitted), FirstToken: measured(c.Timings.FirstToken),
			LastToken: measured(c.Timings.LastToken), Speculated: c.Timings.Speculated,
		},
	}
}

// measured leaves a timing out that was not measured.
func measured(d time.Duration) *durationpb.Duration {
	if d == 0 {
		return nil
	}
	return durationpb.New(d)
}

// answerOf is the contract's form of an answer.
func answerOf(a answer.Answer) *v1.GeneratedAnswer {
	m := &v1.GeneratedAnswer{
		Variant: string(a.Variant), Content: a.Content, KeyPoints: a.KeyPoints, Confidence: float32(a.Confidence),
		SuggestedFollowups: a.Followups, Outline: a.Outline,
	}
	if a.Star != nil {
		m.StarMethod = &v1.StarParts{Situation: a.Star.Situation, Task: a.Star.Task, Action: a.Star.Action, Result: a.Star.Result}
	}
	for _, s := range a.Sources {
		m.Sources = append(m.Sources, &v1.Source{Document: s.Document, Line: int32(s.Line), Text: s.Text})
	}
	for _, b := range a.CodeBlocks {
		m.CodeBlocks = append(m.CodeBlocks, &v1.CodeBlock{Language: b.Language, Code: b.Code})
	}
	return m
}

func speakerOf(s coach.Speaker) v1.Speaker {
	if s == coach.Candidate {
		return v1.Speaker_SPEAKER_CANDIDATE
	}
	return v1.Speaker_SPEAKER_INTERVIEWER
}

func speakerFrom(s v1.Speaker) coach.Speaker {
	if s == v1.Speaker_SPEAKER_CANDIDATE {
		return coach.Candidate
	}
	return coach.Interviewer
}

func stateOf(s coach.State) v1.LiveState {
	switch s {
	case coach.Waiting:
		return v1.LiveState_LIVE_STATE_WAITING
	case coach.Active:
		return v1.LiveState_LIVE_STATE_ACTIVE
	case coach.Paused:
		return v1.LiveState_LIVE_STATE_PAUSED
	case coach.Disconnected:
		return v1.LiveState_LIVE_STATE_DISCONNECTED
	case coach.Ended:
		return v1.LiveState_LIVE_STATE_ENDED
	default:
		return v1.LiveState_LIVE_STATE_UNSPECIFIED
	}
}

func kindOf(k question.Kind) v1.QuestionKind {
	switch k {
	case question.General:
		return v1.QuestionKind_QUESTION_KIND_GENERAL
	case question.Behavioral:
		return v1.QuestionKind_QUESTION_KIND_BEHAVIORAL
	case question.Technical:
		return v1.QuestionKind_QUESTION_KIND_TECHNICAL
	case question.CaseStudy:
		return v1.QuestionKind_QUESTION_KIND_CASE_STUDY
	default:
		return v1.QuestionKind_QUESTION_KIND_UNSPECIFIED
	}
}
