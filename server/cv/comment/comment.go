// Package comment asks a language model what a reader would think of a CV. Its
// comments stand beside the score and have no part in it. Each is about words
// that stand in the CV, in plain text, and names no number that the CV has not;
// what is otherwise is dropped.
package comment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/consult"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

// Bounds of what is asked for and kept.
const (
	fewest = 3
	most   = 8
	// mostTold is how many are looked at: a model that counts badly is no reason
	// to ask again.
	mostTold = 20
	// maxQuote and maxText are in bytes; three hundred letters of Cyrillic fit.
	minQuote, maxQuote = 2, 400
	minText, maxText   = 15, 600
)

type said struct {
	Line  int    `json:"line"`
	Quote string `json:"quote"`
	Text  string `json:"text"`
}

type answered struct {
	Comments []said `json:"comments"`
}

// Validate bounds the number of comments. Each is judged by itself later.
func (a answered) Validate() error {
	switch n := len(a.Comments); {
	case n < fewest:
		return errors.New("it has fewer than three comments")
	case n > mostTold:
		return errors.New("it has more than eight comments")
	}
	return nil
}

// Write returns a model's comments on a CV, in the order of its lines, eight at
// most, with the model's name; when is for the caller to say. The job
// description may be empty. The error is consult.ErrUnavailable,
// consult.ErrUnusable (also when no comment was fit to be kept) or ctx's.
func Write(ctx context.Context, model answer.Model, doc *document.Document, p *cv.Parsed, jobDescription string) (cv.Comments, error) {
	r := prompt.Request{Task: task(p.Language), Form: form, Blocks: []prompt.Block{consult.CV(doc)}, MaxTokens: 2000}
	if job := prompt.Text("job_description", jobDescription); len(job.Lines) > 0 {
		r.Blocks = append(r.Blocks, job)
	}
	got, used, err := consult.Model[answered](ctx, model, r)
	if err != nil {
		return cv.Comments{}, fmt.Errorf("write comments: %w", err)
	}
	out := cv.Comments{Model: used.Model}
	known := knownOf(doc)
	for _, s := range got.Comments {
		one, ok := fit(doc, known, s)
		if !ok || len(out.Comments) == most || slices.ContainsFunc(out.Comments, func(c cv.Comment) bool { return c.Text == one.Text }) {
			continue
		}
		out.Comments = append(out.Comments, one)
	}
	if len(out.Comments) == 0 {
		return cv.Comments{}, consult.ErrUnusable.Because(errors.New("none of the comments is fit to be kept"))
	}
	slices.SortStableFunc(out.Comments, func(a, b cv.Comment) int { return a.Span.Line - b.Span.Line })
	return out, nil
}

// fit makes a comment of what was said, if it may be shown.
func fit(d *document.Document, k known, s said) (cv.Comment, bool) {
	quote, text := oneLine(s.Quote), oneLine(s.Text)
	line := s.Line - 1
	if line < 0 || line >= len(d.Lines) || len(quote) < minQuote || len(quote) > maxQuote || len(text) < minText || len(text) > maxText {
		return cv.Comment{}, false
	}
	start, ok := quoted(d.Lines[line].Text, quote)
	if !ok || !plain(text) || !k.allows(text) {
		return cv.Comment{}, false
	}
	return cv.Comment{Text: text, Quote: quote, Span: document.Span{Line: line, Start: start, End: start + len(quote)}}, true
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

const form = `{"comments": [{"line": 12, "quote": "…", "text": "…"}]}`

// task is what the model is told.
func task(language string) string {
	name, ok := languages[language]
	if !ok {
		name = "the language of the CV"
	}
	return `You are an experienced recruiter. Say what you think on reading the CV in the block "cv"; where there is a block "job_description", with that job in mind. Write three to eight comments: what convinces, what is unclear, missing or weak, and what its writer could do about it.
Each comment is about one line: its number, a few words quoted exactly as they stand in that line, and your text of one or two sentences, at most 250 letters. Plain text only: no links, no markup, no lists. Give no score, grade or rating. Name no number that is not in the CV.
Write in ` + name + "."
}

// languages by the codes that our reader tells.
var languages = map[string]string{
	"en": "English", "ru": "Russian", "uz": "Uzbek", "es": "Spanish", "de": "German", "fr": "French", "pt": "Portuguese", "tr": "Turkish",
}
