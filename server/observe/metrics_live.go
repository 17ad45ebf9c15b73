package observe

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// MediaCounts is what the media role counts: Sessions and Peers now, the others
// since the start.
type MediaCounts struct {
	Sessions, Peers                                              int
	Packets, Malformed, Flooded, Failed, Reconnects, Undelivered uint64
}

// WatchMedia reports the media role's counts whenever metrics are read.
func (m *Metrics) WatchMedia(read func() MediaCounts) {
	gauge := func(name, help string, of func(MediaCounts) int) {
		m.Registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return float64(of(read())) }))
	}
	counter := func(name, help string, of func(MediaCounts) uint64) {
		m.Registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(of(read())) }))
	}
	gauge("interviewai_media_sessions", "Live sessions with sound in this process.", func(c MediaCounts) int { return c.Sessions })
	gauge("interviewai_media_peers", "WebRTC connections now.", func(c MediaCounts) int { return c.Peers })
	counter("interviewai_media_packets_total", "RTP packets taken.", func(c MediaCounts) uint64 { return c.Packets })
	counter("interviewai_media_malformed_packets_total", "Packets that are no RTP.", func(c MediaCounts) uint64 { return c.Malformed })
	counter("interviewai_media_flooded_packets_total", "Packets above a track's or an address's rate.", func(c MediaCounts) uint64 { return c.Flooded })
	counter("interviewai_media_failed_peers_total", "WebRTC connections given up.", func(c MediaCounts) uint64 { return c.Failed })
	counter("interviewai_media_reconnects_total", "WebRTC connections that came back.", func(c MediaCounts) uint64 { return c.Reconnects })
	counter("interviewai_media_undelivered_events_total", "Events dropped because a peer was slow.", func(c MediaCounts) uint64 { return c.Undelivered })
}

// WatchFollowers reports how many followers of event logs were ended for
// falling behind.
func (m *Metrics) WatchFollowers(slow func() int64) {
	m.Registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "interviewai_slow_followers_total",
		Help: "Followers of event logs that were ended because they fell behind; they resume.",
	}, func() float64 { return float64(slow()) }))
}

// FirstWords returns what observes the time from the end of a spoken question to
// the first published words of its suggestion.
func (m *Metrics) FirstWords() func(delay time.Duration, outline bool) {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "interviewai_first_words_seconds",
		Help:    "From the end of a spoken question to the first words of its suggestion.",
		Buckets: []float64{.2, .3, .4, .5, .75, 1, 1.5, 2, 3, 5, 10, 20},
	}, []string{"kind"})
	m.Registry.MustRegister(seconds)
	return func(delay time.Duration, outline bool) {
		kind := "answer"
		if outline {
			kind = "outline"
		}
		seconds.WithLabelValues(kind).Observe(delay.Seconds())
	}
}
