package tailored

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

const (
	// batch is how many questions one call is for: three with all that belongs to
	// them are about 2,500 tokens, in Russian 4,000.
	batch = 3
	// batchTokens bounds the answer of one call.
	batchTokens = 8000
	// rounds is how often the model is asked for what is missing.
	rounds = 3
	// limit bounds the making of an interview's questions.
	limit = 4 * time.Minute
)

// What a call's questions are about, so that calls side by side do not ask the
// same.
var focuses = []string{
	"what the job description asks for most and the CV has",
	"what the job description asks for and the CV does not show",
	"decisions and trade-offs in the work that the CV describes",
	"failures, limits and running in practice of the technologies that both name",
	"how the person works with others, and the duties that the job description names",
	"fundamentals that somebody in this job must be able to explain",
	"quality, security and cost in this job",
}

// Questions are written for a CV and a job description, either
// of which may be empty but not both: at most number of them (1 to
// bank.MaxNumber), in one language, of one type or, with an empty kind, of all.
// Each holds to the rules of the question bank in that language, has Tag among
// its tags and an id that is the same for the same question. Those that do not,
// and those that ask what another one asks, are left out; so fewer may come. The
// error is ErrUnavailable where none came, or ctx's.
func (i *Interviewer) Questions(ctx context.Context, cvText, jobText, lang string, number int, kind string) ([]bank.Question, error) {
	w := &writer{model: i.model, cv: bounded(cvText), job: bounded(jobText), lang: lang, kind: kind, domain: Domain(cvText, jobText)}
	if _, ok := languages[lang]; !ok {
		w.lang = "en"
	}
	number = min(max(number, 1), bank.MaxNumber)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var failed error
	for round := 0; round < rounds && len(w.questions) < number && limited.Err() == nil; round++ {
		before := len(w.questions)
		failed = w.round(limited, number-before)
		if errors.Is(failed, prompt.ErrUnavailable) && len(w.questions) == before {
			break
		}
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("write questions: %w", ctx.Err())
	}
	if len(w.questions) == 0 {
		return nil, fmt.Errorf("write questions: %w", ErrUnavailable.Because(failed))
	}
	return w.questions[:min(len(w.questions), number)], nil
}

// writer collects questions.
type writer struct {
	model                       answer.Model
	cv, job, lang, kind, domain string
	questions                   []bank.Question
	// asked counts the calls, each of which has the next focus.
	asked int
}

// round asks for so many questions, a batch a call, all calls at a time, and
// keeps those that hold to the rules, in the calls' order.
func (w *writer) round(ctx context.Context, missing int) error {
	calls := (missing + batch - 1) / batch
	answers, errs := make([]written, calls), make([]error, calls)
	var group sync.WaitGroup
	for i := range calls {
		r := w.request(min(batch, missing-i*batch), w.asked+i)
		group.Go(func() {
			answers[i], _, errs[i] = prompt.Ask[written](ctx, w.model, r)
		})
	}
	group.Wait()
	w.asked += calls
	var drafts []bank.Question
	for _, a := range answers {
		for _, d := range a.Questions {
			if q, ok := d.question(w.lang, w.kind, w.domain); ok {
				drafts = append(drafts, q)
			}
		}
	}
	w.questions = sound(append(w.questions, drafts...), w.lang)
	return errors.Join(errs...)
}

func (w *writer) request(number, turn int) prompt.Request {
	kinds := w.kind
	if !slices.Contains(types(), kinds) {
		kinds = strings.Join(types(), ", ")
	}
	r := prompt.Request{
		Task:      fmt.Sprintf(task, number, focuses[turn%len(focuses)], kinds, languages[w.lang], lengths[w.lang]),
		Form:      form,
		MaxTokens: batchTokens,
		Need:      answer.NeedStrong,
	}
	for _, b := range []prompt.Block{prompt.Text("cv", w.cv), prompt.Text("job_description", w.job)} {
		if len(b.Lines) > 0 {
			r.Blocks = append(r.Blocks, b)
		}
	}
	if len(w.questions) > 0 {
		var there []string
		for _, q := range w.questions {
			there = append(there, q.Texts[w.lang].Question)
		}
		r.Blocks = append(r.Blocks, prompt.Text("asked_already", strings.Join(there, "\n")))
	}
	return r
}

// lengths are the sample answers', as bank.Check wants them.
var lengths = map[string]string{
	"en": "110 to 170 words", "ru": "90 to 170 words", "uz": "85 to 160 words", "es": "110 to 190 words", "de": "110 to 170 words",
	"fr": "110 to 190 words", "pt": "110 to 190 words", "tr": "85 to 160 words", "zh": "180 to 380 characters",
}

const form = `{"questions": [{"type": "technical", "category": "databases", "difficulty": "mid", "technologies": ["postgresql"], "tags": ["indexes"], "seconds": 180, "question": "…", "context": "", "points": [{"id": "plan", "point": "…", "says": ["query plan", "planner + sequential scan", "…"]}], "hints": ["…"], "follow_ups": [{"point": "plan", "question": "…?"}], "sample": "…"}]}`

const task = `You are an experienced interviewer and prepare an interview with the person whose CV is the block "cv", for the job in "job_description". Write %d questions about %s. Types, of these: %s. Do not ask what stands in "asked_already".
Texts are in %s; ids, category, technologies and tags are English, in lower case. Say nothing about the person or numbers that the data does not say. Others may read the questions: name neither the person nor employers, customers, schools or places, not in the sample either. Plain text: no links, no markup. Each question has:
- type: technical; behavioral (something that happened to the person); case_study (a small situation to solve, with its facts in context). difficulty: junior, mid or senior. seconds to answer: 120 to 300.
- question: 20 to 400 letters; it does not give the points away.
- points: four or five things that you listen for, each with an id (one lower-case word), the point as a sentence of 8 to 200 letters, and says: six to eight different ways in which people say it. A way is one to four words (no articles, pronouns or prepositions) that stand near each other in one sentence, in any order; " + " parts those that may stand anywhere in the sentence. They are specific: an answer to another question does not have them; the question and the hints do not have them either.
- hints: one or two, 12 to 300 letters, that lead on without saying a point. follow_ups: a question for two or more of the points, for when it was not said.
- sample: a very good spoken answer of %s in the first person, that makes every point, each in the very words of one of its says.`
