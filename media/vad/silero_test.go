package vad

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

// golden returns a recording (noise, an English and a Russian voice) and what
// the original model said about each of its windows (tools/silero).
func golden(t *testing.T) ([]int16, []float64) {
	t.Helper()
	raw, err := os.ReadFile("testdata/golden.s16")
	if err != nil {
		t.Fatal(err)
	}
	sound := make([]int16, len(raw)/2)
	for i := range sound {
		sound[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	text, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for _, line := range strings.Fields(string(text)) {
		v, err := strconv.ParseFloat(line, 64)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, v)
	}
	return sound, want
}

// TestSileroEqualsTheOriginal compares with onnxruntime's answers. What
// differs is the weights' half precision.
func TestSileroEqualsTheOriginal(t *testing.T) {
	sound, want := golden(t)
	model := LoadModel()
	for name, avx2 := range map[string]bool{"fast": true, "portable": false} {
		t.Run(name, func(t *testing.T) {
			m := *model
			if !avx2 {
				m.avx2 = 0
			}
			s := NewSilero(&m)
			speech := 0
			for i, w := range want {
				copy(s.samples[sileroContext:], sound[i*sileroWindow:(i+1)*sileroWindow])
				s.infer()
				if math.Abs(float64(s.probability)-w) > 0.003 {
					t.Errorf("window %d: %.6f, the original says %.6f", i, s.probability, w)
				}
				if w > 0.5 {
					speech++
				}
			}
			if speech < len(want)/3 || speech > len(want)*9/10 {
				t.Errorf("%d of %d windows are speech: the recording does not test both answers", speech, len(want))
			}
		})
	}
}

// TestSileroRegroupsFrames feeds 20 ms frames and expects the answers of the
// 32 ms windows that are complete by then.
func TestSileroRegroupsFrames(t *testing.T) {
	sound, want := golden(t)
	s := NewSilero(LoadModel())
	for i := 0; (i+1)*FrameSamples <= len(sound); i++ {
		got := s.Probability(sound[i*FrameSamples : (i+1)*FrameSamples])
		expected := 0.0
		if windows := (i + 1) * FrameSamples / sileroWindow; windows > 0 {
			expected = want[windows-1]
		}
		if math.Abs(float64(got)-expected) > 0.003 {
			t.Fatalf("frame %d: %.6f, want %.6f", i, got, expected)
		}
	}
	first := NewSilero(s.model)
	s.Reset()
	for i := range 10 {
		frame := sound[i*FrameSamples : (i+1)*FrameSamples]
		if a, b := s.Probability(frame), first.Probability(frame); a != b {
			t.Fatalf("frame %d after Reset: %v, a new detector says %v", i, a, b)
		}
	}
}

func TestSileroOnExtremeSound(t *testing.T) {
	s := NewSilero(LoadModel())
	rnd := rand.New(rand.NewPCG(1, 1))
	frame := make([]int16, FrameSamples)
	for name, fill := range map[string]func(i int) int16{
		"silence":      func(int) int16 { return 0 },
		"square wave":  func(i int) int16 { return int16(32767 - 65535*(i/40%2)) },
		"lowest value": func(int) int16 { return -32768 },
		"full noise":   func(int) int16 { return int16(rnd.Uint32()) },
	} {
		for range 100 {
			for i := range frame {
				frame[i] = fill(i)
			}
			if p := s.Probability(frame); !(p >= 0 && p <= 1) {
				t.Fatalf("%s: probability %v", name, p)
			}
		}
	}
}

func TestSileroIsSmallAndAllocatesNothing(t *testing.T) {
	s := NewSilero(LoadModel())
	if size := unsafe.Sizeof(*s); size > 4096 {
		t.Errorf("a stream takes %d bytes", size)
	}
	frame := make([]int16, FrameSamples)
	if n := testing.AllocsPerRun(100, func() { s.Probability(frame) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestFromHalf(t *testing.T) {
	for half, want := range map[uint16]float32{
		0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.33325195, 0x7bff: 65504,
		0x0001: 1.0 / (1 << 24), 0x8200: -1.0 / (1 << 15), 0x0400: 1.0 / (1 << 14),
	} {
		if got := fromHalf(half); got != want {
			t.Errorf("%#04x is %v, want %v", half, got, want)
		}
	}
}

func TestParseModelRefusesOtherFiles(t *testing.T) {
	if _, err := ParseModel(sileroFile[:len(sileroFile)-2]); err == nil {
		t.Error("a short file is taken")
	}
	broken := append([]byte(nil), sileroFile...)
	broken[100], broken[101] = 0x00, 0x7c // infinity
	if _, err := ParseModel(broken); err == nil {
		t.Error("an infinite weight is taken")
	}
}
