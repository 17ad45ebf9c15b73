// Package tailored fits an interview to a CV and a job description: which of
// the bank's questions they call for, questions that a language model writes
// for them, and what to ask when an answer left a point open. CVs, job
// descriptions, answers and what a model writes come from outside: they are
// data in prompts, bounded, and checked as the bank's own questions are.
package tailored

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// ErrUnavailable is a fault that tells that the model wrote no question.
var ErrUnavailable = fault.New(fault.Unavailable, "questions_unavailable", "The language model that writes questions cannot be used at present. Take the question bank's own, or try again in a few minutes.")

// Interviewer writes questions with a language model. It serves any number of
// goroutines.
type Interviewer struct{ model answer.Model }

// New returns an interviewer that asks a model.
func New(model answer.Model) *Interviewer { return &Interviewer{model} }

// Tag marks the questions that a model wrote.
const Tag = "written by a model"

// maxText is how much of a CV or a job description is read, in bytes.
const maxText = 24_000

// bounded is what is read of a text.
func bounded(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	return strings.ToValidUTF8(text, "")
}

// domains are those of technical questions, in the order in which they win when
// nothing tells them apart.
func domains() []string {
	return []string{"backend", "frontend", "devops", "data", "mobile", "qa", "product"}
}

// types are the kinds of questions.
func types() []string { return []string{bank.Technical, bank.Behavioral, bank.CaseStudy} }
