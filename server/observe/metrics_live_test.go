package observe_test

import (
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"

	"github.com/interviewai-pro/interviewai/server/observe"
)

func TestLiveMetricsAreReadWhenAskedFor(t *testing.T) {
	m := observe.NewMetrics("test")
	counts := observe.MediaCounts{Sessions: 2, Packets: 10}
	m.WatchMedia(func() observe.MediaCounts { return counts })
	m.WatchFollowers(func() int64 { return 3 })
	m.FirstWords()(700*time.Millisecond, true)
	counts.Packets = 12
	for name, want := range map[string]float64{
		"interviewai_media_sessions": 2, "interviewai_media_packets_total": 12,
		"interviewai_slow_followers_total": 3, "interviewai_first_words_seconds": 1,
	} {
		if got := valueOf(t, m, name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// valueOf reads one metric: a gauge's or counter's value, a histogram's count.
func valueOf(t *testing.T, m *observe.Metrics, name string) float64 {
	t.Helper()
	families, err := m.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		one := f.GetMetric()[0]
		switch f.GetType() {
		case dto.MetricType_GAUGE:
			return one.GetGauge().GetValue()
		case dto.MetricType_COUNTER:
			return one.GetCounter().GetValue()
		case dto.MetricType_HISTOGRAM:
			return float64(one.GetHistogram().GetSampleCount())
		}
	}
	t.Fatalf("no metric %s", name)
	return 0
}

func TestPlatformMetrics(t *testing.T) {
	m := observe.NewMetrics("test")
	m.Job("email", "died")
	m.HashesRefused(func() float64 { return 4 })
	m.RedisMissed(func() float64 { return 5 })
	for name, want := range map[string]float64{
		"interviewai_jobs_total": 1, "interviewai_hashes_refused_total": 4, "interviewai_redis_missed_total": 5,
	} {
		if got := valueOf(t, m, name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}
