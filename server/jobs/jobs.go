// Package jobs does work after a call was answered: mails, analyses, notifications.
//
// A job is a document; asynq, on Redis, only says which job a worker should take next. So Redis may be emptied,
// restarted or away at any moment:
//
//	Add ──► document (durable) ──► a free worker in this process ─────────────┐
//	               ▲         └───► Redis: id only, best effort ──► asynq ──► claim the document ──► handler
//	               │                       ▲                                                          │
//	               │          sweep: due, and missing in Redis                                        │
//	               └───────────────────── done, pending (tried again later) or dead ◄─────────────────┘
//
// Every acknowledged job is run at least once, and never by two workers at a time as long as leases hold. It
// is run again when a worker vanishes (killed, or cut off from the documents for longer than its lease) between
// the handler's effect and its being written down, so handlers should be idempotent; Work.ID is the same in every attempt.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
	goredis "github.com/redis/go-redis/v9"

	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// attempts is how often a job is tried before it is dead.
	attempts = 3
	// maxPayload bounds a payload's JSON, in bytes.
	maxPayload = 1 << 20
	// enqueueTimeout bounds how long adding waits for Redis.
	enqueueTimeout = 500 * time.Millisecond
	// awayFor is how long Redis is not asked after it did not answer, so that not everybody waits in vain.
	awayFor = time.Second
)

// Options are what jobs need. Zero values have the defaults that are named.
type Options struct {
	DB    *store.DB
	Redis *goredis.Client
	// Now is the clock by which jobs are due; time.Now if nil.
	Now func() time.Time
	// Logger discards if nil.
	Logger *slog.Logger
	// Workers bounds the handlers at work: the number of processors, and at least 4.
	Workers int
	// Timeout ends a handler's context: 5 minutes.
	Timeout time.Duration
	// Grace is how long running handlers may go on after Run's context has ended: 8 seconds.
	Grace time.Duration
	// Lease is how long a job stays with a worker that shows no sign of life, while others wait: 30 seconds.
	// Working handlers renew it at a third of that.
	Lease time.Duration
	// Backoff is the wait after the first failure, which doubles with each further one: 2 seconds.
	Backoff time.Duration
	// Count is told of every event of a queue (metrics), if set; it must not block.
	Count func(queue string, event Event)
}

// Event is what happened to a job, for counting.
type Event string

// The events.
const (
	Added     Event = "added"
	Succeeded Event = "succeeded"
	Failed    Event = "failed"     // and will be tried again
	Died      Event = "died"       // and will not
	GivenBack Event = "given_back" // by a worker that stopped
	Lost      Event = "lost"       // by a worker that vanished
	Requeued  Event = "requeued"   // was due and missing in Redis
)

// Jobs adds jobs and runs them. It is safe for concurrent use.
type Jobs struct {
	Options
	documents *store.Collection[document]
	client    *asynq.Client

	mu       sync.RWMutex
	handlers map[string]func(context.Context, Work) error
	unknown  map[string]bool // kinds whose lack of a handler was logged
	here     *host           // set while Run takes jobs

	away  atomic.Int64  // if Redis is away: until when it is not asked, in nanoseconds since 1970
	slots chan struct{} // one for each handler at work
	wake  chan struct{} // asks for a sweep now: Redis did not take a job
}

// Open makes jobs ready to be added; Run runs them.
func Open(ctx context.Context, o Options) (*Jobs, error) {
	documents, err := collection().Open(ctx, o.DB)
	if err != nil {
		return nil, fmt.Errorf("open jobs: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Count == nil {
		o.Count = func(string, Event) {}
	}
	if o.Workers <= 0 {
		o.Workers = max(4, runtime.NumCPU())
	}
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{{&o.Timeout, 5 * time.Minute}, {&o.Grace, 8 * time.Second}, {&o.Lease, 30 * time.Second}, {&o.Backoff, 2 * time.Second}} {
		if *d.value <= 0 {
			*d.value = d.standard
		}
	}
	return &Jobs{
		Options: o, documents: documents,
		// A Redis that does not answer must not hold up whoever adds.
		client:   asynq.NewClientFromRedisClient(o.Redis.WithTimeout(enqueueTimeout)),
		handlers: map[string]func(context.Context, Work) error{}, unknown: map[string]bool{},
		slots: make(chan struct{}, o.Workers), wake: make(chan struct{}, 1),
	}, nil
}

// Handle says what does the jobs of a kind, before Run. An error of f means another attempt, unless it is Permanent or
// the attempts are used up. The context ends with the timeout, with the end of the service, and when the job was taken away.
func (j *Jobs) Handle(kind string, f func(context.Context, Work) error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.handlers[kind] = f
}

// Add adds a job and returns its id. When it returns, the job is durable and will be run, whether or not Redis is there.
func (j *Jobs) Add(ctx context.Context, n New) (string, error) {
	if !slices.Contains(queues, n.Queue) || n.Kind == "" {
		return "", fmt.Errorf("add job %q to queue %q: no such queue, or no kind", n.Kind, n.Queue)
	}
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return "", fmt.Errorf("add job %s: %w", n.Kind, err)
	}
	if len(payload) > maxPayload {
		return "", fmt.Errorf("add job %s: a payload of %d bytes, and %d are allowed", n.Kind, len(payload), maxPayload)
	}
	now := j.Now()
	d := document{
		ID: store.NewID(now), Queue: n.Queue, Kind: n.Kind, Owner: n.Owner, Payload: payload,
		State: Pending, Limit: attempts, CreatedAt: now, NextAt: now.Add(max(0, n.Delay)),
	}
	if n.Key != "" {
		d.ID = idOf(n.Kind, n.Key)
	}
	switch err := j.documents.Insert(ctx, d); {
	case errors.Is(err, store.ErrExists) && n.Key != "":
		return d.ID, nil // whoever added it first enqueued it, or the sweep will
	case err != nil:
		return "", fmt.Errorf("add job %s: %w", n.Kind, err)
	}
	j.Count(d.Queue, Added)
	if n.Delay > 0 || !j.start(d) {
		j.enqueue(context.WithoutCancel(ctx), d)
	}
	return d.ID, nil
}
