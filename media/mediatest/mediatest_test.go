package mediatest

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

func voices(t *testing.T) []Voice {
	t.Helper()
	v, err := Voices()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVoices(t *testing.T) {
	all := voices(t)
	if len(all) != 11 {
		t.Errorf("%d voices", len(all))
	}
	for _, v := range all {
		length := time.Duration(len(v.PCM)) * time.Second / vad.SampleRate
		if length < 5*time.Second || length > 13*time.Second {
			t.Errorf("%s lasts %v", v.Name, length)
		}
		if l := Labels(v.PCM); !l[0] || !l[len(l)-1] {
			t.Errorf("%s begins or ends with silence", v.Name)
		}
	}
}

func TestNoiseIsAFunctionOfItsSeed(t *testing.T) {
	all := voices(t)
	const n = 3 * vad.SampleRate
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			one, again, other := Noise(kind, 1, n, -30, all), Noise(kind, 1, n, -30, all), Noise(kind, 2, n, -30, all)
			if !slices.Equal(one, again) {
				t.Error("the same seed gives other sound")
			}
			if slices.Equal(one, other) {
				t.Error("another seed gives the same sound")
			}
			if got := levelOf(PCM(one)); math.Abs(got+30) > 0.1 {
				t.Errorf("level %.2f dBFS, want -30", got)
			}
		})
	}
}

// TestNoisesDiffer checks what makes each noise hard: hiss is steady, clicks
// are short, music has no pause, babble neither.
func TestNoisesDiffer(t *testing.T) {
	all := voices(t)
	quiet := map[Kind]float64{} // share of frames 15 dB below the mean
	for _, kind := range Kinds() {
		pcm := PCM(Noise(kind, 3, 20*vad.SampleRate, -30, all))
		frames, below := 0, 0
		for ; len(pcm) >= vad.FrameSamples; pcm = pcm[vad.FrameSamples:] {
			frames++
			if levelOf(pcm[:vad.FrameSamples]) < -45 {
				below++
			}
		}
		quiet[kind] = float64(below) / float64(frames)
	}
	if quiet[White] > 0 || quiet[Babble] > 0.01 || quiet[Music] > 0.1 || quiet[Clicks] < 0.5 {
		t.Errorf("share of quiet frames: %v", quiet)
	}
}

func TestSetHasTheRatioItSays(t *testing.T) {
	some := voices(t)[:2]
	silence := 500 * time.Millisecond
	speech, labels := Speech(some, silence)
	for _, s := range Set(5, some, silence, 10) {
		var signal, noise []float64
		for i, v := range s.PCM {
			if labels[i/vad.FrameSamples] {
				signal = append(signal, speech[i])
			}
			noise = append(noise, float64(v)-speech[i])
		}
		if got := 20 * math.Log10(rms(signal)/rms(noise)); math.Abs(got-10) > 0.3 {
			t.Errorf("%s: %.2f dB, want 10", s.Noise, got)
		}
		if got := 20 * math.Log10(rms(signal)/fullScale); math.Abs(got-SpeechLevel) > 0.5 {
			t.Errorf("%s: speech at %.2f dBFS", s.Noise, got)
		}
		if len(s.Labels) != len(s.PCM)/vad.FrameSamples {
			t.Errorf("%s: %d labels for %d samples", s.Noise, len(s.Labels), len(s.PCM))
		}
		if s.Labels[0] || s.Labels[len(s.Labels)-1] {
			t.Errorf("%s: the silence around the voices is labelled as speech", s.Noise)
		}
	}
}

// bits writes frames as text: x for speech.
func bits(s string) []bool {
	b := make([]bool, len(s))
	for i := range s {
		b[i] = s[i] == 'x'
	}
	return b
}

func TestBridge(t *testing.T) {
	for in, want := range map[string]string{
		"":             "",
		"....":         "....",
		"x..x":         "xxxx",
		"x...x":        "x...x",
		"..x.x...x..x": "..xxx...xxxx",
	} {
		if got := Bridge(bits(in), 3); !slices.Equal(got, bits(want)) {
			t.Errorf("%q becomes %v, want %q", in, got, want)
		}
	}
}

func TestLabels(t *testing.T) {
	sound := make([]float64, 60*vad.FrameSamples)
	fill := func(from, to int, amplitude float64) {
		for i := from * vad.FrameSamples; i < to*vad.FrameSamples; i++ {
			sound[i] = amplitude * math.Sin(float64(i)*0.2)
		}
	}
	fill(0, 60, 20)     // the room
	fill(10, 20, 5000)  // a word
	fill(25, 30, 500)   // a soft one, after a gap of 100 ms
	fill(45, 50, 10000) // another, after 300 ms
	labels := Labels(PCM(sound))
	want := bits("..........xxxxxxxxxxxxxxxxxxxx...............xxxxx..........")
	if !slices.Equal(labels, want) {
		t.Errorf("labels %v", labels)
	}
	for i, speech := range Labels(make([]int16, 10*vad.FrameSamples)) {
		if speech {
			t.Errorf("frame %d of digital silence is speech", i)
		}
	}
}

// script answers with prepared probabilities.
type script []float32

func (s *script) Probability([]int16) float32 { p := (*s)[0]; *s = (*s)[1:]; return p }
func (s *script) Reset()                      {}

func TestDecideAndScore(t *testing.T) {
	s := script{0, 0.4, 0.6, 0.4, 0.3, 0.4, 0, 0}
	got := Decide(&s, make([]int16, 8*vad.FrameSamples), 0.5, 0.35)
	if want := bits("..xx...."); !slices.Equal(got, want) {
		t.Errorf("decisions %v, want %v", got, want)
	}
	score := Count(bits(".xxx.x.."), got)
	if want := (Score{Hits: 2, Misses: 2}); score != want {
		t.Errorf("score %+v, want %+v", score, want)
	}
	if f1 := (Score{Hits: 6, FalseAlarms: 1, Misses: 3}).F1(); math.Abs(f1-0.75) > 1e-9 {
		t.Errorf("F1 %v", f1)
	}
	if f1 := (Score{}).F1(); f1 != 0 {
		t.Errorf("F1 of nothing %v", f1)
	}
}
