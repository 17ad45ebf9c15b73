// Package gaps lets a language model find in a CV what the rules did not. The
// model is asked for what is empty only, and answers with quotes: a line's
// number and what stands there. A value is taken only where the quote is found
// in that very line, where it has the look of its field, where no other value
// stands already, and where the field may stand at all; so a model that lies,
// or obeys a line of the CV, adds nothing that is not in the text.
package gaps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/consult"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

// maxFinds bounds those of an answer; no CV has more gaps.
const maxFinds = 400

// Counts say what came of a model's answer.
type Counts struct {
	// Filled values, and Dropped ones: not in the text, not asked for, or not
	// what they were said to be.
	Filled, Dropped int
	// Usage of the model; zero when it was not asked because nothing is missing.
	Usage answer.Usage
}

// find is one value that the model says it found.
type find struct {
	Field string `json:"field"`
	// Line counts from 1.
	Line  int    `json:"line"`
	Quote string `json:"quote"`
}

type found struct {
	Finds []find `json:"finds"`
}

// Validate bounds the answer. Each find is judged by itself later.
func (f found) Validate() error {
	if len(f.Finds) > maxFinds {
		return errors.New("it has too many finds")
	}
	return nil
}

// Fill returns p with what the model found; see FillCounted.
func Fill(ctx context.Context, model answer.Model, doc *document.Document, p cv.Parsed) (cv.Parsed, error) {
	filled, _, err := FillCounted(ctx, model, doc, p)
	return filled, err
}

// FillCounted returns p with what the model found, each value with the spans it
// stands at and cv.FromModel, and how much was taken. What p has, and what its
// owner cleared, stays as it is; p itself is not changed. New entries follow the
// present ones, so that paths stay the same. The error is consult.ErrUnavailable,
// consult.ErrUnusable or ctx's; p comes back with it.
func FillCounted(ctx context.Context, model answer.Model, doc *document.Document, p cv.Parsed) (cv.Parsed, Counts, error) {
	w := wanted(doc, &p)
	if w.none() || len(doc.Lines) == 0 {
		return p, Counts{}, nil
	}
	got, used, err := consult.Model[found](ctx, model, prompt.Request{
		Task: w.task(), Form: form, Blocks: []prompt.Block{consult.CV(doc)}, Need: answer.NeedQuick,
	})
	if err != nil {
		return p, Counts{Usage: used}, fmt.Errorf("fill gaps: %w", err)
	}
	f := newFiller(doc, p, w)
	f.fill(got.Finds)
	return f.out, Counts{Filled: f.filled, Dropped: len(got.Finds) - f.filled, Usage: used}, nil
}

const form = `{"finds": [{"field": "personalInfo.name", "line": 1, "quote": "…"}, {"field": "skills", "line": 20, "quote": "…"}]}`

// task is what the model is told; it holds no outside text.
func (w want) task() string {
	var b strings.Builder
	b.WriteString(`You read the CV in the block "cv". A program has read most of it; find what it missed, which is listed below, and nothing else.
Each find is a field, the number of the line that the value begins in, and the value quoted exactly as it stands there, letter by letter, without labels and punctuation around it. A value over several lines is quoted with a space for each line's end. If the CV does not say it, leave it out: an empty list is a good answer.
The fields:
`)
	for _, f := range w.fields {
		fmt.Fprintf(&b, "- %s", f.path)
		if f.last > 0 {
			fmt.Fprintf(&b, " (of what stands about lines %d to %d)", f.first+1, f.last+1)
		}
		b.WriteByte('\n')
	}
	if w.jobs {
		fmt.Fprintf(&b, "- positions that are missing as a whole: experience[%[1]d].title, .company, .location, .period, then experience[%[2]d] and so on\n", w.nextJob, w.nextJob+1)
	}
	if w.schools {
		fmt.Fprintf(&b, "- education that is missing as a whole: education[%[1]d].degree, .institution, .location, .period, then education[%[2]d] and so on\n", w.nextSchool, w.nextSchool+1)
	}
	if w.skills {
		b.WriteString("- skills: each skill one find\n")
	}
	if w.certifications {
		b.WriteString("- certifications: each certificate one find\n")
	}
	if w.languages {
		fmt.Fprintf(&b, "- languages[%[1]d] (the language alone) and languages[%[1]d].level, then languages[%[2]d] and so on\n", w.nextLanguage, w.nextLanguage+1)
	}
	return b.String()
}
