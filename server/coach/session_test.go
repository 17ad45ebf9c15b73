package coach_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/store"
)

func TestRedisEmptiedDuringASession(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Why do you want to work here?")
	before := r.events(0, untilLast(isCompleted))
	last := before[len(before)-1].Sequence
	r.emptyRedis()
	turn(c, m, 2, coach.Interviewer, "What is your greatest strength?")
	after := r.events(last, untilLast(isCompleted))
	for _, e := range after {
		if e.Sequence <= last {
			t.Errorf("number %d was given again (last was %d)", e.Sequence, last)
		}
	}
	if got := outline(after); got != `interviewer:"What is your greatest strength?" question opened completed` {
		t.Errorf("after the flush: %s", got)
	}
	// A new watcher gets everything that lasts, from the store.
	all := outline(r.events(0, func(seen []coach.Event) bool { return strings.Count(outline(seen), "completed") == 2 }))
	for _, want := range []string{`"Why do you want to work here?"`, `"What is your greatest strength?"`} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is missing from %s", want, all)
		}
	}
}

func TestProcessKilledAndStartedAgain(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Why do you want to work here?")
	r.events(0, untilLast(isCompleted))
	// The second answer never comes: the process dies while it is written.
	r.model.Script(llmtest.Reply{Text: "never finished", StallAfter: 1})
	turn(c, m, 2, coach.Interviewer, "What is your greatest strength?")
	c.Close()
	r.stop()
	r.emptyRedis()
	r.model.Script(llmtest.Reply{Text: "I finish what I begin."})
	r.start()
	_, opened, _ := r.converse("e1")
	if got := strings.Join(opened.FinalSegments, " "); got != "i1 i2" {
		t.Errorf("final segments are %q, want i1 i2", got)
	}
	if got := strings.Join(opened.AcceptedTurns, " "); got != "ti1 ti2" {
		t.Errorf("accepted turns are %q, want ti1 ti2", got)
	}
	seen := r.events(0, func(seen []coach.Event) bool { return strings.Count(outline(seen), "completed") == 2 })
	for _, want := range []string{`interviewer:"Why do you want to work here?"`, `interviewer:"What is your greatest strength?"`} {
		if strings.Count(outline(seen), want) != 1 {
			t.Errorf("%s is not there once: %s", want, outline(seen))
		}
	}
	if text := seen[len(seen)-1].Completed.Answer.Content; text != "I finish what I begin." {
		t.Errorf("the unanswered question got %q", text)
	}
}

func TestStreamLossRepeatsNothing(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Why do you want to work here?")
	r.events(0, untilLast(isCompleted))
	c.Audio("i2", coach.Interviewer, 20*time.Second, 0, sound("What is your", true))
	c2, opened, m2 := r.converse("e1") // the stream is opened again
	if len(opened.FinalSegments) != 1 || len(opened.AcceptedTurns) != 1 {
		t.Fatalf("opened %+v", opened)
	}
	// Its text is said again to whoever lost it.
	c2.EndSegment("i1", 1, 11*time.Second)
	if s := await(m2, final("i1")); s.Failed || s.Text != "Why do you want to work here?" {
		t.Errorf("said again: %+v", s)
	}
	c2.Commit(coach.Commit{TurnID: "ti1", Text: "Why do you want to work here?", Speaker: coach.Interviewer})
	await(m2, accepted("ti1"))
	turn(c2, m2, 2, coach.Interviewer, "What is your greatest strength?")
	seen := r.events(0, func(seen []coach.Event) bool { return strings.Count(outline(seen), "completed") == 2 })
	if n := strings.Count(outline(seen), "question"); n != 2 {
		t.Errorf("%d questions in %s", n, outline(seen))
	}
	if n := len(r.model.Requests()); n != 2 {
		t.Errorf("the model was asked %d times, want 2", n)
	}
}

func TestNobodyElseSeesASession(t *testing.T) {
	r := newRig(t)
	ctx, id := t.Context(), r.session.ID
	yes := true
	for name, call := range map[string]func() error{
		"get":    func() error { _, err := r.svc.Session(ctx, "eve", id); return err },
		"update": func() error { _, err := r.svc.UpdateSession(ctx, "eve", id, coach.Change{Paused: &yes}); return err },
		"end":    func() error { _, err := r.svc.EndSession(ctx, "eve", id, "x"); return err },
		"delete": func() error { return r.svc.DeleteSession(ctx, "eve", id) },
		"ask":    func() error { _, err := r.svc.Ask(ctx, "eve", id, "Why?", ""); return err },
		"watch": func() error {
			return r.svc.Watch(ctx, "eve", id, 0, func(coach.Event) error { return errors.New("saw an event") })
		},
	} {
		if err := call(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s by somebody else: %v, want not found", name, err)
		}
	}
	if list, _, err := r.svc.ListSessions(ctx, "eve", 10, ""); err != nil || len(list) != 0 {
		t.Errorf("somebody else's list: %v, %v", list, err)
	}
	if s, err := r.svc.Session(ctx, "anna", id); err != nil || s.State != coach.Waiting {
		t.Errorf("the owner's session: %v, %v", s.State, err)
	}
}

