package vad

import (
	"math/rand/v2"
	"testing"
	"unsafe"
)

// hiss fills a frame with white noise of the given standard deviation.
func hiss(rnd *rand.Rand, frame []int16, amplitude float64) {
	for i := range frame {
		frame[i] = int16(rnd.NormFloat64() * amplitude)
	}
}

func TestGateSparesTheNetwork(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 8))
	frame := make([]int16, FrameSamples)
	for _, quiet := range []struct {
		name      string
		amplitude float64
	}{{"digital silence", 0}, {"hiss", 60}, {"loud hiss", 1500}} {
		t.Run(quiet.name, func(t *testing.T) {
			s := NewStream(LoadModel())
			for i := range 150 {
				hiss(rnd, frame, quiet.amplitude)
				s.Probability(frame)
				if i < idleFrames-1 && s.closed {
					t.Fatalf("closed after %d frames", i+1)
				}
			}
			if !s.closed {
				t.Error("three seconds of it do not close the gate")
			}
			hiss(rnd, frame, 8000)
			s.Probability(frame)
			if s.closed {
				t.Error("a louder sound does not open it")
			}
		})
	}
}

// TestGateLosesNoOnset compares with the network that hears every frame: when
// speech begins after silence, both have to find it within 40 ms of each other.
func TestGateLosesNoOnset(t *testing.T) {
	sound, _ := golden(t)
	sound = sound[8192:] // the voices, without the noise before them
	rnd := rand.New(rand.NewPCG(9, 9))
	model := LoadModel()
	gated, open := NewStream(model), NewSilero(model)
	frame := make([]int16, FrameSamples)
	for range 150 {
		hiss(rnd, frame, 10)
		gated.Probability(frame)
		open.Probability(frame)
	}
	first := map[string]int{}
	for i := 0; (i+1)*FrameSamples <= len(sound); i++ {
		frame := sound[i*FrameSamples : (i+1)*FrameSamples]
		for name, p := range map[string]float32{"gated": gated.Probability(frame), "open": open.Probability(frame)} {
			if _, found := first[name]; !found && p >= 0.5 {
				first[name] = i
			}
		}
	}
	if _, found := first["open"]; !found {
		t.Fatal("the network hears no speech at all")
	}
	if late := first["gated"] - first["open"]; late > 2 || late < -2 {
		t.Errorf("speech is found in frame %d with the gate, in %d without", first["gated"], first["open"])
	}
}

func TestStreamIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(Stream{}); size > 4096 {
		t.Errorf("a stream takes %d bytes", size)
	}
}

func TestSlidingMin(t *testing.T) {
	m := newSlidingMin(2)
	var got []float32
	for _, v := range []float32{5, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 7} {
		got = append(got, m.push(v))
	}
	want := []float32{5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 9, 9, 7}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("lowest values %v, want %v", got, want)
		}
	}
}
