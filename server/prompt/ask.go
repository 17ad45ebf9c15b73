package prompt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

const (
	// maxAnswer bounds what is taken of an answer, in bytes.
	maxAnswer = 64 << 10
	// tries is the first and two retries (security.md, 22).
	tries = 3
	// patience bounds a question with its retries.
	patience = 2 * time.Minute
)

// Why there is no answer. Neither is for people: what they are told depends on
// what was asked for.
var (
	// ErrUnavailable means that no model answered.
	ErrUnavailable = errors.New("no language model answers")
	// ErrUnusable means that the model's answers were no use.
	ErrUnusable = errors.New("no answer of the language model could be used")
)

// errTooLong ends an answer that does not end itself.
var errTooLong = errors.New("the answer is too long")

// Answer is what a model's JSON is read into.
type Answer interface {
	// Validate judges lengths and values. Its error is told to the model when it
	// is asked again: it says what is wrong in our own words and quotes nothing.
	Validate() error
}

// Ask asks a model and reads its answer into T. An answer that is no JSON
// object, has unknown fields or is not valid is asked for again, twice. The
// error is ErrUnavailable, ErrUnusable or ctx's. Usage is of all tries together.
func Ask[T Answer](ctx context.Context, model answer.Model, r Request) (T, answer.Usage, error) {
	return AskValid(ctx, model, r, T.Validate)
}

// AskValid is Ask for an answer that is judged by what was asked: valid is told
// each answer that has the form, with Answer.Validate's rules for its errors.
func AskValid[T any](ctx context.Context, model answer.Model, r Request, valid func(T) error) (T, answer.Usage, error) {
	var none T
	var used answer.Usage
	var reason error
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for range tries {
		complaint := ""
		if reason != nil {
			complaint = reason.Error()
		}
		p, err := build(r, complaint)
		if err != nil {
			return none, used, err
		}
		text, u, err := collect(limited, model, p)
		used = add(used, u)
		switch {
		case ctx.Err() != nil:
			return none, used, fmt.Errorf("ask a model: %w", ctx.Err())
		case errors.Is(err, errTooLong):
			reason = errTooLong
			continue
		case errors.Is(err, answer.ErrInterrupted) && limited.Err() == nil:
			reason = errors.New("it broke off or was too long")
			continue
		case err != nil:
			return none, used, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		value, err := decode[T](text)
		if err == nil {
			err = valid(value)
		}
		if err == nil {
			return value, used, nil
		}
		reason = err
	}
	return none, used, fmt.Errorf("%w: %w", ErrUnusable, reason)
}

// collect takes a whole answer.
func collect(ctx context.Context, model answer.Model, p answer.Prompt) (string, answer.Usage, error) {
	var text strings.Builder
	used, err := model.Generate(ctx, p, func(delta string) error {
		if text.Len()+len(delta) > maxAnswer {
			return errTooLong
		}
		text.WriteString(delta)
		return nil
	})
	return text.String(), used, err
}

// decode reads the first JSON object of a text; a code fence or words around
// it do not matter.
func decode[T any](text string) (T, error) {
	var value T
	start := strings.IndexByte(text, '{')
	if start < 0 {
		return value, errors.New("it holds no JSON object")
	}
	d := json.NewDecoder(strings.NewReader(text[start:]))
	d.DisallowUnknownFields()
	if err := d.Decode(&value); err != nil {
		// The decoder's own words quote the answer.
		return value, errors.New("it is not a JSON object of the form that was asked for")
	}
	return value, nil
}

func add(a, b answer.Usage) answer.Usage {
	b.InputTokens += a.InputTokens
	b.OutputTokens += a.OutputTokens
	b.CostUSD += a.CostUSD
	if b.Model == "" {
		b.Model, b.Provider = a.Model, a.Provider
	}
	return b
}
