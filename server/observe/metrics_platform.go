package observe

import "github.com/prometheus/client_golang/prometheus"

// Job counts what became of a job of a queue.
func (m *Metrics) Job(queue, event string) { m.jobs.WithLabelValues(queue, event).Inc() }

// HashesRefused shows how many passwords were not hashed because too many
// waited; read is asked whenever somebody looks.
func (m *Metrics) HashesRefused(read func() float64) {
	m.Registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "interviewai_hashes_refused_total",
		Help: "Passwords that were not hashed because too many waited.",
	}, read))
}

// RedisMissed shows how many limits and caches did without Redis, because it did
// not answer at once; read is asked whenever somebody looks.
func (m *Metrics) RedisMissed(read func() float64) {
	m.Registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "interviewai_redis_missed_total",
		Help: "Counts and cached answers that did without Redis because it did not answer at once.",
	}, read))
}
