package coach_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
)

// TestTheLogIsAway: what is in documents is served, everything else is refused
// before it changes anything, and afterwards all goes on.
func TestTheLogIsAway(t *testing.T) {
	m := miniredis.RunT(t)
	r := newRigOn(t, redistest.Connect(t, "redis://"+m.Addr()))
	ctx, id := t.Context(), r.session.ID
	c, _, media := r.converse("e1")
	turn(c, media, 1, coach.Candidate, "Good morning to you all.")
	m.Close()

	if got, err := r.svc.Session(ctx, "anna", id); err != nil || got.State != coach.Waiting {
		t.Errorf("session: %v, %v", got.State, err)
	}
	if last, err := r.svc.LastSequence(ctx, id); err != nil || last == 0 {
		t.Errorf("last number: %d, %v", last, err)
	}
	role := "Go engineer"
	if got, err := r.svc.UpdateSession(ctx, "anna", id, coach.Change{Context: &coach.Context{JobRole: role}}); err != nil || got.Context.JobRole != role {
		t.Errorf("change of the context: %v, %v", got.Context, err)
	}
	paused := true
	for doing, f := range map[string]func() error{
		"create": func() error {
			_, err := r.svc.CreateSession(ctx, "anna", coach.NewSession{IdempotencyKey: "k"})
			return err
		},
		"pause": func() error {
			_, err := r.svc.UpdateSession(ctx, "anna", id, coach.Change{Paused: &paused})
			return err
		},
		"end":      func() error { _, err := r.svc.EndSession(ctx, "anna", id, "by the user"); return err },
		"delete":   func() error { return r.svc.DeleteSession(ctx, "anna", id) },
		"ask":      func() error { _, err := r.svc.Ask(ctx, "anna", id, "Why Kafka?", ""); return err },
		"watch":    func() error { return r.svc.Watch(ctx, "anna", id, 0, func(coach.Event) error { return nil }) },
		"converse": func() error { _, _, err := r.svc.Converse(ctx, id, "e2", 0, 0, media); return err },
	} {
		if err := f(); !errors.Is(err, coach.ErrEventsUnavailable) {
			t.Errorf("%s: %v", doing, err)
		}
	}
	if got, _, err := r.svc.ListSessions(ctx, "anna", 10, ""); err != nil || len(got) != 1 || got[0].State != coach.Waiting || len(got[0].Memory.Pairs) > 0 {
		t.Errorf("refused calls left %+v, %v", got, err)
	}

	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	back := time.NewTicker(20 * time.Millisecond)
	defer back.Stop()
	limit := time.After(time.Minute)
	for {
		_, err := r.svc.EndSession(ctx, "anna", id, "by the user")
		if err == nil {
			break
		}
		select {
		case <-back.C:
		case <-limit:
			t.Fatalf("it does not go on: %v", err)
		}
	}
	r.events(0, untilLast(func(e coach.Event) bool { return e.Ends() }))
}

// unfollowed is a log that cannot be followed at first.
type unfollowed struct {
	coach.Log
	failures atomic.Int64
}

func (u *unfollowed) Follow(ctx context.Context, id string) (<-chan coach.Entry, error) {
	if u.failures.Add(-1) >= 0 {
		return nil, coach.ErrEventsUnavailable
	}
	return u.Log.Follow(ctx, id)
}

// TestTheMediaRoleLearnsOfTheEndAfterAnOutage: a stream that was opened as the
// log went away follows it once it is back.
func TestTheMediaRoleLearnsOfTheEndAfterAnOutage(t *testing.T) {
	r := newRig(t)
	r.stop()
	u := &unfollowed{}
	u.failures.Store(1)
	r.around = func(l coach.Log) coach.Log { u.Log = l; return u }
	r.start()
	_, _, media := r.converse("e1")
	if _, err := r.svc.EndSession(t.Context(), "anna", r.session.ID, "by the user"); err != nil {
		t.Fatal(err)
	}
	await(media, func(c coach.Control) bool { return c.Ended })
}
