// Package judge grades answers of mock interviews with a language model. The
// model only finds: which points an answer makes, each with a quote. Code
// checks every quote against the answer, letter by letter, lets several tries
// of the model vote, and computes the score by the rubric. Where the model
// cannot be used there is no score, and never one by another grader.
package judge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

const (
	// maxSamples bounds the price of one answer.
	maxSamples = 9
	// lead is by how many votes a point is settled for good: with eight wrong ones
	// in a hundred, three agree upon a wrong one once in two thousand times.
	lead = 3
	// limit bounds the grading of one answer.
	limit = 3 * time.Minute
)

// ErrUnavailable is a fault that tells that an answer was not graded because
// the model did not answer, or with nothing that could be used.
var ErrUnavailable = fault.New(fault.Unavailable, "grader_unavailable", "The language model that grades answers cannot be used at present. Your answer is kept as it is; it will be scored as soon as the model is back.")

// Judge grades answers. It serves any number of goroutines.
type Judge struct {
	rules   *grade.Rules
	model   answer.Model
	name    string
	samples int
}

// New returns a judge that asks a model up to so many times about each answer:
// an odd number of 1 to 9, other numbers are made the next lower one. Seven hold
// the score of one answer together (TestNoisyModel) for little more than three
// calls. Name is what results call the model.
func New(model answer.Model, name string, samples int) *Judge {
	samples = min(max(samples, 1), maxSamples)
	return &Judge{rules: grade.NewRules(), model: model, name: name, samples: samples - 1 + samples%2}
}

// Grade finds with the model what an answer says, and scores it by the rubric.
// An answer that is none costs no call. The error is ErrUnavailable,
// grade.ErrQuestion or ctx's.
func (j *Judge) Grade(ctx context.Context, a grade.Answer) (grade.Result, error) {
	if a.Question == nil {
		return grade.Result{}, fmt.Errorf("grade an answer: %w", grade.ErrQuestion)
	}
	result := j.rules.Assess(a, grade.Found{})
	if !hopeless(result.Unfit) {
		votes, err := j.votes(ctx, a)
		if err != nil {
			return grade.Result{}, fmt.Errorf("grade an answer to %s: %w", a.Question.ID, err)
		}
		result = j.rules.Assess(a, elected(a.Text, votes))
	}
	result.Model = j.name
	return result, nil
}

// hopeless tells of the reasons against an answer that no point in it changes.
// A short answer, one in words of its own, or one that says first what it does not
// know, may make one.
func hopeless(unfit string) bool {
	return unfit != "" && unfit != grade.TooShort && unfit != grade.OffTopic && unfit != grade.Unknown
}

// votes are what the model's tries come to, each checked by itself. As many
// are asked at once as could settle everything; then one or two more, while
// some point is not settled: a model that agrees with itself costs the least.
func (j *Judge) votes(ctx context.Context, a grade.Answer) ([]grade.Result, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	enough := min(lead, j.samples/2+1)
	var got []grade.Result
	var failed error
	asked := 0
	for next := enough; asked < next && limited.Err() == nil; next = min(asked+2, j.samples) {
		more, err := j.round(limited, a, asked, next)
		got, failed, asked = append(got, more...), errors.Join(failed, err), next
		if len(got) >= enough && settled(got, enough) || len(got) == 0 {
			break
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(got) < enough || 2*len(got) <= asked:
		return nil, ErrUnavailable.Because(failed)
	}
	return got, nil
}

// round asks for the samples from..to-1, all at a time, and waits for all.
// Those that are no use are left out; why they are is the error.
func (j *Judge) round(ctx context.Context, a grade.Answer, from, to int) ([]grade.Result, error) {
	results, errs := make([]grade.Result, to-from), make([]error, to-from)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() { results[i], errs[i] = j.sample(ctx, a, from+i) })
	}
	group.Wait()
	var got []grade.Result
	for i, r := range results {
		if errs[i] == nil {
			got = append(got, r)
		}
	}
	return got, errors.Join(errs...)
}
