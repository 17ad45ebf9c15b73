package storetest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
)

// benchCallers is how many callers insert in parallel: as many live sessions as write at once.
const benchCallers = 64

// event is the benchmarks' document, of the size and with the indexes of a live session's events.
type event struct {
	ID        string    `bson:"_id"`
	UserID    string    `bson:"userId"`
	SessionID string    `bson:"sessionId"`
	Sequence  int64     `bson:"sequence"`
	At        time.Time `bson:"timestamp"`
	Kind      string    `bson:"kind"`
	Text      string    `bson:"text"`
}

func events(tb testing.TB, b Backend) *store.Collection[event] {
	tb.Helper()
	c, err := store.Define[event]("events", store.Schema{
		Owner:   "userId",
		Indexes: []store.Index{{Name: "by_session", Fields: []string{"sessionId", "sequence"}}},
	}).Open(tb.Context(), b.new(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func newEvent(session string, sequence int64) event {
	return event{
		ID: fmt.Sprintf("%s/%08d", session, sequence), UserID: "u-" + session, SessionID: session, Sequence: sequence,
		At: noon(), Kind: "transcript", Text: "So tell me about a time when you had to change your mind about a design.",
	}
}

// Benchmark measures get, insert, update and list, among that many documents, in sessions of a hundred events each.
// Beside Go's mean it reports the median, which a pause of the machine does not move, and inserts a second.
func Benchmark(b *testing.B, backend Backend, documents int) {
	c := events(b, backend)
	const perSession = 100
	sessions := documents / perSession
	for _, err := range parallel(sessions, func(i int) error {
		for n := range int64(perSession) {
			if err := c.Insert(b.Context(), newEvent(fmt.Sprintf("s%05d", i), n)); err != nil {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			b.Fatal(err)
		}
	}
	session := func(i int) string { return fmt.Sprintf("s%05d", i*7919%sessions) }
	b.Run("get", func(b *testing.B) {
		measure(b, func(i int) error {
			got, err := c.Get(b.Context(), newEvent(session(i), int64(i%perSession)).ID)
			if err == nil && got.Sequence != int64(i%perSession) {
				return fmt.Errorf("got %+v", got)
			}
			return err
		})
	})
	b.Run("list", func(b *testing.B) {
		measure(b, func(i int) error {
			page, err := c.List(b.Context(), store.Query{Index: "by_session", Equal: []any{session(i)}, From: 50, PageSize: 20})
			if err == nil && len(page.Items) != 20 {
				return fmt.Errorf("listed %d", len(page.Items))
			}
			return err
		})
	})
	b.Run("update", func(b *testing.B) {
		measure(b, func(i int) error {
			_, err := c.Update(b.Context(), newEvent(session(i), int64(i%perSession)).ID, func(e *event) error {
				e.Kind = fmt.Sprintf("kind %d", i)
				return nil
			})
			return err
		})
	})
	var run atomic.Int64
	b.Run("insert", func(b *testing.B) {
		name := fmt.Sprintf("alone%d", run.Add(1))
		measure(b, func(i int) error { return c.Insert(b.Context(), newEvent(name, int64(i))) })
	})
	b.Run("insert-parallel", func(b *testing.B) {
		round := run.Add(1)
		var next atomic.Int64
		var wg sync.WaitGroup
		b.ResetTimer()
		for w := range benchCallers {
			wg.Go(func() {
				name := fmt.Sprintf("p%d-%d", round, w)
				for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
					if err := c.Insert(b.Context(), newEvent(name, n)); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "inserts/s")
	})
}

// measure times each call and reports the median.
func measure(b *testing.B, call func(i int) error) {
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		if err := call(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
}
