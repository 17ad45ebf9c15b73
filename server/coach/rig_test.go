package coach_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const cv = "Anna Petrova\nBackend engineer at Acme Bank since 2019\nLed the move of payments to Kafka\n5 years of Go"

// reader is a recogniser whose sound is the text itself, a letter a sample, so
// that a test says in one place what is heard.
type reader struct {
	mu    sync.Mutex
	fail  error
	worse bool // the fallback is in use
}

func (r *reader) breakDown(err error) { r.mu.Lock(); r.fail = err; r.mu.Unlock() }

func (r *reader) Transcribe(_ context.Context, pcm []int16, _ coach.RecogniseOptions) (coach.Transcript, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return coach.Transcript{Text: letters(pcm), Language: "en", Confidence: 0.9, Model: "reader", Degraded: r.worse}, r.fail
}

func (r *reader) Open(context.Context, coach.RecogniseOptions) (coach.Recognition, error) {
	return &reading{r: r}, nil
}

func (r *reader) Degraded() bool { return false }

type reading struct {
	r   *reader
	pcm []int16
}

func (g *reading) Write(pcm []int16) error { g.pcm = append(g.pcm, pcm...); return nil }

func (g *reading) Interim(ctx context.Context) (coach.Transcript, bool, error) {
	t, err := g.Text(ctx)
	return t, err == nil, err
}

func (g *reading) Text(ctx context.Context) (coach.Transcript, error) {
	return g.r.Transcribe(ctx, g.pcm, coach.RecogniseOptions{})
}

func (g *reading) Close() {}

func letters(pcm []int16) string {
	var b strings.Builder
	for _, v := range pcm {
		b.WriteByte(byte(v >> 7))
	}
	return b.String()
}

// sound is text as samples; loud doubles their size without changing the text.
func sound(text string, loud bool) []int16 {
	pcm := make([]int16, len(text))
	for i := range text {
		pcm[i] = int16(text[i]) << 7
		if loud {
			pcm[i] |= 127
		}
	}
	return pcm
}

// rig is the coach on a real document store, a real Redis protocol and a
// language model behind HTTP.
type rig struct {
	t       *testing.T
	db      *store.DB
	redis   *goredis.Client // the only one: a new process finds what the last one left
	model   *llmtest.Server
	words   *reader
	svc     *coach.Service
	session coach.Session
	// around is put between the service and its log.
	around func(coach.Log) coach.Log
	stop   func()
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigOn(t, redistest.Client(t))
}

