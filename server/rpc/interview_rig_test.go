package rpc_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// interviewing is what mock interviews are made of: all of it real but for the
// recordings, which have been transcribed before they are sent.
type interviewing struct {
	interviews *interview.Service
	live       *coach.Service
	tapes      *tapes
	waiting    *waiting
	grader     *rules
}

// openInterviews opens interviews that rules grade.
func openInterviews(p *people, client *goredis.Client, o interview.Options) {
	p.Helper()
	log := redis.NewEventLog(client)
	live, err := coach.NewService(p.Context(), coach.Config{
		DB: o.DB, Log: log, Recogniser: deaf{}, Writer: answer.NewWriter(answer.Config{}), Now: p.now, Logger: o.Logger, MediaLost: time.Hour,
	})
	p.ok(err)
	p.interviewing = interviewing{live: live, tapes: &tapes{all: map[string]interview.Recording{}}, waiting: &waiting{}, grader: &rules{Rules: grade.NewRules()}}
	o.Grader, o.GraderName = p.grader, grade.Rubric
	o.CVs, o.Recordings, o.Queue, o.Live = readCVs{p.cvs}, p.tapes, p.waiting, spoken{live}
	o.Language = func(context.Context, account.UserID) string { return "" }
	o.Name = func(ctx context.Context, owner account.UserID) (string, error) {
		u, err := p.users.Profile(ctx, owner)
		return strings.TrimSpace(u.FirstName + " " + u.LastName), err
	}
	p.interviews, err = interview.Open(p.Context(), o)
	p.ok(err)
	var parts sync.WaitGroup
	for _, run := range []func(context.Context) error{log.Run, live.Run, p.interviews.Run} {
		parts.Go(func() { _ = run(p.Context()) })
	}
	p.Cleanup(parts.Wait)
}

func (p *people) liveCalls() *rpc.Live {
	return rpc.NewLive(rpc.LiveConfig{
		Coach: p.live, Tokens: mediaTokens{}, TokenLife: time.Minute, Media: echoingMedia{}, PublicURL: publicURL,
		ICEServers: []*v1.IceServer{{Urls: []string{"turn:turn.example.org"}}},
	})
}

// rules grade, unless they are away.
type rules struct {
	*grade.Rules
	away atomic.Bool
}

func (r *rules) Grade(ctx context.Context, a grade.Answer) (grade.Result, error) {
	if r.away.Load() {
		return grade.Result{}, fault.New(fault.Unavailable, "grader_away", "The grader is away.")
	}
	return r.Rules.Grade(ctx, a)
}

// tapes are recordings by id.
type tapes struct {
	mu  sync.Mutex
	all map[string]interview.Recording
}

func (s *tapes) keep(id string, r interview.Recording) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[id] = r
}

func (s *tapes) Recording(_ context.Context, _ account.UserID, _, id string) (interview.Recording, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.all[id]
	if !ok {
		return r, fault.New(fault.NotFound, "not_found", "There is no such recording.")
	}
	return r, nil
}

func (s *tapes) DeleteOf(context.Context, account.UserID, string) error { return nil }

// waiting keeps the answers that wait for their score.
type waiting struct {
	mu   sync.Mutex
	jobs []interview.ScoreJob
}

func (w *waiting) Add(_ context.Context, job interview.ScoreJob, _ time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = append(w.jobs, job)
	return nil
}

func (w *waiting) take() []interview.ScoreJob {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.jobs
	w.jobs = nil
	return all
}

// readCVs are CVs in the words of interviews.
type readCVs struct{ cvs *cv.Service }

func (c readCVs) Text(ctx context.Context, owner account.UserID, id string) (string, error) {
	v, err := c.cvs.Get(ctx, owner, id)
	if err != nil {
		return "", err
	}
	return v.Reading.Text(), nil
}

// spoken are live sessions in the words of interviews.
type spoken struct{ live *coach.Service }

func (s spoken) Open(ctx context.Context, owner account.UserID, _, language, signIn string) (string, error) {
	session, err := s.live.CreateSession(ctx, string(owner), coach.NewSession{LanguageHint: language, SignIn: signIn})
	return session.ID, err
}

func (s spoken) Listen(ctx context.Context, owner account.UserID, id string, _ func(interview.Heard) error) error {
	return s.live.Watch(ctx, string(owner), id, 0, func(coach.Event) error { return nil })
}

func (s spoken) End(ctx context.Context, owner account.UserID, id string) error {
	_, err := s.live.EndSession(ctx, string(owner), id, "the answer is complete")
	return err
}

func (spoken) Forget(context.Context, account.UserID, string) error { return nil }

// deaf hears nothing: nobody speaks here.
type deaf struct{ coach.Recogniser }

func (deaf) Degraded() bool { return false }

// asked are the questions of the interviews here, all of the bank.
func asked() []string {
	return []string{"backend-slow-query", "backend-index-cost", "backend-lost-update", "backend-n-plus-one", "backend-rename-column"}
}

// begin starts an interview with the questions of asked.
func (p *people) begin(who *person) interview.Interview {
	p.Helper()
	v, err := p.interviews.Start(p.Context(), account.UserID(who.id), interview.Wish{
		Config: interview.Config{
			Type: bank.Technical, Difficulty: bank.Mid, Domain: "backend", Technology: []string{"postgresql"}, Number: len(asked()), Mode: interview.Text,
			TimeLimit: 5 * time.Minute, Language: "en", FollowUps: true, Seed: "the-seed",
		},
		Questions: asked(),
	})
	p.ok(err)
	return v
}

// good is a very good answer to a question.
func good(v interview.Interview, at int) string { return v.Questions[at].Text().Sample }

// reply answers a question of an interview.
func (p *people) reply(who *person, v interview.Interview, item, text string) interview.Interview {
	p.Helper()
	v, err := p.interviews.Submit(p.Context(), account.UserID(who.id), v.ID, interview.Given{Item: item, Type: interview.Text, Text: text})
	p.ok(err)
	return v
}

// finish answers the first two questions, the first well, and completes.
func (p *people) finish(who *person, v interview.Interview) interview.Interview {
	p.Helper()
	p.reply(who, v, "q1", good(v, 0))
	p.reply(who, v, "q2", "Every index means slow inserts and a higher write cost. It takes disk space as well.")
	v, err := p.interviews.Complete(p.Context(), account.UserID(who.id), v.ID)
	p.ok(err)
	return v
}
