package interview_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const (
	anna = account.UserID("64a1b2c3d4e5f6a7b8c9d0e1")
	bert = account.UserID("64a1b2c3d4e5f6a7b8c9d0e2")
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// room is interviews over real documents and the real rules, with the clock,
// the queue and what else is outside in the test's hands.
type room struct {
	testing.TB
	*interview.Service
	db         *store.DB
	at         atomic.Int64 // milliseconds since 1970
	grader     switched
	queue      *queue
	recordings *recordings
}

func open(tb testing.TB, change ...func(*interview.Options)) *room {
	tb.Helper()
	r := &room{TB: tb, queue: &queue{}, recordings: &recordings{all: map[string]interview.Recording{}}}
	r.at.Store(time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).UnixMilli())
	r.Service = r.beside(change...)
	r.db = r.DB
	return r
}

// beside opens another process on the same documents.
func (r *room) beside(change ...func(*interview.Options)) *interview.Service {
	r.Helper()
	o := interview.Options{
		DB: r.db, Grader: &r.grader, GraderName: grade.Rubric, Recordings: r.recordings, Queue: r.queue, Now: r.now,
		Language: func(context.Context, account.UserID) string { return "" },
		Name:     func(context.Context, account.UserID) (string, error) { return "Anna Berg", nil },
		Logger:   slog.New(slog.DiscardHandler),
	}
	for _, one := range change {
		one(&o)
	}
	if o.DB == nil {
		o.DB = storetest.DB(r.TB)
	}
	counter, err := attempt.Open(r.Context(), o.DB, o.Now)
	r.ok(err)
	o.Attempts = counter
	s, err := interview.Open(r.Context(), o)
	r.ok(err)
	return s
}

func (r *room) now() time.Time { return time.UnixMilli(r.at.Load()).UTC() }

func (r *room) pass(d time.Duration) { r.at.Add(d.Milliseconds()) }

func (r *room) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// refused wants a fault with this reason.
func (r *room) refused(err error, reason string) {
	r.Helper()
	if fault.From(err) == nil || fault.ReasonOf(err) != reason {
		r.Errorf("error %v, want %s", err, reason)
	}
}

// usual is what most tests ask for.
func usual() interview.Wish {
	return interview.Wish{Config: interview.Config{
		Type: bank.Technical, Difficulty: bank.Mid, Domain: "backend", Number: 5, Mode: interview.Text, Language: "en", Seed: "a seed",
	}}
}

func (r *room) start(change ...func(*interview.Wish)) interview.Interview {
	r.Helper()
	w := usual()
	for _, one := range change {
		one(&w)
	}
	v, err := r.Start(r.Context(), anna, w)
	r.ok(err)
	return v
}

func withFollowUps(w *interview.Wish) { w.FollowUps = true }

func (r *room) get(id string) interview.Interview {
	r.Helper()
	v, err := r.Get(r.Context(), anna, id)
	r.ok(err)
	return v
}

// write answers in writing.
func (r *room) write(id, item, text string) interview.Interview {
	r.Helper()
	v, err := r.Submit(r.Context(), anna, id, written(item, text))
	r.ok(err)
	return v
}

func written(item, text string) interview.Given {
	return interview.Given{Item: item, Type: interview.Text, Text: text}
}

// says saves a draft, of one writer who has seen the newest.
func (r *room) says(v *interview.Interview, at int, text string) interview.Draft {
	r.Helper()
	q := r.get(v.ID).Questions[at]
	saved, d, err := r.SaveDraft(r.Context(), anna, v.ID, interview.Written{Item: q.ID, Text: text, Writer: "tab", Revision: q.Draft.Revision})
	r.ok(err)
	if !saved {
		r.Fatalf("the draft was not saved: %+v", d)
	}
	return d
}

