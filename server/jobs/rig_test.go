package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is far more than any of this takes, also on a busy machine.
const patience = 2 * time.Minute

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// rig is jobs on a database and a Redis, with the events they counted.
type rig struct {
	*jobs.Jobs
	db     *store.DB
	redis  *goredis.Client
	events chan jobs.Event
}

func newRig(tb testing.TB, o jobs.Options) *rig {
	tb.Helper()
	r := &rig{events: make(chan jobs.Event, 10_000)}
	if o.DB == nil {
		o.DB = storetest.DB(tb)
	}
	if o.Redis == nil {
		o.Redis = redistest.Client(tb)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
	}
	o.Count = func(_ string, e jobs.Event) { r.events <- e }
	r.db, r.redis = o.DB, o.Redis
	j, err := jobs.Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	r.Jobs = j
	return r
}

// start runs the jobs until the test ends, or until the function it returns is called, which waits for their end.
func (r *rig) start(tb testing.TB) (stop func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(tb.Context()))
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				tb.Error(err)
			}
		})
	}
	tb.Cleanup(stop)
	return stop
}

func (r *rig) add(tb testing.TB, n jobs.New) string {
	tb.Helper()
	if n.Queue == "" {
		n.Queue = jobs.Email
	}
	if n.Kind == "" {
		n.Kind = "greet"
	}
	id, err := r.Add(tb.Context(), n)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// await waits for as many of one event, whatever others there are in between.
func (r *rig) await(tb testing.TB, event jobs.Event, n int) {
	tb.Helper()
	deadline := time.After(patience)
	for n > 0 {
		select {
		case e := <-r.events:
			if e == event {
				n--
			}
		case <-deadline:
			tb.Fatalf("still waiting for %d more %s", n, event)
		}
	}
}

func (r *rig) document(tb testing.TB, id string) jobs.Stored {
	tb.Helper()
	d, err := r.Document(tb.Context(), id)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// receive waits for a value.
func receive[T any](tb testing.TB, from <-chan T) T {
	tb.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		tb.Fatal("nothing came")
		panic("unreachable")
	}
}

// tally counts how often each attempt was made, and how many at one moment.
type tally struct {
	mu    sync.Mutex
	made  map[string]map[int]int
	now   map[string]bool
	twice []string
	peak  int
}

func newTally() *tally { return &tally{made: map[string]map[int]int{}, now: map[string]bool{}} }

func (t *tally) enter(w jobs.Work) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made[w.ID] == nil {
		t.made[w.ID] = map[int]int{}
	}
	t.made[w.ID][w.Attempt]++
	if t.now[w.ID] || t.made[w.ID][w.Attempt] > 1 {
		t.twice = append(t.twice, w.ID)
	}
	t.now[w.ID] = true
	t.peak = max(t.peak, len(t.now))
}

func (t *tally) leave(w jobs.Work) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.now, w.ID)
}

// check says what was made more than once, or not at all.
func (t *tally) check(tb testing.TB, ids []string, attempts int) {
	tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.twice) > 0 {
		tb.Errorf("made twice: %v", t.twice)
	}
	for _, id := range ids {
		if len(t.made[id]) != attempts {
			tb.Errorf("job %s: %d attempts, want %d", id, len(t.made[id]), attempts)
		}
	}
}

var errOut = errors.New("out of order")
