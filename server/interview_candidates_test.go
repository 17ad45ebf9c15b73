package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// hall is a service in which many people are interviewed at the same time, over
// lines that are not to be relied on.
type hall struct {
	url  string
	bank map[string]*bank.Question
	// acknowledged is told after every call that was answered; nil for nobody.
	acknowledged func()
	// steady lines do not break, and nothing is sent twice.
	steady bool

	guests int // so far

	mu   sync.Mutex
	open chan struct{} // closed while the service is there
	took []time.Duration
}

// newHall is of a service that is there.
func newHall(tb testing.TB, url string) *hall {
	tb.Helper()
	all, err := bank.All()
	if err != nil {
		tb.Fatal(err)
	}
	h := &hall{url: url, bank: map[string]*bank.Question{}, open: make(chan struct{})}
	for i := range all {
		h.bank[all[i].ID] = &all[i]
	}
	close(h.open)
	return h
}

// enter waits until the service is there.
func (h *hall) enter(ctx context.Context) error {
	h.mu.Lock()
	open := h.open
	h.mu.Unlock()
	select {
	case <-open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answered is how long SubmitAnswer took, sorted.
func (h *hall) answered() []time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(slices.Values(h.took))
}

// candidate is somebody who is interviewed, and what was acknowledged.
type candidate struct {
	hall  *hall
	name  string
	id    account.UserID
	token string
	calls interviewaiv1connect.InterviewServiceClient
	dice  *rand.Rand

	session string
	asked   []*v1.InterviewQuestion
	// said are the answers to each question, the first one and those to follow-up
	// questions.
	said map[string][]string
}

// candidates have an account and a token each: passwords would cost more than
// the interviews.
func (h *hall) candidates(tb testing.TB, dir string, number int) []*candidate {
	tb.Helper()
	beside := operating(tb, dir)
	all := make([]*candidate, number)
	for i := range all {
		c := &candidate{hall: h, name: fmt.Sprintf("candidate-%d", h.guests), dice: rand.New(rand.NewPCG(6, uint64(h.guests))), said: map[string][]string{}}
		h.guests++
		u, err := beside.accounts.users.DevelopmentUser(tb.Context(), c.name+"@people.example.org")
		if err != nil {
			tb.Fatal(err)
		}
		who := account.Identity{UserID: account.UserID(u.ID), Email: u.Email, Role: u.Role}
		signedIn, err := beside.accounts.sessions.Start(tb.Context(), who, "test", false)
		if err != nil {
			tb.Fatal(err)
		}
		c.id, c.token = who.UserID, signedIn.Access
		all[i] = c
	}
	h.moved(h.url, all)
	return all
}

// moved is of a service that is at another address now.
func (h *hall) moved(url string, all []*candidate) {
	lines := h2c()
	h.url = url
	for _, c := range all {
		c.calls = interviewaiv1connect.NewInterviewServiceClient(lines, url, bearer(c.token))
	}
}

// interviewAll interviews all of them at the same time.
func interviewAll(ctx context.Context, all []*candidate) error {
	var group sync.WaitGroup
	failed := make([]error, len(all))
	for i, c := range all {
		group.Go(func() {
			if err := c.interview(ctx); err != nil {
				failed[i] = fmt.Errorf("%s: %w", c.name, err)
			}
		})
	}
	group.Wait()
	return errors.Join(failed...)
}

// send makes a call until it is answered. Now and then the line breaks before
// the answer is there, or the call is sent twice at the same moment.
func send[Req, Res any](ctx context.Context, c *candidate, dice *rand.Rand, call func(context.Context, *connect.Request[Req]) (*connect.Response[Res], error), m *Req) (*Res, error) {
	once := func(ctx context.Context) (*Res, error) {
		began := time.Now()
		res, err := call(ctx, connect.NewRequest(m))
		if err != nil {
			return nil, err
		}
		c.hall.note(m, time.Since(began))
		return res.Msg, nil
	}
	for {
		if err := c.hall.enter(ctx); err != nil {
			return nil, err
		}
		var twin sync.WaitGroup
		switch n := dice.IntN(10); {
		case c.hall.steady:
		case n < 2:
			short, hangUp := context.WithTimeout(ctx, time.Duration(dice.IntN(4000)<<dice.IntN(9))*time.Microsecond)
			_, _ = once(short) // nobody hears the answer
			hangUp()
		case n < 5:
			twin.Go(func() { _, _ = once(ctx) })
		}
		res, err := once(ctx)
		twin.Wait()
		// What the service itself did not say, the line said that broke.
		if err != nil && ctx.Err() == nil && (!connect.IsWireError(err) || connect.CodeOf(err) == connect.CodeUnavailable) {
			continue
		}
		if err == nil && c.hall.acknowledged != nil {
			c.hall.acknowledged()
		}
		return res, err
	}
}

// note keeps how long answering took.
func (h *hall) note(m any, took time.Duration) {
	if _, ok := m.(*v1.SubmitAnswerRequest); ok {
		h.mu.Lock()
		h.took = append(h.took, took)
		h.mu.Unlock()
	}
}

// reasonOf is the reason of a refusal.
func reasonOf(err error) string {
	var refused *connect.Error
	if errors.As(err, &refused) {
		for _, d := range refused.Details() {
			if v, err := d.Value(); err == nil {
				if detail, ok := v.(*v1.ErrorDetail); ok {
					return detail.GetReason()
				}
			}
		}
	}
	return ""
}

// interview goes through a whole interview of five questions.
func (c *candidate) interview(ctx context.Context) error {
	started, err := send(ctx, c, c.dice, c.calls.StartInterview, &v1.StartInterviewRequest{
		Type: "mixed", Difficulty: "mid", NumQuestions: 5, Mode: "text", Seed: c.name, IdempotencyKey: "the one",
	})
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	c.session, c.asked = started.GetSessionId(), started.GetQuestions()
	if len(c.asked) != 5 {
		return fmt.Errorf("%d questions", len(c.asked))
	}
	for at, step := range []func(context.Context, *v1.InterviewQuestion) error{c.draft, c.answer, c.skip, c.pause, c.answer} {
		if err := step(ctx, c.asked[at]); err != nil {
			return fmt.Errorf("%s: %w", c.asked[at].GetId(), err)
		}
	}
	completed, err := send(ctx, c, c.dice, c.calls.CompleteInterview, &v1.CompleteInterviewRequest{SessionId: c.session})
	if err != nil {
		return fmt.Errorf("complete: %w", err)
	}
	told, err := send(ctx, c, c.dice, c.calls.GetFeedback, &v1.GetFeedbackRequest{SessionId: c.session})
	switch {
	case err != nil:
		return fmt.Errorf("feedback: %w", err)
	case completed.GetInterview().GetStatus() != "completed" || len(told.GetAnswers()) != 4 || told.GetProvisional():
		return fmt.Errorf("completed is %s with %d answers, provisional %v", completed.GetInterview().GetStatus(), len(told.GetAnswers()), told.GetProvisional())
	case told.GetOverallScore() != completed.GetInterview().GetOverallScore():
		return fmt.Errorf("scores %d and %d", told.GetOverallScore(), completed.GetInterview().GetOverallScore())
	}
	return nil
}

// draft has two tabs write at the same draft, then answers the question.
func (c *candidate) draft(ctx context.Context, q *v1.InterviewQuestion) error {
	var tabs sync.WaitGroup
	var failed [2]error
	for i, name := range []string{"left", "right"} {
		dice := rand.New(rand.NewPCG(uint64(i), c.dice.Uint64()))
		tabs.Go(func() { failed[i] = c.tab(ctx, q, name, dice) })
	}
	tabs.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	got, err := send(ctx, c, c.dice, c.calls.GetInterview, &v1.GetInterviewRequest{SessionId: c.session})
	if err != nil {
		return err
	}
	text := got.GetInterview().GetQuestions()[0].GetDraft().GetText()
	for _, name := range []string{"left", "right"} {
		for n := range 3 {
			if word := fmt.Sprintf("%s%d", name, n); strings.Count(text, word) != 1 {
				return fmt.Errorf("%q is not once in the draft %q", word, text)
			}
		}
	}
	return c.answer(ctx, q)
}

// tab adds three words to the draft, each to the newest one that it has seen.
func (c *candidate) tab(ctx context.Context, q *v1.InterviewQuestion, name string, dice *rand.Rand) error {
	var newest *v1.AnswerDraft
	for n := range 3 {
		word := fmt.Sprintf("%s%d", name, n)
		// It may be there although its call was refused: an earlier copy of it was not.
		for !strings.Contains(newest.GetText(), word) {
			got, err := send(ctx, c, dice, c.calls.SaveDraft, &v1.SaveDraftRequest{
				SessionId: c.session, QuestionId: q.GetId(), Text: new(newest.GetText() + " " + word), Revision: newest.GetRevision(), Writer: name,
			})
			if err != nil {
				return fmt.Errorf("draft: %w", err)
			}
			newest = got.GetDraft()
		}
	}
	return nil
}

// answer answers a question with half of the bank's sample, and then what is
// asked about it with the rest.
func (c *candidate) answer(ctx context.Context, q *v1.InterviewQuestion) error {
	text, _ := c.hall.bank[q.GetBankId()].In("en")
	sentences := strings.SplitAfter(text.Sample, ". ")
	half := (len(sentences) + 1) / 2
	item, say := q.GetId(), strings.Join(sentences[:half], "")
	for n := 0; ; n++ {
		// No two answers are alike, and each has what is easily lost on the way.
		say = fmt.Sprintf("%s\tSo I, %s,  say it to «%s» — 你好, 𝒳.\n", say, c.name, item)
		got, err := c.submit(ctx, item, say)
		if err != nil {
			return fmt.Errorf("answer %s: %w", item, err)
		}
		c.said[q.GetId()] = append(c.said[q.GetId()], say)
		if want := strings.Join(c.said[q.GetId()], "\n\n"); got.GetAnswer().GetContent() != want || got.GetFeedback() == nil || got.GetAnswer().GetStatus() != "scored" {
			return fmt.Errorf("%s is answered %s: %q, want %q", item, got.GetAnswer().GetStatus(), got.GetAnswer().GetContent(), want)
		}
		if got.GetFollowUp() == nil {
			return nil
		}
		if n == 2 {
			return fmt.Errorf("%s is asked as a third question", got.GetFollowUp().GetId())
		}
		item, say = got.GetFollowUp().GetId(), strings.Join(sentences[half:], "")
	}
}

// submit answers, and resumes first where a call to pause was late.
func (c *candidate) submit(ctx context.Context, item, say string) (*v1.SubmitAnswerResponse, error) {
	for {
		got, err := send(ctx, c, c.dice, c.calls.SubmitAnswer, &v1.SubmitAnswerRequest{SessionId: c.session, QuestionId: item, AnswerType: "text", AnswerText: &say})
		if reasonOf(err) != "interview_paused" {
			return got, err
		}
		if _, err := send(ctx, c, c.dice, c.calls.ResumeInterview, &v1.ResumeInterviewRequest{SessionId: c.session}); err != nil {
			return nil, err
		}
	}
}

// skip leaves a question out.
func (c *candidate) skip(ctx context.Context, q *v1.InterviewQuestion) error {
	got, err := send(ctx, c, c.dice, c.calls.SkipQuestion, &v1.SkipQuestionRequest{SessionId: c.session, QuestionId: q.GetId()})
	if err != nil {
		return fmt.Errorf("skip: %w", err)
	}
	if status := got.GetInterview().GetQuestions()[2].GetStatus(); status != "skipped" {
		return fmt.Errorf("skipped is %s", status)
	}
	return nil
}

// pause stops the clock, resumes and answers.
func (c *candidate) pause(ctx context.Context, q *v1.InterviewQuestion) error {
	paused, err := send(ctx, c, c.dice, c.calls.PauseInterview, &v1.PauseInterviewRequest{SessionId: c.session})
	if err != nil {
		return fmt.Errorf("pause: %w", err)
	}
	resumed, err := send(ctx, c, c.dice, c.calls.ResumeInterview, &v1.ResumeInterviewRequest{SessionId: c.session})
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	if before, after := paused.GetInterview().GetStatus(), resumed.GetInterview().GetStatus(); before != "paused" || after != "active" {
		return fmt.Errorf("paused is %s, resumed is %s", before, after)
	}
	return c.answer(ctx, q)
}
