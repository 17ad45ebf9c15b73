package main

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// TestTwoHundredInterviewsAtOnce goes through two hundred interviews at the same
// time: no answer is lost, none scored twice, whatever clients repeat.
func TestTwoHundredInterviewsAtOnce(t *testing.T) {
	number := 200
	if raceDetector {
		number = 20
	}
	dir := t.TempDir()
	r := serveHere(t, dir, embeddedDocuments, "REDIS_URL=", "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	h := newHall(t, r.url)
	all := h.candidates(t, dir, number)
	before := resident(t)
	began := time.Now()
	if err := interviewAll(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(began)
	took := h.answered()
	t.Logf("%d interviews in %s: %d calls of SubmitAnswer, p50 %.0f ms, p95 %.0f ms; %d MiB before, %d MiB after",
		number, whole.Round(time.Millisecond), len(took), ms(took, 0.5), ms(took, 0.95), before, memory(t, "VmRSS"))
	h.holds(t, r, all)
}

// BenchmarkInterviews measures the service as a process, on embedded stores,
// with people who go through whole interviews without ever thinking, one by
// itself and two hundred at the same time. The load generator shares the machine.
func BenchmarkInterviews(b *testing.B) {
	for _, number := range []int{1, 200} {
		b.Run(fmt.Sprint(number), func(b *testing.B) {
			p := startProcess(b)
			h := newHall(b, p.url)
			h.steady = true
			dir := filepath.Join(p.dir, "data")
			idle := p.memory()
			for b.Loop() {
				b.StopTimer()
				all := h.candidates(b, dir, number)
				b.StartTimer()
				cpu, began := p.cpu(), time.Now()
				if err := interviewAll(b.Context(), all); err != nil {
					b.Fatal(err)
				}
				whole, used := time.Since(began), p.cpu()-cpu
				b.ReportMetric(float64(number), "users")
				b.ReportMetric(float64(number)/whole.Seconds(), "interviews/s")
				b.ReportMetric(float64(used.Milliseconds())/float64(number), "cpu-ms/interview")
			}
			took := h.answered()
			b.ReportMetric(ms(took, 0.5), "answer-p50-ms")
			b.ReportMetric(ms(took, 0.95), "answer-p95-ms")
			b.ReportMetric(idle, "MiB-idle")
			b.ReportMetric(p.memory(), "MiB")
		})
	}
}
