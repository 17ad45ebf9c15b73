package interview_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// lasted reports the median and the 95th percentile, in milliseconds.
func lasted(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	for _, p := range []int{50, 95} {
		b.ReportMetric(float64(all[(len(all)-1)*p/100])/float64(time.Millisecond), fmt.Sprintf("p%d-ms", p))
	}
}

// veteran has a history with 300 questions of the bank.
func veteran(b *testing.B, r *room) account.UserID {
	b.Helper()
	own, err := bank.All()
	r.ok(err)
	for i := 0; i+bank.MaxNumber <= 300; i += bank.MaxNumber {
		w := interview.Wish{Config: usual().Config}
		w.Number = bank.MaxNumber
		for _, q := range own[i : i+bank.MaxNumber] {
			w.Questions = append(w.Questions, q.ID)
		}
		v, err := r.Start(b.Context(), anna, w)
		r.ok(err)
		r.write(v.ID, "q1", "I would look at the plan, since a scan of a large table tells that an index is missing.")
	}
	r.pass(24 * time.Hour)
	return anna
}

// BenchmarkStart is a whole start of ten questions, on the embedded store, of the
// program's bank and by somebody with 300 histories.
func BenchmarkStart(b *testing.B) {
	r := open(b)
	owner := veteran(b, r)
	w := usual()
	w.Type, w.Domain, w.Number = interview.Mixed, "", 10
	var all []time.Duration
	b.ResetTimer()
	for range b.N {
		if len(all)%20 == 19 {
			r.pass(24 * time.Hour) // nobody starts more in a day
		}
		began := time.Now()
		_, err := r.Start(b.Context(), owner, w)
		all = append(all, time.Since(began))
		r.ok(err)
	}
	lasted(b, all)
}

// BenchmarkSubmit is a whole answer of some 150 words, graded by the rules, on
// the embedded store.
func BenchmarkSubmit(b *testing.B) {
	r := open(b)
	var all []time.Duration
	var v interview.Interview
	b.ResetTimer()
	for i := range b.N {
		if i%20 == 0 {
			b.StopTimer()
			r.pass(time.Hour)
			v = r.start(func(w *interview.Wish) { w.Number = bank.MaxNumber })
			b.StartTimer()
		}
		q := &v.Questions[i%len(v.Questions)]
		given := written(q.ID, q.Text().Sample)
		began := time.Now()
		_, err := r.Submit(b.Context(), anna, v.ID, given)
		all = append(all, time.Since(began))
		r.ok(err)
	}
	lasted(b, all)
}
