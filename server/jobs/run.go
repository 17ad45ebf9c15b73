package jobs

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"

	"github.com/interviewai-pro/interviewai/server/observe"
)

const (
	// poll is asynq's pause between two looks at empty queues (it takes half to one and a half of it), and so what an idle
	// worker adds to the delay of a job that another process added. It costs Redis four scripts each time.
	poll = 250 * time.Millisecond
	// pollDelayed is how often delayed jobs are looked at; asynq counts in seconds.
	pollDelayed = time.Second
	// letGo is how long handlers have, after their context has ended, to return.
	letGo = 3 * time.Second
	// tasksLife is asynq's own limit on a task; the handler's is Options.Timeout.
	tasksLife = 24 * time.Hour
	// retryWait is when asynq offers a job again that could not be claimed.
	retryWait = 2 * time.Second
)

// weights are how often a queue is asked first when several have jobs: somebody waits for a mail or a notification.
func weights() map[string]int {
	return map[string]int{Email: 4, Notification: 3, AIProcessing: 2, CVAnalysis: 1}
}

// Run does jobs until ctx ends (the worker's role). Then no more are taken; those at work have Options.Grace to finish,
// after which their contexts end and they are given back without the attempt being counted.
func (j *Jobs) Run(ctx context.Context) error {
	atWork, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	server := asynq.NewServerFromRedisClient(j.Redis, asynq.Config{
		Concurrency:              j.Workers,
		Queues:                   weights(),
		BaseContext:              func() context.Context { return atWork },
		TaskCheckInterval:        poll,
		DelayedTaskCheckInterval: pollDelayed,
		ShutdownTimeout:          j.Grace + letGo,
		// The documents count attempts; asynq never gives a task up.
		IsFailure: func(error) bool { return false },
		RetryDelayFunc: func(_ int, err error, _ *asynq.Task) time.Duration {
			if l, ok := errors.AsType[*later](err); ok {
				return l.wait
			}
			return retryWait
		},
		Logger:   newLog(j.Logger),
		LogLevel: asynq.WarnLevel,
	})
	if err := server.Start(asynq.HandlerFunc(j.process)); err != nil {
		return fmt.Errorf("start asynq: %w", err)
	}
	here := &host{atWork: atWork}
	j.take(here)
	j.sweepUntil(ctx)
	j.take(nil)
	grace := time.AfterFunc(j.Grace, func() { stop(errStopping) })
	defer grace.Stop()
	patience := time.After(j.Grace + letGo)
	server.Shutdown()
	here.wait(patience)
	return nil
}

// enqueue tells Redis that a job can be taken once it is due. It reports whether Redis knows it now and whether that is
// news.
func (j *Jobs) enqueue(ctx context.Context, d document) (known, news bool) {
	if time.Now().UnixNano() < j.away.Load() {
		j.sweepSoon()
		return false, false
	}
	ctx, cancel := context.WithTimeout(ctx, enqueueTimeout)
	defer cancel()
	options := []asynq.Option{asynq.TaskID(taskID(d)), asynq.Queue(d.Queue), asynq.MaxRetry(1), asynq.Timeout(tasksLife)}
	if wait := d.NextAt.Sub(j.Now()); wait > 0 {
		// asynq cuts the fraction of a second off, and would offer the job too early.
		options = append(options, asynq.ProcessAt(time.Now().Add(wait+time.Second)))
	}
	_, err := j.client.EnqueueContext(ctx, asynq.NewTask(d.Kind, nil), options...)
	if err == nil || errors.Is(err, asynq.ErrTaskIDConflict) {
		j.away.Store(0)
		return true, err == nil
	}
	j.away.Store(time.Now().Add(awayFor).UnixNano())
	j.Logger.DebugContext(ctx, "redis did not take a job; the sweep will", keyJob, d.ID, observe.KeyError, err)
	j.sweepSoon()
	return false, false
}

// taskID names a job's next attempt in Redis: a task of an attempt that was lost cannot keep the next one out.
func taskID(d document) string { return d.ID + "." + strconv.Itoa(d.Claims) }

// process takes a job that asynq offers.
func (j *Jobs) process(ctx context.Context, t *asynq.Task) error {
	name, _ := asynq.GetTaskID(ctx)
	id, count, _ := strings.Cut(name, ".")
	claims, err := strconv.Atoi(count)
	if err != nil {
		return nil //nolint:nilerr // whatever put this there, it is no job
	}
	// asynq runs as many as there are slots, and some are taken by jobs that were started without it.
	select {
	case j.slots <- struct{}{}:
	case <-ctx.Done():
		return &later{0, errStopping.Error()}
	}
	defer func() { <-j.slots }()
	return j.offered(ctx, id, t.Type(), claims)
}

// offered makes an attempt and logs why none could be made.
func (j *Jobs) offered(ctx context.Context, id, kind string, claims int) error {
	err := j.work(ctx, id, claims)
	if _, expected := errors.AsType[*later](err); err != nil && !expected {
		j.Logger.WarnContext(ctx, "a job could not be taken; it is offered again", keyJob, id, keyKind, kind, observe.KeyError, err)
	}
	return err
}
