package vad

/*
#cgo CFLAGS: -O3 -Wno-psabi
#cgo LDFLAGS: -lm
#cgo noescape silero_window
#cgo nocallback silero_window
#cgo noescape silero_tables
#cgo nocallback silero_tables
#include "silero.h"
*/
import "C"

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
)

// sileroFile holds the weights of Silero VAD v6 (MIT licence, see
// silero_LICENSE) as half-precision numbers, made by tools/silero.
//
//go:embed silero_v6.f16
var sileroFile []byte

const (
	sileroContext = C.SILERO_CONTEXT
	sileroWindow  = C.SILERO_WINDOW
)

// Model is what all streams share: 0.9 MB of weights, never written again.
// One is enough for a process.
type Model struct {
	weights, tables []float32
	avx2            C.int
}

// LoadModel unpacks the embedded weights.
func LoadModel() *Model {
	m, err := ParseModel(sileroFile)
	if err != nil {
		panic(err) // the build embedded a file that is not the network's
	}
	return m
}

// ParseModel unpacks weights that tools/silero has written, such as those of
// another version of the model. Numbers it cannot compute with are an error.
func ParseModel(file []byte) (*Model, error) {
	m := &Model{
		weights: make([]float32, C.SILERO_WEIGHTS),
		tables:  make([]float32, C.SILERO_TABLES),
		avx2:    C.silero_has_avx2(),
	}
	if len(file) != 2*len(m.weights) {
		return nil, fmt.Errorf("vad: weights have %d bytes, the network needs %d", len(file), 2*len(m.weights))
	}
	for i := range m.weights {
		half := binary.LittleEndian.Uint16(file[2*i:])
		if half>>10&31 == 31 {
			return nil, fmt.Errorf("vad: weight %d is no number", i)
		}
		m.weights[i] = fromHalf(half)
	}
	C.silero_tables((*C.float)(&m.tables[0]))
	return m, nil
}

// fromHalf widens a half-precision number (IEEE 754 binary16) that is neither
// infinite nor NaN.
func fromHalf(half uint16) float32 {
	sign, exponent, mantissa := uint32(half>>15)<<31, uint32(half>>10&31), uint32(half&1023)
	if exponent == 0 {
		v := float32(mantissa) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | mantissa<<13)
}

// Silero is the neural detector Silero VAD v6 on an inference of our own. It
// regroups frames into windows of 512 samples (32 ms) with 64 samples of
// context; between windows the last probability stands. One stream takes
// about 2.3 KB; the weights (0.9 MB) are shared.
type Silero struct {
	model *Model
	// samples holds the context and what has come of the window.
	samples     [sileroContext + sileroWindow]int16
	filled      int
	state       [2 * C.SILERO_HIDDEN]float32
	probability float32
}

// NewSilero returns a detector for one stream.
func NewSilero(model *Model) *Silero { return &Silero{model: model} }

// Probability implements Detector.
func (s *Silero) Probability(frame []int16) float32 {
	mustFrame(frame)
	for len(frame) > 0 {
		n := copy(s.samples[sileroContext+s.filled:], frame)
		frame = frame[n:]
		s.filled += n
		if s.filled == sileroWindow {
			s.infer()
		}
	}
	return s.probability
}

// infer judges the full window and keeps its end as the next one's context.
func (s *Silero) infer() {
	s.probability = float32(C.silero_window(
		(*C.float)(&s.model.weights[0]), (*C.float)(&s.model.tables[0]),
		(*C.int16_t)(&s.samples[0]), (*C.float)(&s.state[0]), s.model.avx2))
	copy(s.samples[:sileroContext], s.samples[sileroWindow:])
	s.filled = 0
}

// Reset implements Detector.
func (s *Silero) Reset() { *s = Silero{model: s.model} }
