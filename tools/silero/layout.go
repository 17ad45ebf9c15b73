package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// layout puts the weights in the order in which silero.c walks through memory:
// for each block of outputs, for each input, for each tap, the block's
// outputs. Taps that only ever meet padding are left out.
func layout(tensors map[string]tensor) ([]byte, error) {
	var out []byte
	need := func(name string, shape ...int) (tensor, error) {
		t, ok := tensors[name]
		if !ok {
			return t, fmt.Errorf("the model has no tensor %s", name)
		}
		if !slices.Equal(t.shape, shape) {
			return t, fmt.Errorf("tensor %s has shape %v, expected %v: another version of the model?", name, t.shape, shape)
		}
		return t, nil
	}
	put := func(v float32) { out = binary.LittleEndian.AppendUint16(out, float16(v)) }

	for _, c := range []struct {
		name     string
		outs     int
		ins      int
		block    int
		from, to int // taps used
	}{
		{"encoder.0.reparam_conv", 128, 129, 16, 0, 3},
		{"encoder.1.reparam_conv", 64, 128, 32, 0, 3},
		{"encoder.2.reparam_conv", 64, 64, 64, 1, 3},  // stride 2 on two steps: the first tap meets padding
		{"encoder.3.reparam_conv", 128, 64, 64, 1, 2}, // one step: the outer taps meet padding
	} {
		w, err := need(c.name+".weight", c.outs, c.ins, 3)
		if err != nil {
			return nil, err
		}
		b, err := need(c.name+".bias", c.outs)
		if err != nil {
			return nil, err
		}
		for first := 0; first < c.outs; first += c.block {
			for in := range c.ins {
				for tap := c.from; tap < c.to; tap++ {
					for o := first; o < first+c.block; o++ {
						put(w.data[(o*c.ins+in)*3+tap])
					}
				}
			}
		}
		for _, v := range b.data {
			put(v)
		}
	}

	const hidden, gates, block = 128, 512, 64
	ih, err := need("decoder.rnn.weight_ih", gates, hidden)
	if err != nil {
		return nil, err
	}
	hh, err := need("decoder.rnn.weight_hh", gates, hidden)
	if err != nil {
		return nil, err
	}
	for first := 0; first < gates; first += block {
		for _, w := range []tensor{ih, hh} {
			for in := range hidden {
				for o := first; o < first+block; o++ {
					put(w.data[o*hidden+in])
				}
			}
		}
	}
	bi, err := need("decoder.rnn.bias_ih", gates)
	if err != nil {
		return nil, err
	}
	bh, err := need("decoder.rnn.bias_hh", gates)
	if err != nil {
		return nil, err
	}
	for i := range gates {
		put(bi.data[i] + bh.data[i])
	}
	last, err := need("decoder.decoder.2.weight", 1, hidden, 1)
	if err != nil {
		return nil, err
	}
	for _, v := range last.data {
		put(v)
	}
	bias, err := need("decoder.decoder.2.bias", 1)
	if err != nil {
		return nil, err
	}
	put(bias.data[0])
	return out, nil
}

// float16 rounds to the nearest half-precision number (IEEE 754 binary16), ties
// to even. The weights are all far from its limits.
func float16(v float32) uint16 {
	bits := math.Float32bits(v)
	sign := uint16(bits >> 16 & 0x8000)
	magnitude := math.Abs(float64(v))
	if magnitude < 1.0/(1<<14) { // subnormal: multiples of 2^-24
		return sign | uint16(math.RoundToEven(magnitude*(1<<24)))
	}
	fraction, exponent := math.Frexp(magnitude) // in [0.5, 1)
	mantissa := math.RoundToEven(fraction * (1 << 11))
	if mantissa == 1<<11 {
		mantissa, exponent = 1<<10, exponent+1
	}
	return sign | uint16(exponent+14)<<10 + (uint16(mantissa) - 1<<10)
}
