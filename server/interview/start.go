package interview

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// StartsADay bounds the interviews that somebody starts in a day.
	StartsADay = 30
	// MinQuestions is how many questions an interview has at least.
	MinQuestions = 5
	aDay         = 24 * time.Hour
	// tailorTime is how long somebody waits for a model's questions.
	tailorTime = time.Minute
	startKind  = "interview_start"
	notAsked   = "There are no such questions. Choose another domain, such as backend, frontend, devops, data, mobile, qa or product, or leave it out."
)

var (
	errStarts   = fault.Newf(fault.Limited, "interview_limit", "You have started %d interviews today, which is the most. Come back tomorrow.", StartsADay)
	errNumber   = fault.BadField("num_questions", "range", "An interview has 5 to 20 questions.")
	errNotAsked = fault.New(fault.NotFound, "no_questions", notAsked).WithFields(fault.Field{Path: "domain", Rule: "known", Message: notAsked})
	errQuestion = fault.BadField("question_ids", "known", "The bank has no such question.")
)

// Wish is what interview somebody wants.
type Wish struct {
	Config
	// JobDescription to fit the questions to.
	JobDescription string
	// Questions of the bank to be asked first, by id.
	Questions []string
	// IdempotencyKey makes repeated calls return the same interview; may be empty.
	IdempotencyKey string
}

// Start chooses the questions of an interview and starts its clock.
func (s *Service) Start(ctx context.Context, owner account.UserID, w Wish) (Interview, error) {
	id := newID()
	if w.IdempotencyKey != "" {
		id = idOfRequest(owner, w.IdempotencyKey)
		if v, err := s.Get(ctx, owner, id); fault.KindOf(err) != fault.NotFound {
			return v, err
		}
	}
	if w.Number < MinQuestions || w.Number > bank.MaxNumber {
		return Interview{}, errNumber
	}
	err := s.Attempts.Reserve(ctx, startKind+":"+string(owner), StartsADay, aDay)
	if errors.Is(err, attempt.ErrSpent) {
		return Interview{}, errStarts.After(fault.From(err).RetryAfter)
	}
	if err != nil {
		return Interview{}, err //nolint:wrapcheck // the counter says what it did
	}
	now := s.Now()
	if w.Language == "" {
		w.Language = s.languageOf(ctx, owner)
	}
	if w.Seed == "" {
		w.Seed = newID()[:12]
	}
	v := Interview{
		ID: id, UserID: string(owner), Config: w.Config, StartedAt: now, Touched: now, Grader: s.GraderName,
	}
	err = s.choose(ctx, owner, &v, w, now)
	if err == nil {
		v.tellUntranslated()
		v.run(now)
		v.note(WasStarted, "", now)
		err = s.interviews.Of(string(owner)).Insert(ctx, v)
	}
	if err != nil { // nothing was started: it does not count
		kept := context.WithoutCancel(ctx)
		if refund := s.Attempts.Refund(kept, startKind+":"+string(owner)); refund != nil {
			return Interview{}, errors.Join(err, refund)
		}
	}
	if errors.Is(err, store.ErrExists) && w.IdempotencyKey != "" {
		return s.Get(ctx, owner, id)
	}
	if err != nil {
		return Interview{}, fmt.Errorf("start interview: %w", err)
	}
	return v, s.learn(ctx, &v)
}

func (s *Service) languageOf(ctx context.Context, owner account.UserID) string {
	language := s.Language(ctx, owner)
	for _, known := range bank.Languages() {
		if language == known {
			return language
		}
	}
	return "en"
}

