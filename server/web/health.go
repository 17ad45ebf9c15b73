package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"connectrpc.com/grpchealth"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/observe"
)

// checkTimeout bounds one look at an outside system.
const checkTimeout = 2 * time.Second

// Check looks whether something the service needs is there.
type Check struct {
	// Name in /health, such as "database".
	Name string
	// Ping returns nil when it answers.
	Ping func(context.Context) error
	// Required makes the process unready without it. What is not required
	// leaves the service degraded, not dead.
	Required bool
	// Unconfigured says that the operator chose to do without it: nothing is
	// pinged, and that is no fault.
	Unconfigured bool
	// Every is how long a result is good for: health probes come every few
	// seconds, and some of what they ask after counts or charges calls. 0 means
	// to ask each time.
	Every time.Duration
}

// Health is how the process is. It starts unready.
type Health struct {
	checks []*kept
	began  time.Time
	now    func() time.Time
	logger *slog.Logger
	ready  atomic.Bool
}

// NewHealth returns the health of a process that began now.
func NewHealth(now func() time.Time, logger *slog.Logger, checks ...Check) *Health {
	h := &Health{began: now(), now: now, logger: logger}
	for _, c := range checks {
		h.checks = append(h.checks, &kept{Check: c})
	}
	return h
}

// kept is a check with its last result.
type kept struct {
	Check
	mu   sync.Mutex
	last checked
	at   time.Time
}

// SetReady says whether the process takes work: true once it has started, false
// as soon as it begins to stop.
func (h *Health) SetReady(ready bool) { h.ready.Store(ready) }

const (
	connected     = "connected"
	disconnected  = "disconnected"
	notConfigured = "not_configured"
)

// checked is the result of one check.
type checked struct {
	Status  string  `json:"status"`    // "connected", "disconnected" or "not_configured"
	Latency float64 `json:"latencyMs"` // milliseconds
}

// report is /health: the shape of the setup guide, and what §11.2 adds.
type report struct {
	Status    string             `json:"status"` // "ok", "degraded" or "error"
	Database  string             `json:"database,omitempty"`
	Redis     string             `json:"redis,omitempty"`
	OpenAI    string             `json:"openai,omitempty"`
	Stripe    string             `json:"stripe,omitempty"`
	Timestamp string             `json:"timestamp"`
	Uptime    float64            `json:"uptime"` // seconds
	Checks    map[string]checked `json:"checks"`
}

// look runs all checks at once.
func (h *Health) look(ctx context.Context) report {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	now := h.now()
	r := report{
		Status:    "ok",
		Timestamp: now.UTC().Format("2006-01-02T15:04:05.000Z07:00"),
		Uptime:    now.Sub(h.began).Seconds(),
		Checks:    map[string]checked{},
	}
	results := make([]chan checked, len(h.checks))
	for i, c := range h.checks {
		results[i] = make(chan checked, 1)
		go func() { results[i] <- h.run(ctx, c) }()
	}
	for i, c := range h.checks {
		got := <-results[i]
		r.Checks[c.Name] = got
		switch c.Name {
		case "database":
			r.Database = got.Status
		case "redis":
			r.Redis = got.Status
		case "openai":
			r.OpenAI = got.Status
		case "stripe":
			r.Stripe = got.Status
		}
		if got.Status != disconnected {
			continue
		}
		if c.Required {
			r.Status = "error"
		} else if r.Status == "ok" {
			r.Status = "degraded"
		}
	}
	return r
}

// run checks one thing, or returns what was found a moment ago. Whoever comes
// while a result is being found that will be kept waits for it.
func (h *Health) run(ctx context.Context, c *kept) checked {
	if c.Unconfigured {
		return checked{Status: notConfigured}
	}
	if c.Every == 0 {
		return h.ping(ctx, c.Check)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := h.now()
	if !c.at.IsZero() && now.Sub(c.at) < c.Every {
		return c.last
	}
	result := h.ping(ctx, c.Check)
	// A prober that hung up learnt nothing about the part.
	if !errors.Is(context.Cause(ctx), context.Canceled) {
		c.last, c.at = result, now
	}
	return result
}

func (h *Health) ping(ctx context.Context, c Check) checked {
	began := h.now()
	err := c.Ping(ctx)
	result := checked{Status: connected, Latency: float64(h.now().Sub(began).Microseconds()) / 1000}
	if err != nil {
		result.Status = disconnected
		h.logger.WarnContext(ctx, "health check failed", observe.KeyPart, c.Name, observe.KeyError, err)
	}
	return result
}

func (h *Health) serveHealth(w http.ResponseWriter, r *http.Request) {
	found := h.look(r.Context())
	status := http.StatusOK
	if found.Status == "error" {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, status, found)
}

// serveReady answers 200 while the process should be given work.
func (h *Health) serveReady(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !h.ready.Load() {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "not ready"})
		return
	}
	if found := h.look(r.Context()); found.Status == "error" {
		writeJSON(w, http.StatusServiceUnavailable, found)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

// serveLive answers as long as the process can.
func serveLive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// checker answers gRPC's health calls.
func (h *Health) checker(services []string) grpchealth.Checker {
	known := map[string]bool{"": true}
	for _, name := range services {
		known[name] = true
	}
	return healthChecker{health: h, known: known}
}

type healthChecker struct {
	health *Health
	known  map[string]bool
}

// Check implements grpchealth.Checker.
func (c healthChecker) Check(ctx context.Context, r *grpchealth.CheckRequest) (*grpchealth.CheckResponse, error) {
	if !c.known[r.Service] {
		return nil, fault.New(fault.NotFound, "unknown_service", "There is no service "+r.Service+".")
	}
	status := grpchealth.StatusServing
	if !c.health.ready.Load() || c.health.look(ctx).Status == "error" {
		status = grpchealth.StatusNotServing
	}
	return &grpchealth.CheckResponse{Status: status}, nil
}
