package vad

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkSileroWindow(b *testing.B) {
	rnd := rand.New(rand.NewPCG(5, 5))
	s := NewSilero(LoadModel())
	for i := range s.samples {
		s.samples[i] = int16(rnd.NormFloat64() * 3000)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.infer()
	}
}

func BenchmarkSileroWindowPortable(b *testing.B) {
	m := LoadModel()
	m.avx2 = 0
	s := NewSilero(m)
	for b.Loop() {
		s.infer()
	}
}
