package coach_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// practise makes the rig's session one in which a mock interview's question is
// answered.
func (r *rig) practise() {
	r.t.Helper()
	var err error
	if r.session, err = r.svc.CreateSession(r.t.Context(), "anna", coach.NewSession{LanguageHint: "en", Interview: "i1"}); err != nil {
		r.t.Fatal(err)
	}
}

// overheard listens to a session from the beginning until so many final words
// were heard.
func (r *rig) overheard(finals int) []coach.Event {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	var seen []coach.Event
	err := r.svc.Overhear(ctx, "anna", r.session.ID, func(e coach.Event) error {
		if seen = append(seen, e); e.Said != nil && e.Said.Final {
			finals--
		}
		if finals == 0 {
			return errEnough
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		r.t.Fatalf("overhear: %v; heard %s", err, outline(seen))
	}
	return seen
}

func TestWordsThatComeAfterTheEndAreOverheard(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	speak(c, m, "c1", coach.Candidate, time.Second, "I moved payments")
	c.Audio("c2", coach.Candidate, 3*time.Second, 0, sound("to Kafka.", false))
	if _, err := r.svc.EndSession(t.Context(), "anna", r.session.ID, "button"); err != nil {
		t.Fatal(err)
	}
	ended := make(chan []coach.Event, 1)
	go func() { ended <- r.overheard(2) }()
	await(m, func(x coach.Control) bool { return x.Ended })
	c.EndSegment("c2", 1, 4*time.Second)
	for name, heard := range map[string][]coach.Event{"while they come": <-ended, "afterwards": r.overheard(2)} {
		if last := heard[len(heard)-1]; last.Said.Text != "to Kafka." {
			t.Errorf("%s: %s", name, outline(heard))
		}
	}
	watched := r.events(0, func([]coach.Event) bool { return false })
	if last := watched[len(watched)-1]; !last.Ends() {
		t.Errorf("something was shown after the end: %s", outline(watched))
	}
	if err := r.svc.Overhear(t.Context(), "eve", r.session.ID, nil); fault.KindOf(err) != fault.NotFound {
		t.Errorf("eve overhears: %v", err)
	}
}

func TestWhoPractisesIsAlone(t *testing.T) {
	r := newRig(t)
	coached := r.session
	r.practise()
	c, _, m := r.converse("e1")
	if said := speak(c, m, "i1", coach.Interviewer, time.Second, "What is your greatest strength?"); !said.Failed {
		t.Errorf("the interviewer said %q", said.Text)
	}
	turn(c, m, 1, coach.Candidate, "I finish what I begin.")
	if _, err := r.svc.Ask(t.Context(), "anna", r.session.ID, "What do I say?", ""); fault.ReasonOf(err) != "interview_answer" {
		t.Errorf("a typed question: %v", err)
	}
	if n := len(r.model.Requests()); n > 0 {
		t.Errorf("the model was asked %d times", n)
	}
	list, _, err := r.svc.ListSessions(t.Context(), "anna", 10, "")
	if err != nil || len(list) != 1 || list[0].ID != coached.ID {
		t.Errorf("%v, %v", list, err)
	}
	for _, interview := range []string{"i2", "i1", "i1"} {
		if err := r.svc.DeleteSessionsOf(t.Context(), "anna", interview); err != nil {
			t.Fatal(err)
		}
		_, err := r.svc.Session(t.Context(), "anna", r.session.ID)
		if gone := fault.KindOf(err) == fault.NotFound; gone != (interview == "i1") {
			t.Errorf("after deleting those of %s: %v", interview, err)
		}
	}
	if _, err := r.svc.Session(t.Context(), "anna", coached.ID); err != nil {
		t.Error(err)
	}
}
