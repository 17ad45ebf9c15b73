package segment

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSegments(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Config)
		play   func(*rig)
		events []string
		sound  map[int]string
	}{
		{
			name: "speech between silences, with pre-roll",
			play: func(r *rig) { r.feed(1000*ms, 0); r.feed(400*ms, 0.9); r.feed(600*ms, 0) },
			events: []string{
				"started 1.1 1s-1.1s",
				"paused 1.1 1s-1.4s",
				"ended 1.1 1s-1.4s silence",
			},
			// 15 frames of pre-roll, 20 of speech, 8 of the pause.
			sound: map[int]string{1: "36-78"},
		},
		{
			name:   "a click is no speech",
			play:   func(r *rig) { r.feed(500*ms, 0); r.feed(80*ms, 1); r.feed(500*ms, 0) },
			events: nil,
		},
		{
			name: "speech at once has the pre-roll there is",
			play: func(r *rig) { r.feed(40*ms, 0); r.feed(200*ms, 1); r.feed(600*ms, 0) },
			events: []string{
				"started 1.1 40ms-140ms",
				"paused 1.1 40ms-240ms",
				"ended 1.1 40ms-240ms silence",
			},
			sound: map[int]string{1: "1-20"},
		},
		{
			name: "between the thresholds speech goes on but does not begin",
			play: func(r *rig) {
				r.feed(400*ms, 0.4)
				r.feed(200*ms, 0.6)
				r.feed(400*ms, 0.4)
				r.feed(600*ms, 0.3)
			},
			events: []string{
				"started 1.1 400ms-500ms",
				"paused 1.1 400ms-1s",
				"ended 1.1 400ms-1s silence",
			},
		},
		{
			name: "a pause that was none keeps its sound",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(300*ms, 0)
				r.feed(400*ms, 1)
				r.feed(600*ms, 0)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"resumed 1.2 0s-800ms",
				"paused 1.2 0s-1.1s",
				"ended 1.2 0s-1.1s silence",
			},
			sound: map[int]string{1: "1-63"},
		},
		{
			name: "a click in a pause neither resumes nor prolongs it",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(460*ms, 0)
				r.feed(80*ms, 1)
				r.feed(20*ms, 0)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms silence",
			},
			sound: map[int]string{1: "1-28"},
		},
		{
			name: "speech that begins before the hangover is over resumes",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(460*ms, 0)
				r.feed(100*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"resumed 1.2 0s-960ms",
			},
			sound: map[int]string{1: "1-48"},
		},
		{
			name: "sound of a pause without end is the next segment's pre-roll",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(500*ms, 0)
				r.feed(400*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms silence",
				"started 2.1 900ms-1s",
			},
			sound: map[int]string{1: "1-28", 2: "31-60"},
		},
		{
			name:   "the detector's tail is no speech",
			change: func(c *Config) { c.Tail = 60 * ms },
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(100*ms, 0)
				r.feed(400*ms, 1)
				r.feed(600*ms, 0)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-340ms",
				"resumed 1.2 0s-600ms",
				"paused 1.2 0s-840ms",
				"ended 1.2 0s-840ms silence",
			},
			// 45 frames until the tail's end and 5 of silence make a pause.
			sound: map[int]string{1: "1-50"},
		},
		{
			name:   "a long speech is cut between two words",
			change: func(c *Config) { c.MaxLength, c.CutSearch = 4*time.Second, time.Second },
			play: func(r *rig) {
				r.feed(3200*ms, 1)
				r.feed(40*ms, 0)
				r.feed(500*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"ended 1.1 0s-3.2s too_long",
				"started 2.1 3.24s-3.34s",
			},
			sound: map[int]string{1: "1-162", 2: "163-187"},
		},
		{
			name:   "a long speech without a gap is cut at its limit",
			change: func(c *Config) { c.MaxLength, c.CutSearch = 4*time.Second, time.Second },
			play:   func(r *rig) { r.feed(4500*ms, 1) },
			events: []string{
				"started 1.1 0s-100ms",
				// The weakest of the frames not handed out is the first one.
				"ended 1.1 0s-3.92s too_long",
				"started 2.1 3.92s-4.02s",
			},
			sound: map[int]string{1: "1-196", 2: "197-221"},
		},
		{
			name:   "speech that ends with the cut leaves no segment of silence",
			change: func(c *Config) { c.MaxLength, c.CutSearch = 4*time.Second, time.Second },
			play:   func(r *rig) { r.feed(3200*ms, 1); r.feed(2*time.Second, 0) },
			events: []string{
				"started 1.1 0s-100ms",
				"ended 1.1 0s-3.2s too_long",
			},
		},
		{
			name: "cut in a pause",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(260*ms, 0)
				r.take(r.seg.Cut())
				r.feed(400*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms cut",
				"started 2.1 660ms-760ms",
			},
			sound: map[int]string{1: "1-28", 2: "29-48"},
		},
		{
			name: "cut just as speech comes back",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(260*ms, 0)
				r.feed(60*ms, 1)
				r.take(r.seg.Cut())
				r.feed(40*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms cut",
				"started 2.1 660ms-760ms",
			},
			sound: map[int]string{1: "1-28", 2: "29-38"},
		},
		{
			name: "cut in speech loses no sample",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.take(r.seg.Cut())
				r.feed(400*ms, 1)
				r.take(r.seg.Flush())
			},
			events: []string{
				"started 1.1 0s-100ms",
				"ended 1.1 0s-400ms cut",
				"started 2.1 400ms-500ms",
				"ended 2.1 400ms-800ms flushed",
			},
			sound: map[int]string{1: "1-20", 2: "21-40"},
		},
		{
			name: "cut without a segment does nothing",
			play: func(r *rig) { r.take(r.seg.Cut()); r.feed(100*ms, 0); r.take(r.seg.Cut()) },
		},
		{
			name: "flush in a pause ends with what was transcribed",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.feed(260*ms, 0)
				r.take(r.seg.Flush())
				r.take(r.seg.Flush())
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms flushed",
			},
			sound: map[int]string{1: "1-28"},
		},
		{
			name: "skipped silence pauses and ends",
			play: func(r *rig) { r.feed(400*ms, 1); r.skip(10 * time.Minute); r.feed(200*ms, 1) },
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"ended 1.1 0s-400ms silence",
				"started 2.1 10m0.4s-10m0.5s",
			},
		},
		{
			name: "a jump of the clock is silence",
			play: func(r *rig) {
				r.feed(400*ms, 1)
				r.at += 200 * ms
				r.feed(200*ms, 1)
			},
			events: []string{
				"started 1.1 0s-100ms",
				"paused 1.1 0s-400ms",
				"resumed 1.2 0s-700ms",
			},
		},
		{
			name: "a drift of the clock is none",
			play: func(r *rig) {
				for range 40 {
					r.feed(20*ms, 1)
					r.at -= ms
				}
				r.take(r.seg.Flush())
			},
			events: []string{
				"started 1.1 0s-96ms",
				"ended 1.1 0s-761ms flushed",
			},
			sound: map[int]string{1: "1-40"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newRig(t, tc.change)
			tc.play(r)
			if d := cmp.Diff(tc.events, r.log); d != "" {
				t.Errorf("events (-want +got):\n%s", d)
			}
			for id, want := range tc.sound {
				if got := r.numbers(id); got != want {
					t.Errorf("segment %d holds frames %s, want %s", id, got, want)
				}
			}
		})
	}
}
