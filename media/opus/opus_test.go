package opus

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// speechLike is a voiced sound: a gliding pitch with its harmonics under an
// envelope of syllables, four a second.
func speechLike(rate int, length time.Duration) []int16 {
	pcm := make([]int16, int(length.Seconds()*float64(rate)))
	phase := 0.0
	for i := range pcm {
		at := float64(i) / float64(rate)
		phase += 2 * math.Pi * (140 + 30*math.Sin(2*math.Pi*0.7*at)) / float64(rate)
		sound := 0.0
		for k := 1; k <= 12; k++ {
			sound += math.Sin(float64(k)*phase) / float64(k)
		}
		envelope := 0.55 + 0.45*math.Sin(2*math.Pi*4*at)
		pcm[i] = int16(5000 * sound * envelope)
	}
	return pcm
}

// packets encodes pcm in packets of the given length.
func packets(t testing.TB, pcm []int16, opt EncoderOptions, each time.Duration) [][]byte {
	t.Helper()
	enc, err := NewEncoder(opt)
	if err != nil {
		t.Fatal(err)
	}
	rate := opt.Rate
	if rate == 0 {
		rate = 48000
	}
	n := int(each * time.Duration(rate) / time.Second)
	var out [][]byte
	buf := make([]byte, 8000)
	for ; len(pcm) >= n; pcm = pcm[n:] {
		p, err := enc.Encode(pcm[:n], buf)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, append([]byte(nil), p...))
	}
	return out
}

