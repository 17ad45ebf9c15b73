package tailored

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

// What a follow-up question must not have in common with the point it is about.
const (
	// maxRun is how many of the point's words may stand side by side in it.
	maxRun = 3
	// maxShare is the share of the point's words that may stand in it at all.
	maxShare = 0.6
	// maxFollowUp is its length in characters; the bank's have 300 at most.
	maxFollowUp = 240
	minFollowUp = 12
)

// FromBank is the question's own follow-up on the first point that an answer
// left open, first of those that it does not even touch on: who has said half of a
// point does not like to be asked what they have just said. asked are the points
// that were asked about already. False: there is none.
func FromBank(a grade.Answer, r grade.Result, asked ...string) (bank.FollowUp, bool) {
	text, _ := a.Question.In(a.Language)
	for _, is := range []func(grade.Result, string) bool{untouched, open} {
		for _, f := range text.FollowUps {
			if is(r, f.Point) && !slices.Contains(asked, f.Point) {
				return f, true
			}
		}
	}
	return bank.FollowUp{}, false
}

// open tells whether an answer does not make a point.
func open(r grade.Result, id string) bool {
	return slices.ContainsFunc(r.Points, func(p grade.Point) bool { return p.ID == id && !p.Covered })
}

// untouched tells whether an answer neither makes a point nor touches on it.
func untouched(r grade.Result, id string) bool {
	return slices.ContainsFunc(r.Points, func(p grade.Point) bool { return p.ID == id && !p.Covered && !p.Partly })
}

// FollowUp asks about a point that an answer left open: the one that FromBank
// takes, else the first, of untouched ones before others; asked are the points that
// were asked about already. It is one sentence in the answer's language that does
// not say the point, and empty where no point is left. The error is ErrUnavailable
// or ctx's.
func (i *Interviewer) FollowUp(ctx context.Context, a grade.Answer, r grade.Result, asked ...string) (bank.FollowUp, error) {
	text, lang := a.Question.In(a.Language)
	about, found := opened(text, a, r, asked)
	if !found {
		return bank.FollowUp{}, nil
	}
	got, _, err := prompt.AskValid(ctx, i.model, followRequest(a, text, lang, about), func(f followed) error {
		return f.valid(lang, text, r)
	})
	if err != nil {
		return bank.FollowUp{}, failed(ctx, "ask a follow-up question", err)
	}
	return bank.FollowUp{Point: about.ID, Question: oneLine(got.Question)}, nil
}

// failed makes a fault of what prompt.Ask says.
func failed(ctx context.Context, operation string, err error) error {
	if ctx.Err() == nil {
		err = ErrUnavailable.Because(err)
	}
	return fmt.Errorf("%s: %w", operation, err)
}

func opened(text bank.Text, a grade.Answer, r grade.Result, asked []string) (bank.Point, bool) {
	wanted, ok := FromBank(a, r, asked...)
	if ok && untouched(r, wanted.Point) {
		return pointOf(text, func(id string) bool { return id == wanted.Point })
	}
	left := func(is func(grade.Result, string) bool) func(string) bool {
		return func(id string) bool { return is(r, id) && !slices.Contains(asked, id) }
	}
	if p, found := pointOf(text, left(untouched)); found {
		return p, true
	}
	if ok {
		return pointOf(text, func(id string) bool { return id == wanted.Point })
	}
	return pointOf(text, left(open))
}

// pointOf is the first point with such an id.
func pointOf(text bank.Text, is func(id string) bool) (bank.Point, bool) {
	for _, p := range text.Points {
		if is(p.ID) {
			return p, true
		}
	}
	return bank.Point{}, false
}

// followed is what the model writes.
type followed struct {
	Question string `json:"question"`
}

func followRequest(a grade.Answer, text bank.Text, lang string, about bank.Point) prompt.Request {
	return prompt.Request{
		Task: `You interview somebody for a job. "question" is what you asked, "answer" is what the person said, "open" is what you listened for and did not hear. Ask one follow-up question that gives the person the chance to say it, going on from their own words where you can.
The question must not say or hint at what stands in "open": not its words, nor other words for the same, nor an example of it. It is one short sentence, it ends with a question mark, it names no score and gives no praise.
Write in ` + languages[lang] + ".",
		Form: `{"question": "…?"}`,
		Blocks: []prompt.Block{
			prompt.Text("question", text.Question), prompt.Text("answer", a.Text), prompt.Text("open", about.Point),
		},
		MaxTokens: 300,
		Need:      answer.NeedQuick,
	}
}

// valid refuses a question that gives open points away or is none.
func (f followed) valid(lang string, text bank.Text, r grade.Result) error {
	question := oneLine(f.Question)
	if err := sentence(question, lang, minFollowUp, maxFollowUp); err != nil {
		return err
	}
	if !strings.ContainsAny(question[len(question)-min(len(question), 3):], "?？") || strings.Count(question, "?")+strings.Count(question, "？") != 1 {
		return errors.New("it is not one question that ends with a question mark")
	}
	if strings.ContainsAny(strings.TrimRight(question, "?？ "), "!！。") || strings.Contains(question, ". ") {
		return errors.New("it is more than one sentence")
	}
	read := phrase.Read(lang, question)
	for _, p := range text.Points {
		if open(r, p.ID) && reveals(lang, read, p, text) {
			return errors.New("it says or nearly says what the person should say")
		}
	}
	return nil
}

// reveals tells whether a text says a point: in one of the accepted ways, or in
// the point's own words. What the question says already gives nothing away.
func reveals(lang string, read *phrase.Text, p bank.Point, text bank.Text) bool {
	for _, s := range p.Says {
		if compiled, err := phrase.Compile(lang, s); err == nil && read.Has(compiled) {
			return true
		}
	}
	known := stems(lang, text.Question+"\n"+text.Context)
	said := map[string]bool{}
	var order []string
	for _, t := range read.Tokens() {
		said[t.Stem] = true
		order = append(order, t.Stem)
	}
	words, shared := stems(lang, p.Point), 0
	for _, s := range words {
		if said[s] && !slices.Contains(known, s) {
			shared++
		}
	}
	if float64(shared) > maxShare*float64(len(words)) {
		return true
	}
	own := all(lang, p.Point)
	for i := 0; i+maxRun < len(own); i++ {
		if run := own[i : i+maxRun+1]; contains(order, run) && !contains(all(lang, text.Question), run) {
			return true
		}
	}
	return false
}

// all are the stems of a text's words.
func all(lang, text string) []string {
	var out []string
	for _, t := range phrase.Read(lang, text).Tokens() {
		out = append(out, t.Stem)
	}
	return out
}

// stems are those of a text's words that say something, each once.
func stems(lang, text string) []string {
	var out []string
	for _, t := range phrase.Read(lang, text).Tokens() {
		if !phrase.Stop(lang, text[t.Start:t.End]) && !slices.Contains(out, t.Stem) {
			out = append(out, t.Stem)
		}
	}
	return out
}

func contains(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}
