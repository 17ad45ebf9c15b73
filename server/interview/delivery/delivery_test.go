package delivery

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

const second = time.Second

// said is an answer of n words without fillers.
func said(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

func TestMeasureFromSpans(t *testing.T) {
	// Out of order, touching and beyond the ends: as somebody else may hand them.
	f := Measure(Input{Language: "en", Text: said(40), Sound: Sound{
		Length: 30 * second,
		Speech: []Span{
			{Start: 14 * second, End: 20 * second},
			{Start: 2 * second, End: 8 * second},
			{Start: 8100 * time.Millisecond, End: 9 * second},
			{Start: 21200 * time.Millisecond, End: 40 * second},
			{Start: 5 * second, End: 6 * second},
			{Start: 7 * second, End: 7 * second},
		},
	}})
	want := Figures{
		Language: "en", Enough: true, Words: 40, Length: 30 * second, Before: 2 * second,
		Speaking: 23 * second, Voiced: 21800 * time.Millisecond,
		Pauses:     []Pause{{Start: 9 * second, Length: 5 * second}},
		PauseCount: 1, PauseTotal: 5 * second, PauseLongest: 5 * second, LongestRun: 16 * second, Spread: -1,
		Gauges: []Gauge{
			{Name: Pace, Value: 104.3, Low: 120, High: 170, Verdict: Below},
			{Name: Pauses, Value: 2, High: 4, Verdict: In},
			{Name: Fillers, High: 5, Verdict: In},
			{Name: Run, Value: 16, Low: 4, High: 60, Verdict: In},
			{Name: Talk, Value: 72.7, Low: 55, High: 95, Verdict: In},
		},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("%+v", f)
	}
}

func TestTooLittle(t *testing.T) {
	long := Sound{Length: 20 * second, Speech: []Span{{Start: 0, End: 12 * second}}}
	for name, in := range map[string]Input{
		"nothing":            {},
		"few words":          {Language: "en", Text: said(9), Sound: long},
		"little speech":      {Language: "en", Text: said(30), Sound: Sound{Length: 20 * second, Speech: []Span{{Start: 0, End: 4900 * time.Millisecond}}}},
		"no sound":           {Language: "en", Text: said(30)},
		"silence":            {Language: "en", Text: said(30), Sound: Sound{Length: 20 * second}},
		"few Chinese ones":   {Language: "zh", Text: "我先看日志，然后", Sound: long},
		"an answer of signs": {Language: "en", Text: "... ?! ,", Sound: long},
	} {
		f := Measure(in)
		if f.Enough || f.Gauges != nil {
			t.Errorf("%s: %+v", name, f)
		}
		if a := Advise("en", f); a.Gauge != "" || !strings.Contains(a.Text, "Too little") {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if f := Measure(Input{Language: "en", Text: said(10), Sound: long}); !f.Enough {
		t.Errorf("ten words in twelve seconds: %+v", f)
	}
}

func TestChineseIsCountedInCharacters(t *testing.T) {
	f := Measure(Input{
		Language: "zh", Text: "我们用 Redis 做缓存，后来改用了消息队列。",
		Sound: Sound{Length: 10 * second, Speech: []Span{{Start: 0, End: 6 * second}}},
	})
	g, ok := f.Gauge(Pace)
	if f.Words != 16 || !ok || g.Value != 160 || g.Verdict != In {
		t.Errorf("%d characters, %+v", f.Words, g)
	}
	if lines := Lines("zh", f); lines[0].Value != "每分钟 160 字" {
		t.Errorf("%+v", lines[0])
	}
	if _, ok := f.Gauge(Volume); ok {
		t.Error("volume without levels")
	}
}

func TestSpread(t *testing.T) {
	levels := make([]float64, 1000)
	for i := range levels {
		levels[i] = -25
		if i >= 500 {
			levels[i] = -37
		}
	}
	s := Sound{Length: 20 * second, Levels: levels, Speech: []Span{{Start: 0, End: 20 * second}}}
	if got := spread(s); got != 12 {
		t.Errorf("half of it softer by 12 dB: %v", got)
	}
	s.Speech = []Span{{Start: 0, End: 4 * second}, {Start: 19 * second, End: 40 * second}}
	if got := spread(s); got != 12 {
		t.Errorf("over a gap and beyond the end: %v", got)
	}
	s.Speech = []Span{{Start: 0, End: 4 * second}}
	if got := spread(s); got != -1 {
		t.Errorf("of four seconds: %v", got)
	}
}

func TestMerge(t *testing.T) {
	one := Figures{
		Language: "en", Words: 100, Length: 60 * second, Before: second, Speaking: 50 * second, Voiced: 40 * second, Spread: 4,
		Pauses: []Pause{{Start: second, Length: 2 * second}}, PauseCount: 1, PauseTotal: 2 * second, PauseLongest: 2 * second, LongestRun: 30 * second,
		Fillers: []Filler{{Text: "um", Count: 1, Places: []Place{{To: 2}}}}, FillerCount: 1,
	}
	two := Figures{
		Language: "en", Words: 50, Length: 30 * second, Before: 2 * second, Speaking: 20 * second, Voiced: 10 * second, Spread: 9,
		PauseCount: 2, PauseTotal: 5 * second, PauseLongest: 3 * second, LongestRun: 12 * second,
		Fillers: []Filler{{Text: "like", Count: 3}, {Text: "um", Count: 1}}, FillerCount: 4,
	}
	got := Merge([]Figures{one, two, {Language: "ru", Words: 500, Voiced: 45 * second}, {Language: "en", Words: 2, Voiced: second, Spread: -1}})
	gauges := got.Gauges
	got.Gauges = nil
	want := Figures{
		Language: "en", Enough: true, Words: 152, Length: 90 * second, Before: 3 * second, Speaking: 70 * second, Voiced: 51 * second, Spread: 5,
		PauseCount: 3, PauseTotal: 7 * second, PauseLongest: 3 * second, LongestRun: 30 * second,
		Fillers: []Filler{{Text: "like", Count: 3}, {Text: "um", Count: 2}}, FillerCount: 5,
	}
	if !reflect.DeepEqual(got, want) || len(gauges) != 6 || gauges[0].Value != 130.3 {
		t.Errorf("%+v %+v", got, gauges)
	}
	if f := Merge(nil); f.Enough || f.Spread != -1 {
		t.Errorf("of nothing: %+v", f)
	}
}

// figures are within every band but for a change.
func figures(change func(*Figures)) Figures {
	f := Figures{
		Language: "en", Words: 140, Length: 75 * second, Speaking: 60 * second, Voiced: 55 * second, LongestRun: 20 * second,
		PauseCount: 1, PauseLongest: 2 * second, Spread: 4,
	}
	change(&f)
	f.judge()
	return f
}

func TestAdvise(t *testing.T) {
	for want, f := range map[string]Figures{
		".":             figures(func(*Figures) {}),
		"pace.above":    figures(func(f *Figures) { f.Words = 210 }),
		"pace.below":    figures(func(f *Figures) { f.Words = 80 }),
		"pauses.above":  figures(func(f *Figures) { f.PauseCount, f.PauseLongest = 12, 7300*time.Millisecond }),
		"fillers.above": figures(func(f *Figures) { f.FillerCount, f.Fillers = 17, []Filler{{Text: "um", Count: 17}} }),
		"run.above":     figures(func(f *Figures) { f.LongestRun = 100 * second }),
		"run.below":     figures(func(f *Figures) { f.LongestRun = 2 * second }),
		"talk.above":    figures(func(f *Figures) { f.Length = 55 * second }),
		"talk.below":    figures(func(f *Figures) { f.Length = 170 * second }),
		"volume.above":  figures(func(f *Figures) { f.Spread = 21 }),
	} {
		for _, lang := range bank.Languages() {
			a := Advise(lang, f)
			if a.Gauge+"."+a.Verdict != want || a.Text == "" || strings.ContainsAny(a.Text, "{}") || a.Text == want {
				t.Errorf("%s in %s: %+v", want, lang, a)
			}
			for _, line := range Lines(lang, f) {
				if all := line.Title + line.Value + line.Band + line.Verdict; strings.ContainsAny(all, "{}") || strings.Contains(all, "unit.") || strings.Contains(all, "title.") {
					t.Errorf("%s: %+v", lang, line)
				}
			}
		}
	}
	// Two things at once: the one that hurts a listener more.
	both := figures(func(f *Figures) { f.Words, f.FillerCount, f.Fillers = 190, 12, []Filler{{Text: "you know", Count: 30}} })
	if a := Advise("en", both); a.Gauge != Fillers || !strings.Contains(a.Text, "12") || !strings.Contains(a.Text, "“you know”") {
		t.Errorf("%+v", a)
	}
	// One filler in a short answer is not too many.
	if g, _ := figures(func(f *Figures) { f.Speaking, f.Words, f.FillerCount = 6*second, 14, 1 }).Gauge(Fillers); g.Verdict != In || g.Value != 10 {
		t.Errorf("%+v", g)
	}
	chinese := figures(func(f *Figures) { f.Language, f.Words = "zh", 300 })
	if a := Advise("en", chinese); !strings.Contains(a.Text, "300 characters") {
		t.Errorf("%+v", a)
	}
}

func TestPaceBand(t *testing.T) {
	for _, lang := range bank.Languages() {
		if low, high := PaceBand(lang); low < 80 || high < low+40 {
			t.Errorf("%s: %v to %v", lang, low, high)
		}
	}
	if low, high := PaceBand("xx"); low != 120 || high != 170 {
		t.Errorf("%v to %v", low, high)
	}
}

// steps answers with prepared probabilities, by the level of what it hears.
type steps struct{ resets int }

func (s *steps) Reset() { s.resets++ }

func (*steps) Probability(frame []int16) float32 {
	loudest := int16(0)
	for _, v := range frame {
		loudest = max(loudest, v)
	}
	if loudest > 1000 {
		return 0.9
	}
	return 0.1
}

func TestListen(t *testing.T) {
	pcm := make([]int16, 12*16000+100)
	tone := func(from, to float64) {
		for i := int(from * 16000); i < int(to*16000); i++ {
			pcm[i] = int16(6000 * math.Sin(float64(i)*0.3))
		}
	}
	tone(1, 3)
	tone(5, 5.06) // a click
	tone(6, 6.14) // too short to be a word, and alone
	tone(8, 9)
	tone(9.1, 9.2) // short, but beside speech
	d := &steps{}
	s := Listen(pcm, d)
	want := []Span{{Start: second, End: 3 * second}, {Start: 8 * second, End: 9 * second}, {Start: 9100 * time.Millisecond, End: 9200 * time.Millisecond}}
	if !reflect.DeepEqual(s.Speech, want) || d.resets != 1 || len(s.Levels) != 600 {
		t.Errorf("%v, %d resets", s.Speech, d.resets)
	}
	if l := s.Levels[100]; math.Abs(l+17.8) > 0.2 {
		t.Errorf("level %v", l)
	}
	for _, n := range []int{0, 1, 319, 320} {
		if s := Listen(make([]int16, n), d); len(s.Speech) != 0 || s.Length != time.Duration(n)*second/16000 {
			t.Errorf("%d samples: %+v", n, s)
		}
	}
}
