package interview

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
)

// tailorTime is how long somebody waits for a model's questions.
const tailorTime = time.Minute

// choose picks the questions: the wished ones, those that a model makes of a CV
// and a job description, and those of the bank.
func (s *Service) choose(ctx context.Context, owner account.UserID, v *Interview, w Wish, now time.Time) error {
	index, err := s.shelf.index(ctx)
	if err != nil {
		return err
	}
	taken, err := v.askWished(index, w)
	if err != nil {
		return err
	}
	cvText := ""
	if w.CV != "" {
		if cvText, err = s.CVs.Text(ctx, owner, w.CV); err != nil {
			return err //nolint:wrapcheck // a fault that says what is wrong with the CV
		}
	}
	tailoring, err := s.tailor(ctx, v, w, cvText)
	if err != nil {
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
		Type: kindOf(w.Type), Mix: w.Mix, Difficulty: w.Difficulty, Domain: w.Domain,
		Number: want, Seed: seedOf(w.Seed), Language: w.Language, Now: now,
		Asked: practice.Asked(histories, now), Weak: practice.Weak(histories, now),
	}
	v.fit(index, &picks, w, cvText, tailoring)
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
			detail := r.Detail
			if r.Code == bank.WeakCategory {
				detail = Category(v.Language, detail)
			}
			why = append(why, catalogue().In(v.Language, "why_"+string(r.Code), "detail", detail))
		}
		v.ask(p.Question, why, false)
	}
	if len(v.Questions) < w.Number {
		v.tell("fewer", "found", strconv.Itoa(len(v.Questions)), "wanted", strconv.Itoa(w.Number))
	}
	return nil
}

// askWished asks the questions that are wished by id, and returns which they are.
func (v *Interview) askWished(index *bank.Index, w Wish) (map[string]bool, error) {
	taken := map[string]bool{}
	for _, id := range w.Questions {
		q, ok := index.Question(id)
		if !ok {
			return nil, errQuestion
		}
		if !taken[id] && len(v.Questions) < w.Number {
			taken[id] = true
			v.ask(q, []string{catalogue().In(v.Language, "why_wished")}, false)
		}
	}
	return taken, nil
}

// fit adds to what is wanted of the bank the wished technologies and those of a CV
// and a job description, and tells what the bank cannot do.
func (v *Interview) fit(index *bank.Index, picks *bank.Wanted, w Wish, cvText string, tailoring bool) {
	fitting := cvText != "" || w.JobDescription != ""
	matched := false
	if fitting {
		domain := tailored.Domain(cvText, w.JobDescription)
		if picks.Domain == "" {
			picks.Domain = domain
		}
		matched = domain != "" && domain == picks.Domain
	}
	var unknown []string
	for _, wish := range w.Technology {
		if !prefer(index, picks, append(tailored.Wished(wish), strings.ToLower(strings.TrimSpace(wish)))) {
			unknown = append(unknown, wish)
		}
	}
	if fitting && prefer(index, picks, tailored.Technologies(cvText, w.JobDescription)) {
		matched = true
	}
	if len(unknown) > 0 {
		v.tell("no_questions_about", "names", strings.Join(unknown, ", "))
	}
	switch {
	case fitting && !matched:
		v.tell("no_match")
	case fitting && !tailoring:
		v.tell("no_model")
	}
}

// prefer adds those technologies to what is wanted that the bank asks about, each
// once, and tells whether there are any.
func prefer(index *bank.Index, picks *bank.Wanted, technologies []string) bool {
	found := false
	for _, one := range technologies {
		if !index.About(*picks, one) {
			continue
		}
		found = true
		if !slices.Contains(picks.Technologies, one) {
			picks.Technologies = append(picks.Technologies, one)
		}
	}
	return found
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
// them to; false where it made none. Half of an interview is of the bank all the
// same: its points are people's.
func (s *Service) tailor(ctx context.Context, v *Interview, w Wish, cvText string) (bool, error) {
	if s.Interviewer == nil || cvText == "" && w.JobDescription == "" {
		return false, nil
	}
	want := (w.Number - len(v.Questions)) / 2
	if want == 0 {
		return false, nil
	}
	limited, cancel := context.WithTimeout(ctx, tailorTime)
	defer cancel()
	made, err := s.Interviewer.Questions(limited, cvText, w.JobDescription, w.Language, want, kindOf(w.Type))
	if ctx.Err() != nil {
		return false, ctx.Err() //nolint:wrapcheck // the caller's own end
	}
	if err != nil {
		s.Logger.WarnContext(ctx, "no tailored questions", "error", err.Error())
		return false, nil
	}
	for i := range made[:min(len(made), want)] {
		v.ask(&made[i], []string{catalogue().In(v.Language, "why_tailored")}, true)
	}
	return len(made) > 0, nil
}

// tell keeps a notice about the questions.
func (v *Interview) tell(key string, blanks ...string) {
	v.Notices = append(v.Notices, catalogue().In(v.Language, key, blanks...))
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
		v.tell("untranslated", "n", strconv.Itoa(n))
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
