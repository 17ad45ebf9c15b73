package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// CountLimit is where Overview stops counting jobs of one queue and state.
const CountLimit = 1000

// Overview counts the jobs of every queue.
func (j *Jobs) Overview(ctx context.Context) ([]QueueCount, error) {
	var all []QueueCount
	for _, queue := range queues {
		c := QueueCount{Queue: queue}
		for state, to := range map[string]*int{Pending: &c.Pending, Running: &c.Running, Done: &c.Done, Dead: &c.Dead} {
			n, err := j.count(ctx, queue, state)
			if err != nil {
				return nil, fmt.Errorf("count jobs: %w", err)
			}
			*to = n
		}
		all = append(all, c)
	}
	return all, nil
}

func (j *Jobs) count(ctx context.Context, queue, state string) (int, error) {
	n := 0
	for _, err := range j.documents.All(ctx, store.Query{Index: "by_queue", Equal: []any{queue, state}, PageSize: store.MaxPageSize}) {
		if err != nil {
			return 0, err
		}
		if n++; n == CountLimit {
			break
		}
	}
	return n, nil
}

// List returns a page of the jobs in a state, newest first; no state means dead.
func (j *Jobs) List(ctx context.Context, state string, size int, pageToken string) ([]Job, string, error) {
	if state == "" {
		state = Dead
	}
	if !slices.Contains([]string{Pending, Running, Done, Dead}, state) {
		return nil, "", fault.BadField("state", "known", "Choose pending, running, done or dead.")
	}
	page, err := j.documents.List(ctx, store.Query{
		Index: "by_age", Equal: []any{state}, Descending: true, PageSize: size, PageToken: pageToken,
	})
	if err != nil {
		return nil, "", fmt.Errorf("list jobs: %w", err)
	}
	jobs := make([]Job, 0, len(page.Items))
	for _, d := range page.Items {
		jobs = append(jobs, d.job())
	}
	return jobs, page.Next, nil
}

// The refusals of Retry and Delete.
var (
	errNoJob   = fault.New(fault.NotFound, "job_not_found", "There is no such job (any more).")
	errNotDead = fault.New(fault.Conflict, "job_not_dead", "Only a dead job can be tried again.")
	errAtWork  = fault.New(fault.Conflict, "job_running", "The job is being done. Wait until it has ended.")
)

// Retry gives a dead job three more attempts, the first one now.
func (j *Jobs) Retry(ctx context.Context, id string) (Job, error) {
	d, err := j.documents.Update(ctx, id, func(d *document) error {
		if d.State != Dead {
			return errNotDead
		}
		*d = d.pending(j.Now())
		d.Limit = d.Attempts + attempts
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return Job{}, errNoJob
	}
	if err != nil {
		return Job{}, fmt.Errorf("retry job %s: %w", id, err)
	}
	j.enqueue(context.WithoutCancel(ctx), d)
	return d.job(), nil
}

// Delete throws a job away, unless it is running.
func (j *Jobs) Delete(ctx context.Context, id string) error {
	d, err := j.documents.Get(ctx, id)
	if err == nil && d.State == Running {
		return errAtWork
	}
	if err == nil {
		err = j.documents.Delete(ctx, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return errNoJob
	}
	if err != nil {
		return fmt.Errorf("delete job %s: %w", id, err)
	}
	return nil
}
