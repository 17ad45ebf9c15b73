package turn

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// step is one line of a scenario: an input, or a jump of the clock.
type step struct {
	at time.Duration
	in Input
}

// play runs a scenario, letting the deadline fire in between, and returns what
// the machine wanted, one line each.
func play(t *testing.T, change func(*Config), steps []step) []string {
	t.Helper()
	cfg := DefaultConfig()
	if change != nil {
		change(&cfg)
	}
	m, err := New(cfg, "i")
	if err != nil {
		t.Fatal(err)
	}
	var log []string
	take := func(now time.Duration, in Input) {
		for _, a := range m.Handle(now, in) {
			log = append(log, fmt.Sprintf("%v %s", now, line(a)))
		}
	}
	take(0, Language{Code: "en"})
	until := func(now time.Duration) {
		for range 100 {
			at, armed := m.Deadline()
			if !armed || at >= now {
				return
			}
			take(at, Tick{Heard: at})
		}
		t.Fatal("the deadline does not pass")
	}
	for _, s := range steps {
		until(s.at)
		take(s.at, s.in)
	}
	until(time.Hour)
	if !m.Idle() {
		t.Errorf("a turn was never ended")
	}
	return log
}

func line(a Action) string {
	switch a := a.(type) {
	case Transcribe:
		return fmt.Sprintf("transcribe %s.%d", a.Segment, a.Revision)
	case EndSegment:
		return fmt.Sprintf("end %s.%d", a.Segment, a.Revision)
	case Draft:
		return fmt.Sprintf("draft %s/%s %s %q", a.Turn, a.Draft, strings.Join(a.Segments, "+"), a.Text)
	case CancelDraft:
		return fmt.Sprintf("cancel %s %s", a.Draft, a.Reason)
	case Commit:
		return fmt.Sprintf("commit %s/%s %s %q", a.Turn, a.Draft, strings.Join(a.Segments, "+"), a.Text)
	}
	return "?"
}

func started(at time.Duration, id string) step {
	return step{at + 100*ms, SpeechStarted{Segment: id, Start: at}}
}

func pausedAt(end time.Duration, id string, revision int) step {
	return step{end + 160*ms, SpeechPaused{Segment: id, Revision: revision, Samples: int64(end / ms), End: end}}
}

func endedAt(end time.Duration, id string, revision int) step {
	return step{end + 500*ms, SegmentEnded{Segment: id, Revision: revision, Samples: int64(end / ms), End: end}}
}

func heard(at time.Duration, id string, revision int, text string, c Certainty) step {
	return step{at, Transcript{Segment: id, Revision: revision, Text: text, Certainty: c}}
}

