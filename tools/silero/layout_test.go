package main

import (
	"math"
	"testing"
)

func TestFloat16(t *testing.T) {
	for v, want := range map[float32]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 0.33325195: 0x3555, 65504: 0x7bff,
		1 + 1.0/2048: 0x3c00, 1 + 3.0/2048: 0x3c02, // ties to even
		2 - 1.0/4096:    0x4000, // rounds up into the next power
		1.0 / (1 << 24): 0x0001, -1.0 / (1 << 15): 0x8200, 1.0 / (1 << 14): 0x0400,
		float32(math.Ldexp(1023.9, -24)): 0x0400, // the largest subnormal rounds up
	} {
		if got := float16(v); got != want {
			t.Errorf("%v is %#04x, want %#04x", v, got, want)
		}
	}
}

func TestLayoutNamesWhatIsMissing(t *testing.T) {
	if _, err := layout(map[string]tensor{}); err == nil {
		t.Error("an empty model has a layout")
	}
	wrong := map[string]tensor{"encoder.0.reparam_conv.weight": {shape: []int{1, 2, 3}}}
	if _, err := layout(wrong); err == nil {
		t.Error("a tensor of another shape is taken")
	}
}

func TestCollectRefusesRubbish(t *testing.T) {
	if err := collect([]byte{0x3a, 0xff}, map[string]tensor{}); err == nil {
		t.Error("a cut-off message is taken")
	}
}
