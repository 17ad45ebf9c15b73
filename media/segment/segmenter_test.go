package segment

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// rig feeds a segmenter with frames whose samples all carry the frame's number
// (from 1), so that sound that is lost, repeated or moved shows.
type rig struct {
	t      *testing.T
	seg    *Segmenter
	number int16
	at     time.Duration
	log    []string
	sound  map[int][]int16 // by segment
}

func newRig(t *testing.T, change func(*Config)) *rig {
	t.Helper()
	cfg := DefaultConfig()
	cfg.Tail = 0
	if change != nil {
		change(&cfg)
	}
	seg, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, seg: seg, sound: map[int][]int16{}}
}

// feed pushes sound of the given length, a multiple of 20 ms.
func (r *rig) feed(length time.Duration, probability float32) {
	for ; length > 0; length -= vad.FrameDuration {
		r.number++
		frame := make([]int16, vad.FrameSamples)
		for i := range frame {
			frame[i] = r.number
		}
		r.take(r.seg.Push(frame, probability, r.at))
		r.at += vad.FrameDuration
	}
}

func (r *rig) skip(d time.Duration) {
	r.take(r.seg.Skip(d))
	r.at += d
}

// take writes down events and checks what holds for all of them.
func (r *rig) take(events []Event) {
	r.t.Helper()
	for _, e := range events {
		have := r.sound[e.SegmentID]
		if e.Offset != int64(len(have)) {
			r.t.Fatalf("%v of segment %d: offset %d, but %d samples came before", e.Kind, e.SegmentID, e.Offset, len(have))
		}
		r.sound[e.SegmentID] = append(have, e.Audio...)
		if e.Samples != int64(len(r.sound[e.SegmentID])) {
			r.t.Fatalf("%v of segment %d: says %d samples, has %d", e.Kind, e.SegmentID, e.Samples, len(r.sound[e.SegmentID]))
		}
		if e.Kind == Audio {
			continue
		}
		line := fmt.Sprintf("%v %d.%d %v-%v", e.Kind, e.SegmentID, e.Revision, e.Start, e.End)
		if e.Kind == Ended {
			line += " " + e.Reason.String()
		}
		r.log = append(r.log, line)
	}
}

// numbers returns the frames a segment holds, as "first-last", with gaps.
func (r *rig) numbers(id int) string {
	var parts []string
	s := r.sound[id]
	for i := 0; i < len(s); {
		j := i
		for j+vad.FrameSamples < len(s) && s[j+vad.FrameSamples] == s[j]+1 {
			j += vad.FrameSamples
		}
		parts = append(parts, fmt.Sprintf("%d-%d", s[i], s[j]))
		i = j + vad.FrameSamples
	}
	return strings.Join(parts, " ")
}

const ms = time.Millisecond

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

func TestSkippedSilenceInSpeechKeepsTimesRight(t *testing.T) {
	r := newRig(t, nil)
	r.feed(400*ms, 1)
	r.skip(100 * ms)
	r.feed(400*ms, 1)
	r.take(r.seg.Flush())
	if got, want := len(r.sound[1]), 45*vad.FrameSamples; got != want {
		t.Fatalf("segment has %d samples, want %d: 900 ms with the skipped silence", got, want)
	}
	if gap := r.sound[1][20*vad.FrameSamples : 25*vad.FrameSamples]; gap[0] != 0 || gap[len(gap)-1] != 0 {
		t.Error("skipped silence is not silent")
	}
}

func TestSoundIsHandedOutWhileSpeechGoesOn(t *testing.T) {
	r := newRig(t, nil)
	for range 100 {
		r.feed(20*ms, 1)
		id := 1
		if behind := int(r.number)*vad.FrameSamples - len(r.sound[id]); behind > 200*vad.SampleRate/1000 {
			t.Fatalf("after %v %d samples wait, more than 200 ms", r.at, behind)
		}
	}
}