// choose picks the questions: the wished ones, those that a model makes of a CV
// and a job description, and those of the bank.
func (s *Service) choose(ctx context.Context, owner account.UserID, v *Interview, w Wish, now time.Time) error {
	index, err := s.shelf.index(ctx)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, id := range w.Questions {
		q, ok := index.Question(id)
		if !ok {
			return errQuestion
		}
		if !taken[id] && len(v.Questions) < w.Number {
			taken[id] = true
			v.ask(q, []string{catalogue().In(v.Language, "why_wished")}, false)
		}
	}
	cvText := ""
	if w.CV != "" {
		if cvText, err = s.CVs.Text(ctx, owner, w.CV); err != nil {
			return err //nolint:wrapcheck // a fault that says what is wrong with the CV
		}
	}
	if err := s.tailor(ctx, v, w, cvText); err != nil {
		return err
	}
	want := w.Number - len(v.Questions)
	if want == 0 {
		return nil
	}
	histories, err := s.historiesOf(ctx, owner)
	if err != nil {
		return err
	}
	picks := bank.Wanted{
		Type: kindOf(w.Type), Difficulty: w.Difficulty, Domain: w.Domain, Technologies: lowered(w.Technology),
		Number: want, Seed: seedOf(w.Seed), Language: w.Language, Now: now,
		Asked: practice.Asked(histories), Weak: practice.Weak(histories, now),
	}
	if cvText != "" || w.JobDescription != "" {
		picks.Technologies = append(picks.Technologies, tailored.Technologies(cvText, w.JobDescription)...)
		if picks.Domain == "" {
			picks.Domain = tailored.Domain(cvText, w.JobDescription)
		}
	}
	picked, err := others(index, picks, taken)
	if errors.Is(err, bank.ErrNoQuestions) {
		if len(v.Questions) > 0 {
			return nil
		}
		return errNotAsked
	}
	if err != nil {
		return fmt.Errorf("select questions: %w", err)
	}
	for _, p := range picked {
		var why []string
		for _, r := range p.Why {
			why = append(why, catalogue().In(v.Language, "why_"+string(r.Code), "detail", r.Detail))
		}
		v.ask(p.Question, why, false)
	}
	if len(v.Questions) < w.Number {
		v.Notices = append(v.Notices, catalogue().In(w.Language, "fewer", "found", strconv.Itoa(len(v.Questions)), "wanted", strconv.Itoa(w.Number)))
	}
	return nil
}

// others picks questions that are not taken. It asks for as many more as it must:
// of more than are wanted, the mix's last types would be left out.
func others(index *bank.Index, w bank.Wanted, taken map[string]bool) ([]bank.Picked, error) {
	want := w.Number
	for {
		picked, err := index.Select(w)
		if err != nil {
			return nil, err //nolint:wrapcheck // choose decides on it and wraps it
		}
		found := len(picked)
		picked = slices.DeleteFunc(picked, func(p bank.Picked) bool { return taken[p.Question.ID] })
		if len(picked) >= want || found < w.Number || w.Number == bank.MaxNumber {
			return picked[:min(want, len(picked))], nil
		}
		w.Number = min(w.Number+want-len(picked), bank.MaxNumber)
	}
}

// tailor asks a model for questions, where there is one and something to fit
// them to. Half of an interview is of the bank all the same: its points are
// people's.
func (s *Service) tailor(ctx context.Context, v *Interview, w Wish, cvText string) error {
	if s.Interviewer == nil || cvText == "" && w.JobDescription == "" {
		return nil
	}
	want := (w.Number - len(v.Questions)) / 2
	if want == 0 {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, tailorTime)
	defer cancel()
	made, err := s.Interviewer.Questions(limited, cvText, w.JobDescription, w.Language, want, kindOf(w.Type))
	if ctx.Err() != nil {
		return ctx.Err() //nolint:wrapcheck // the caller's own end
	}
	if err != nil {
		s.Logger.WarnContext(ctx, "no tailored questions", "error", err.Error())
		v.Notices = append(v.Notices, catalogue().In(w.Language, "no_model"))
		return nil
	}
	for i := range made[:min(len(made), want)] {
		v.ask(&made[i], []string{catalogue().In(v.Language, "why_tailored")}, true)
	}
	return nil
}

// tellUntranslated tells of questions that are asked in English instead: an answer
// in another language than its question's is none.
func (v *Interview) tellUntranslated() {
	n := 0
	for i := range v.Questions {
		if v.Questions[i].Language != v.Language {
			n++
		}
	}
	if n > 0 {
		v.Notices = append(v.Notices, catalogue().In(v.Language, "untranslated", "n", strconv.Itoa(n)))
	}
}

// ask adds a question, in the interview's language or in English.
func (v *Interview) ask(q *bank.Question, why []string, generated bool) {
	text, language := q.In(v.Language)
	asked := *q
	asked.Texts = map[string]bank.Text{language: text}
	v.Questions = append(v.Questions, Question{
		ID: "q" + strconv.Itoa(len(v.Questions)+1), Asked: asked, Language: language, Why: why, Generated: generated,
	})
}

// kindOf is a type as bank wants it.
func kindOf(kind string) string {
	if kind == Mixed {
		return ""
	}
	return kind
}

func lowered(all []string) []string {
	out := make([]string, 0, len(all))
	for _, one := range all {
		out = append(out, strings.ToLower(strings.TrimSpace(one)))
	}
	return out
}

func seedOf(seed string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed)) // never fails
	return h.Sum64()
}