// newRigOn is newRig on some Redis.
func newRigOn(t *testing.T, client *goredis.Client) *rig {
	t.Helper()
	r := &rig{t: t, db: storetest.DB(t), redis: client, model: llmtest.New("I moved payments to Kafka."), words: &reader{}}
	r.around = func(l coach.Log) coach.Log { return l }
	t.Cleanup(r.model.Close)
	r.start()
	t.Cleanup(func() { r.stop() })
	var err error
	r.session, err = r.svc.CreateSession(t.Context(), "anna", coach.NewSession{LanguageHint: "en", Context: coach.Context{CV: cv}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// start runs the service as a new process would.
func (r *rig) start() {
	r.t.Helper()
	log := redis.NewEventLog(r.redis)
	model, err := llm.New(llm.Config{Providers: []llm.Provider{{Name: llm.OpenAI, BaseURL: r.model.OpenAIURL(), Key: "k", Quick: "small", Strong: "large"}}})
	if err != nil {
		r.t.Fatal(err)
	}
	r.svc, err = coach.NewService(context.Background(), coach.Config{
		DB: r.db, Log: r.around(log), Recogniser: r.words, Writer: answer.NewWriter(answer.Config{Model: model}),
		InterimEvery: 10 * time.Millisecond, MediaLost: time.Hour,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	parts.Go(func() { _ = log.Run(ctx) })
	svc := r.svc
	parts.Go(func() { _ = svc.Run(ctx) })
	var once sync.Once
	r.stop = func() { once.Do(func() { cancel(); parts.Wait() }) }
}

// emptyRedis is what a Redis does that was lost and started anew.
func (r *rig) emptyRedis() {
	r.t.Helper()
	if err := r.redis.FlushDB(r.t.Context()).Err(); err != nil {
		r.t.Fatal(err)
	}
}

// converse opens a stream of the media role.
func (r *rig) converse(epoch string) (*coach.Conversation, coach.Opened, *mediaRole) {
	r.t.Helper()
	m := &mediaRole{t: r.t, said: make(chan any, 4096)}
	c, opened, err := r.svc.Converse(r.t.Context(), r.session.ID, epoch, 0, 0, m)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(c.Close)
	return c, opened, m
}

// events watches the session until done says that enough was seen.
func (r *rig) events(after int64, done func([]coach.Event) bool) []coach.Event {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	var seen []coach.Event
	err := r.svc.Watch(ctx, "anna", r.session.ID, after, func(e coach.Event) error {
		seen = append(seen, e)
		if done(seen) {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) && err != nil {
		r.t.Fatalf("watch: %v; saw %s", err, outline(seen))
	}
	return seen
}

var errEnough = errors.New("enough")

// untilLast waits for an event for which is holds.
func untilLast(is func(coach.Event) bool) func([]coach.Event) bool {
	return func(seen []coach.Event) bool { return is(seen[len(seen)-1]) }
}

func isCompleted(e coach.Event) bool { return e.Completed != nil }

// outline names events for messages and comparisons.
func outline(events []coach.Event) string {
	var names []string
	for _, e := range events {
		switch {
		case e.State != nil:
			names = append(names, "state:"+string(e.State.State))
		case e.Said != nil && e.Said.Final:
			names = append(names, fmt.Sprintf("%s:%q", e.Said.Speaker, e.Said.Text))
		case e.Question != nil:
			names = append(names, "question")
		case e.Ignored != nil:
			names = append(names, "ignored")
		case e.Opened != nil:
			names = append(names, "opened")
		case e.Completed != nil:
			names = append(names, "completed")
		case e.Cancelled != nil:
			names = append(names, "cancelled:"+e.Cancelled.Reason)
		case e.Notice != nil:
			names = append(names, "notice:"+e.Notice.Kind)
		case e.Failure != nil:
			names = append(names, "failure:"+e.Failure.Reason)
		}
	}
	return strings.Join(names, " ")
}

// mediaRole keeps what is said to the media role.
type mediaRole struct {
	t    *testing.T
	said chan any
}

type (
	draftCancelled string
	turnAccepted   string
)

func (m *mediaRole) Transcript(s coach.SegmentText) { m.said <- s }
func (m *mediaRole) DraftCancelled(id string)       { m.said <- draftCancelled(id) }
func (m *mediaRole) TurnAccepted(id string)         { m.said <- turnAccepted(id) }
func (m *mediaRole) Event(e coach.Event)            { m.said <- e }
func (m *mediaRole) Control(control coach.Control)  { m.said <- control }

// await returns the next message that fits.
func await[T any](m *mediaRole, fits func(T) bool) T {
	m.t.Helper()
	timeout := time.NewTimer(20 * time.Second)
	defer timeout.Stop()
	for {
		select {
		case said := <-m.said:
			if v, ok := said.(T); ok && fits(v) {
				return v
			}
		case <-timeout.C:
			var none T
			m.t.Fatalf("the media role heard no %T that fits", none)
			return none
		}
	}
}

func final(id string) func(coach.SegmentText) bool {
	return func(s coach.SegmentText) bool { return s.SegmentID == id && s.Final }
}

func accepted(id string) func(turnAccepted) bool {
	return func(a turnAccepted) bool { return string(a) == id }
}

// speak sends one segment and waits for its final text.
func speak(c *coach.Conversation, m *mediaRole, id string, who coach.Speaker, start time.Duration, text string) coach.SegmentText {
	m.t.Helper()
	end := start + time.Second
	c.Audio(id, who, start, 0, sound(text, who == coach.Interviewer))
	c.EndSegment(id, 1, end)
	return await(m, final(id))
}

// turn speaks and commits a whole turn.
func turn(c *coach.Conversation, m *mediaRole, n int, who coach.Speaker, text string) {
	m.t.Helper()
	id := fmt.Sprintf("%s%d", who[:1], n)
	start := time.Duration(n) * 10 * time.Second
	said := speak(c, m, id, who, start, text)
	c.Commit(coach.Commit{
		TurnID: "t" + id, SegmentIDs: []string{id}, Text: said.Text, Speaker: who,
		EndOfSpeech: start + time.Second, TranscriptReady: start + 1200*time.Millisecond, Committed: start + 1300*time.Millisecond,
	})
	await(m, accepted("t"+id))
}

// awaitModel waits until the model was asked, with events flowing meanwhile.
func (r *rig) awaitModel(c *coach.Conversation, m *mediaRole) {
	r.t.Helper()
	for len(r.model.Requests()) == 0 {
		c.Level(coach.AudioLevel{Speaker: coach.Interviewer})
		await(m, func(e coach.Event) bool { return e.Level != nil })
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
