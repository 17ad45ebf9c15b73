package segment

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

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
