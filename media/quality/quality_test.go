package quality

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// scene plays ten seconds: second by second, speech and background alternate.
// Levels are in dBFS.
type scene struct {
	name           string
	speech, noise  float64
	boost          float64 // dB by which a bad amplifier overdrives
	received, lost int     // packets in each frame's time
	want           Verdict
	wantSNR        float64
}

// sound fills a frame with noise at the given level, cut off at full scale.
func sound(rnd *rand.Rand, frame []int16, dbfs float64) {
	amplitude := 32768 * math.Pow(10, dbfs/20)
	for i := range frame {
		frame[i] = int16(min(max(rnd.NormFloat64()*amplitude, -32768), 32767))
	}
}

func (s scene) play(t *testing.T) []Reading {
	t.Helper()
	rnd := rand.New(rand.NewPCG(4, 4))
	m := NewMeter()
	frame := make([]int16, vad.FrameSamples)
	var readings []Reading
	for i := range 500 {
		speech := i/50%2 == 1
		level := s.noise
		if speech {
			level = s.speech + s.boost
		}
		sound(rnd, frame, level)
		m.Packets(s.received, s.lost)
		if r, ok := m.Frame(frame, speech, time.Duration(i+1)*vad.FrameDuration); ok {
			readings = append(readings, r)
		}
	}
	return readings
}

func TestVerdict(t *testing.T) {
	for _, s := range []scene{
		{name: "a good headset", speech: -26, noise: -70, received: 1, want: Good, wantSNR: 44},
		{name: "far from the microphone", speech: -50, noise: -75, received: 1, want: Quiet, wantSNR: 25},
		{name: "beside a road", speech: -26, noise: -32, received: 1, want: Noisy, wantSNR: 6},
		{name: "overdriven", speech: -26, noise: -70, boost: 20, received: 1, want: Clipping, wantSNR: 64},
		{name: "bad network", speech: -26, noise: -70, received: 9, lost: 1, want: Lossy, wantSNR: 44},
		{name: "a little loss", speech: -26, noise: -70, received: 99, lost: 1, want: Good, wantSNR: 44},
		{name: "loss matters more than noise", speech: -26, noise: -32, received: 9, lost: 1, want: Lossy, wantSNR: 6},
	} {
		t.Run(s.name, func(t *testing.T) {
			readings := s.play(t)
			if len(readings) < 19 || len(readings) > 20 {
				t.Fatalf("%d readings in ten seconds, want two a second", len(readings))
			}
			last := readings[len(readings)-1] // ends with speech
			if last.Quality != s.want {
				t.Errorf("verdict %q, want %q: %+v", last.Quality, s.want, last)
			}
			if math.Abs(float64(last.NoiseDBFS)-s.noise) > 1.5 {
				t.Errorf("noise %.1f dBFS, want %.1f", last.NoiseDBFS, s.noise)
			}
			if s.want != Clipping {
				if math.Abs(float64(last.LevelDBFS)-s.speech) > 1 {
					t.Errorf("level %.1f dBFS, want %.1f", last.LevelDBFS, s.speech)
				}
				if math.Abs(float64(last.SNR)-s.wantSNR) > 2 {
					t.Errorf("SNR %.1f dB, want %.1f", last.SNR, s.wantSNR)
				}
			}
			if want := float64(s.lost) / float64(s.lost+s.received); math.Abs(float64(last.PacketLoss)-want) > 0.001 {
				t.Errorf("loss %.3f, want %.3f", last.PacketLoss, want)
			}
		})
	}
}

func TestSilenceIsNoFault(t *testing.T) {
	m := NewMeter()
	frame := make([]int16, vad.FrameSamples)
	readings := 0
	for i := range 200 {
		if r, ok := m.Frame(frame, false, time.Duration(i+1)*vad.FrameDuration); ok {
			readings++
			if r.Quality != Good || r.LevelDBFS != -100 || r.NoiseDBFS != -100 {
				t.Fatalf("digital silence: %+v", r)
			}
		}
	}
	if readings != 7 {
		t.Errorf("%d readings in four seconds", readings)
	}
}

func TestLossIsForgottenAfterFiveSeconds(t *testing.T) {
	m := NewMeter()
	m.Packets(1, 1)
	var last Reading
	for at := time.Duration(0); at <= 6*time.Second; at += vad.FrameDuration {
		if at > 0 {
			m.Packets(1, 0)
		}
		if r, ok := m.Skip(at); ok {
			if r.At < 4*time.Second && r.PacketLoss == 0 {
				t.Errorf("at %v the loss is forgotten already", r.At)
			}
			last = r
		}
	}
	if last.PacketLoss != 0 {
		t.Errorf("after %v the loss is still %v", last.At, last.PacketLoss)
	}
}

func TestALongSilenceIsNotCaughtUp(t *testing.T) {
	m := NewMeter()
	m.Skip(0)
	readings := 0
	for i := range 10 {
		if _, ok := m.Skip(time.Hour + time.Duration(i)*vad.FrameDuration); ok {
			readings++
		}
	}
	if readings != 1 {
		t.Errorf("%d readings in 200 ms after an hour's silence, want one", readings)
	}
}

func TestNoiseFloorFollowsTheRoom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 6))
	m := NewMeter()
	frame := make([]int16, vad.FrameSamples)
	var last Reading
	play := func(dbfs float64, frames int) {
		for range frames {
			sound(rnd, frame, dbfs)
			if r, ok := m.Frame(frame, false, last.At+vad.FrameDuration); ok {
				last = r
			}
			last.At += vad.FrameDuration
		}
	}
	play(-60, 100)
	play(-20, 25)
	if last.NoiseDBFS > -57 {
		t.Errorf("half a second of a slammed door moves the floor to %.1f dBFS", last.NoiseDBFS)
	}
	play(-40, 500)
	if math.Abs(float64(last.NoiseDBFS)+40) > 1.5 {
		t.Errorf("ten seconds of a fan at -40 dBFS: floor %.1f", last.NoiseDBFS)
	}
}

func TestMeterAllocatesNothing(t *testing.T) {
	m := NewMeter()
	frame := make([]int16, vad.FrameSamples)
	at := time.Duration(0)
	if n := testing.AllocsPerRun(200, func() {
		at += vad.FrameDuration
		m.Packets(1, 0)
		m.Frame(frame, true, at)
	}); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}