// part is the beginning of a question's sample: a fair answer that leaves points
// open about which the bank has so many follow-up questions.
func part(tb testing.TB, q *interview.Question, followUps int) string {
	tb.Helper()
	sentences := strings.SplitAfter(q.Text().Sample, ". ")
	for n := len(sentences) - 1; n > 0; n-- {
		text := strings.TrimSpace(strings.Join(sentences[:n], ""))
		a := grade.Answer{Question: &q.Asked, Language: q.Language, Text: text}
		result, err := rules().Grade(tb.Context(), a)
		if err != nil {
			tb.Fatal(err)
		}
		var asked []string
		for f, ok := tailored.FromBank(a, result); ok && result.Unfit == ""; f, ok = tailored.FromBank(a, result, asked...) {
			if asked = append(asked, f.Point); len(asked) >= followUps {
				return text
			}
		}
	}
	return ""
}

// retold is a text in words that are not its own throughout: the words of a sample
// that is pasted count for nothing in the answer to a follow-up question.
func retold(text string) string {
	words := strings.Fields(text)
	for i := 5; i < len(words); i += 6 {
		words[i] = "well " + words[i]
	}
	return strings.Join(words, " ")
}

// following starts an interview with follow-up questions, and returns a question of it
// with an answer after which there are two.
func (r *room) following() (v interview.Interview, at int, answer string) {
	r.Helper()
	v = r.start(withFollowUps, func(w *interview.Wish) { w.Number = bank.MaxNumber })
	for at := range v.Questions {
		if answer := part(r.TB, &v.Questions[at], interview.MaxFollowUps); answer != "" {
			return v, at, answer
		}
	}
	r.Fatal("no question has two follow-up questions")
	return v, 0, ""
}

var errDown = fault.New(fault.Unavailable, "model_down", "The model is down.")

// rules keep what they have made ready of a question for all tests.
var rules = sync.OnceValue(grade.NewRules)

// switched is the rules' grader, unless another is put in its place.
type switched struct {
	other atomic.Pointer[func(context.Context, grade.Answer) (grade.Result, error)]
	calls atomic.Int64
}

func (g *switched) Grade(ctx context.Context, a grade.Answer) (grade.Result, error) {
	g.calls.Add(1)
	if other := g.other.Load(); other != nil {
		return (*other)(ctx, a)
	}
	return rules().Grade(ctx, a) //nolint:wrapcheck // the rules say what they did
}

func (g *switched) fail(err error) {
	g.be(func(context.Context, grade.Answer) (grade.Result, error) { return grade.Result{}, err })
}

func (g *switched) be(f func(context.Context, grade.Answer) (grade.Result, error)) { g.other.Store(&f) }

func (g *switched) back() { g.other.Store(nil) }

// queue keeps jobs until the test does them, each once however often it is
// added.
type queue struct {
	mu   sync.Mutex
	seen map[interview.ScoreJob]bool
	jobs []queued
}

type queued struct {
	interview.ScoreJob
	after time.Duration
}

func (q *queue) Add(_ context.Context, job interview.ScoreJob, after time.Duration) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.seen == nil {
		q.seen = map[interview.ScoreJob]bool{}
	}
	if !q.seen[job] {
		q.seen[job] = true
		q.jobs = append(q.jobs, queued{job, after})
	}
	return nil
}

// take are the jobs that wait.
func (q *queue) take() []queued {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.jobs
	q.jobs = nil
	return all
}

// work does the jobs that wait, after their wait.
func (r *room) work() int {
	r.Helper()
	all := r.queue.take()
	for _, job := range all {
		r.pass(job.after)
		r.ok(r.Score(r.Context(), job.ScoreJob))
	}
	return len(all)
}

// recordings are those that the test has made.
type recordings struct {
	mu      sync.Mutex
	all     map[string]interview.Recording
	deleted []string
	err     error
}

var errNoRecording = fault.New(fault.NotFound, "recording_not_found", "There is no such recording.")

func (r *recordings) Recording(_ context.Context, owner account.UserID, id, recording string) (interview.Recording, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.all[string(owner)+"/"+id+"/"+recording]
	if !ok {
		return found, errNoRecording
	}
	return found, nil
}

func (r *recordings) DeleteOf(_ context.Context, owner account.UserID, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deleted = append(r.deleted, string(owner)+"/"+id)
	return r.err
}

func (r *recordings) put(id, recording string, is interview.Recording) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all[string(anna)+"/"+id+"/"+recording] = is
}
