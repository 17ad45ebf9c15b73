package main

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// answering is what a server tells once it hears the interviewer; the
// candidate's words come back alone.
func answering(speaker v1.Speaker) []*v1.LiveEvent {
	if speaker == theCandidate {
		return []*v1.LiveEvent{heard(theCandidate, "well", true)}
	}
	return []*v1.LiveEvent{
		heard(theInterviewer, "why", true),
		question("t1", v1.QuestionKind_QUESTION_KIND_GENERAL, "", "why"),
		started("s1", "t1", true), delta("s1", "Because."),
		completed(&v1.SuggestionCompleted{
			SuggestionId: "s1", TurnId: "t1", Answer: &v1.GeneratedAnswer{Outline: true},
			Timings: &v1.SuggestionTimings{EndOfSpeech: durationpb.New(1), FirstToken: durationpb.New(1)},
		}),
	}
}

func TestPlay(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	s.onSound = answering
	context := file(t, "about.json", `{"cvText": "Go", "jobRole": "Engineer"}`)
	out, _, err := ctl(t, s.url, "play", "--expect", "1", "--language", "en", "--context", context,
		"--candidate", wav(t, rate/4), wav(t, rate/2))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"by the interviewer and the candidate.", "· Outlines only.\n", "interviewer  why\n", "candidate    well\n", "? why", "│ Because.",
		"1 question turn(s) answered", "set OPENAI_API_KEY",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	if c := s.created; !c.GetConsent() || c.GetLanguageHint() != "en" || c.GetContext().GetCvText() != "Go" {
		t.Errorf("the session was created with %v", c)
	}
	if !s.ended {
		t.Error("the session goes on")
	}
}

// With too few answers the play fails, as a script needs.
func TestPlayExpectsAnswers(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	s.onSound = answering
	_, _, err := ctl(t, s.url, "play", "--expect", "2", "--fast", wav(t, rate/2))
	if err == nil || !strings.Contains(err.Error(), "1 question turn(s) answered, --expect 2") {
		t.Errorf("%v", err)
	}
}

// A session that exists goes on: only what is new is shown, and it is not
// ended.
func TestPlayIntoASession(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	s.onSound = answering
	s.add(heard(theInterviewer, "long ago", true))
	out, _, err := ctl(t, s.url, "play", "--json", "--session", "s1", "--speaker", "candidate", "--context", file(t, "cv.txt", "Go"), wav(t, rate/2))
	if err != nil {
		t.Fatal(err)
	}
	e := &v1.LiveEvent{}
	if err := protojson.Unmarshal([]byte(out), e); err != nil || e.GetTranscript().GetText() != "well" || e.GetSequence() != 2 {
		t.Errorf("%v %q", err, out)
	}
	if s.ended {
		t.Error("the session was ended")
	}
}

// A watcher that is cut off goes on after the last event it saw.
func TestWatchResumes(t *testing.T) {
	t.Parallel()
	for _, breaks := range []bool{false, true} {
		s := newFakeServer(t)
		s.cutAfter, s.breaks = 2, breaks
		for _, word := range []string{"one", "two", "three", "four", "five"} {
			s.add(heard(theInterviewer, word, true))
		}
		s.finish()
		out, _, err := ctl(t, s.url, "watch", "--session", "s1", "--after", "1")
		if want := "interviewer  two\ninterviewer  three\ninterviewer  four\ninterviewer  five\n"; err != nil || out != want {
			t.Errorf("breaks %v: %v %q, want %q", breaks, err, out, want)
		}
	}
}

// Asking shows the answer to the question asked, and ends with it.
func TestAsk(t *testing.T) {
	t.Parallel()
	s := newFakeServer(t)
	s.add(heard(theInterviewer, "before", true))
	s.onAsked = func(text string) []*v1.LiveEvent {
		return []*v1.LiveEvent{
			heard(theInterviewer, "meanwhile", true),
			question("other", v1.QuestionKind_QUESTION_KIND_GENERAL, "", "another's"),
			question("asked", v1.QuestionKind_QUESTION_KIND_GENERAL, "", text),
			started("s1", "asked", false), delta("s1", "Because."),
			completed(&v1.SuggestionCompleted{SuggestionId: "s1", TurnId: "asked", Model: "gpt-4"}),
			heard(theInterviewer, "after", true),
		}
	}
	out, _, err := ctl(t, s.url, "ask", "--session", "s1", "Why?")
	if want := "? Why?  [general]\n  ┌ suggestion (professional)\n  │ Because.\n  └ gpt-4\n\n"; err != nil || out != want {
		t.Errorf("%v %q, want %q", err, out, want)
	}
}
