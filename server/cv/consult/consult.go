// Package consult asks a language model about a CV, and tells people in the
// product's words when there is no answer.
package consult

import (
	"context"
	"errors"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

// ErrUnavailable is a fault that tells that no model answered.
var ErrUnavailable = fault.New(fault.Unavailable, "cv_model_unavailable", "The language model does not answer at present. Nothing was changed; try again in a few minutes, or go on without it.")

// ErrUnusable is a fault that tells that the model's answers were no use.
var ErrUnusable = fault.New(fault.Unavailable, "cv_model_unusable", "The language model gave no answer that could be used. Nothing was changed; try again, or go on without it.")

// Model is prompt.Ask, with ErrUnavailable and ErrUnusable for its errors.
func Model[T prompt.Answer](ctx context.Context, model answer.Model, r prompt.Request) (T, answer.Usage, error) {
	value, used, err := prompt.Ask[T](ctx, model, r)
	switch {
	case errors.Is(err, prompt.ErrUnavailable):
		err = ErrUnavailable.Because(err)
	case errors.Is(err, prompt.ErrUnusable):
		err = ErrUnusable.Because(err)
	}
	return value, used, err
}

// CV is a document as a block: each line with its number in the document,
// counted from 1. Line number n of an answer is Lines[n-1] of the document.
func CV(d *document.Document) prompt.Block {
	b := prompt.Block{Name: "cv"}
	for i, l := range d.Lines {
		b.Lines = append(b.Lines, prompt.Line{Label: strconv.Itoa(i + 1), Text: l.Text})
	}
	return b
}
