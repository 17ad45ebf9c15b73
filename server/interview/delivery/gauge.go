package delivery

import "time"

// The names of gauges, in their order.
const (
	// Pace is words a minute of Figures.Speaking; in Chinese characters.
	Pace = "pace"
	// Pauses is pauses over LongPause a minute of the recording.
	Pauses = "pauses"
	// Fillers is fillers a minute of Figures.Speaking.
	Fillers = "fillers"
	// Run is the longest stretch without a pause, in seconds.
	Run = "run"
	// Talk is the share of the recording in which there was a voice, in percent.
	Talk = "talk"
	// Volume is Figures.Spread, in dB.
	Volume = "volume"
)

// The verdicts on a figure.
const (
	Below = "below"
	In    = "in"
	Above = "above"
)

// Gauge is a figure against the band in which listeners follow easily.
type Gauge struct {
	// Name is one of the constants.
	Name  string  `bson:"name"`
	Value float64 `bson:"value"`
	// Low and High bound the band; both belong to it.
	Low  float64 `bson:"low"`
	High float64 `bson:"high"`
	// Verdict is Below, In or Above.
	Verdict string `bson:"verdict"`
}

// paces are the bands of the pace. English: 120 to 170 words a minute, from
// the unhurried half of conversation to a little under reading aloud (183, M.
// Brysbaert 2019). The others say as much in a minute: the same band times the
// ratio of the languages' speeds in the International Reading Speed Texts
// (Trauzettel-Klosinski and Dietz 2012), rounded to fives; Uzbek is taken as
// Turkish, which builds words alike. Chinese is in characters, by our judgement.
var paces = map[string][2]float64{
	"en": {120, 170}, "ru": {95, 135}, "uz": {85, 125}, "es": {115, 165}, "de": {95, 135},
	"fr": {105, 145}, "pt": {95, 135}, "tr": {85, 125}, "zh": {160, 240},
}

// PaceBand is the band of the pace in a language; English's for one that is
// not the product's.
func PaceBand(lang string) (low, high float64) {
	band, ok := paces[lang]
	if !ok {
		band = paces["en"]
	}
	return band[0], band[1]
}

// few is the number of pauses or fillers up to which there are not too many,
// however short the answer.
const few = 1

// judge says whether there is enough to be measured, and if so fills Gauges.
func (f *Figures) judge() {
	f.Enough = f.Voiced >= leastSpeech && f.Words >= leastWords
	if !f.Enough {
		return
	}
	low, high := PaceBand(f.Language)
	f.gauge(Pace, float64(f.Words)/f.Speaking.Minutes(), low, high)
	f.gauge(Pauses, float64(f.PauseCount)/f.Length.Minutes(), 0, 4)
	f.gauge(Fillers, float64(f.FillerCount)/f.Speaking.Minutes(), 0, 5)
	f.gauge(Run, f.LongestRun.Seconds(), 4, 60)
	f.gauge(Talk, 100*float64(f.Voiced)/float64(f.Length), 55, 95)
	if f.Spread >= 0 {
		f.gauge(Volume, f.Spread, 0, 10)
	}
	for i, g := range f.Gauges {
		if g.Name == Pauses && f.PauseCount <= few || g.Name == Fillers && f.FillerCount <= few {
			f.Gauges[i].Verdict = In
		}
	}
}

func (f *Figures) gauge(name string, value, low, high float64) {
	g := Gauge{Name: name, Value: round(value, 1), Low: low, High: high, Verdict: In}
	switch {
	case g.Value < low:
		g.Verdict = Below
	case g.Value > high:
		g.Verdict = Above
	}
	f.Gauges = append(f.Gauges, g)
}

// Gauge is the gauge of a name; ok is false where it was not measured.
func (f Figures) Gauge(name string) (g Gauge, ok bool) {
	for _, g := range f.Gauges {
		if g.Name == name {
			return g, true
		}
	}
	return Gauge{}, false
}

// Merge puts the figures of an interview's answers together: sums and longest,
// with the gauges of the whole. Answers too short to be measured alone count as
// well. Places are left out, as they belong to one recording. Where languages
// differ, those of the language with the most speech are merged.
func Merge(all []Figures) Figures {
	f := Figures{Language: mostSpoken(all), Spread: -1}
	spread, weight := 0.0, time.Duration(0)
	for _, one := range all {
		if one.Language != f.Language {
			continue
		}
		f.Words += one.Words
		f.Length += one.Length
		f.Before += one.Before
		f.Speaking += one.Speaking
		f.Voiced += one.Voiced
		f.PauseCount += one.PauseCount
		f.PauseTotal += one.PauseTotal
		f.PauseLongest = max(f.PauseLongest, one.PauseLongest)
		f.LongestRun = max(f.LongestRun, one.LongestRun)
		f.FillerCount += one.FillerCount
		for _, filler := range one.Fillers {
			f.Fillers = tally(f.Fillers, filler.Text, filler.Count)
		}
		if one.Spread >= 0 {
			spread += one.Spread * one.Voiced.Seconds()
			weight += one.Voiced
		}
	}
	if weight > 0 {
		f.Spread = round(spread/weight.Seconds(), 1)
	}
	byCount(f.Fillers)
	f.judge()
	return f
}

// mostSpoken is the language with the most speech; of equals the first.
func mostSpoken(all []Figures) string {
	best, most := "", time.Duration(-1)
	for _, one := range all {
		spoken := time.Duration(0)
		for _, other := range all {
			if other.Language == one.Language {
				spoken += other.Voiced
			}
		}
		if spoken > most {
			best, most = one.Language, spoken
		}
	}
	return best
}
