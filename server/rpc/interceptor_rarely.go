package rpc

import (
	"sync"
	"time"
)

// rarely lets something pass once a second.
type rarely struct {
	mu      sync.Mutex
	last    time.Time
	skipped int
}

// pass reports whether it is time again, and how many had to be skipped since.
func (r *rarely) pass(now time.Time) (skipped int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.last.IsZero() && now.Sub(r.last) < time.Second {
		r.skipped++
		return 0, false
	}
	skipped, r.skipped, r.last = r.skipped, 0, now
	return skipped, true
}
