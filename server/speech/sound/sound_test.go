package sound

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func noise(d time.Duration, amplitude int) []int16 {
	r := rand.New(rand.NewPCG(7, 7))
	pcm := make([]int16, Samples(d))
	for i := range pcm {
		pcm[i] = int16(r.IntN(2*amplitude+1) - amplitude)
	}
	return pcm
}

func tone(d time.Duration) []int16 {
	pcm := make([]int16, Samples(d))
	for i := range pcm {
		pcm[i] = int16(8000 * math.Sin(float64(i)/7))
	}
	return pcm
}

func TestSilent(t *testing.T) {
	offset := make([]int16, Rate)
	for i := range offset {
		offset[i] = 900
	}
	click := make([]int16, Rate)
	copy(click[5000:], tone(20*time.Millisecond))
	for story, tc := range map[string]struct {
		pcm  []int16
		want bool
	}{
		"nothing": {nil, true}, "zeros": {make([]int16, Rate), true}, "hiss": {noise(time.Second, 40), true},
		"an offset": {offset, true}, "a click": {click, true}, "a whisper": {noise(time.Second, 300), false},
		"a syllable": {append(make([]int16, Rate), tone(100*time.Millisecond)...), false},
	} {
		if Silent(tc.pcm) != tc.want {
			t.Errorf("%s: silent is %v", story, !tc.want)
		}
	}
}

func TestSplitFindsSpeechBetweenSilences(t *testing.T) {
	pcm := append(noise(2*time.Second, 30), tone(time.Second)...)
	pcm = append(pcm, noise(300*time.Millisecond, 30)...) // a pause within
	pcm = append(pcm, tone(time.Second)...)
	pcm = append(pcm, noise(5*time.Second, 30)...)
	pcm = append(pcm, tone(3*time.Second)...)
	spans := Split(pcm, 2*time.Second)
	want := []float64{1.8, 4.5, 9.1, 12.3}
	if len(spans) < 3 || math.Abs(float64(spans[0].From)/Rate-want[0]) > 0.05 || spans[len(spans)-1].To != len(pcm) {
		t.Fatalf("%v", spans)
	}
	for i, s := range spans {
		if s.To-s.From > 2*Rate || s.To <= s.From || i > 0 && s.From < spans[i-1].To {
			t.Errorf("span %d is %v", i, s)
		}
	}
	if got := Split(noise(time.Minute, 30), time.Second*20); len(got) != 0 {
		t.Errorf("speech in noise: %v", got)
	}
}

func TestCutCoversEverythingAndCutsInPauses(t *testing.T) {
	pcm := append(tone(7*time.Second), make([]int16, Rate/2)...)
	pcm = append(pcm, tone(7*time.Second)...)
	spans := Cut(pcm, 10*time.Second)
	if len(spans) != 2 || spans[0].From != 0 || spans[0].To != spans[1].From || spans[1].To != len(pcm) {
		t.Fatalf("%v", spans)
	}
	if at := float64(spans[0].To) / Rate; at < 7 || at > 7.5 {
		t.Errorf("cut at %v s, not in the pause", at)
	}
	if got := Cut(nil, time.Second); len(got) != 1 || got[0].To != 0 {
		t.Errorf("%v", got)
	}
}
