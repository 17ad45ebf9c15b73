package observe

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Metrics is the vocabulary of what is measured; every name begins with
// "interviewai_". Parts of the product get the ones they report and know
// nothing of Prometheus otherwise.
type Metrics struct {
	// Registry holds all of them, and the Go runtime's and the process's own.
	Registry *prometheus.Registry

	calls        *prometheus.CounterVec
	callSeconds  *prometheus.HistogramVec
	openStreams  *prometheus.GaugeVec
	panics       prometheus.Counter
	limited      *prometheus.CounterVec
	limiterDrops prometheus.Counter
	jobs         *prometheus.CounterVec
}

// NewMetrics registers the vocabulary.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "interviewai_calls_total",
			Help: "Calls by procedure and how they ended (\"ok\" or an error code).",
		}, []string{"procedure", "code"}),
		callSeconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "interviewai_call_seconds",
			Help:    "How long unary calls took.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"procedure"}),
		openStreams: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "interviewai_open_streams",
			Help: "Streams open now.",
		}, []string{"procedure"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "interviewai_panics_total",
			Help: "Calls that panicked and were caught.",
		}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "interviewai_limited_calls_total",
			Help: "Calls refused because the caller made too many, by limit.",
		}, []string{"limit"}),
		limiterDrops: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "interviewai_limiter_forgotten_total",
			Help: "Callers whose count was forgotten early because the limiter was full.",
		}),
	}
	m.jobs = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "interviewai_jobs_total",
		Help: "What became of jobs, by queue and event.",
	}, []string{"queue", "event"})
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "interviewai_build_info",
		Help: "Always 1; the label says which version runs.",
	}, []string{"version"})
	build.WithLabelValues(version).Set(1)
	m.Registry.MustRegister(
		m.calls, m.callSeconds, m.openStreams, m.panics, m.limited, m.limiterDrops, m.jobs, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// CallEnded counts a finished call; unary ones are timed too.
func (m *Metrics) CallEnded(procedure, code string, took time.Duration, unary bool) {
	m.calls.WithLabelValues(procedure, code).Inc()
	if unary {
		m.callSeconds.WithLabelValues(procedure).Observe(took.Seconds())
	}
}

// StreamOpened counts an open stream until the returned function is called.
func (m *Metrics) StreamOpened(procedure string) (closed func()) {
	gauge := m.openStreams.WithLabelValues(procedure)
	gauge.Inc()
	return gauge.Dec
}

// Panicked counts a caught panic.
func (m *Metrics) Panicked() { m.panics.Inc() }

// Limited counts a call refused by a limit.
func (m *Metrics) Limited(limit string) { m.limited.WithLabelValues(limit).Inc() }

// LimiterForgot counts callers forgotten early.
func (m *Metrics) LimiterForgot(callers int) { m.limiterDrops.Add(float64(callers)) }