func newDecoder(t testing.TB) *Decoder {
	t.Helper()
	d, err := NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// snr compares got with want in decibels.
func snr(want, got []int16) float64 {
	var signal, noise float64
	for i := range min(len(want), len(got)) {
		signal += float64(want[i]) * float64(want[i])
		d := float64(want[i]) - float64(got[i])
		noise += d * d
	}
	return 10 * math.Log10(signal/max(noise, 1))
}

func TestDecodeKeepsTheSound(t *testing.T) {
	for _, rate := range []int{8000, 16000, 48000} {
		for _, each := range []time.Duration{
			2500 * time.Microsecond, 5 * time.Millisecond, 10 * time.Millisecond,
			20 * time.Millisecond, 40 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond,
		} {
			dec := newDecoder(t)
			pcm := make([]int16, MaxSamples)
			var got []int16
			for _, p := range packets(t, speechLike(rate, 720*time.Millisecond), EncoderOptions{Rate: rate, Bitrate: 48000}, each) {
				n, err := dec.Decode(p, pcm)
				if err != nil {
					t.Fatal(err)
				}
				if want := int(each * Rate / time.Second); n != want {
					t.Fatalf("%v at %d Hz: %d samples, want %d", each, rate, n, want)
				}
				got = append(got, pcm[:n]...)
			}
			// The decoder's own resampling adds a little to the encoder's
			// delay: the best of the near alignments is the right one. The
			// encoder's high-pass for voice turns the phase of the lowest
			// harmonic, which is where the loudest part of the difference
			// comes from; sound of a wrong rate would stay below 0 dB.
			want := speechLike(Rate, 720*time.Millisecond)
			best := math.Inf(-1)
			for delay := 60; delay < 160; delay++ {
				best = max(best, snr(want, got[delay:]))
			}
			if best < 3 {
				t.Errorf("%v at %d Hz: signal to noise %.1f dB", each, rate, best)
			}
		}
	}
}

func TestConcealmentIsBounded(t *testing.T) {
	dec := newDecoder(t)
	pcm := make([]int16, MaxSamples)
	stream := packets(t, speechLike(48000, time.Second), EncoderOptions{}, 20*time.Millisecond)
	for _, p := range stream[:20] {
		if _, err := dec.Decode(p, pcm); err != nil {
			t.Fatal(err)
		}
	}
	made := 0
	for range 10 {
		made += dec.Conceal(pcm[:320])
	}
	if made != MaxConcealed {
		t.Errorf("%d samples were made up, want %d", made, MaxConcealed)
	}
	if _, err := dec.Decode(stream[20], pcm); err != nil {
		t.Fatal(err)
	}
	if n := dec.Conceal(pcm[:321]); n != 320 {
		t.Errorf("after a real packet %d samples were made up, want whole steps of 321", n)
	}
}

func TestConcealmentSoundsLikeBefore(t *testing.T) {
	dec := newDecoder(t)
	pcm := make([]int16, MaxSamples)
	tone := make([]int16, 48000)
	for i := range tone {
		tone[i] = int16(8000 * math.Sin(2*math.Pi*200*float64(i)/48000))
	}
	for _, p := range packets(t, tone, EncoderOptions{}, 20*time.Millisecond) {
		if _, err := dec.Decode(p, pcm); err != nil {
			t.Fatal(err)
		}
	}
	n := dec.Conceal(pcm[:320])
	var energy float64
	for _, s := range pcm[:n] {
		energy += float64(s) * float64(s)
	}
	if level := math.Sqrt(energy / float64(n)); level < 1500 {
		t.Errorf("the gap in a tone of level 5657 was filled with level %.0f", level)
	}
}

func TestRecoverUsesTheNextPacketsCopy(t *testing.T) {
	sound := speechLike(16000, 2*time.Second)
	stream := packets(t, sound, EncoderOptions{Rate: 16000, Bitrate: 24000, LossPercent: 20}, 20*time.Millisecond)
	var clean, recovered, concealed []int16
	full, fec, plc := newDecoder(t), newDecoder(t), newDecoder(t)
	pcm := make([]int16, MaxSamples)
	copies := 0
	for i, p := range stream {
		n, err := full.Decode(p, pcm)
		if err != nil {
			t.Fatal(err)
		}
		clean = append(clean, pcm[:n]...)
		if i%5 == 3 && i+1 < len(stream) { // lost
			head, err := Parse(stream[i+1])
			if err != nil {
				t.Fatal(err)
			}
			if head.FEC {
				copies++
			}
			n = fec.Recover(stream[i+1], pcm[:320])
			recovered = append(recovered, pcm[:n]...)
			n = plc.Conceal(pcm[:320])
			concealed = append(concealed, pcm[:n]...)
			continue
		}
		if n, err = fec.Decode(p, pcm); err != nil {
			t.Fatal(err)
		}
		recovered = append(recovered, pcm[:n]...)
		if n, err = plc.Decode(p, pcm); err != nil {
			t.Fatal(err)
		}
		concealed = append(concealed, pcm[:n]...)
	}
	if copies < 10 {
		t.Fatalf("only %d of %d lost packets had a copy", copies, len(stream)/5)
	}
	with, without := snr(clean, recovered), snr(clean, concealed)
	if len(recovered) != len(clean) || with < without+2 {
		t.Errorf("recovered: %d of %d samples, %.1f dB; concealed: %.1f dB", len(recovered), len(clean), with, without)
	}
}

func TestRecoverWithoutACopyConceals(t *testing.T) {
	dec := newDecoder(t)
	pcm := make([]int16, MaxSamples)
	stream := packets(t, speechLike(48000, time.Second), EncoderOptions{}, 20*time.Millisecond)
	if _, err := dec.Decode(stream[0], pcm); err != nil {
		t.Fatal(err)
	}
	for _, next := range [][]byte{nil, {0xff}, stream[1]} {
		if n := dec.Recover(next, pcm[:320]); n != 320 {
			t.Errorf("next packet of %d bytes: %d samples", len(next), n)
		}
	}
	if n := dec.Recover(stream[1], pcm[:320*3]); n != MaxConcealed-3*320 {
		t.Errorf("beyond the bound: %d samples", n)
	}
}

func TestGarbageLeavesTheDecoderAlone(t *testing.T) {
	stream := packets(t, speechLike(48000, time.Second), EncoderOptions{}, 20*time.Millisecond)
	clean, disturbed := newDecoder(t), newDecoder(t)
	a, b := make([]int16, MaxSamples), make([]int16, MaxSamples)
	for i, p := range stream {
		for _, bad := range [][]byte{nil, {}, {0xff}, {0x03, 0x00}, {0x01, 0x02}} {
			if _, err := disturbed.Decode(bad, b); !errors.Is(err, ErrPayload) {
				t.Fatalf("payload % x: error %v", bad, err)
			}
		}
		n, err := clean.Decode(p, a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := disturbed.Decode(p, b); err != nil {
			t.Fatal(err)
		}
		if snr(a[:n], b[:n]) < 60 && i > 2 {
			t.Fatalf("packet %d decodes differently", i)
		}
	}
}

func TestResetForgets(t *testing.T) {
	stream := packets(t, speechLike(48000, time.Second), EncoderOptions{}, 20*time.Millisecond)
	fresh, used := newDecoder(t), newDecoder(t)
	a, b := make([]int16, MaxSamples), make([]int16, MaxSamples)
	for _, p := range stream {
		if _, err := used.Decode(p, b); err != nil {
			t.Fatal(err)
		}
	}
	if err := used.Reset(); err != nil {
		t.Fatal(err)
	}
	for i, p := range stream[:5] {
		n, err := fresh.Decode(p, a)
		if err != nil {
			t.Fatal(err)
		}
		m, err := used.Decode(p, b)
		if err != nil || n != m {
			t.Fatal(n, m, err)
		}
		for k := range n {
			if a[k] != b[k] {
				t.Fatalf("packet %d differs at sample %d", i, k)
			}
		}
	}
}

func TestEncoderRefusesWhatOpusDoesNotKnow(t *testing.T) {
	if _, err := NewEncoder(EncoderOptions{Rate: 44100}); err == nil {
		t.Error("44.1 kHz was accepted")
	}
	if _, err := NewEncoder(EncoderOptions{LossPercent: 101}); err == nil {
		t.Error("a loss of 101 % was accepted")
	}
	enc, err := NewEncoder(EncoderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := enc.Encode(make([]int16, 100), make([]byte, 100)); err == nil {
		t.Error("100 samples were accepted")
	}
}

func TestDTXSendsLittleInSilence(t *testing.T) {
	empty := 0
	stream := packets(t, make([]int16, 48000*4), EncoderOptions{DTX: true}, 20*time.Millisecond)
	for _, p := range stream {
		head, err := Parse(p)
		if err != nil {
			t.Fatal(err)
		}
		if head.DTX {
			empty++
		}
	}
	if empty < len(stream)*3/4 {
		t.Errorf("%d of %d packets of silence are empty", empty, len(stream))
	}
}

func TestNothingIsAllocatedPerPacket(t *testing.T) {
	dec := newDecoder(t)
	enc, err := NewEncoder(EncoderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	pcm, buf, in := make([]int16, MaxSamples), make([]byte, 1500), speechLike(48000, 20*time.Millisecond)
	next := packets(t, speechLike(48000, time.Second), EncoderOptions{}, 20*time.Millisecond)[40]
	allocs := testing.AllocsPerRun(200, func() {
		p, err := enc.Encode(in, buf)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dec.Decode(p, pcm); err != nil {
			t.Fatal(err)
		}
		dec.Conceal(pcm[:320])
		dec.Recover(next, pcm[:320])
	})
	if allocs != 0 {
		t.Errorf("%v allocations a packet", allocs)
	}
}

func FuzzDecode(f *testing.F) {
	for _, p := range packets(f, speechLike(48000, 200*time.Millisecond), EncoderOptions{LossPercent: 10}, 20*time.Millisecond) {
		f.Add(p)
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0x03, 0xc2, 0xff, 0xff, 0x01, 0x00})
	f.Add([]byte{0x02, 0xfc, 0x01})
	f.Add([]byte{0x00})
	f.Fuzz(func(t *testing.T, payload []byte) {
		dec, err := NewDecoder()
		if err != nil {
			t.Fatal(err)
		}
		pcm := make([]int16, MaxSamples)
		for range 2 {
			head, perr := Parse(payload)
			n, err := dec.Decode(payload, pcm)
			if (err == nil) != (perr == nil) {
				t.Fatalf("parse says %v, libopus says %v", perr, err)
			}
			if err == nil && n != head.Samples() {
				t.Fatalf("%d samples, want %d", n, head.Samples())
			}
			dec.Recover(payload, pcm[:320])
		}
	})
}

func BenchmarkDecode20ms(b *testing.B) {
	stream := packets(b, speechLike(48000, 2*time.Second), EncoderOptions{Bitrate: 32000}, 20*time.Millisecond)
	dec, pcm := newDecoder(b), make([]int16, MaxSamples)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dec.Decode(stream[i%len(stream)], pcm); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkConceal20ms(b *testing.B) {
	stream := packets(b, speechLike(48000, 2*time.Second), EncoderOptions{Bitrate: 32000}, 20*time.Millisecond)
	dec, pcm := newDecoder(b), make([]int16, MaxSamples)
	i := 0
	b.ReportAllocs()
	for b.Loop() { // one lost packet in two, so that the bound is never met
		if _, err := dec.Decode(stream[i%len(stream)], pcm); err != nil {
			b.Fatal(err)
		}
		dec.Conceal(pcm[:320])
		i++
	}
}

// garbage is seeded random bytes.
func garbage(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
