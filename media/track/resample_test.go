package track

import (
	"math"
	"testing"
)

func sine(rate int, hz float64, n int) []int16 {
	pcm := make([]int16, n)
	for i := range pcm {
		pcm[i] = int16(math.Round(20000 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))))
	}
	return pcm
}

func resampled(t testing.TB, rate int, in []int16, piece int) []int16 {
	t.Helper()
	r, err := NewResampler(rate)
	if err != nil {
		t.Fatal(err)
	}
	var out []int16
	for len(in) > 0 {
		n := min(piece, len(in))
		out = append(out, r.Process(in[:n])...)
		in = in[n:]
	}
	return out
}

func TestResamplerQuality(t *testing.T) {
	for _, rate := range []int{8000, 11025, 12000, 22050, 24000, 32000, 44100, 48000, 96000} {
		worst := math.Inf(1)
		for _, hz := range []float64{100, 440, 1000, 2500, 3200, 4500, 6000} {
			if hz > 0.4*float64(rate) {
				continue
			}
			out := resampled(t, rate, sine(rate, hz, rate/4), 441)
			if len(out) < 3900 || len(out) > 4000 {
				t.Fatalf("a quarter of a second at %d Hz became %d samples", rate, len(out))
			}
			want := sine(Rate, hz, len(out))
			worst = min(worst, snr(want[200:], out[200:]))
		}
		if worst < 70 {
			t.Errorf("from %d Hz: signal to noise %.1f dB", rate, worst)
		}
	}
}

func TestResamplerLetsNothingAlias(t *testing.T) {
	for _, rate := range []int{22050, 24000, 32000, 44100, 48000} {
		for _, hz := range []float64{8600, 9500, 10900} {
			out := resampled(t, rate, sine(rate, hz, rate/4), 960)
			peak := 0.0
			for _, s := range out[200:] {
				peak = max(peak, math.Abs(float64(s)))
			}
			if db := 20 * math.Log10(20000/max(peak, 1)); db < 70 {
				t.Errorf("%.0f Hz at %d Hz comes through at −%.0f dB", hz, rate, db)
			}
		}
	}
}

func TestResamplerDoesNotCareAboutPieces(t *testing.T) {
	in := sine(44100, 997, 11025)
	whole := resampled(t, 44100, in, len(in))
	for _, piece := range []int{1, 7, 160, 4410} {
		got := resampled(t, 44100, in, piece)
		if len(got) != len(whole) {
			t.Fatalf("in pieces of %d: %d samples, whole %d", piece, len(got), len(whole))
		}
		for i := range got {
			if got[i] != whole[i] {
				t.Fatalf("in pieces of %d: sample %d differs", piece, i)
			}
		}
	}
}

func TestResamplerClips(t *testing.T) {
	in := make([]int16, 4800)
	for i := range in { // a full-scale square wave overshoots when filtered
		in[i] = math.MaxInt16
		if i/48%2 == 1 {
			in[i] = math.MinInt16
		}
	}
	for i, s := range resampled(t, 48000, in, 480)[100:] {
		if phase := (i + 100) % 32; phase == 8 && s < 25000 || phase == 24 && s > -25000 {
			t.Fatalf("sample %d has turned around: %d", i, s)
		}
	}
}

func BenchmarkResample48kHz20ms(b *testing.B) {
	r, err := NewResampler(48000)
	if err != nil {
		b.Fatal(err)
	}
	in := sine(48000, 440, 960)
	b.ReportAllocs()
	for b.Loop() {
		r.Process(in)
	}
}
