// Package answer writes suggestions: from the interviewer's questions, the
// candidate's CV and the job description it makes a prompt, streams what a
// language model answers, takes its parts apart and checks them against what
// is known. Without a model it makes a plainly labelled outline. The rules are
// described in docs/answers.md.
package answer

import (
	"context"
	"errors"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// ErrUnavailable means that no language model could be used now and nothing
// was emitted. The caller says so and never invents an answer.
var ErrUnavailable = errors.New("language model not available")

// ErrInterrupted means that the model broke off after part of the answer was
// emitted. What came is returned beside it; it is never completed by guessing.
var ErrInterrupted = errors.New("answer broken off")

// Style is the tone of an answer, the contract's "variant".
type Style string

// The styles; the empty Style means Professional.
const (
	Professional Style = "professional"
	Balanced     Style = "balanced"
	Simple       Style = "simple"
)

// Length is how long an answer should be.
type Length string

// The lengths; the empty Length means Medium.
const (
	Short  Length = "short"
	Medium Length = "medium"
	Long   Length = "long"
)

// Need says how capable a model a request deserves.
type Need string

// The needs. The empty Need lets the writer choose by kind and length.
const (
	// NeedQuick is for short and simple answers: the cheapest, fastest model.
	NeedQuick Need = "quick"
	// NeedStrong is for technical, case and long answers.
	NeedStrong Need = "strong"
)

// Request is what to answer, and what is known about who answers.
type Request struct {
	// OwnerID is the user's id: nothing cached is shared between users.
	OwnerID string
	// Questions are answered together, in order. At least one.
	Questions []string
	// Kind is how they are answered.
	Kind question.Kind
	// Language is the ISO 639-1 code to answer in; empty means the questions' own.
	Language string
	// CV is the candidate's CV as plain text, one fact a line.
	CV string
	// JobDescription is the job description as plain text.
	JobDescription string
	// Company and Role are what the interview is for.
	Company, Role string
	// CandidateName is the candidate's name.
	CandidateName string
	// ProfileNotes is further text from the user's profile.
	ProfileNotes string
	// History holds the earlier questions and what the candidate said, oldest first.
	History []memory.Pair
	// FollowUpOf is the turn in History that the questions follow up on.
	FollowUpOf string
	// Style and Length say how the answer should be.
	Style  Style
	Length Length
	// KeyPoints and Followups say whether these are wanted.
	KeyPoints, Followups bool
	// Model is the model the user wishes, such as "gpt-4"; empty means by need.
	Model string
	// Need overrides the writer's choice by kind and length.
	Need Need
}

// Star holds the four parts of a behavioural answer.
type Star struct {
	Situation string `json:"situation,omitempty" bson:"situation,omitempty"`
	Task      string `json:"task,omitempty" bson:"task,omitempty"`
	Action    string `json:"action,omitempty" bson:"action,omitempty"`
	Result    string `json:"result,omitempty" bson:"result,omitempty"`
}

// Documents that a Source may be from.
const (
	DocumentCV  = "cv"
	DocumentJob = "job_description"
)

// Source is a line of the CV or job description that an answer rests on.
type Source struct {
	// Document is DocumentCV or DocumentJob.
	Document string `json:"document" bson:"document"`
	// Line counts from 1.
	Line int `json:"line" bson:"line"`
	// Text is the line itself.
	Text string `json:"text" bson:"text"`
}

// CodeBlock is program text inside an answer.
type CodeBlock struct {
	// Language is in lower case; empty when unknown.
	Language string `json:"language,omitempty" bson:"language,omitempty"`
	Code     string `json:"code" bson:"code"`
}

// Answer is one variant of an answer.
type Answer struct {
	Variant   Style    `json:"variant" bson:"variant"`
	Content   string   `json:"content" bson:"content"`
	KeyPoints []string `json:"key_points,omitempty" bson:"key_points,omitempty"`
	Star      *Star    `json:"star,omitempty" bson:"star,omitempty"`
	// Confidence says how well the answer is supported by what is known, 0 to 1.
	Confidence float64     `json:"confidence" bson:"confidence"`
	Followups  []string    `json:"followups,omitempty" bson:"followups,omitempty"`
	Sources    []Source    `json:"sources,omitempty" bson:"sources,omitempty"`
	CodeBlocks []CodeBlock `json:"code_blocks,omitempty" bson:"code_blocks,omitempty"`
	// Outline is true when no language model was involved.
	Outline bool `json:"outline,omitempty" bson:"outline,omitempty"`
}

// Result is an answer and how it came about.
type Result struct {
	Answer Answer `json:"answer" bson:"answer"`
	// Model wrote the answer; empty for an outline.
	Model string `json:"model,omitempty" bson:"model,omitempty"`
	// TokensUsed is input and output as the provider counted them.
	TokensUsed int `json:"tokens_used,omitempty" bson:"tokens_used,omitempty"`
	// CostUSD is an estimate from list prices; 0 when unknown.
	CostUSD float64 `json:"cost_usd,omitempty" bson:"cost_usd,omitempty"`
	// Cached is true when it came from the cache.
	Cached bool `json:"-" bson:"-"`
	// Contradictions are short sentences for a person: what in the answer
	// contradicts the CV or the candidate's earlier words, and what it claims
	// that is in none of them.
	Contradictions []string `json:"contradictions,omitempty" bson:"contradictions,omitempty"`
	// Unsupported are the numbers and names that the answer claims and nothing
	// supports.
	Unsupported []string `json:"unsupported,omitempty" bson:"unsupported,omitempty"`
}

// Role says who speaks in a Message.
type Role string

// The roles of a conversation with a model.
const (
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
)

// Message is one message to a model.
type Message struct {
	Role Role
	Text string
}

// Prompt is one call of a model.
type Prompt struct {
	// System holds our own instructions, nothing from outside.
	System   string
	Messages []Message
	// MaxTokens bounds the output.
	MaxTokens   int
	Temperature float64
	// Model is the model wished; empty means by Need.
	Model string
	Need  Need
}

// Usage is what a call used, as the provider counted it.
type Usage struct {
	Model, Provider           string
	InputTokens, OutputTokens int
	// CostUSD is an estimate from list prices; 0 when unknown.
	CostUSD float64
}

// Model writes text.
type Model interface {
	// Generate streams the model's output to emit, which is called from this
	// goroutine only. The error is ErrUnavailable when no provider could begin
	// (emit was not called), ErrInterrupted when one broke off later, emit's own
	// error, or ctx's. Usage holds what is known even then.
	Generate(ctx context.Context, p Prompt, emit func(delta string) error) (Usage, error)
}

// Cache keeps finished answers. Its failures never fail an answer.
type Cache interface {
	// Get returns ok false when there is nothing.
	Get(ctx context.Context, key string) (data []byte, ok bool, err error)
	// Put keeps data for at most ttl.
	Put(ctx context.Context, key string, data []byte, ttl time.Duration) error
}
