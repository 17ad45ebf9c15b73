package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// benchConnections is how many clients call at once.
const benchConnections = 50

// BenchmarkAccounts measures the service as a process, on embedded stores, with
// 50 connections that each wait for their answer; the load generator shares the
// machine. cpu-us/op is the service's own processor time.
func BenchmarkAccounts(b *testing.B) {
	p := startProcess(b)
	b.Logf("idle: %.0f MiB", p.memory())
	// A person each, since updates of one document wait for each other.
	tokens := make([]string, benchConnections)
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() { tokens[i] = p.member(fmt.Sprintf("bench%d", i)) })
	}
	all.Wait()
	token := func(i int) string { return tokens[i%len(tokens)] }
	for _, c := range []struct {
		name    string
		calls   int
		request func(i int) []byte
	}{
		{"profile read, REST", 60_000, func(i int) []byte { return request("GET", "/api/v1/users/profile", token(i), "") }},
		{"profile read, Connect", 60_000, func(i int) []byte {
			return request("POST", "/interviewai.v1.UserService/GetProfile", token(i), "{}")
		}},
		{"profile update, REST", 10_000, func(i int) []byte {
			return request("PATCH", "/api/v1/users/profile", token(i), `{"bio":"Software engineer","preferences":{"language":"en"}}`)
		}},
		// bcrypt of cost 12 takes a quarter of a second of one core, and one core
		// is what signing in may use: there is nothing more to be had.
		{"sign-in", 60, func(i int) []byte {
			return request("POST", "/api/v1/auth/login", "", fmt.Sprintf(`{"email":"bench%d@example.org","password":%q}`, i%len(tokens), benchPassword))
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				p.load(b, c.calls, c.request)
			}
		})
	}
}

// load makes calls over all connections and reports what they took.
func (p *process) load(b *testing.B, calls int, request func(i int) []byte) {
	b.Helper()
	lines := make([]*line, min(benchConnections, calls))
	requests := make([][]byte, len(lines))
	for i := range lines {
		lines[i], requests[i] = p.dial(), request(i)
	}
	took := make([][]time.Duration, len(lines))
	var all sync.WaitGroup
	cpu, began := p.cpu(), time.Now()
	for i, l := range lines {
		all.Go(func() {
			for range calls / len(lines) {
				sent := time.Now()
				if err := l.ask(requests[i]); err != nil {
					b.Error(err)
					return
				}
				took[i] = append(took[i], time.Since(sent))
			}
		})
	}
	all.Wait()
	whole, used := time.Since(began), p.cpu()-cpu
	sorted := slices.Concat(took...)
	slices.Sort(sorted)
	if len(sorted) == 0 {
		b.Fatal("nothing was answered")
	}
	b.ReportMetric(float64(len(sorted))/whole.Seconds(), "req/s")
	b.ReportMetric(ms(sorted, 0.5), "p50-ms")
	b.ReportMetric(ms(sorted, 0.95), "p95-ms")
	b.ReportMetric(ms(sorted, 0.99), "p99-ms")
	b.ReportMetric(float64(used.Microseconds())/float64(len(sorted)), "cpu-us/op")
	b.ReportMetric(p.memory(), "MiB")
}
