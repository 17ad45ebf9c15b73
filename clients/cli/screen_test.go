package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

func heard(speaker v1.Speaker, text string, final bool) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_Transcript{Transcript: &v1.Transcript{
		UtteranceId: "u-" + text, Speaker: speaker, Text: text, Final: final,
	}}}
}

func question(turn string, kind v1.QuestionKind, followUp string, questions ...string) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_QuestionDetected{QuestionDetected: &v1.QuestionDetected{
		TurnId: turn, Questions: questions, Kind: kind, FollowUpOf: followUp,
	}}}
}

func started(id, turn string, outline bool) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_SuggestionStarted{SuggestionStarted: &v1.SuggestionStarted{
		SuggestionId: id, TurnId: turn, Variant: "professional", Outline: outline,
	}}}
}

func delta(id, text string) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_SuggestionDelta{SuggestionDelta: &v1.SuggestionDelta{SuggestionId: id, Text: text}}}
}

func completed(c *v1.SuggestionCompleted) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_SuggestionCompleted{SuggestionCompleted: c}}
}

func state(s v1.LiveState, reason string) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_StateChanged{StateChanged: &v1.StateChanged{State: s, Reason: reason}}}
}

func failure(message string) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_Error{Error: &v1.LiveError{Message: message}}}
}

func notice(kind, message string) *v1.LiveEvent {
	return &v1.LiveEvent{Event: &v1.LiveEvent_Notice{Notice: &v1.Notice{Kind: kind, Message: message}}}
}

func degraded(e *v1.LiveEvent) *v1.LiveEvent {
	e.GetTranscript().Degraded = true
	return e
}

const (
	theInterviewer = v1.Speaker_SPEAKER_INTERVIEWER
	theCandidate   = v1.Speaker_SPEAKER_CANDIDATE
)

func TestScreen(t *testing.T) {
	t.Parallel()
	timed := &v1.SuggestionTimings{EndOfSpeech: durationpb.New(10 * time.Second), FirstToken: durationpb.New(10*time.Second + 350*time.Millisecond)}
	for _, test := range []struct {
		name     string
		terminal bool
		events   []*v1.LiveEvent
		want     string
	}{
		{
			name: "an interview, not on a terminal",
			events: []*v1.LiveEvent{
				state(v1.LiveState_LIVE_STATE_WAITING, ""),
				state(v1.LiveState_LIVE_STATE_ACTIVE, ""),
				heard(theInterviewer, "how do you", false),
				heard(theInterviewer, "how do you test and why", true),
				question("t1", v1.QuestionKind_QUESTION_KIND_TECHNICAL, "t0", "how do you test", "why"),
				started("s1", "t1", false),
				delta("s1", "I write the te"), delta("s1", "st first.\n\nThen the code."),
				completed(&v1.SuggestionCompleted{
					SuggestionId: "s1", TurnId: "t1", Model: "gpt-4", Cached: true, Timings: timed,
					Answer: &v1.GeneratedAnswer{
						KeyPoints: []string{"tests first"},
						Sources:   []*v1.Source{{Document: "job_description", Line: 3, Text: "You care for tests."}},
					},
					Contradictions: []string{"the CV says seven years"},
				}),
				heard(theCandidate, "I write the test first", true),
				{Event: &v1.LiveEvent_TurnIgnored{TurnIgnored: &v1.TurnIgnored{Rule: "small_talk"}}},
			},
			want: `
· session active
interviewer  how do you test and why
? 1. how do you test  [technical, follow-up]
? 2. why  [technical, follow-up]
  ┌ suggestion (professional)
  │ I write the test first.
  │
  │ Then the code.
  │ • tests first
  │ from job description line 3: You care for tests.
  │ check: the CV says seven years
  └ gpt-4, cached, first words 0.35 s after the question

candidate    I write the test first
  (nothing to answer: small talk)
`,
		},
		{
			name: "an outline is not repeated by its parts",
			events: []*v1.LiveEvent{
				started("s1", "t1", true), delta("s1", "From your CV:\n• Go"),
				completed(&v1.SuggestionCompleted{SuggestionId: "s1", Answer: &v1.GeneratedAnswer{
					Outline: true, KeyPoints: []string{"the direct answer"}, Sources: []*v1.Source{{Document: "cv", Line: 1, Text: "Go"}},
				}}),
			},
			want: `
  ┌ outline (professional)
  │ From your CV:
  │ • Go
  └ made without a model

`,
		},
		{
			name: "what goes wrong",
			events: []*v1.LiveEvent{
				started("s1", "t1", false), delta("s1", "I am"),
				failure("The language model broke off."),
				{Event: &v1.LiveEvent_SuggestionCancelled{SuggestionCancelled: &v1.SuggestionCancelled{SuggestionId: "s1", Reason: "interviewer_resumed"}}},
				state(v1.LiveState_LIVE_STATE_ENDED, "the peer is lost"),
			},
			want: `
  ┌ suggestion (professional)
  │ I am
! The language model broke off.
  (suggestion withdrawn: interviewer resumed)
· session ended (the peer is lost)
`,
		},
		{
			name: "recognition fails over and back",
			events: []*v1.LiveEvent{
				heard(theInterviewer, "one", true),
				degraded(heard(theInterviewer, "two", true)),
				degraded(heard(theInterviewer, "three", true)),
				heard(theInterviewer, "four", true),
				heard(theInterviewer, "", true), // withdrawn: an echo
			},
			want: `
interviewer  one
· speech recognition is not available: these words are recognised offline, expect mistakes
interviewer  two
interviewer  three
· speech recognition is available again
interviewer  four
`,
		},
		{
			name:   "offline from the start is said once",
			events: []*v1.LiveEvent{notice("recognition_degraded", "Offline."), degraded(heard(theInterviewer, "one", true))},
			want: `
· Offline.
interviewer  one
`,
		},
		{
			name: "growing words on a terminal", terminal: true,
			events: []*v1.LiveEvent{
				heard(theInterviewer, "how", false),
				heard(theInterviewer, "how do", false),
				heard(theInterviewer, "how do you test", true),
				started("s1", "t1", false), delta("s1", "I"),
				heard(theCandidate, "not while a suggestion is being written", false),
			},
			want: "\n\r\x1b[K\x1b[36minterviewer\x1b[0m  \x1b[2mhow …\x1b[0m" +
				"\r\x1b[K\x1b[36minterviewer\x1b[0m  \x1b[2mhow do …\x1b[0m" +
				"\r\x1b[K\x1b[36minterviewer\x1b[0m  how do you test\n" +
				"\x1b[2m  ┌ suggestion (professional)\x1b[0m\n  │ I",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			s := newScreen(&out)
			s.terminal = test.terminal
			for _, e := range test.events {
				s.Show(e)
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), out.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestScreenBreaksLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := newScreen(&out)
	s.columns = func() int { return 60 }
	text := strings.Repeat("seven letters ", 40)
	for _, piece := range strings.SplitAfter(text, " ") {
		s.Show(delta("s1", piece))
	}
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimSpace(line))); n > 60 {
			t.Errorf("%d characters in %q", n, line)
		}
	}
	if got := strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "│", "")), " ") + " "; got != text {
		t.Errorf("the text became %q", got)
	}
}

