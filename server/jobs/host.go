package jobs

import (
	"context"
	"sync"
	"time"
)

// host is a running worker as seen by those who add: jobs can be started in it without a way through Redis.
type host struct {
	atWork  context.Context
	running sync.WaitGroup
}

// take makes jobs start in a host, or none (nil).
func (j *Jobs) take(h *host) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.here = h
}

// start starts a job in this process, and reports false if it takes no jobs, does not know the kind, or is busy. Who
// waits for a slot, as asynq's workers do, gets it first: a backlog in Redis is not overtaken.
func (j *Jobs) start(d document) bool {
	j.mu.RLock()
	defer j.mu.RUnlock()
	if j.here == nil || j.handlers[d.Kind] == nil {
		return false
	}
	select {
	case j.slots <- struct{}{}:
	default:
		return false
	}
	h := j.here
	h.running.Go(func() {
		err := j.offered(h.atWork, d.ID, d.Kind, d.Claims)
		<-j.slots
		if err != nil || j.away.Load() != 0 {
			j.sweepSoon() // Redis is away, so nothing else brings the next job
		}
	})
	return true
}

// wait waits for what was started, but not for ever: a handler may not heed its context.
func (h *host) wait(patience <-chan time.Time) {
	ended := make(chan struct{})
	go func() {
		h.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-patience:
	}
}
