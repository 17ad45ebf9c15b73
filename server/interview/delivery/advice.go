package delivery

import (
	"embed"
	"math"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts/*.yaml
var texts embed.FS

// catalogue is read once; the package's tests read it as well, so that a
// mistake in it does not leave the house.
var catalogue = say.Embedded(texts, "texts")

// Advice is what to try next time: one thing.
type Advice struct {
	// Gauge is the gauge that it is about; empty where all is well or there was
	// too little to be measured.
	Gauge string `bson:"gauge,omitempty"`
	// Verdict is Below or Above, as the gauge's; otherwise empty.
	Verdict string `bson:"verdict,omitempty"`
	Text    string `bson:"text"`
}

// weights say how much a figure out of its band matters to a listener, as a
// factor on how many times beyond the band it is (as a logarithm: twice as many
// fillers and half the pace weigh alike before the factor). The pace moves
// within narrow bounds, so little beyond them is already much.
var weights = map[string]float64{Pace: 3, Pauses: 1, Fillers: 1.2, Run: 0.7, Talk: 1.5, Volume: 0.8}

// Advise picks the most useful piece of advice and says it in a language
// (English for one that is not the product's).
func Advise(lang string, f Figures) Advice {
	c := catalogue()
	if !f.Enough {
		return Advice{Text: c.In(lang, "little")}
	}
	worst, most := Gauge{}, 0.0
	for _, g := range f.Gauges {
		if weight := weights[g.Name] * beyond(g); weight > most {
			worst, most = g, weight
		}
	}
	if worst.Name == "" {
		return Advice{Text: c.In(lang, "good")}
	}
	key := worst.Name + "." + worst.Verdict
	if worst.Name == Pace && f.Language == "zh" {
		key += ".characters"
	}
	filler := ""
	if len(f.Fillers) > 0 {
		filler = f.Fillers[0].Text
	}
	return Advice{Gauge: worst.Name, Verdict: worst.Verdict, Text: c.In(
		lang, key,
		"value", whole(worst.Value), "low", whole(worst.Low), "high", whole(worst.High),
		"count", strconv.Itoa(f.count(worst.Name)), "filler", filler,
		"longest", strconv.FormatFloat(f.PauseLongest.Seconds(), 'f', 1, 64),
	)}
}

// count is how many pauses or fillers there were.
func (f Figures) count(name string) int {
	if name == Fillers {
		return f.FillerCount
	}
	return f.PauseCount
}

// beyond is how far a figure lies out of its band: the logarithm of how many
// times, at most four.
func beyond(g Gauge) float64 {
	switch {
	case g.Verdict == Above && g.High > 0:
		return min(math.Log(g.Value/g.High), math.Log(4))
	case g.Verdict == Below:
		return min(math.Log(g.Low/max(g.Value, 0.1)), math.Log(4))
	}
	return 0
}

func whole(v float64) string { return strconv.FormatFloat(math.Round(v), 'f', 0, 64) }

// Line is a gauge in words, for a page or a report.
type Line struct {
	// Name is the gauge's constant.
	Name string
	// Title is what is measured, Value the figure with its unit, Band the band
	// with its unit, and Verdict what the figure is against it.
	Title, Value, Band, Verdict string
}

// Lines are the gauges of figures in words, in their order.
func Lines(lang string, f Figures) []Line {
	c := catalogue()
	lines := make([]Line, 0, len(f.Gauges))
	for _, g := range f.Gauges {
		unit := "unit." + g.Name
		if g.Name == Pace && f.Language == "zh" {
			unit = "unit.pace.characters"
		}
		band := whole(g.Low) + "–" + whole(g.High)
		if g.Low == 0 {
			band = "≤ " + whole(g.High)
		}
		value := strconv.FormatFloat(g.Value, 'f', 1, 64)
		if g.Name == Pace || g.Name == Talk {
			value = whole(g.Value)
		}
		lines = append(lines, Line{
			Name: g.Name, Title: c.In(lang, "title."+g.Name), Verdict: c.In(lang, "verdict."+g.Verdict),
			Value: c.In(lang, unit, "n", value), Band: c.In(lang, unit, "n", band),
		})
	}
	return lines
}