// A long utterance's interim text stays in one line: its end is what is new.
func TestScreenShowsTheEndOfLongWords(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := newScreen(&out)
	s.terminal = true
	s.columns = func() int { return 40 }
	s.Show(heard(theInterviewer, strings.Repeat("x", 200)+" the end", false))
	if want := "interviewer\x1b[0m  \x1b[2m…" + strings.Repeat("x", 15) + " the end …\x1b[0m"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("%q, want %q at its end", out.String(), want)
	}
}

func TestTimingsTable(t *testing.T) {
	t.Parallel()
	at := func(ms int) *durationpb.Duration { return durationpb.New(time.Duration(ms) * time.Millisecond) }
	x := newTimings()
	for i, first := range []int{300, 500, 400, 1000} {
		turn := string(rune('a' + i))
		x.see(question(turn, v1.QuestionKind_QUESTION_KIND_GENERAL, "", "question "+turn+strings.Repeat(" and so on", 8)))
		x.see(completed(&v1.SuggestionCompleted{TurnId: turn, Timings: &v1.SuggestionTimings{
			EndOfSpeech: at(1000), TranscriptReady: at(1200), FirstToken: at(1000 + first), LastToken: at(3000),
		}}))
	}
	x.see(&v1.LiveEvent{Event: &v1.LiveEvent_TurnIgnored{TurnIgnored: &v1.TurnIgnored{}}})
	var out bytes.Buffer
	x.print(&out, &v1.LiveSession{OutlinesOnly: true})
	for _, want := range []string{
		"question a and so on and so o…  0.20        -          0.30         2.00",
		"4 question turn(s) answered, 1 turn(s) with nothing to answer; first words after 0.45 s (median), 1.00 s (slowest).",
		"set OPENAI_API_KEY",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q:\n%s", want, out.String())
		}
	}
	if x.answered() != 4 {
		t.Errorf("%d answered", x.answered())
	}

	out.Reset()
	newTimings().print(&out, &v1.LiveSession{})
	if out.Len() != 0 {
		t.Errorf("nothing was measured, and yet: %q", out.String())
	}
}
