package turn

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/segment"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// TestTenHoursWithoutWords hears silence, hiss, clicks and music for ten hours.
// The detector is fooled often enough to open segments; the recogniser finds no
// words in them, or fails. Nothing may be answered.
func TestTenHoursWithoutWords(t *testing.T) {
	t.Parallel()
	segments, err := segment.New(segment.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	machine, err := New(DefaultConfig(), "i")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(10, 0))
	var now time.Duration
	type reply struct {
		at time.Duration
		in Transcript
	}
	var replies []reply // in the order they were asked for, which is that of their times
	opened := 0
	do := func(in Input) {
		for _, a := range machine.Handle(now, in) {
			switch a := a.(type) {
			case Transcribe:
				replies = append(replies, reply{now + 400*ms, Transcript{
					Segment: a.Segment, Revision: a.Revision, Text: []string{"", " ", "..."}[rng.IntN(3)], Certainty: Preflight, Failed: rng.IntN(10) == 0,
				}})
			case EndSegment:
				replies = append(replies, reply{now + 400*ms, Transcript{
					Segment: a.Segment, Revision: a.Revision, Certainty: Final, Failed: rng.IntN(10) == 0,
				}})
			case Commit, Draft:
				t.Fatalf("at %v: %s", now, line(a))
			}
		}
	}
	background := func(float32) float32 { return 0 }
	backgrounds := []func(float32) float32{
		background,
		func(float32) float32 { return rng.Float32() * 0.55 },        // hiss
		func(p float32) float32 { return p*0.9 + rng.Float32()*0.1 }, // music swells and fades
		func(float32) float32 { // clicks
			if rng.IntN(15) == 0 {
				return 1
			}
			return 0
		},
		func(float32) float32 { return 0.45 + rng.Float32()*0.5 }, // singing
	}
	frame := make([]int16, vad.FrameSamples)
	var p float32
	for ; now < 10*time.Hour; now += vad.FrameDuration {
		if rng.IntN(500) == 0 { // every ten seconds something else
			background = backgrounds[rng.IntN(len(backgrounds))]
		}
		p = background(p)
		for _, e := range segments.Push(frame, p, now) {
			id := fmt.Sprint("i", e.SegmentID)
			switch e.Kind {
			case segment.Started:
				opened++
				do(SpeechStarted{Segment: id, Start: e.Start})
			case segment.Paused:
				do(SpeechPaused{Segment: id, Revision: e.Revision, Samples: e.Samples, End: e.End})
			case segment.Resumed:
				do(SpeechResumed{Segment: id, Revision: e.Revision})
			case segment.Ended:
				do(SegmentEnded{Segment: id, Revision: e.Revision, Samples: e.Samples, End: e.End})
			case segment.Audio:
			}
		}
		for len(replies) > 0 && replies[0].at <= now {
			do(replies[0].in)
			replies = replies[1:]
		}
		if at, armed := machine.Deadline(); armed && at <= now {
			do(Tick{Heard: now, Stirring: p > 0.5})
		}
	}
	wordless := int(machine.Stats().Wordless)
	if opened < 1000 || wordless < 1000 {
		t.Errorf("only %d segments and %d turns without words: the test is too tame", opened, wordless)
	}
	t.Logf("%d segments, %d turns without words, 0 answers", opened, wordless)
}