func TestPauseAndEndReachTheMediaRole(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	c.Media(coach.Active, "")
	yes, no := true, false
	if _, err := r.svc.UpdateSession(t.Context(), "anna", r.session.ID, coach.Change{Paused: &yes}); err != nil {
		t.Fatal(err)
	}
	await(m, func(x coach.Control) bool { return x.Paused })
	c.Media(coach.Disconnected, "peer lost") // a paused session stays paused
	if s, _ := r.svc.Session(t.Context(), "anna", r.session.ID); s.State != coach.Paused {
		t.Errorf("state is %s, want paused", s.State)
	}
	if _, err := r.svc.UpdateSession(t.Context(), "anna", r.session.ID, coach.Change{Paused: &no}); err != nil {
		t.Fatal(err)
	}
	await(m, func(x coach.Control) bool { return !x.Paused })
	for range 2 { // ending twice changes nothing
		if _, err := r.svc.EndSession(t.Context(), "anna", r.session.ID, "done"); err != nil {
			t.Fatal(err)
		}
	}
	await(m, func(x coach.Control) bool { return x.Ended })
	seen := r.events(0, func([]coach.Event) bool { return false }) // ends by itself
	if got := outline(seen); strings.Count(got, "state:ended") != 1 || !strings.HasSuffix(got, "state:ended") {
		t.Errorf("events %s", got)
	}
	if _, err := r.svc.Ask(t.Context(), "anna", r.session.ID, "Why?", ""); fault.ReasonOf(err) != "session_ended" {
		t.Errorf("asking an ended session: %v", err)
	}
	if _, _, err := r.svc.Converse(t.Context(), r.session.ID, "e2", 0, 0, m); fault.ReasonOf(err) != "session_ended" {
		t.Errorf("conversing with an ended session: %v", err)
	}
}

func TestTypedQuestionIsAnsweredOnceForAKey(t *testing.T) {
	r := newRig(t)
	_, _, m := r.converse("e1")
	first, err := r.svc.Ask(t.Context(), "anna", r.session.ID, "your greatest strength", "k")
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.svc.Ask(t.Context(), "anna", r.session.ID, "your greatest strength", "k")
	if err != nil || again != first {
		t.Fatalf("asked again: %s, %v; want %s", again, err, first)
	}
	seen := r.events(0, untilLast(isCompleted))
	if got := outline(seen); got != "state:waiting question opened completed" {
		t.Errorf("events %s", got)
	}
	// The media role's peer sees it too.
	await(m, func(e coach.Event) bool { return e.Completed != nil })
	if _, err := r.svc.Ask(t.Context(), "anna", r.session.ID, "  ", ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an empty question: %v", err)
	}
}

func TestDeleteLeavesNothing(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Why do you want to work here?")
	r.events(0, untilLast(isCompleted))
	if err := r.svc.DeleteSession(t.Context(), "anna", r.session.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.svc.Session(t.Context(), "anna", r.session.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the session is still there: %v", err)
	}
	records, err := coach.Records.Open(t.Context(), r.db)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range records.All(t.Context(), coach.RecordsOf(r.session.ID)) {
		t.Errorf("left behind: %+v %v", rec, err)
	}
	if keys, err := r.redis.Keys(t.Context(), "*").Result(); len(keys) != 0 || err != nil {
		t.Errorf("left in redis: %v, %v", keys, err)
	}
}

func TestSameKeyMakesOneSession(t *testing.T) {
	r := newRig(t)
	n := coach.NewSession{IdempotencyKey: "k"}
	a, err := r.svc.CreateSession(t.Context(), "anna", n)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.svc.CreateSession(t.Context(), "anna", n)
	if err != nil || a.ID != b.ID {
		t.Errorf("ids %s and %s (%v), want the same", a.ID, b.ID, err)
	}
	other, err := r.svc.CreateSession(t.Context(), "eve", n)
	if err != nil || other.ID == a.ID {
		t.Errorf("somebody else's key led to %s (%v)", other.ID, err)
	}
	list, next, err := r.svc.ListSessions(t.Context(), "anna", 1, "")
	if err != nil || len(list) != 1 || next == "" {
		t.Errorf("first page: %d sessions, next %q, %v", len(list), next, err)
	}
	if _, _, err := r.svc.ListSessions(t.Context(), "anna", 1, "rubbish"); !errors.Is(err, store.ErrPageToken) {
		t.Errorf("a rubbish page token: %v", err)
	}
}

func TestSlowWatcherIsToldToResume(t *testing.T) {
	r := newRig(t)
	c, _, _ := r.converse("e1")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reading, blocked := make(chan struct{}), make(chan struct{})
	first := true
	result := make(chan error, 1)
	var last int64
	go func() {
		result <- r.svc.Watch(ctx, "anna", r.session.ID, 1, func(e coach.Event) error {
			last = e.Sequence
			if first {
				first = false
				close(reading)
				<-blocked
			}
			return nil
		})
	}()
	// Keep publishing until the watcher has begun and fallen behind.
	published := 0
	for begun := false; published < 1500; published++ {
		c.Level(coach.AudioLevel{Speaker: coach.Interviewer})
		if !begun {
			select {
			case <-reading:
				begun, published = true, 0
			default:
				published = 0
			}
		}
	}
	close(blocked)
	err := <-result
	if fault.ReasonOf(err) != "watcher_too_slow" {
		t.Fatalf("the slow watcher ended with %v", err)
	}
	next := last + 1
	r.events(last, func(seen []coach.Event) bool {
		if seen[len(seen)-1].Sequence != next {
			t.Fatalf("resumed with %d, want %d", seen[len(seen)-1].Sequence, next)
		}
		next++
		return len(seen) == 200
	})
}
