package jobs

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

// The queues (specification §5.2); their weights say how often each is asked first.
const (
	Email        = "email"
	AIProcessing = "ai-processing"
	CVAnalysis   = "cv-analysis"
	Notification = "notification"
)

// queues are all queues in the order in which they are shown.
var queues = []string{Email, AIProcessing, CVAnalysis, Notification}

// The states of a job.
const (
	// Pending: waits for its time and a worker.
	Pending = "pending"
	// Running: a worker has it.
	Running = "running"
	// Done: it succeeded; the document is kept for an hour.
	Done = "done"
	// Dead: it failed for good; the document is kept for 30 days.
	Dead = "dead"
)

const (
	keepDone = time.Hour
	keepDead = 30 * 24 * time.Hour
)

// New is a job to be added.
type New struct {
	// Queue is one of the package's queues.
	Queue string
	// Kind names the handler.
	Kind string
	// Owner is the person it is about, so that it is exported and erased with them; empty if it is about nobody.
	Owner string
	// Key makes adding idempotent: of one kind, the same key is the same job for as long as its document is kept
	// (an hour after success, 30 days after death). Empty makes a job of its own each time.
	Key string
	// Payload is encoded as JSON, at most 1 MiB, and stored encrypted. It never reaches Redis.
	Payload any
	// Delay is how long the first attempt waits.
	Delay time.Duration
}

// Work is one attempt at a job.
type Work struct {
	ID, Queue, Kind, Owner string
	// Attempt counts from 1.
	Attempt int
	// Last says that no attempt follows if this one fails, unless an administrator gives more.
	Last bool
	// Payload is the JSON that was added.
	Payload []byte
}

// Job is what may be seen of a job: all but its payload.
type Job struct {
	ID, Queue, Kind, Owner, State string
	// Attempts is how often it was tried.
	Attempts int
	// NextAt is when the job is or was due; zero once it is done or dead.
	CreatedAt, NextAt time.Time
	// EndedAt is zero unless the job is done or dead.
	EndedAt time.Time
	// LastError says why the last failed attempt failed, without personal data.
	LastError string
}

// QueueCount counts the jobs of a queue. A count that reaches CountLimit means at least that many.
type QueueCount struct {
	Queue                        string
	Pending, Running, Done, Dead int
}

// document is a job as it is stored: the truth, of which Redis has a copy of the id only.
type document struct {
	ID      string `bson:"_id"`
	Queue   string `bson:"queue"`
	Kind    string `bson:"kind"`
	Owner   string `bson:"userId"`
	Payload []byte `bson:"payload"`
	State   string `bson:"state"`
	// Attempts are those that count; Limit is how many there may be, which an admin's retry raises.
	Attempts int `bson:"attempts"`
	Limit    int `bson:"limit"`
	// Claims counts how often a worker took the job and never goes back: it tells a worker that still owns the job
	// from one whose lease was given to another, and one enqueued task from the next.
	Claims int `bson:"claims"`
	// Lease is until when the worker of a running job has it to itself.
	Lease     time.Time `bson:"lease,omitempty"`
	CreatedAt time.Time `bson:"createdAt"`
	NextAt    time.Time `bson:"nextAt"`
	EndedAt   time.Time `bson:"endedAt,omitempty"`
	LastError string    `bson:"lastError,omitempty"`
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

// collection declares the collection of jobs.
func collection() store.Definition[document] {
	return store.Define[document]("jobs", store.Schema{
		Owner:  "userId",
		Expiry: store.Expiry{Field: "expiresAt"},
		Indexes: []store.Index{
			{Name: "by_state", Fields: []string{"state", "nextAt"}},
			{Name: "by_age", Fields: []string{"state", "createdAt"}},
			{Name: "by_lease", Fields: []string{"lease"}},
			{Name: "by_queue", Fields: []string{"queue", "state", "nextAt"}},
		},
		Encrypted: []string{"payload"},
		Hidden:    []string{"payload", "claims", "lease", "limit"},
	})
}

func (d *document) job() Job {
	job := Job{
		ID: d.ID, Queue: d.Queue, Kind: d.Kind, Owner: d.Owner, State: d.State, Attempts: d.Attempts,
		CreatedAt: d.CreatedAt, EndedAt: d.EndedAt, LastError: d.LastError,
	}
	if d.State == Pending || d.State == Running {
		job.NextAt = d.NextAt
	}
	return job
}

// idOf makes the key of a document out of a job's key, in the form of other ids.
func idOf(kind, key string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + key))
	return hex.EncodeToString(sum[:12])
}
