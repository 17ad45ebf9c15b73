package interview

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
)

const (
	// WorkScore is the kind of the job that scores an answer.
	WorkScore = "score_answer"
	// forgotten is when an answer that waits is queued, in case the process ended
	// before it was scored.
	forgotten = time.Minute
	// scoreTime bounds one attempt at scoring an answer, and answerTime one for
	// which somebody waits.
	scoreTime  = 2 * time.Minute
	answerTime = 25 * time.Second
)

// ScoreJob names an answer to be scored.
type ScoreJob struct {
	UserID   string `json:"userId"`
	ID       string `json:"id"`
	Question string `json:"question"`
	// Version of the answer.
	Version int `json:"version"`
	// Try counts from 0; Round tells one count from another.
	Try   int    `json:"try"`
	Round string `json:"round"`
}

// errMoved tells that there is nothing to score any more: the answer has grown,
// is scored or is gone.
var errMoved = errors.New("the answer has moved on")

// score scores an answer that waits, and keeps the result if it is still the
// same answer. When the grader is not available it is tried again later, and
// the interview is returned as it is.
func (s *Service) score(ctx context.Context, v Interview, at int) (Interview, error) {
	q := &v.Questions[at]
	version := q.Answer.Version
	a := v.graded(q)
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	result, err := s.Grader.Grade(limited, a)
	if err != nil {
		if ctx.Err() != nil || limited.Err() == nil && fault.KindOf(err) != fault.Unavailable {
			// The answer waits as it is kept; whoever looks at it queues it.
			return Interview{}, fmt.Errorf("grade answer: %w", err)
		}
		return s.later(ctx, ScoreJob{UserID: v.UserID, ID: v.ID, Question: q.ID, Version: version})
	}
	follow := s.followUp(limited, &v, q, a, result)
	scored, err := s.keepScore(ctx, account.UserID(v.UserID), v.ID, q.ID, version, &result, follow)
	if errors.Is(err, errMoved) {
		return s.find(ctx, account.UserID(v.UserID), v.ID)
	}
	return scored, err
}

// graded is an answer as a grader takes it: what is said about it is in the
// interview's language, in whatever one the question is.
func (v *Interview) graded(q *Question) grade.Answer {
	a := grade.Answer{Question: &q.Asked, Language: q.Language, Texts: v.Language, Text: q.Content()}
	if first := q.Answer.Content; len(first) < len(a.Text) {
		a.First = len(first)
	}
	return a
}

// keepScore writes down how a version of an answer was scored.
func (s *Service) keepScore(ctx context.Context, owner account.UserID, id, question string, version int, result *grade.Result, follow *FollowUp) (Interview, error) {
	v, err := s.update(ctx, owner, id, func(v *Interview, now time.Time) error {
		at, ok := v.at(question)
		if !ok {
			return errMoved
		}
		q := &v.Questions[at]
		if q.Answer == nil || q.Answer.Version != version || q.Answer.State != Queued {
			return errMoved
		}
		q.Answer.Result, q.Answer.State, q.Answer.Notice, q.Answer.QueuedAt = result, Scored, "", time.Time{}
		v.note(WasScored, q.ID, now)
		if follow != nil && !v.Status.Over() {
			f := *follow
			f.ID = q.ID + "f" + strconv.Itoa(len(q.FollowUps)+1)
			q.FollowUps = append(q.FollowUps, f)
			v.note(WasFollowedUp, q.ID, now)
			if v.Current == len(v.Questions) || v.Current > at && v.Questions[v.Current].Voice == nil {
				v.charge(now) // the time until now was that of another question
				v.Current = at
			}
		}
		v.sum()
		return nil
	})
	if err != nil {
		return Interview{}, err
	}
	return v, s.learn(ctx, &v)
}

// followUp is what the interviewer asks about an answer that leaves points
// open; nil for nothing.
func (s *Service) followUp(ctx context.Context, v *Interview, q *Question, a grade.Answer, r grade.Result) *FollowUp {
	if !v.FollowUps || len(q.FollowUps) >= MaxFollowUps || r.Unfit != "" || v.Status.Over() {
		return nil
	}
	var asked []string
	for _, f := range q.FollowUps {
		asked = append(asked, f.Point)
	}
	if s.Interviewer != nil && r.Model != "" {
		f, err := s.Interviewer.FollowUp(ctx, a, r, asked...)
		if err == nil && f.Question != "" {
			return &FollowUp{Question: f.Question, Point: f.Point, Generated: true}
		}
		if err != nil && ctx.Err() == nil {
			s.Logger.WarnContext(ctx, "no follow-up question by the model", "error", err.Error())
		}
		return nil
	}
	if f, ok := tailored.FromBank(a, r, asked...); ok {
		return &FollowUp{Question: f.Question, Point: f.Point}
	}
	return nil
}

