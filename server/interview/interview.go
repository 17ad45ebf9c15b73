// Package interview holds mock interviews: their questions, the clock, drafts
// and answers, how these are graded, and what comes of it: feedback, progress
// and a plan of practice.
//
//	Start ── questions ──► active ◄──► paused ──► completed
//	                         │            │
//	                         └─ nobody ───┴─────► expired
//
// An interview is one document: every step is one atomic change of it, so that
// answers are neither lost nor scored twice, however many tabs and processes
// there are.
package interview

import (
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Status is where an interview is.
type Status string

// The statuses of an interview.
const (
	Active    Status = "active"
	Paused    Status = "paused"
	Completed Status = "completed"
	// Expired: nobody came back in time. What was answered stays.
	Expired Status = "expired"
)

// Over reports whether nothing can be answered any more.
func (s Status) Over() bool { return s == Completed || s == Expired }

// Mixed is the type of an interview with questions of all types; the others are
// bank's.
const Mixed = "mixed"

// The modes of an interview.
const (
	Text  = "text"
	Audio = "audio"
)

// Config is what an interview is made of.
type Config struct {
	// Type is one of bank's, or Mixed.
	Type       string   `bson:"type"`
	Difficulty string   `bson:"difficulty"`
	Domain     string   `bson:"domain,omitempty"`
	Technology []string `bson:"technology,omitempty"`
	// Mix are the shares of types in a mixed interview; the bank's without.
	Mix []bank.Share `bson:"mix,omitempty"`
	// Number of questions.
	Number int `bson:"numQuestions"`
	// Mode is how answers are meant to be given; both ways are open.
	Mode string `bson:"mode"`
	// TimeLimit a question; 0 for none.
	TimeLimit time.Duration `bson:"timeLimit,omitempty"`
	// Language of questions and feedback.
	Language  string `bson:"language"`
	FollowUps bool   `bson:"followUps"`
	// CV is the one that questions were fitted to; empty for none.
	CV   string `bson:"cvId,omitempty"`
	Seed string `bson:"seed"`
}

// Interview is a mock interview as it is stored (specification §5.1).
type Interview struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	Config `bson:",inline"`
	Status Status `bson:"status"`
	// Current is the index of the question that the clock runs for; the number of
	// questions when all have been dealt with.
	Current   int        `bson:"currentQuestionIndex"`
	Questions []Question `bson:"questions"`
	StartedAt time.Time  `bson:"startedAt"`
	// CompletedAt is zero before it is completed.
	CompletedAt time.Time `bson:"completedAt,omitempty"`
	// OverallScore is 0 to 100, of the answers scored so far; nil before it is
	// completed.
	OverallScore *int `bson:"overallScore,omitempty"`
	// Elapsed is what the clock has counted, Running since when it runs; zero while
	// it stands still.
	Elapsed time.Duration `bson:"duration"`
	Running time.Time     `bson:"running,omitempty"`
	// Slept tells of a paused interview that its clock stopped by itself: it runs on
	// as soon as its owner does something.
	Slept bool `bson:"slept,omitempty"`
	// Touched is when its owner last did something to it.
	Touched time.Time `bson:"touchedAt"`
	// Revision grows with every change; Changes are the last of them.
	Revision int64    `bson:"revision"`
	Changes  []Change `bson:"changes"`
	// Grader names who grades.
	Grader string `bson:"grader"`
	Share  *Share `bson:"share,omitempty"`
	// Notices are what to know about the questions.
	Notices []string `bson:"notices,omitempty"`
	// Deleting hides what is being deleted.
	Deleting bool `bson:"deleting"`
}

// Question is a question of an interview.
type Question struct {
	// ID is q1, q2 … in the order in which they are asked.
	ID string `bson:"id"`
	// Asked is the question as it was when the interview began, in one language.
	Asked    bank.Question `bson:"asked"`
	Language string        `bson:"language"`
	// Generated tells that a model made it.
	Generated bool `bson:"generated"`
	// Why it was chosen.
	Why     []string `bson:"why"`
	Skipped bool     `bson:"skipped"`
	// Spent is the clock's time for it.
	Spent     time.Duration `bson:"spent"`
	Draft     Draft         `bson:"draft"`
	Answer    *Answer       `bson:"answer,omitempty"`
	FollowUps []FollowUp    `bson:"followUps"`
	// Repeated tells that an answer that was none was given once more, or left as it
	// is.
	Repeated bool `bson:"repeated,omitempty"`
	// Voice is the live session in which it is being answered; nil for none.
	Voice *Voice `bson:"voice,omitempty"`
	// Noted is what the plan of practice and the bank know of it.
	Noted Noted `bson:"noted"`
}

// Text is the question in its language.
func (q *Question) Text() bank.Text {
	text, _ := q.Asked.In(q.Language)
	return text
}

// Answered tells whether it has an answer. One whose recording could not be read
// is none.
func (q *Question) Answered() bool { return q.Answer != nil && q.Answer.State != Failed }

// Status is open, answered or skipped.
func (q *Question) Status() string {
	switch {
	case q.Answered():
		return "answered"
	case q.Skipped:
		return "skipped"
	}
	return "open"
}

// open tells whether it, or a follow-up question to it, waits for an answer.
func (q *Question) open() bool {
	return !q.Answered() && !q.Skipped || q.FollowUp() != nil
}

