package vad

import (
	"math"
	"math/rand/v2"
	"testing"
)

// tone fills a frame with a sine of the given amplitude.
func tone(frame []int16, amplitude float64) {
	for i := range frame {
		frame[i] = int16(amplitude * math.Sin(2*math.Pi*300*float64(i)/SampleRate))
	}
}

func TestEnergy(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	noise := func(frame []int16, amplitude float64) {
		for i := range frame {
			frame[i] = int16(rnd.NormFloat64() * amplitude)
		}
	}
	d := NewEnergy()
	frame := make([]int16, FrameSamples)
	for i := range 200 {
		noise(frame, 100)
		if p := d.Probability(frame); p > 0.1 {
			t.Fatalf("frame %d of steady noise: probability %v", i, p)
		}
	}
	tone(frame, 3000)
	if p := d.Probability(frame); p < 0.9 {
		t.Errorf("a tone 25 dB over the noise: probability %v", p)
	}
	clear(frame)
	if p := d.Probability(frame); p != 0 {
		t.Errorf("digital silence: probability %v", p)
	}
	tone(frame, 20)
	if p := d.Probability(frame); p != 0 {
		t.Errorf("a tone below the quietest speech: probability %v", p)
	}
	d.Reset()
	noise(frame, 3000)
	if p := d.Probability(frame); p > 0.1 {
		t.Errorf("first frame after reset: probability %v, although nothing quieter was heard", p)
	}
	if n := testing.AllocsPerRun(100, func() { d.Probability(frame) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestLevel(t *testing.T) {
	frame := make([]int16, FrameSamples)
	if got := levelDBFS(frame); got != silenceDBFS {
		t.Errorf("digital silence: %v dBFS", got)
	}
	for i := range frame {
		frame[i] = 5000
	}
	if got := levelDBFS(frame); got != silenceDBFS {
		t.Errorf("a constant offset: %v dBFS, want none: it cannot be heard", got)
	}
	for i := range frame {
		frame[i] = int16(3277 * (1 - 2*(i%2)))
	}
	if got := levelDBFS(frame); math.Abs(float64(got)+20) > 0.1 {
		t.Errorf("a square wave at a tenth of full scale: %v dBFS, want -20", got)
	}
}

func TestFrameLengthIsChecked(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a frame of 10 ms is taken")
		}
	}()
	NewEnergy().Probability(make([]int16, 160))
}