func TestTurns(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Config)
		steps  []step
		want   []string
	}{
		{
			name: "a finished sentence is drafted at its pause and committed after the minimum",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "Why Go?", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.2s draft it1/id1 i1 "Why Go?"`,
				"1.3s end i1.1",
				`1.3s commit it1/id1 i1 "Why Go?"`,
			},
		},
		{
			name:   "without speculation all begins when the segment has ended",
			change: func(c *Config) { c.Speculate = false },
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				heard(1700*ms, "i1", 1, "Why Go?", Final),
			},
			want: []string{"1.5s transcribe i1.1", "1.5s end i1.1", `1.7s commit it1/ i1 "Why Go?"`},
		},
		{
			name: "without punctuation a question is drafted all the same",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "what is your biggest weakness", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.2s draft it1/id1 i1 "what is your biggest weakness"`,
				"1.35s end i1.1",
				`1.35s commit it1/id1 i1 "what is your biggest weakness"`,
			},
		},
		{
			name: "the delay counts from the true end of speech, not from the transcript",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				heard(1800*ms, "i1", 1, "Why Go?", Final),
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1", `1.8s commit it1/ i1 "Why Go?"`},
		},
		{
			name: "a pause in mid-sentence beyond the hangover is one turn",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "tell me about a time when you", Preflight),
				endedAt(1000*ms, "i1", 1),
				started(1700*ms, "i2"), pausedAt(3000*ms, "i2", 1),
				heard(3170*ms, "i2", 1, "missed a deadline", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1", "1.5s end i1.1",
				"3.16s transcribe i2.1",
				`3.17s draft it1/id1 i1+i2 "tell me about a time when you missed a deadline"`,
				"3.35s end i2.1",
				`3.35s commit it1/id1 i1+i2 "tell me about a time when you missed a deadline"`,
			},
		},
		{
			name: "a dangling tail ends its turn in the end",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "we chose it because", Preflight), endedAt(1000*ms, "i1", 1),
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1", `1.9s commit it1/ i1 "we chose it because"`},
		},
		{
			name: "a resumed turn cancels its draft and waits for the acknowledgement",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "Why Go?", Preflight),
				{1280 * ms, SpeechResumed{Segment: "i1", Revision: 2}},
				pausedAt(2000*ms, "i1", 2),
				heard(2170*ms, "i1", 2, "Why Go? And why Rust?", Preflight),
				{2500 * ms, DraftCancelled{Draft: "id1"}},
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.18s draft it1/id1 i1 "Why Go?"`,
				"1.28s cancel id1 interviewer_resumed",
				"2.16s transcribe i1.2",
				"2.5s end i1.2",
				`2.5s commit it1/ i1 "Why Go? And why Rust?"`,
			},
		},
		{
			name: "after the acknowledgement the next draft begins",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "Why Go?", Preflight),
				{1280 * ms, SpeechResumed{Segment: "i1", Revision: 2}},
				pausedAt(2000*ms, "i1", 2),
				heard(2170*ms, "i1", 2, "Why Go? And why Rust?", Preflight),
				{2200 * ms, DraftCancelled{Draft: "id1"}},
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.18s draft it1/id1 i1 "Why Go?"`,
				"1.28s cancel id1 interviewer_resumed",
				"2.16s transcribe i1.2",
				`2.2s draft it1/id2 i1 "Why Go? And why Rust?"`,
				"2.3s end i1.2",
				`2.3s commit it1/id2 i1 "Why Go? And why Rust?"`,
			},
		},
		{
			name:   "a turn has no more drafts than allowed",
			change: func(c *Config) { c.MaxDrafts = 1 },
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "Why Go?", Preflight),
				{1280 * ms, SpeechResumed{Segment: "i1", Revision: 2}},
				{1290 * ms, DraftCancelled{Draft: "id1"}},
				pausedAt(2000*ms, "i1", 2),
				heard(2170*ms, "i1", 2, "Why Go? And why Rust?", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.18s draft it1/id1 i1 "Why Go?"`,
				"1.28s cancel id1 interviewer_resumed",
				"2.16s transcribe i1.2",
				"2.3s end i1.2",
				`2.3s commit it1/ i1 "Why Go? And why Rust?"`,
			},
		},
		{
			name: "a draft is used when the words are equal",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "why go is it fast?", Preflight),
				heard(1220*ms, "i1", 1, "Why Go — is it fast?", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.18s draft it1/id1 i1 "why go is it fast?"`,
				"1.3s end i1.1",
				`1.3s commit it1/id1 i1 "Why Go — is it fast?"`,
			},
		},
		{
			name: "an interim clears the gate, the final text opens it",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "we like tea", Preflight),
				heard(1250*ms, "i1", 1, "we liked teams", Interim),
				endedAt(1000*ms, "i1", 1),
				heard(1600*ms, "i1", 1, "we liked teams", Final),
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1", `1.6s commit it1/ i1 "we liked teams"`},
		},
		{
			name: "a slow recogniser divides speech as a fast one would",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				started(1600*ms, "i2"), pausedAt(2000*ms, "i2", 1), endedAt(2000*ms, "i2", 1),
				heard(2600*ms, "i2", 1, "Second.", Final),
				heard(2700*ms, "i1", 1, "First.", Final),
			},
			want: []string{
				"1.16s transcribe i1.1", "1.5s end i1.1",
				"2.16s transcribe i2.1", "2.5s end i2.1",
				`2.7s commit it1/ i1 "First."`,
				`2.7s commit it2/ i2 "Second."`,
			},
		},
		{
			name: "a turn long over does not hold up the next",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				started(4000*ms, "i2"), pausedAt(5000*ms, "i2", 1), endedAt(5000*ms, "i2", 1),
				heard(5600*ms, "i2", 1, "Second.", Final),
				heard(6000*ms, "i1", 1, "First.", Final),
			},
			want: []string{
				"1.16s transcribe i1.1", "1.5s end i1.1",
				"5.16s transcribe i2.1", "5.5s end i2.1",
				`5.6s commit it1/ i2 "Second."`,
				`6s commit it2/ i1 "First."`,
			},
		},
		{
			name: "a final text after the window is a turn of its own, once",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				heard(20*time.Second, "i1", 1, "Late.", Final),
				heard(21*time.Second, "i1", 1, "Late.", Final),
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1", `20s commit it1/ i1 "Late."`},
		},
		{
			name: "a failed transcript ends its turn and invents nothing",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				{1200 * ms, Transcript{Segment: "i1", Revision: 1, Certainty: Preflight, Failed: true}},
				endedAt(1000*ms, "i1", 1),
				{1600 * ms, Transcript{Segment: "i1", Revision: 1, Certainty: Final, Failed: true}},
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1"},
		},
		{
			name: "what was recognised before the failure stands",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "we chose it because", Preflight),
				endedAt(1000*ms, "i1", 1),
				{1600 * ms, Transcript{Segment: "i1", Revision: 1, Certainty: Final, Failed: true}},
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1", `1.9s commit it1/ i1 "we chose it because"`},
		},
		{
			name: "no words, no commit",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1), endedAt(1000*ms, "i1", 1),
				heard(1600*ms, "i1", 1, " ... ", Final),
			},
			want: []string{"1.16s transcribe i1.1", "1.5s end i1.1"},
		},
		{
			name: "a cut in the middle of speech does not end the turn",
			steps: []step{
				started(0, "i1"),
				{28 * time.Second, SegmentEnded{Segment: "i1", Revision: 1, Samples: 10, End: 28 * time.Second}},
				heard(28050*ms, "i1", 1, "a long story", Final),
				started(28*time.Second, "i2"), pausedAt(30*time.Second, "i2", 1),
				heard(30200*ms, "i2", 1, "with an end.", Preflight),
			},
			want: []string{
				"28s transcribe i1.1", "28s end i1.1",
				"30.16s transcribe i2.1",
				`30.2s draft it1/id1 i1+i2 "a long story with an end."`,
				"30.3s end i2.1",
				`30.3s commit it1/id1 i1+i2 "a long story with an end."`,
			},
		},
		{
			name: "when the sound is over a turn ends with its transcript",
			steps: []step{
				started(0, "i1"),
				{1000 * ms, SegmentEnded{Segment: "i1", Revision: 1, Samples: 10, End: 1000 * ms}},
				{1000 * ms, Flush{}},
				heard(1100*ms, "i1", 1, "we chose it because", Final),
			},
			want: []string{"1s transcribe i1.1", "1s end i1.1", `1.1s commit it1/ i1 "we chose it because"`},
		},
		{
			name: "sound like speech holds the commit until it is none",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1200*ms, "i1", 1, "we chose it because", Preflight),
				{1880 * ms, Tick{Heard: 1880 * ms, Stirring: true}},
				{1900 * ms, Tick{Heard: 1900 * ms, Stirring: true}},
				{1910 * ms, Tick{Heard: 1900 * ms, Stirring: true}},
				{1925 * ms, Tick{Heard: 1920 * ms}},
			},
			want: []string{"1.16s transcribe i1.1", "1.925s end i1.1", `1.925s commit it1/ i1 "we chose it because"`},
		},
		{
			name: "sound that is ahead of the clock ends the turn",
			steps: []step{
				started(10*time.Second, "i1"), // told at 10.1 s
				{10200 * ms, SegmentEnded{Segment: "i1", Revision: 1, Samples: 10, End: 40 * time.Second}},
				heard(10300*ms, "i1", 1, "Why Go?", Final),
				{10400 * ms, Tick{Heard: 41 * time.Second}},
			},
			want: []string{
				"10.2s transcribe i1.1", "10.2s end i1.1",
				`10.3s draft it1/id1 i1 "Why Go?"`,
				`10.4s commit it1/id1 i1 "Why Go?"`,
			},
		},
		{
			name: "a cancellation that is never acknowledged does not lose the turn",
			steps: []step{
				started(0, "i1"), pausedAt(1000*ms, "i1", 1),
				heard(1180*ms, "i1", 1, "Why Go?", Preflight),
				{1280 * ms, SpeechResumed{Segment: "i1", Revision: 2}},
				pausedAt(2000*ms, "i1", 2),
				heard(2170*ms, "i1", 2, "Why Go? And why Rust?", Preflight),
			},
			want: []string{
				"1.16s transcribe i1.1",
				`1.18s draft it1/id1 i1 "Why Go?"`,
				"1.28s cancel id1 interviewer_resumed",
				"2.16s transcribe i1.2",
				"6.28s end i1.2",
				`6.28s commit it1/ i1 "Why Go? And why Rust?"`,
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, play(t, tc.change, tc.steps)); diff != "" {
				t.Errorf("actions differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConfigMistakes(t *testing.T) {
	c := DefaultConfig()
	if err := c.Validate(); err != nil {
		t.Fatalf("the defaults are refused: %v", err)
	}
	c.Dangling, c.MaxDrafts, c.AckWait = time.Millisecond, -1, 0
	err := c.Validate()
	if err == nil {
		t.Fatal("mistakes were accepted")
	}
	for _, word := range []string{"delays", "bound", "waits"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not name the mistake about %s", err, word)
		}
	}
}