// FollowUp is the follow-up question that waits for an answer; nil for none.
func (q *Question) FollowUp() *FollowUp {
	for i := range q.FollowUps {
		if f := &q.FollowUps[i]; !f.Given && !f.Skipped {
			return f
		}
	}
	return nil
}

// MaxFollowUps is how many follow-up questions are asked about an answer.
const MaxFollowUps = 2

// FollowUp is a further question about an answer that left points open.
type FollowUp struct {
	// ID is the question's with f1 or f2 behind it.
	ID       string `bson:"id"`
	Question string `bson:"question"`
	// Point is the id of the point that it is about.
	Point string `bson:"point"`
	// Generated tells that a model made it.
	Generated bool `bson:"generated"`
	// Given tells that it was answered; what was said may still be in the recording
	// alone.
	Given     bool   `bson:"given"`
	Answer    string `bson:"answer"`
	Recording string `bson:"recording,omitempty"`
	Skipped   bool   `bson:"skipped"`
}

// Draft is an answer that is being typed.
type Draft struct {
	Text string `bson:"text"`
	// Revision counts the writes.
	Revision int64     `bson:"revision"`
	Writer   string    `bson:"writer"`
	SavedAt  time.Time `bson:"savedAt,omitempty"`
	// Replaced is what another writer had written before this one took over.
	Replaced       string `bson:"replaced"`
	ReplacedWriter string `bson:"replacedWriter"`
}

// State is how far the grading of an answer is.
type State string

// The states of an answer.
const (
	// Transcribing: its recording is being read.
	Transcribing State = "transcribing"
	// Queued: it is not scored yet.
	Queued State = "queued"
	Scored State = "scored"
	// Failed: its recording could not be read.
	Failed State = "failed"
)

// Answer is an answer and how it was graded.
type Answer struct {
	ID string `bson:"id"`
	// Type is Text or Audio.
	Type string `bson:"answerType"`
	// Content is what was written or said first.
	Content string `bson:"content"`
	// Recording is its recording; empty for none.
	Recording   string    `bson:"recording,omitempty"`
	SubmittedAt time.Time `bson:"submittedAt"`
	// Version counts what was added to it: a grader's result is for one version.
	Version int   `bson:"version"`
	State   State `bson:"state"`
	// QueuedAt is when the version began to wait for the grader.
	QueuedAt time.Time `bson:"queuedAt,omitempty"`
	// Notice says what to do where it is not scored.
	Notice string `bson:"notice,omitempty"`
	// Result is nil until it is scored.
	Result *grade.Result `bson:"result,omitempty"`
	// Delivery is how it was said; nil for what was typed.
	Delivery *delivery.Figures `bson:"delivery,omitempty"`
}

// Content is an answer with those to its follow-up questions, as it is graded.
func (q *Question) Content() string {
	if q.Answer == nil {
		return ""
	}
	parts := []string{q.Answer.Content}
	for _, f := range q.FollowUps {
		if f.Answer != "" {
			parts = append(parts, f.Answer)
		}
	}
	return strings.Join(parts, "\n\n")
}

// Change is something that happened.
type Change struct {
	// Revision of the interview after it.
	Revision int64     `bson:"revision"`
	Kind     Kind      `bson:"kind"`
	At       time.Time `bson:"at"`
	// Question is empty when it is about the whole.
	Question string `bson:"question"`
}

// Kind is what happened.
type Kind string

// The kinds of changes.
const (
	WasStarted     Kind = "started"
	WasDrafted     Kind = "draft"
	WasAnswered    Kind = "answered"
	IsTranscribing Kind = "transcribing"
	WasScored      Kind = "scored"
	WasQueued      Kind = "queued"
	WasFollowedUp  Kind = "follow_up"
	WasSkipped     Kind = "skipped"
	WasPaused      Kind = "paused"
	WasResumed     Kind = "resumed"
	WasCompleted   Kind = "completed"
	WasExpired     Kind = "expired"
	WasShared      Kind = "shared"
	WasUnshared    Kind = "unshared"
	IsSpoken       Kind = "speaking"
	WasNotHeard    Kind = "failed"
)

// maxChanges bounds the changes that are kept: who has missed more is told the
// state.
const maxChanges = 50

// Share lets whoever has its link read an interview's report.
type Share struct {
	// Digest is of the link's secret.
	Digest      string    `bson:"digest"`
	At          time.Time `bson:"at"`
	WithName    bool      `bson:"withName"`
	WithAnswers bool      `bson:"withAnswers"`
}

// Voice is a live session in which an answer is being spoken.
type Voice struct {
	Session string `bson:"session"`
	// Item is the question or follow-up question.
	Item string    `bson:"item"`
	At   time.Time `bson:"at"`
}

const (
	byUser  = "by_user"
	byShare = "by_share"
)

func interviewCollection() store.Definition[Interview] {
	return store.Define[Interview]("interviews", store.Schema{
		Owner: "userId",
		Indexes: []store.Index{
			{Name: byUser, Fields: []string{"userId", "startedAt"}},
			{Name: byShare, Fields: []string{"share.digest"}},
		},
		Encrypted: []string{"questions"},
		Hidden:    []string{"deleting", "share"},
	})
}
