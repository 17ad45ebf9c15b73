package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"connectrpc.com/grpchealth"

	"github.com/interviewai-pro/interviewai/server/fault"
)

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
	// seconds, and some of what they ask after counts or charges calls. It is a
	// second at least.
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

// look takes what all checks found, at once.
func (h *Health) look(ctx context.Context) report { return h.reportOf(ctx, h.checks) }

// refused is what keeps the process from being given work; nil when nothing
// does. Only what is required is waited for.
func (h *Health) refused(ctx context.Context) *report {
	var required []*kept
	for _, c := range h.checks {
		if c.Required {
			required = append(required, c)
		}
	}
	if found := h.reportOf(ctx, required); found.Status == "error" {
		return &found
	}
	return nil
}

func (h *Health) reportOf(ctx context.Context, checks []*kept) report {
	now := h.now()
	r := report{
		Status:    "ok",
		Timestamp: now.UTC().Format("2006-01-02T15:04:05.000Z07:00"),
		Uptime:    now.Sub(h.began).Seconds(),
		Checks:    map[string]checked{},
	}
	// All are begun before the first is waited for.
	results := make([]func() checked, len(checks))
	for i, c := range checks {
		results[i] = h.result(ctx, c)
	}
	for i, c := range checks {
		got := results[i]()
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
	if found := h.refused(r.Context()); found != nil {
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
	if !c.health.ready.Load() || c.health.refused(ctx) != nil {
		status = grpchealth.StatusNotServing
	}
	return &grpchealth.CheckResponse{Status: status}, nil
}