// waits are how long after each failed attempt the grader is asked again; the
// last one is repeated for a day.
var waits = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute}

// maxTries is about a day of waits; then whoever looks at the answer begins
// anew.
const maxTries = 50

// later queues an answer for which the grader is not available.
func (s *Service) later(ctx context.Context, job ScoreJob) (Interview, error) {
	if job.Try < maxTries {
		next := job
		next.Try++
		if err := s.Queue.Add(ctx, next, waits[min(job.Try, len(waits)-1)]); err != nil {
			return Interview{}, fmt.Errorf("queue answer: %w", err)
		}
	}
	return s.queued(ctx, job)
}

// queued notes that an answer waits for a job, and tells its owner.
func (s *Service) queued(ctx context.Context, job ScoreJob) (Interview, error) {
	return s.update(ctx, account.UserID(job.UserID), job.ID, func(v *Interview, now time.Time) error {
		at, ok := v.at(job.Question)
		if !ok {
			return nil
		}
		a := v.Questions[at].Answer
		if a == nil || a.Version != job.Version || a.State != Queued {
			return nil
		}
		a.QueuedAt = now
		if a.Notice == "" {
			a.Notice = catalogue().In(v.Language, "queued")
			v.note(WasQueued, job.Question, now)
		}
		return nil
	})
}

// Score is one more attempt at scoring an answer. It may be done again at any
// moment.
func (s *Service) Score(ctx context.Context, job ScoreJob) error {
	owner := account.UserID(job.UserID)
	v, err := s.find(ctx, owner, job.ID)
	if errors.Is(err, errNone) {
		return nil
	}
	if err != nil {
		return err
	}
	at, ok := v.at(job.Question)
	if !ok {
		return nil
	}
	q := &v.Questions[at]
	if q.Answer == nil || q.Answer.Version != job.Version || q.Answer.State != Queued {
		return s.learn(ctx, &v) // an attempt before this one may have ended there
	}
	a := v.graded(q)
	limited, cancel := context.WithTimeout(ctx, scoreTime)
	defer cancel()
	result, err := s.Grader.Grade(limited, a)
	if err != nil {
		if ctx.Err() != nil || limited.Err() == nil && fault.KindOf(err) != fault.Unavailable {
			return fmt.Errorf("grade answer: %w", err)
		}
		_, err = s.later(ctx, job)
	} else {
		_, err = s.keepScore(ctx, owner, v.ID, q.ID, job.Version, &result, nil)
	}
	if errors.Is(err, errMoved) || errors.Is(err, errNone) {
		return nil
	}
	return err
}

// revive queues answers that were forgotten: the process ended between keeping
// and scoring them. What it did not get to tell of scores is told. What is
// spoken is listened to again, and a recording that was read meanwhile is taken
// over. v is the interview after that.
func (s *Service) revive(ctx context.Context, v *Interview) error {
	if err := s.learn(ctx, v); err != nil {
		return err
	}
	now := s.Now()
	for i := range v.Questions {
		q := &v.Questions[i]
		if q.Voice != nil && (v.Status == Active || v.Status == Paused && v.Slept) {
			s.listen(v, q)
		}
		if q.Answer == nil {
			continue
		}
		switch q.Answer.State {
		case Queued:
			if now.Sub(q.Answer.QueuedAt) < forgotten || q.Answer.Notice != "" && now.Sub(q.Answer.QueuedAt) < 2*waits[len(waits)-1] {
				continue
			}
			job := ScoreJob{UserID: v.UserID, ID: v.ID, Question: q.ID, Version: q.Answer.Version, Round: strconv.FormatInt(now.Unix()/60, 10)}
			if err := s.Queue.Add(ctx, job, 0); err != nil {
				return fmt.Errorf("queue answer: %w", err)
			}
			// So that looking again does not queue another, while no worker is there.
			waiting, err := s.queued(ctx, job)
			if err != nil {
				return err
			}
			*v = waiting
		case Transcribing:
			owner := account.UserID(v.UserID)
			if err := s.Transcribed(ctx, owner, v.ID, q.recording()); err != nil {
				return err
			}
			read, err := s.find(ctx, owner, v.ID)
			if err != nil {
				return err
			}
			*v = read
		case Scored, Failed:
		}
	}
	return nil
}
