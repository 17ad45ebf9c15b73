package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

func speechStarted(speaker v1.Speaker) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_SpeechStarted{SpeechStarted: &v1.SpeechStarted{Speaker: speaker}}}
}

// When a play ends, after the recording's end at 0 s. Each event comes at its
// second.
func TestSettling(t *testing.T) {
	t.Parallel()
	ignored := &v1.LiveEvent{Event: &v1.LiveEvent_TurnIgnored{TurnIgnored: &v1.TurnIgnored{}}}
	cancelled := &v1.LiveEvent{Event: &v1.LiveEvent_SuggestionCancelled{SuggestionCancelled: &v1.SuggestionCancelled{SuggestionId: "s1"}}}
	level := &v1.LiveEvent{Event: &v1.LiveEvent_AudioLevel{AudioLevel: &v1.AudioLevel{}}}
	type step struct {
		at    time.Duration
		event *v1.LiveEvent
	}
	for _, test := range []struct {
		name  string
		steps []step
		want  time.Duration
	}{
		{"silence", nil, quietWait},
		{"levels are no news", []step{{900 * time.Millisecond, level}}, quietWait},
		{
			"words that are not final yet, and their turn",
			[]step{{0, speechStarted(theInterviewer)}, {6 * time.Second, heard(theInterviewer, "why", true)}, {8 * time.Second, ignored}},
			8*time.Second + quietWait,
		},
		{
			"the candidate's words make no turn",
			[]step{{0, speechStarted(theCandidate)}, {2 * time.Second, heard(theCandidate, "so", true)}},
			2*time.Second + quietWait,
		},
		{
			"a turn that is never judged",
			[]step{{0, heard(theInterviewer, "why", true)}},
			turnWait,
		},
		{
			"an open suggestion",
			[]step{{0, started("s1", "t1", false)}, {20 * time.Second, delta("s1", "I")}, {30 * time.Second, completed(&v1.SuggestionCompleted{SuggestionId: "s1"})}},
			30*time.Second + quietWait,
		},
		{
			"a withdrawn suggestion",
			[]step{{0, started("s1", "t1", false)}, {3 * time.Second, cancelled}},
			3*time.Second + quietWait,
		},
		{
			"recognition fails",
			[]step{{0, speechStarted(theInterviewer)}, {3 * time.Second, failure("no recogniser")}},
			3*time.Second + quietWait,
		},
		{
			"a server that has forgotten",
			[]step{{0, speechStarted(theInterviewer)}},
			settleLimit,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				played := make(chan struct{})
				s := newSettling(played)
				began := time.Now()
				ended := make(chan time.Duration)
				go func() {
					if err := s.wait(t.Context()); !errors.Is(err, errPlayed) {
						t.Error(err)
					}
					ended <- time.Since(began)
				}()
				close(played)
				go func() {
					for _, step := range test.steps {
						<-time.After(step.at - time.Since(began))
						s.see(step.event)
					}
				}()
				if got := <-ended; got < test.want || got > test.want+50*time.Millisecond {
					t.Errorf("ended after %s, want %s", got, test.want)
				}
			})
		})
	}
}

func TestSettlingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := newSettling(make(chan struct{})) // the recording never ends
		ended := make(chan error)
		go func() { ended <- s.wait(ctx) }()
		synctest.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
