package jobs_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// quiet is a rig for measuring; events are counted and not kept.
func quiet(b *testing.B) *jobs.Jobs {
	b.Helper()
	j, err := jobs.Open(b.Context(), jobs.Options{
		DB: storetest.DB(b), Redis: redistest.Client(b), Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	return j
}

func run(b *testing.B, j *jobs.Jobs) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.Context()))
	ended := make(chan error, 1)
	go func() { ended <- j.Run(ctx) }()
	b.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
}

var letter = map[string]string{"to": "somebody", "subject": "Welcome", "token": "0123456789abcdef0123456789abcdef"}

// BenchmarkAdd is adding from 32 callers, with nobody at work.
func BenchmarkAdd(b *testing.B) {
	j := quiet(b)
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := j.Add(b.Context(), jobs.New{Queue: jobs.Email, Kind: "greet", Payload: letter}); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// BenchmarkEndToEnd is adding and doing everything that was added.
func BenchmarkEndToEnd(b *testing.B) {
	j := quiet(b)
	var left sync.WaitGroup
	left.Add(b.N)
	j.Handle("greet", func(context.Context, jobs.Work) error { left.Done(); return nil })
	run(b, j)
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := j.Add(b.Context(), jobs.New{Queue: jobs.Email, Kind: "greet", Payload: letter}); err != nil {
				b.Error(err)
			}
		}
	})
	left.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// BenchmarkDelay is from before Add to the start of the handler, one job at a time, in one process.
func BenchmarkDelay(b *testing.B) {
	j := quiet(b)
	begun := make(chan time.Time)
	j.Handle("greet", func(context.Context, jobs.Work) error { begun <- time.Now(); return nil })
	run(b, j)
	var delays []time.Duration
	for b.Loop() {
		before := time.Now()
		if _, err := j.Add(b.Context(), jobs.New{Queue: jobs.Email, Kind: "greet", Payload: letter}); err != nil {
			b.Fatal(err)
		}
		delays = append(delays, (<-begun).Sub(before))
	}
	slices.Sort(delays)
	for name, at := range map[string]int{"p50-ms": 50, "p95-ms": 95} {
		b.ReportMetric(float64(delays[len(delays)*at/100].Microseconds())/1000, name)
	}
}