// TestLongSpeechIsCutInADip has speech without a gap, in which one frame is
// weaker than the rest.
func TestLongSpeechIsCutInADip(t *testing.T) {
	for _, tc := range []struct {
		name      string
		search    time.Duration // the last part of two seconds
		amplitude int16         // of the weaker frame; the others have 1000
		weaker    int           // its number
		cut       int           // frames before the cut
	}{
		{"14 dB weaker, where a dip is looked for", time.Second, 200, 60, 61},
		{"14 dB weaker, too early", time.Second, 200, 30, 96},
		{"3 dB weaker is no dip", time.Second, 700, 60, 96},
		{"3 dB weaker in the last 200 ms before the limit", time.Second, 700, 97, 98},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newRig(t, func(c *Config) { c.MaxLength, c.CutSearch = 2*time.Second, tc.search })
			frame := make([]int16, vad.FrameSamples)
			var end time.Duration
			for i := range 105 {
				for n := range frame {
					frame[n] = 1000
					if i == tc.weaker {
						frame[n] = tc.amplitude
					}
				}
				for _, e := range r.seg.Push(frame, 1, time.Duration(i)*vad.FrameDuration) {
					if e.Kind == Ended {
						end = e.End
					}
				}
			}
			if want := time.Duration(tc.cut) * vad.FrameDuration; end != want {
				t.Errorf("cut at %v, want %v", end, want)
			}
		})
	}
}

// TestRandomStreams checks what holds for every stream: segments do not
// overlap, states follow each other in order, nothing is handed out twice.
func TestRandomStreams(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		r := newRig(t, func(c *Config) {
			c.MaxLength = 3 * time.Second
			c.CutSearch = time.Duration(rnd.IntN(3)) * 500 * ms
			c.PreRoll = time.Duration(rnd.IntN(20)) * 20 * ms
			c.Hangover = c.Pause + time.Duration(rnd.IntN(20))*20*ms
		})
		for range 40 {
			switch p := rnd.Float32(); rnd.IntN(8) {
			case 0:
				r.skip(time.Duration(rnd.IntN(900)) * ms)
			case 1:
				r.take(r.seg.Cut())
			case 2:
				r.take(r.seg.Flush())
			default:
				r.feed(time.Duration(1+rnd.IntN(40))*20*ms, p)
			}
		}
		r.take(r.seg.Flush())
		open, paused, last := false, false, int16(0)
		for _, line := range r.log {
			kind, _, _ := strings.Cut(line, " ")
			ok := map[string]bool{
				"started": !open,
				"paused":  open && !paused,
				"resumed": open && paused,
				"ended":   open,
			}[kind]
			if !ok {
				t.Fatalf("seed %d: %q does not fit in\n%s", seed, line, strings.Join(r.log, "\n"))
			}
			open, paused = kind != "ended", kind == "paused"
		}
		if open {
			t.Fatalf("seed %d: the last segment stays open", seed)
		}
		for id := 1; id <= len(r.sound); id++ {
			for _, s := range r.sound[id] {
				if s == 0 {
					continue // skipped silence
				}
				if s < last {
					t.Fatalf("seed %d: segment %d repeats frame %d after %d", seed, id, s, last)
				}
				last = s
			}
		}
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	seg, err := New(DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	frame := make([]int16, vad.FrameSamples)
	at := time.Duration(0)
	cycle := func() {
		for i := range 400 {
			p := float32(0)
			if i < 200 || i > 220 && i < 300 {
				p = 1
			}
			seg.Push(frame, p, at)
			at += vad.FrameDuration
		}
		seg.Skip(time.Second)
		at += time.Second
	}
	cycle()
	if n := testing.AllocsPerRun(20, cycle); n != 0 {
		t.Errorf("%v allocations in eight seconds of sound, want none", n)
	}
}

func TestValidateNamesEveryMistake(t *testing.T) {
	cfg := DefaultConfig()
	if err := cfg.Validate(); err != nil {
		t.Fatalf("default configuration: %v", err)
	}
	cfg.On, cfg.Off, cfg.Tail, cfg.Hangover, cfg.MaxLength = 1.5, 0, time.Second, 10*ms, time.Hour
	err := cfg.Validate()
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range []string{"on threshold", "off threshold", "tail", "hangover", "maximum length"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not name the %s", err, word)
		}
	}
	if _, err := New(cfg); err == nil {
		t.Error("New takes it")
	}
}
