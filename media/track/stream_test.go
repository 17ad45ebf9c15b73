package track

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/opus"
)

func TestStreamOfPCM(t *testing.T) {
	const length = 2 * time.Second
	want := speechLike(Rate, length)
	for _, tc := range []struct {
		rate  int
		chunk time.Duration
	}{
		{8000, 20 * ms}, {16000, 100 * ms}, {16000, 1000 * ms}, {24000, 100 * ms}, {44100, 37 * ms}, {48000, 20 * ms}, {48000, 1000 * ms},
	} {
		r := &recorder{t: t}
		s := NewStream(r)
		in := speechLike(tc.rate, length)
		n := int(tc.chunk * time.Duration(tc.rate) / time.Second)
		now := time.Duration(0)
		for len(in) > 0 {
			piece := in[:min(n, len(in))]
			for range 4 { // time passes while a chunk is recorded
				now += time.Duration(len(piece)) * time.Second / time.Duration(tc.rate) / 4
				s.Tick(now)
			}
			if err := s.PushPCM(tc.rate, piece, now); err != nil {
				t.Fatal(err)
			}
			in = in[len(piece):]
		}
		s.Flush()
		if r.silence() != 0 || (s.Now()-length).Abs() > FrameDuration {
			t.Errorf("%d Hz in %v: %v of silence, the session is at %v", tc.rate, tc.chunk, r.silence(), s.Now())
		}
		// At its ends the sound breaks off, which no filter repeats.
		if db := snr(want[200:len(want)-400], r.sound()[200:]); db < 60 {
			t.Errorf("%d Hz in %v: signal to noise %.1f dB", tc.rate, tc.chunk, db)
		}
	}
}

func TestStreamOfOpus(t *testing.T) {
	sent := encode(t, speechLike(48000, 2*time.Second), opus.EncoderOptions{}, 20*ms)
	r := &recorder{t: t}
	s := NewStream(r)
	for i, p := range sent {
		if i == 50 {
			if err := s.PushOpus([]byte{0xff}, p.Arrival); !errors.Is(err, opus.ErrPayload) {
				t.Errorf("garbage: %v", err)
			}
		}
		if err := s.PushOpus(p.Payload, p.Arrival); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(r.sound(), decodeAll(t, sent)) || r.silence() != 0 {
		t.Errorf("%d frames, %v of silence", len(r.frames()), r.silence())
	}
	if got := s.Stats(); got != (StreamStats{Chunks: 100, Garbage: 1}) {
		t.Errorf("%+v", got)
	}
	// DTX packets are silence, and ticks go on with it at once.
	if err := s.PushOpus([]byte{31 << 3}, 2020*ms); err != nil {
		t.Fatal(err)
	}
	s.Tick(2300 * ms)
	if got := s.Now(); got != 2300*ms-quietSlack-20*ms || r.silence() != got-2*time.Second {
		t.Errorf("the session is at %v after %v of silence", got, r.silence())
	}
}

// A muted client sends nothing; what it says afterwards is heard when said.
func TestStreamPauses(t *testing.T) {
	for _, ticking := range []bool{true, false} {
		r := &recorder{t: t}
		s := NewStream(r)
		chunk := speechLike(16000, 100*ms)
		now := time.Duration(0)
		talk := func(n int) {
			for range n {
				now += 100 * ms
				if err := s.PushPCM(16000, chunk, now); err != nil {
					t.Fatal(err)
				}
			}
		}
		pause := func(d time.Duration) {
			for end := now + d; now < end; now += 20 * ms {
				if ticking {
					s.Tick(now)
				}
			}
		}
		talk(10)
		pause(30 * time.Second)
		talk(10)
		pause(400 * ms)
		talk(10)
		frames := r.frames()
		if len(frames) != 150 || s.Stats().Jumps != 2 {
			t.Fatalf("%d frames, %+v", len(frames), s.Stats())
		}
		for i, want := range map[int]time.Duration{0: 0, 50: 31 * time.Second, 100: 32*time.Second + 400*ms} {
			if off := (frames[i].from - want).Abs(); off > 20*ms {
				t.Errorf("ticking %v: frame %d is at %v, want %v", ticking, i, frames[i].from, want)
			}
		}
	}
}

// An hour of sound whose clock runs 200 parts in a million wrong, over a
// network with 60 ms of jitter: the session clock stays with the wall clock.
func TestClockFollowsDrift(t *testing.T) {
	for _, ppm := range []int64{-200, 0, 200} {
		rnd := rand.New(rand.NewPCG(1, uint64(ppm)))
		r := &recorder{t: t, light: true}
		s := NewStream(r)
		chunk := make([]int16, FrameSamples)
		worst, previous := time.Duration(0), time.Duration(0)
		for i := range 3600 * 50 {
			made := time.Duration(i+1) * FrameDuration
			made += made * time.Duration(ppm) / 1_000_000 // on the wall clock
			arrival := max(previous, made+time.Duration(rnd.Int64N(int64(60*ms))))
			previous = arrival
			if err := s.PushPCM(16000, chunk, arrival); err != nil {
				t.Fatal(err)
			}
			if off := (s.Now() - made).Abs(); i > 500 && off > worst {
				worst = off
			}
			r.calls = r.calls[max(0, len(r.calls)-1):]
		}
		if worst > 10*ms {
			t.Errorf("%d ppm: off by up to %v", ppm, worst)
		}
	}
}

func TestStreamRefuses(t *testing.T) {
	s := NewStream(&recorder{t: t})
	for _, rate := range []int{-1, 0, 7999, 96001, 44056} {
		if err := s.PushPCM(rate, make([]int16, 10), 0); err == nil {
			t.Errorf("%d Hz was accepted", rate)
		}
	}
	if err := s.PushPCM(16000, make([]int16, 11*16000), 0); err == nil {
		t.Error("eleven seconds at once were accepted")
	}
	if s.Now() != 0 || s.Stats() != (StreamStats{}) {
		t.Errorf("the session is at %v, %+v", s.Now(), s.Stats())
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte{1, 20, 31 << 3, 1, 20, 0xff, 0, 200, 9})
	f.Fuzz(func(t *testing.T, script []byte) {
		r := &recorder{t: t}
		s := NewStream(r)
		now, heard := time.Duration(0), time.Duration(0)
		for ; len(script) >= 3; script = script[3:] {
			now += time.Duration(script[1]) * 10 * ms
			switch script[0] % 4 {
			case 0:
				s.Tick(now)
			case 1:
				if s.PushOpus(script[2:], now) == nil {
					heard += 120 * ms
				}
			default:
				n := int(script[2]) * 20
				if s.PushPCM(8000*int(script[0]%4), make([]int16, n), now) == nil {
					heard += time.Duration(n) * time.Second / 16000
				}
			}
		}
		s.Flush()
		if s.Now() > now+heard+FrameDuration {
			t.Fatalf("the session is at %v at %v", s.Now(), now)
		}
	})
}
