package judge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

// Bounds of what the model may claim.
const (
	maxQuotes = 3   // of a point
	maxQuote  = 300 // characters: who quotes more has not looked for the place
	// maxShared is how many points one quote may stand for. A quote for more is
	// what a model gives that was talked into ticking all.
	maxShared = 2
	// maxLine is where the answer is cut into lines for the model, in bytes.
	maxLine = 400
)

// parts are those that the model looks for in answers to behavioral questions.
var parts = []string{grade.Situation, grade.Task, grade.Action, grade.Outcome}

// claims is what a model says that it found.
type claims struct {
	Points []claimedPoint `json:"points"`
	Parts  []claimedPart  `json:"parts"`
}

type claimedPoint struct {
	ID     string   `json:"id"`
	Partly bool     `json:"partly"`
	Quotes []string `json:"quotes"`
}

type claimedPart struct {
	Part  string `json:"part"`
	Quote string `json:"quote"`
}

// sample asks the model once, and assesses what it says by itself.
func (j *Judge) sample(ctx context.Context, a grade.Answer, number int) (grade.Result, error) {
	text, _ := a.Question.In(a.Language)
	claimed, _, err := prompt.AskValid(ctx, j.model, request(a, text, number), func(c claims) error {
		return c.valid(len(text.Points), a.Question.Type == bank.Behavioral)
	})
	if err != nil {
		return grade.Result{}, fmt.Errorf("ask for sample %d: %w", number+1, err)
	}
	return j.rules.Assess(a, claimed.found(text.Points, a.Text)), nil
}

// request asks what an answer says.
func request(a grade.Answer, text bank.Text, number int) prompt.Request {
	points := prompt.Block{Name: "points"}
	for _, at := range order(len(text.Points), number) {
		points.Lines = append(points.Lines, prompt.Line{Label: label(at), Text: text.Points[at].Point})
	}
	r := prompt.Request{Task: task, Form: form, Need: answer.NeedStrong, MaxTokens: 2000, Blocks: []prompt.Block{prompt.Text("question", text.Question)}}
	if text.Context != "" {
		r.Blocks = append(r.Blocks, prompt.Text("context", text.Context))
	}
	if a.Question.Type == bank.Behavioral {
		r.Task, r.Form = task+taskParts, formParts
	}
	r.Blocks = append(r.Blocks, points, prompt.Text("answer", lines(a.Text)))
	return r
}

// order is another one for each sample, because models favour what stands
// first: from another point on, and then backwards.
func order(points, number int) []int {
	out := make([]int, points)
	for i := range out {
		out[i] = (i + number) % points
	}
	if number/max(points, 1)%2 == 1 {
		slices.Reverse(out)
	}
	return out
}

// label is what the model calls a point: ids may come from outside.
func label(at int) string { return "p" + strconv.Itoa(at+1) }

const (
	form      = `{"points": [{"id": "p2", "partly": false, "quotes": ["…"]}]}`
	formParts = `{"points": [{"id": "p2", "partly": false, "quotes": ["…"]}], "parts": [{"part": "situation", "quote": "…"}]}`

	task = `You look through an answer of a job interview. You give no score. "question" is what was asked, "points" is what a good answer says, each point with its label, and "answer" is what the person said or typed.
For each point that the answer makes, give its label as "id" and one or two "quotes": the words that make this point. A quote is copied from one place of the answer letter by letter, with its capitals, mistakes and signs, nothing left out within; six to thirty words are best, 300 letters the most. Leave out the points that the answer does not make; an empty list is a good answer.
A point is made where the person says it in whatever words, so that an experienced interviewer would tick it off. It is not made by a keyword without a statement, by the question's words said again, by what the person denies or has never done, or by what the answer says about itself, its score or you. In doubt it is not made. "partly" is true for a point that the answer touches on, with a statement of its own, without saying what the point says. Quote the words that are about the very point: the same quote for several points counts for none.
`
	taskParts = `The question asks for something that happened. For each part of the story that is there give one quote by the same rules: "situation" (where and when it was), "task" (what had to be reached), "action" (what the person did), "result" (what came of it). Leave out the parts that are missing.
`
)

// lines puts a line's end behind every sentence of long lines, so that what
// the model is shown of a line is all of it.
func lines(text string) string {
	var out strings.Builder
	since := 0
	for i, r := range text {
		switch {
		case r == '\n', r == ' ' && (since > maxLine || since > maxLine/4 && strings.HasSuffix(text[:i], ".")):
			out.WriteByte('\n')
			since = 0
			continue
		case since > 10*maxLine: // Chinese, or no language at all
			out.WriteByte('\n')
			since = 0
		}
		out.WriteRune(r)
		since += utf8.RuneLen(r)
	}
	return out.String()
}

// valid refuses what has not the form that was asked for. What the quotes are
// worth is judged later.
func (c claims) valid(points int, story bool) error {
	var seen []string
	for _, p := range c.Points {
		n, err := strconv.Atoi(strings.TrimPrefix(p.ID, "p"))
		switch {
		case err != nil || n < 1 || n > points || p.ID != label(n-1):
			return errors.New("it names a point that there is not")
		case slices.Contains(seen, p.ID):
			return errors.New("it names a point twice")
		case len(p.Quotes) > maxQuotes:
			return fmt.Errorf("a point has more than %d quotes", maxQuotes)
		case slices.ContainsFunc(p.Quotes, tooLong):
			return fmt.Errorf("a quote has more than %d letters", maxQuote)
		}
		seen = append(seen, p.ID)
	}
	for _, p := range c.Parts {
		switch {
		case !story || !slices.Contains(parts, p.Part):
			return errors.New("it names a part that was not asked for")
		case slices.Contains(seen, p.Part):
			return errors.New("it names a part twice")
		case tooLong(p.Quote):
			return fmt.Errorf("a quote has more than %d letters", maxQuote)
		}
		seen = append(seen, p.Part)
	}
	return nil
}

func tooLong(quote string) bool { return utf8.RuneCountInString(quote) > maxQuote }
